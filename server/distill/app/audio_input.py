"""The audio input: the buffer of recent audio, and the process that records into it."""

import logging
from collections.abc import Callable
from typing import Final

from typing_extensions import override

from distill.engine.ports import Input
from distill.errors import BadArgument
from distill.processes.child import Entry
from distill.processes.heartbeat import by_beat
from distill.processes.supervisor import ProcessSpec, ProcessSupervisor
from distill.protocol.input import InputPosition
from distill.ring.recent_audio import Mark, RecentAudio
from distill.ring.ring import DeviceState
from distill.sinks import input_process
from distill.sinks.options import SinkStatus

log = logging.getLogger("distill.input")

OFF: Final = "off"
DEFAULT: Final = "default"
BUFFER_S: Final = 8.0
"""Length of the buffer; the worker reads it within a fraction of a second."""


class AudioInput(Input):
    """Owns the buffer, and supervises the recording process; opens nothing when it is off.

    Threads: `stats` and `position` from the engine's; `start` and `stop` from the app's;
    `_on_status` is called on the supervisor's.
    """

    def __init__(self, setting: str) -> None:
        self._input = setting
        self._recent: RecentAudio | None = None
        self._supervisor: ProcessSupervisor | None = None
        self._publish: Callable[..., None] | None = None
        self._status = SinkStatus(DeviceState.CLOSED, "the input is off (serve --input)")

    def start(self, publish: Callable[..., None]) -> None:
        """Start recording, if it is on; `publish` sends changes of the device (topic, state, text).

        Raises:
            DeviceProblem: There is no memory for the buffer.
        """
        if self._input == OFF:
            return
        self._publish = publish
        self._recent = recent = RecentAudio.create(BUFFER_S)
        device = "" if self._input == DEFAULT else self._input

        def entry() -> Entry:
            recent.header[Mark.BEAT] = 0
            return input_process.run, (recent.name, device)

        self._supervisor = ProcessSupervisor(
            ProcessSpec(
                "input",
                entry,
                self._on_status,
                lambda reason: self._on_status(
                    SinkStatus(DeviceState.LOST, f"sound input {reason}; restarting it")
                ),
                watchdog=by_beat(lambda: recent.header[Mark.BEAT] or None),
            )
        )
        self._supervisor.start()

    def stop(self) -> None:
        """Stop recording and free the buffer; the worker must have ended."""
        self._publish = None
        if self._supervisor is not None:
            self._supervisor.stop()
        if self._recent is not None:
            self._recent.close()

    @override
    def position(self) -> InputPosition:
        if self._recent is None:
            raise BadArgument(
                "this server has no input: start it with serve --input default, --input NAME (part "
                "of a device's name) or --input jack:NAME"
            )
        return InputPosition(self._recent.name, self._recent.end)

    @override
    def stats(self) -> dict[str, float | int | str]:
        recent, supervisor = self._recent, self._supervisor
        return {
            "state": self._status.state.name.lower(),
            "about": self._status.text,
            "lost": 0 if recent is None else recent.header[Mark.LOST],
            "restarts": 0 if supervisor is None else supervisor.restarts,
        }

    def _on_status(self, status: SinkStatus) -> None:
        if status == self._status:
            return
        self._status = status
        lost = status.state in (DeviceState.LOST, DeviceState.WAITING)
        log.log(logging.WARNING if lost else logging.INFO, "%s", status.text)
        if self._publish is not None:
            self._publish("input", status.state.name.lower(), status.text)
