"""Keeps a sink process running, and publishes its status while there is none."""

import time
from collections.abc import Callable

from distill.processes.child import Entry
from distill.processes.heartbeat import by_beat
from distill.processes.supervisor import ProcessSpec, ProcessSupervisor
from distill.ring.ring import DeviceState, Field, Ring
from distill.sinks import sink_process
from distill.sinks.options import SinkOptions, SinkStatus
from distill.sinks.recent_count import RecentCount


class SupervisedSink:
    """Supervises one sink process at a time.

    Threads: `start`, `restart` and `stop` from the app; `report` is called on the supervisor's
    thread, at the end on the app's, and must only post.
    """

    def __init__(
        self, ring: Ring, options: SinkOptions, report: Callable[[SinkStatus], None]
    ) -> None:
        self._ring = ring
        self._audio_name = ""
        self._options = options
        self._report = report
        self._last: SinkStatus | None = None
        self._late = RecentCount()
        self._supervisor = ProcessSupervisor(
            ProcessSpec(
                "sink",
                self._entry,
                self._report_change,
                self._on_lost,
                watchdog=by_beat(self._beat),
            )
        )

    @property
    def restarts(self) -> int:
        """How often a process had to be replaced."""
        return self._supervisor.restarts

    @property
    def late(self) -> int:
        """How often sound was not ready in time in the last minute."""
        return self._late.within(time.monotonic())

    @property
    def pid(self) -> int:
        """Process id of the sink, 0 while there is none."""
        return self._supervisor.pid

    def start(self, audio_name: str = "") -> None:
        """Start the supervisor; the sink records into the named `RecentAudio`, if any."""
        self._audio_name = audio_name
        self._supervisor.start()

    def restart(self, options: SinkOptions) -> None:
        """Replace the sink by another one, or by another device."""
        self._options = options
        self._supervisor.restart()

    def expect_end(self) -> None:
        """Stop replacing the process."""
        self._supervisor.expect_end()

    def stop(self) -> None:
        """End the process in an orderly way."""
        self._supervisor.stop()
        self._publish(DeviceState.CLOSED, "sound output is closed")

    def _entry(self) -> Entry:
        self._ring.header[Field.STATE] = DeviceState.OPENING
        return sink_process.run, (self._ring.name, self._options, self._audio_name)

    def _beat(self) -> int | None:
        """Return the time at which the sink last took sound; None while it opens its device."""
        status = self._ring.status()
        self._late.note(status.underruns, time.monotonic())
        return None if status.state is DeviceState.OPENING else status.reader_beat

    def _on_lost(self, reason: str) -> None:
        self._publish(DeviceState.LOST, f"sound output {reason}; starting it again")

    def _publish(self, state: DeviceState, text: str) -> None:
        """Publish a state on behalf of a process that has ended, in the ring too."""
        self._ring.header[Field.STATE] = state
        self._report_change(SinkStatus(state, text))

    def _report_change(self, status: SinkStatus) -> None:
        if status != self._last:
            self._last = status
            self._report(status)
