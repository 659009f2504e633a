"""The way in for sound: the tape that the input is recorded on, and the process that records."""

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
TAPE_S: Final = 8.0
"""How much is kept for the worker; it hears it within a fraction of a second."""


class AudioInput(Input):
    """Owns the tape and watches over the recorder; opens nothing when it is off.

    Threads: `figures` and `incoming` from the engine's; `start` and `stop` from the app's; news
    come on the supervisor's.
    """

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted
        self._tape: RecentAudio | None = None
        self._supervisor: ProcessSupervisor | None = None
        self._tell: Callable[..., None] | None = None
        self._news = SinkStatus(DeviceState.CLOSED, "the input is off (serve --input)")

    def start(self, tell: Callable[..., None]) -> None:
        """Begin to record, if it is on; `tell` passes on what happens to the device.

        Raises:
            DeviceProblem: There is no room for the tape.
        """
        if self._wanted == OFF:
            return
        self._tell = tell
        self._tape = tape = RecentAudio.create(TAPE_S)
        wanted = "" if self._wanted == DEFAULT else self._wanted

        def entry() -> Entry:
            tape.header[Mark.BEAT] = 0
            return input_process.run, (tape.name, wanted)

        self._supervisor = ProcessSupervisor(
            ProcessSpec(
                "input",
                entry,
                self._on_message,
                lambda reason: self._on_message(
                    SinkStatus(DeviceState.LOST, f"sound input {reason}; starting it again")
                ),
                watchdog=by_beat(lambda: tape.header[Mark.BEAT] or None),
            )
        )
        self._supervisor.start()

    def stop(self) -> None:
        """Stop recording and remove the tape; the worker must have ended."""
        self._tell = None
        if self._supervisor is not None:
            self._supervisor.stop()
        if self._tape is not None:
            self._tape.close()

    @override
    def position(self) -> InputPosition:
        if self._tape is None:
            raise BadArgument(
                "this server has no input: start it with serve --input default, --input NAME (part "
                "of a device's name) or --input jack:NAME"
            )
        return InputPosition(self._tape.name, self._tape.end)

    @override
    def stats(self) -> dict[str, float | int | str]:
        tape, supervisor = self._tape, self._supervisor
        return {
            "state": self._news.state.name.lower(),
            "about": self._news.text,
            "lost": 0 if tape is None else tape.header[Mark.LOST],
            "restarts": 0 if supervisor is None else supervisor.restarts,
        }

    def _on_message(self, news: SinkStatus) -> None:
        if news == self._news:
            return
        self._news = news
        lost = news.state in (DeviceState.LOST, DeviceState.WAITING)
        log.log(logging.WARNING if lost else logging.INFO, "%s", news.text)
        if self._tell is not None:
            self._tell("input", news.state.name.lower(), news.text)
