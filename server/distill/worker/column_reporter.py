"""Reports to the engine which codes sound, and from which frame of the ring."""

import numpy as np

from distill.audio.limiter import LATENCY
from distill.protocol.output import ColumnRendered, ModelRef
from distill.ring.writer import Writer
from distill.worker.voice import RenderedColumn
from distill.worker.worker_shared import WorkerShared


class ColumnReporter:
    """Reports each column once, and again when it changes while it sounds.

    Threads: the worker's main thread only.
    """

    def __init__(self, shared: WorkerShared, ring: Writer) -> None:
        self._shared = shared
        self._ring = ring
        self._last: ColumnRendered | None = None

    def report(self, rendered: RenderedColumn) -> None:
        """Report a column, unless its codes are those reported last.

        The samples of the voice are written at once, after the latency of the chain.
        """
        score, bundle = rendered.score, rendered.bundle
        since = self._ring.position + rendered.behind + LATENCY
        message = ColumnRendered(
            score.take,
            score.sampling.seed,
            rendered.number,
            since - rendered.into,
            since,
            np.array(rendered.codes[0]),
            ModelRef(bundle.id, bundle.codec_id, bundle.config.size, bundle.column),
            rendered.length,
            rendered.written.entropy if score.watched and rendered.written else 0.0,
            rendered.carriers,
        )
        last = self._last
        same = last is not None and (last.take, last.begins) == (message.take, message.begins)
        if last is not None and same and np.array_equal(last.codes, message.codes):
            return
        self._last = message
        self._shared.send(message)
