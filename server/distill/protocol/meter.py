"""Musical time: beats and bars, laid on the frames that the output gives to its device."""

import math
from dataclasses import dataclass

from distill.parameters import GRAINS
from distill.types import SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Meter:
    """A straight line from frames to beats; a change bends it and never breaks it.

    Attributes:
        tempo: Beats in a minute.
        beats: Beats in a bar; a bar begins wherever the beat's number is a multiple of it.
        origin: Frame of beat 0; need not be whole.
    """

    tempo: float = 120.0
    beats: int = 4
    origin: float = 0.0

    @property
    def beat_frames(self) -> float:
        """Frames in a beat."""
        return 60.0 * SAMPLE_RATE / self.tempo

    @property
    def bar_frames(self) -> float:
        """Frames in a bar."""
        return self.beats * self.beat_frames

    def beat(self, frame: float) -> float:
        """Which beat it is at a frame."""
        return (frame - self.origin) / self.beat_frames

    def frame(self, beat: float) -> int:
        """The frame nearest to a beat."""
        return round(self.origin + beat * self.beat_frames)

    def grain(self, wish: float) -> float:
        """How many beats the parameter `quantize` asks to wait for; 0 for none."""
        name = list(GRAINS)[int(wish)]
        return 1.0 if name == "beat" else GRAINS[name] * self.beats

    def following(self, frame: float, grain: float) -> float:
        """The first beat, of those that are multiples of `grain`, not before a frame."""
        return grain * math.ceil(round(self.beat(frame) / grain, 9))

    def turned(self, frame: float, tempo: float, beats: int) -> "Meter":
        """Go on from a frame at another tempo: the beat there stays what it is."""
        if (tempo, beats) == (self.tempo, self.beats):
            return self
        return Meter(tempo, beats).placed(frame, self.beat(frame))

    def placed(self, frame: float, beat: float) -> "Meter":
        """Let a beat fall on a frame."""
        return Meter(self.tempo, self.beats, frame - beat * self.beat_frames)
