"""Where the music of somebody else is: what another machine's clock tells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pulse:
    """Tempo and place of a clock that we follow, at one moment.

    Attributes:
        bpm: Beats in a minute; 0 when there is no clock.
        beat: Beats since its song began, at that moment; a beat is a quarter note.
        at_s: That moment, on `time.monotonic`.
        running: Does the song go on? Else the clock only tells the tempo, and `beat` stands.
    """

    bpm: float
    beat: float
    at_s: float
    running: bool
