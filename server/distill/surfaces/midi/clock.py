"""Follows a MIDI clock: derives tempo and song position from jittering ticks.

A line is fitted through the ticks of the last sixteen beats (least squares). A tick far from the
line is an outlier, unless others follow it: then the clock has jumped, and the fit restarts with
them. When the newest ticks all lie on one side, the tempo has changed, and old ticks are dropped.
The song position is always counted in ticks, as MIDI requires.
"""

import math
import threading
from collections import deque
from typing import Final

from distill.protocol.clock_pulse import ClockPulse

PER_BEAT: Final = 24
PER_SIXTEENTH: Final = 6
"""Ticks (MIDI 1.0)."""
TICK: Final = 0xF8
START: Final = 0xFA
CONTINUE: Final = 0xFB
STOP: Final = 0xFC
POSITION: Final = 0xF2
"""Status bytes of clock messages (MIDI 1.0)."""
WINDOW: Final = 16 * PER_BEAT
LEAST: Final = PER_BEAT // 2
"""Ticks needed for a fit, and ticks that stay when the tempo changes."""
LOST_S: Final = 0.5
"""Silence after which a clock counts as gone; at 20 bpm a tick takes 0.125 s."""
FAR: Final = 0.4
"""Distance from the line, in ticks, of an outlier."""
FAR_S: Final = 0.006
"""The same in seconds, for fast clocks: USB and Bluetooth are late by some ms."""
JUMPED: Final = 8
"""Outliers in a row after which the clock counts as jumped."""
LEANS: Final = 5.0
"""Mean deviation of the newest ticks, in standard errors, that counts as a change of tempo."""
LEANS_S: Final = 0.0005
"""And its smallest size in seconds."""
SLOWEST: Final = 20.0
FASTEST: Final = 400.0
"""Range of plausible tempos, in beats per minute."""


class MidiClock:
    """One clock. The caller passes the time of each message.

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
        """Process a message; return a pulse when there is a new one."""
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
        """Return tempo and song position at a moment; before the first tick it is below beat 0.

        The tempo is 0 while it is unknown.
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
        """Return a final pulse if the clock has been silent for too long."""
        if now_s - self._last_s <= LOST_S:
            return None
        return ClockPulse(0.0, self._ticked() / PER_BEAT, now_s, running=False)

    def _ticked(self) -> int:
        """Count the ticks since the song began, up to the next one."""
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
        assert self._line is not None  # noqa: S101 - the caller checks it
        begin, period = self._line
        return abs(at_s - begin - number * period) > max(FAR * period, FAR_S)

    def _lay(self) -> None:
        """Fit the line again; with fewer ticks when the newest lie on one side of it."""
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
    """Fit the time of tick 0 and seconds per tick; None when the tempo is implausible."""
    count = len(ticks)
    number = sum(n for n, _ in ticks) / count
    second = sum(at for _, at in ticks) / count
    over = sum((n - number) * (at - second) for n, at in ticks)
    period = over / sum((n - number) ** 2 for n, _ in ticks)
    if not 60.0 / (PER_BEAT * FASTEST) <= period <= 60.0 / (PER_BEAT * SLOWEST):
        return None
    return second - period * number, period


class MidiClocks:
    """Chooses the clock to follow: the first one that sends, until it is gone.

    Threads: any; a lock guards it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._port = ""
        self._clock: MidiClock | None = None

    def feed(self, port: str, data: bytes, at_s: float) -> ClockPulse | None:
        """Process a message of a port; return a pulse when there is a new one."""
        with self._lock:
            if self._clock is None:
                if data[0] not in (TICK, START, CONTINUE, POSITION):
                    return None
                self._port, self._clock = port, MidiClock()
            return self._clock.feed(data, at_s) if port == self._port else None

    def poll(self, now_s: float) -> ClockPulse | None:
        """Return the final pulse of a clock that is gone; call a few times a second."""
        with self._lock:
            pulse = None if self._clock is None else self._clock.lost(now_s)
            if pulse is not None:
                self._clock = None
            return pulse
