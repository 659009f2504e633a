"""Tells the engine which codes sound, and from which frame of the ring on."""

import numpy as np

from distill.audio.limiter import LATENCY
from distill.protocol.output import ColumnRendered, ModelRef
from distill.ring.writer import Writer
from distill.worker.voice import RenderedColumn
from distill.worker.worker_shared import WorkerShared


class ColumnReporter:
    """Each column once, and again when a hand changes it while it sounds.

    Threads: the worker's main thread only.
    """

    def __init__(self, desk: WorkerShared, ring: Writer) -> None:
        self._desk = desk
        self._ring = ring
        self._last: ColumnRendered | None = None

    def report(self, painting: RenderedColumn) -> None:
        """Tell of a column, unless nothing about it is new.

        What the voice makes is written at once, and passes through the chain with its delay.
        """
        score, bundle = painting.score, painting.bundle
        since = self._ring.position + painting.behind + LATENCY
        note = ColumnRendered(
            score.take,
            score.chance.seed,
            painting.number,
            since - painting.into,
            since,
            np.array(painting.codes[0]),
            ModelRef(bundle.id, bundle.codec_id, bundle.config.size, bundle.column),
            painting.length,
            painting.written.entropy if score.watched and painting.written else 0.0,
        )
        last = self._last
        same = last is not None and (last.take, last.begins) == (note.take, note.begins)
        if last is not None and same and np.array_equal(last.codes, note.codes):
            return
        self._last = note
        self._desk.send(note)
