"""A pulse of an external clock, as MIDI and Link send it to the engine."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClockPulse:
    """A pulse of an external clock.

    Attributes:
        tempo: Beats per minute, smoothed.
        beat: Position in beats.
        at_s: Time of the pulse by the monotonic clock, in s.
        running: False if it was stopped, or sent nothing for half a second.
    """

    tempo: float
    beat: float
    at_s: float
    running: bool = True
