"""Keeps the sink alive, and speaks for it when it is gone."""

from collections.abc import Callable

from distill.processes.keeper import Keeper, Kept
from distill.ring.ring import DeviceState, Field, Ring
from distill.sinks import process
from distill.sinks.options import News, SinkOptions


class Supervisor:
    """One sink process at a time.

    Threads: `start`, `restart` and `stop` from the app; `report` is called on the keeper's thread,
    at the end on the app's, and must only post.
    """

    def __init__(self, ring: Ring, options: SinkOptions, report: Callable[[News], None]) -> None:
        self._ring = ring
        self._tape_name = ""
        self._options = options
        self._report = report
        self._told: News | None = None
        self._keeper = Keeper(Kept("sink", self._begin, self._tell, self._lose, self._beat))

    @property
    def restarts(self) -> int:
        """How often a process had to be replaced."""
        return self._keeper.restarts

    @property
    def pid(self) -> int:
        """Process id of the present sink, 0 while there is none."""
        return self._keeper.pid

    def start(self, tape_name: str = "") -> None:
        """Begin, on a tape if one is named; the process starts on the keeper's thread."""
        self._tape_name = tape_name
        self._keeper.start()

    def restart(self, options: SinkOptions) -> None:
        """Go on with another sink, or another device."""
        self._options = options
        self._keeper.restart()

    def expect_end(self) -> None:
        """Take the end of the process for what it is, from now on."""
        self._keeper.expect_end()

    def stop(self) -> None:
        """End the process in order."""
        self._keeper.stop()
        self._tell_ourselves(DeviceState.CLOSED, "sound output is closed")

    def _begin(self) -> tuple[Callable[..., None], tuple[object, ...]]:
        self._ring.header[Field.STATE] = DeviceState.OPENING
        return process.run, (self._ring.name, self._options, self._tape_name)

    def _beat(self) -> int | None:
        """Tell when the sink last took sound, None while it looks for its device."""
        status = self._ring.status()
        return None if status.state is DeviceState.OPENING else status.reader_beat

    def _lose(self, reason: str) -> None:
        self._tell_ourselves(DeviceState.LOST, f"sound output {reason}; starting it again")

    def _tell_ourselves(self, state: DeviceState, text: str) -> None:
        """Speak for a process that is gone, in the ring too: nobody else writes there now."""
        self._ring.header[Field.STATE] = state
        self._tell(News(state, text))

    def _tell(self, news: News) -> None:
        if news != self._told:
            self._told = news
            self._report(news)
