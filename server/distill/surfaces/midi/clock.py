"""Follows a MIDI clock: from ticks that come late and early to a tempo, and a place in the song.

A straight line is laid through the ticks of the last sixteen beats (least squares). A tick far from
the line is passed over, unless others follow it: then the clock has jumped, and the line begins
anew with them. When the newest ticks all lie on one side, the tempo has changed, and old ones go.
Whatever the line does, the place in the song is counted in ticks, as MIDI wants it.
"""

import math
import threading
from collections import deque
from typing import Final

from distill.engine.ports import ClockPulse

PER_BEAT: Final = 24
PER_SIXTEENTH: Final = 6
"""Ticks (MIDI 1.0)."""
TICK: Final = 0xF8
START: Final = 0xFA
CONTINUE: Final = 0xFB
STOP: Final = 0xFC
POSITION: Final = 0xF2
"""First bytes of what is heard here (MIDI 1.0)."""
WINDOW: Final = 16 * PER_BEAT
LEAST: Final = PER_BEAT // 2
"""Ticks before there is a line, and what is kept when the tempo changes."""
LOST_S: Final = 0.5
"""A clock that says nothing for so long is gone; at 20 bpm a tick takes 0.125 s."""
FAR: Final = 0.4
"""Part of a tick from the line at which one is passed over."""
FAR_S: Final = 0.006
"""The same in seconds, for fast clocks: USB and Bluetooth are late by some ms."""
JUMPED: Final = 8
"""Ticks in a row far from the line: it is the clock that has moved."""
LEANS: Final = 5.0
"""The newest ticks lie on one side of the line by so many times what chance would do."""
LEANS_S: Final = 0.0005
"""And at least by so much."""
SLOWEST: Final = 20.0
FASTEST: Final = 400.0
"""Beats in a minute that are believed."""


class MidiClock:
    """One clock. Time is given with each message.

    Threads: one at a time.
    """

    def __init__(self) -> None:
        self._ticks: deque[tuple[int, float]] = deque(maxlen=WINDOW)
        self._strays: list[tuple[int, float]] = []
        self._line: tuple[float, float] | None = None  # seconds of tick 0, seconds of a tick
        self._next = 0
        self._last_s = -math.inf
        self._first = 0
        self._place = 0
        self._running = False

    def feed(self, data: bytes, at_s: float) -> ClockPulse | None:
        """Take a message; give the pulse when there is something new to tell."""
        match data[0]:
            case 0xF8:
                return self._tick(at_s)
            case 0xFA:
                self._place, self._first, self._running = 0, self._next, True
            case 0xFB:
                self._first, self._running = self._next - self._place, True
            case 0xFC:
                self._place, self._running = self._ticked(), False
            case 0xF2 if len(data) == 3:  # noqa: PLR2004 - its length
                self._place = (data[1] | data[2] << 7) * PER_SIXTEENTH
                self._first = self._next - self._place
            case _:
                return None
        return self.pulse(at_s)

    def pulse(self, at_s: float) -> ClockPulse:
        """Tell where the music is at a moment; before its first tick a song is before beat 0.

        The tempo is 0 while it is not known.
        """
        if self._line is None:
            return ClockPulse(0.0, self._ticked() / PER_BEAT, at_s, self._running)
        begin, period = self._line
        bpm = 60.0 / (PER_BEAT * period)
        if not self._running:
            return ClockPulse(bpm, self._place / PER_BEAT, at_s, running=False)
        ticks = (at_s - begin) / period - self._first
        return ClockPulse(bpm, ticks / PER_BEAT, at_s, running=True)

    def lost(self, now_s: float) -> ClockPulse | None:
        """Give the last pulse if it has said nothing for too long."""
        if now_s - self._last_s <= LOST_S:
            return None
        return ClockPulse(0.0, self._ticked() / PER_BEAT, now_s, running=False)

    def _ticked(self) -> int:
        """Ticks since the song began, up to the next one."""
        return self._next - self._first if self._running else self._place

    def _tick(self, at_s: float) -> ClockPulse | None:
        number, self._next, self._last_s = self._next, self._next + 1, at_s
        if self._line is not None and self._is_far(number, at_s):
            self._strays.append((number, at_s))
            if len(self._strays) < JUMPED:
                return None
            self._ticks.clear()
            self._ticks.extend(self._strays)
        else:
            self._ticks.append((number, at_s))
        self._strays.clear()
        if len(self._ticks) <= 2 * PER_BEAT or number % PER_SIXTEENTH == 0:
            self._lay()
        place = number - self._first if self._running else number
        return self.pulse(at_s) if self._line and place % PER_SIXTEENTH == 0 else None

    def _is_far(self, number: int, at_s: float) -> bool:
        assert self._line is not None  # noqa: S101 - its caller looked
        begin, period = self._line
        return abs(at_s - begin - number * period) > max(FAR * period, FAR_S)

    def _lay(self) -> None:
        """Lay the line anew; with fewer ticks when the newest do not lie around it."""
        if len(self._ticks) < (JUMPED if self._line else LEAST):
            return
        self._line = _fit(self._ticks)
        if self._line is not None and len(self._ticks) > 2 * LEAST and self._leans(*self._line):
            newest = list(self._ticks)[-LEAST:]
            self._ticks.clear()
            self._ticks.extend(newest)
            self._line = _fit(self._ticks)

    def _leans(self, begin: float, period: float) -> bool:
        late = [at_s - begin - number * period for number, at_s in self._ticks]
        spread = math.sqrt(sum(one * one for one in late) / len(late))
        mean = sum(late[-LEAST:]) / LEAST
        return abs(mean) > max(LEANS * spread / math.sqrt(LEAST), LEANS_S)


def _fit(ticks: "deque[tuple[int, float]]") -> tuple[float, float] | None:
    """Give seconds of tick 0 and of a tick, by least squares; None when no clock is like that."""
    count = len(ticks)
    number = sum(n for n, _ in ticks) / count
    second = sum(at for _, at in ticks) / count
    over = sum((n - number) * (at - second) for n, at in ticks)
    period = over / sum((n - number) ** 2 for n, _ in ticks)
    if not 60.0 / (PER_BEAT * FASTEST) <= period <= 60.0 / (PER_BEAT * SLOWEST):
        return None
    return second - period * number, period


class MidiClocks:
    """The clock that is followed, of all that speak: the first, until it is gone.

    Threads: any; a lock guards it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._port = ""
        self._clock: MidiClock | None = None

    def feed(self, port: str, data: bytes, at_s: float) -> ClockPulse | None:
        """Take a message of a port; give the pulse when there is something new to tell."""
        with self._lock:
            if self._clock is None:
                if data[0] not in (TICK, START, CONTINUE, POSITION):
                    return None
                self._port, self._clock = port, MidiClock()
            return self._clock.feed(data, at_s) if port == self._port else None

    def poll(self, now_s: float) -> ClockPulse | None:
        """Give the last pulse of a clock that is gone; to be called a few times a second."""
        with self._lock:
            pulse = None if self._clock is None else self._clock.lost(now_s)
            if pulse is not None:
                self._clock = None
            return pulse
