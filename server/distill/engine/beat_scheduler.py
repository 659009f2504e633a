"""Musical time on the output's clock, and the calls that wait for a beat."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from distill.commands.grammar import Command, Slot, verb
from distill.engine.ports import Output
from distill.parameters import PARAMETERS, PROFILES
from distill.protocol.clock_pulse import ClockPulse
from distill.protocol.meter import Meter
from distill.session.session import Session
from distill.types import SAMPLE_RATE, Clock

log = logging.getLogger("distill.time")

MARGIN_S: Final = 0.03
"""Time from the engine's thread to the worker's next frame, besides what is rendered ahead."""
JUMP_S: Final = 0.03
"""Largest difference to an external clock that is corrected gradually; beyond it the meter jumps,
so that one does not hear two clocks."""
CORRECTION: Final = 0.2
"""Share of a smaller difference that each pulse corrects: MIDI and blocks jitter."""
STALLED_S: Final = 0.5
"""Time without progress after which the output's clock counts as stopped, and held calls run."""


@dataclass(frozen=True, slots=True)
class HeldCall:
    """A call that waits for a beat.

    Attributes:
        call: What to run.
        beat: The beat on which it takes effect.
    """

    call: Callable[[], None]
    beat: float


@dataclass(frozen=True, slots=True)
class Due:
    """A call to run now, and the frame of the output at which it takes effect; 0: at once."""

    call: Callable[[], None]
    frame: int


class BeatScheduler:
    """Keeps musical time, and holds calls until their beat.

    Time is counted in the frames that the output gives to its device, so that a change on a beat
    is exact to the sample. A call runs ahead of its beat by as much as is rendered ahead.

    Threads: the engine's thread only.
    """

    def __init__(
        self, session: Session, output: Output, clock: Clock, publish: Callable[[str], None]
    ) -> None:
        """Begin; `publish` sends all clients a text when a clock has stopped."""
        self._session = session
        self._publish = publish
        self._output = output
        self._clock = clock
        self._held: list[HeldCall] = []
        self._last_frame = -1
        self._advanced_at = 0.0
        self._synced = False
        self._off_s = 0.0

    @property
    def waiting(self) -> int:
        """Number of calls that wait for a beat."""
        return len(self._held)

    def update_meter(self) -> Meter:
        """Update the session's meter from the parameters `tempo` and `beats`, and return it."""
        values = self._session.parameters
        meter = self._session.meter.turned(
            self._output.clock(), values["tempo"], int(values["beats"])
        )
        self._session.meter = meter
        return meter

    def follow(self, pulse: ClockPulse) -> bool:
        """Follow an external clock; return whether the parameter `tempo` changed.

        A small difference is corrected over several pulses, a large one at once.
        """
        if not pulse.running:
            self._synced = False
            return False
        row, session = PARAMETERS["tempo"], self._session
        tempo = min(max(round(pulse.tempo, 1), row.range.low), row.range.high)
        changed = session.set_parameter("tempo", tempo)
        frame, meter = self._output.frame_at(pulse.at_s), self.update_meter()
        off = pulse.beat - meter.beat(frame)
        self._off_s = off * meter.beat_frames / SAMPLE_RATE
        if not self._synced or abs(off) * meter.beat_frames > JUMP_S * SAMPLE_RATE:
            share = 1.0
        else:
            share = CORRECTION
        session.meter = meter.placed(frame, meter.beat(frame) + share * off)
        self._synced = True
        return changed

    def grain(self, command: Command) -> float:
        """Return the multiple of beats that a command waits for; 0: it does not wait.

        Takes always wait; edits only where they change what sounds.
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

    def next_beat(self, grain: float) -> float:
        """Return the first multiple of `grain` beats that can still be met."""
        return self.update_meter().following(self._output.clock() + self._lead(), grain)

    def hold(self, call: Callable[[], None], beat: float) -> None:
        """Hold a call until its beat is due."""
        self._held.append(HeldCall(call, beat))

    def due(self) -> list[Due]:
        """Remove and return the due calls; all calls if the output's clock has stopped."""
        if not self._held:
            self._last_frame = -1
            return []
        frame, now = self._output.clock(), self._clock()
        if frame != self._last_frame:
            self._last_frame, self._advanced_at = frame, now
        if now - self._advanced_at > STALLED_S:
            return self.release(
                "the output's clock has stopped; requests that waited for a beat run now"
            )
        meter, reached = self.update_meter(), frame + self._lead()
        ready = [held for held in self._held if meter.frame(held.beat) <= reached]
        self._held = [held for held in self._held if meter.frame(held.beat) > reached]
        return [Due(held.call, meter.frame(held.beat)) for held in ready]

    def release(self, why: str) -> list[Due]:
        """Remove and return all calls, to run at once; log and publish why if there are any."""
        if not self._held:
            return []
        log.warning("%s", why)
        self._publish(why)
        held, self._held = self._held, []
        return [Due(one.call, 0) for one in held]

    def patience(self, longest_s: float) -> float:
        """Return how long the engine may sleep until a call is due, in seconds."""
        if not self._held:
            return longest_s
        meter, reached = self._session.meter, self._output.clock() + self._lead()
        frames = min(meter.frame(held.beat) for held in self._held) - reached
        return min(longest_s, max(0.0, frames / SAMPLE_RATE))

    def stats(self) -> dict[str, float | int]:
        """Return beat and bar, and the error of the last pulse of an external clock in ms."""
        meter = self.update_meter()
        beat = meter.beat(self._output.clock())
        where = {"beat": round(beat % meter.beats, 2), "bar": int(beat // meter.beats)}
        return {**where, "clock_off_ms": round(1e3 * self._off_s, 3)}

    def _lead(self) -> int:
        """Return the most frames between a decision and the moment it is heard."""
        ahead = list(PROFILES.values())[int(self._session.parameters["profile"])] / 1000
        return round((ahead + MARGIN_S) * SAMPLE_RATE) + 2 * self._output.block()
