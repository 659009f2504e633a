"""Keeps a sink running, and reports for it when it is gone."""

from collections.abc import Callable

from distill.processes.child import Entry
from distill.processes.heartbeat import by_beat
from distill.processes.supervisor import ProcessSpec, ProcessSupervisor
from distill.ring.ring import DeviceState, Field, Ring
from distill.sinks import sink_process
from distill.sinks.options import SinkOptions, SinkStatus


class SupervisedSink:
    """One sink process at a time.

    Threads: `start`, `restart` and `stop` from the app; `report` is called on the supervisor's
    thread, at the end on the app's, and must only post.
    """

    def __init__(
        self, ring: Ring, options: SinkOptions, report: Callable[[SinkStatus], None]
    ) -> None:
        self._ring = ring
        self._tape_name = ""
        self._options = options
        self._report = report
        self._last: SinkStatus | None = None
        self._supervisor = ProcessSupervisor(
            ProcessSpec(
                "sink", self._entry, self._pass_on, self._lose, watchdog=by_beat(self._beat)
            )
        )

    @property
    def restarts(self) -> int:
        """How often a process had to be replaced."""
        return self._supervisor.restarts

    @property
    def pid(self) -> int:
        """Process id of the present sink, 0 while there is none."""
        return self._supervisor.pid

    def start(self, tape_name: str = "") -> None:
        """Begin, on a tape if one is named; the process starts on the supervisor's thread."""
        self._tape_name = tape_name
        self._supervisor.start()

    def restart(self, options: SinkOptions) -> None:
        """Go on with another sink, or another device."""
        self._options = options
        self._supervisor.restart()

    def expect_end(self) -> None:
        """Replace the process no more, from now on."""
        self._supervisor.expect_end()

    def stop(self) -> None:
        """End the process in order."""
        self._supervisor.stop()
        self._report_ourselves(DeviceState.CLOSED, "sound output is closed")

    def _entry(self) -> Entry:
        self._ring.header[Field.STATE] = DeviceState.OPENING
        return sink_process.run, (self._ring.name, self._options, self._tape_name)

    def _beat(self) -> int | None:
        """Give the time at which the sink last took sound, None while it opens its device."""
        status = self._ring.status()
        return None if status.state is DeviceState.OPENING else status.reader_beat

    def _lose(self, reason: str) -> None:
        self._report_ourselves(DeviceState.LOST, f"sound output {reason}; starting it again")

    def _report_ourselves(self, state: DeviceState, text: str) -> None:
        """Report for a process that is gone, in the ring too: nobody else writes there now."""
        self._ring.header[Field.STATE] = state
        self._pass_on(SinkStatus(state, text))

    def _pass_on(self, news: SinkStatus) -> None:
        if news != self._last:
            self._last = news
            self._report(news)
