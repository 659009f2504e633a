"""The worker's input thread: encodes the live input beside the live sound and reports the codes."""

import contextlib
import logging
import os
import queue
import sys
import threading
from typing import Final

from distill.bundle import Bundle
from distill.errors import DeviceProblem
from distill.protocol.input import ColumnsRecorded, InputSilence, InputSpec
from distill.ring.recent_audio import RecentAudio
from distill.types import SAMPLE_RATE
from distill.worker.input_encoder import InputEncoder
from distill.worker.input_tape import InputTape
from distill.worker.worker_shared import WorkerShared

log = logging.getLogger("distill.worker")

POLL_S: Final = 0.02
"""Time between two reads of the input: a fraction of a column."""
LATE_S: Final = 2.0
"""Older input is skipped, for example by a worker that replaces a dead one."""
PRIORITY: Final = 5
"""Niceness of this thread, where threads have their own: after live sound, before tasks."""


class InputThread:
    """Encodes one input for one slot at a time.

    Threads: `set_input` from the worker's main thread; `work` is the thread itself.
    """

    def __init__(self, shared: WorkerShared) -> None:
        self._shared = shared
        self._requests: queue.SimpleQueue[tuple[InputSpec, Bundle] | None] = queue.SimpleQueue()
        self._request: tuple[InputSpec, Bundle] | None = None

    def set_input(self, spec: InputSpec | None, bundle: Bundle | None) -> None:
        """Encode this input with this model; None stops. Equal arguments change nothing."""
        request = None if spec is None or bundle is None else (spec, bundle)
        if request != self._request:
            self._request = request
            self._requests.put(request)

    def start(self) -> None:
        """Start the thread."""
        threading.Thread(target=self.work, name="input", daemon=True).start()

    def work(self) -> None:
        """Encode for ever; after a failure, log it and wait for the next request."""
        if sys.platform == "linux":
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), PRIORITY)
        request = self._requests.get()
        while True:
            if request is None:
                request = self._requests.get()
                continue
            try:
                request = self._encode(*request)
            except Exception:
                log.exception("internal error in the input thread")
                request = self._requests.get()

    def _encode(self, spec: InputSpec, bundle: Bundle) -> tuple[InputSpec, Bundle] | None:
        """Encode until another request arrives; return that."""
        try:
            audio = RecentAudio.attach(spec.audio_name)
        except DeviceProblem as problem:
            log.warning("%s", problem)
            return self._requests.get()
        try:
            since = max(spec.since, audio.end - round(LATE_S * SAMPLE_RATE))
            encoder = InputEncoder(spec.run, since, bundle)
            tape = InputTape(spec, since, bundle.column)
            while True:
                with contextlib.suppress(queue.Empty):
                    request = self._requests.get(timeout=POLL_S)
                    self._keep(tape)
                    return request
                first, block = audio.read(encoder.at, audio.end)
                if first > encoder.at:
                    log.warning(
                        "%d frames of the input were overwritten before they were encoded",
                        first - encoder.at,
                    )
                    encoder = InputEncoder(spec.run, first, bundle)
                tape.add(first, block)
                for message in encoder.encode(block):
                    self._report(message, tape)
        finally:
            audio.close()

    def _report(self, message: ColumnsRecorded | InputSilence, tape: InputTape) -> None:
        """Send a message, and keep the sound of what it is about."""
        self._shared.send(message)
        if isinstance(message, ColumnsRecorded):
            tape.keep(message)
        elif not message.over:
            self._keep(tape)

    def _keep(self, tape: InputTape) -> None:
        """Write the sound of a phrase or of a whole recording, and report it."""
        source = tape.write()
        if source is not None:
            self._shared.send(source)
