"""Decides when: keeps musical time on the output's clock, and holds what is to fall on a beat."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from distill.commands.grammar import Command, Slot, verb
from distill.engine.ports import ClockPulse, Output
from distill.parameters import PARAMETERS, PROFILES
from distill.protocol.meter import Meter
from distill.session.session import Session
from distill.types import SAMPLE_RATE, Clock

log = logging.getLogger("distill.time")

MARGIN_S: Final = 0.03
"""From the engine's thread to the worker and its next frame, beside what is rendered ahead."""
JUMP_S: Final = 0.03
"""Farther off than this one would hear two clocks: then ours jumps."""
SHARE: Final = 0.2
"""What is made up for of a smaller difference at each pulse: MIDI and blocks jitter."""
STANDING_S: Final = 0.5
"""A clock that stands so long counts as stopped: what waits for it is done at once."""


@dataclass(frozen=True, slots=True)
class HeldRequest:
    """Something that waits for a beat.

    Attributes:
        call: Does it.
        beat: When.
    """

    call: Callable[[], None]
    beat: float


@dataclass(frozen=True, slots=True)
class Due:
    """Something to do now, so that it is heard at a frame of the output; 0: as soon as can be."""

    call: Callable[[], None]
    frame: int


class BeatScheduler:
    """Keeps musical time and what waits for it.

    Time is counted in the frames that the output gives to its device, so that what is heard on a
    beat is on it to the sample. What falls on a beat is done a little before: by as much as is
    rendered ahead.

    Threads: the engine's thread only.
    """

    def __init__(
        self, session: Session, output: Output, clock: Clock, say: Callable[[str], None]
    ) -> None:
        """Begin; `say` tells everybody that a clock has stopped."""
        self._session = session
        self._say = say
        self._output = output
        self._clock = clock
        self._held: list[HeldRequest] = []
        self._frame = -1
        self._moved = 0.0
        self._led = False
        self._off_s = 0.0

    @property
    def waiting(self) -> int:
        """How much waits for a beat."""
        return len(self._held)

    def keep_time(self) -> Meter:
        """Let the session know the meter, after tempo and beats may have been turned."""
        values = self._session.parameters
        meter = self._session.meter.turned(
            self._output.clock(), values["tempo"], int(values["beats"])
        )
        self._session.meter = meter
        return meter

    def follow(self, pulse: ClockPulse) -> bool:
        """Let a clock from outside lead; tell if the tempo changed by what one would call a change.

        A small difference is made up for in some pulses, a large one at once.
        """
        if not pulse.running:
            self._led = False
            return False
        row, session = PARAMETERS["tempo"], self._session
        tempo = min(max(round(pulse.tempo, 1), row.range.low), row.range.high)
        changed = session.set_parameter("tempo", tempo)
        frame, meter = self._output.frame_at(pulse.at_s), self.keep_time()
        off = pulse.beat - meter.beat(frame)
        self._off_s = off * meter.beat_frames / SAMPLE_RATE
        if not self._led or abs(off) * meter.beat_frames > JUMP_S * SAMPLE_RATE:
            share = 1.0
        else:
            share = SHARE
        session.meter = meter.placed(frame, meter.beat(frame) + share * off)
        self._led = True
        return changed

    def grain(self, command: Command) -> float:
        """How many beats a command has to wait for a multiple of; 0: it does not wait.

        Takes always do; edits only where they change what sounds.
        """
        session = self._session
        grain = session.meter.grain(session.parameters["quantize"])
        if not command.musical or grain == 0:
            return 0.0
        if command.musical == "edit":
            if session.transport == "stop":
                return 0.0
            names = [a.name for a in verb(command.verb).arguments if a.kind is Slot]
            loop = session.playing if session.transport == "play" else ""
            sounding = {loop, session.morph_slot} - {""}
            if names and sounding.isdisjoint(getattr(command, name) for name in names):
                return 0.0
        return grain

    def following(self, grain: float) -> float:
        """The first beat that can still be met."""
        return self.keep_time().following(self._output.clock() + self._lead(), grain)

    def hold(self, call: Callable[[], None], beat: float) -> None:
        """Do something when a beat is due."""
        self._held.append(HeldRequest(call, beat))

    def due(self) -> list[Due]:
        """Take what is to be done now; all of it if the clock stands."""
        if not self._held:
            self._frame = -1
            return []
        frame, now = self._output.clock(), self._clock()
        if frame != self._frame:
            self._frame, self._moved = frame, now
        if now - self._moved > STANDING_S:
            return self.release("the output's clock stands; what waited for a beat is done now")
        meter, reached = self.keep_time(), frame + self._lead()
        ready = [held for held in self._held if meter.frame(held.beat) <= reached]
        self._held = [held for held in self._held if meter.frame(held.beat) > reached]
        return [Due(held.call, meter.frame(held.beat)) for held in ready]

    def release(self, why: str) -> list[Due]:
        """Take everything, to be done at once, and say why if there is anything."""
        if not self._held:
            return []
        log.warning("%s", why)
        self._say(why)
        held, self._held = self._held, []
        return [Due(one.call, 0) for one in held]

    def patience(self, longest_s: float) -> float:
        """How long the engine may wait until something is due, in seconds."""
        if not self._held:
            return longest_s
        meter, reached = self._session.meter, self._output.clock() + self._lead()
        frames = min(meter.frame(held.beat) for held in self._held) - reached
        return min(longest_s, max(0.0, frames / SAMPLE_RATE))

    def stats(self) -> dict[str, float | int]:
        """Where we are, and how far off the last pulse of a clock from outside was."""
        meter = self.keep_time()
        beat = meter.beat(self._output.clock())
        where = {"beat": round(beat % meter.beats, 2), "bar": int(beat // meter.beats)}
        return {**where, "clock_off_ms": round(1e3 * self._off_s, 3)}

    def _lead(self) -> int:
        """Frames between a decision and its being heard, at most."""
        ahead = list(PROFILES.values())[int(self._session.parameters["profile"])] / 1000
        return round((ahead + MARGIN_S) * SAMPLE_RATE) + 2 * self._output.block()
