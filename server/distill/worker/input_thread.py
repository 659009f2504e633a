"""The worker's listening thread: hears the input beside the live sound, and tells what it heard."""

import contextlib
import logging
import os
import queue
import sys
import threading
from typing import Final

from distill.audio.resample import to_mono
from distill.bundle import Bundle
from distill.errors import DeviceProblem
from distill.protocol.input import InputSpec
from distill.ring.recent_audio import RecentAudio
from distill.types import SAMPLE_RATE
from distill.worker.input_encoder import InputEncoder
from distill.worker.worker_shared import WorkerShared

log = logging.getLogger("distill.worker")

LOOK_S: Final = 0.02
"""Time between two looks at what came: a fraction of a column."""
LATE_S: Final = 2.0
"""What came longer ago is not heard any more, as by a worker that replaces a dead one."""
PRIORITY: Final = 5
"""Niceness of this thread, where a thread can have its own: after live sound, before tasks."""


class InputThread:
    """Hears one input for one slot at a time.

    Threads: `attend` from the worker's main thread; `work` is the thread of its own.
    """

    def __init__(self, desk: WorkerShared) -> None:
        self._desk = desk
        self._wishes: queue.SimpleQueue[tuple[InputSpec, Bundle] | None] = queue.SimpleQueue()
        self._wish: tuple[InputSpec, Bundle] | None = None

    def set_input(self, listen: InputSpec | None, bundle: Bundle | None) -> None:
        """Listen to this from now on, with this model; nothing changes if that is done already."""
        wish = None if listen is None or bundle is None else (listen, bundle)
        if wish != self._wish:
            self._wish = wish
            self._wishes.put(wish)

    def start(self) -> None:
        """Begin the thread."""
        threading.Thread(target=self.work, name="listen", daemon=True).start()

    def work(self) -> None:
        """Listen for ever; when that fails, say so and wait for another wish."""
        if sys.platform == "linux":
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), PRIORITY)
        wish = self._wishes.get()
        while True:
            if wish is None:
                wish = self._wishes.get()
                continue
            try:
                wish = self._encode(*wish)
            except Exception:
                log.exception("our fault, in listening")
                wish = self._wishes.get()

    def _encode(self, listen: InputSpec, bundle: Bundle) -> tuple[InputSpec, Bundle] | None:
        """Listen until something else is wished for; give that."""
        try:
            tape = RecentAudio.attach(listen.tape)
        except DeviceProblem as problem:
            log.warning("%s", problem)
            return self._wishes.get()
        try:
            since = max(listen.since, tape.end - round(LATE_S * SAMPLE_RATE))
            ear = InputEncoder(listen.run, since, bundle)
            while True:
                with contextlib.suppress(queue.Empty):
                    return self._wishes.get(timeout=LOOK_S)
                first, audio = tape.read(ear.at, tape.end)
                if first > ear.at:
                    log.warning(
                        "%d frames of the input came too fast and were lost", first - ear.at
                    )
                    ear = InputEncoder(listen.run, first, bundle)
                for message in ear.encode(to_mono(audio)):
                    self._desk.send(message)
        finally:
            tape.close()
