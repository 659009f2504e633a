"""Musical time: beats and bars as a function of the frames of the output clock."""

import math
from dataclasses import dataclass

from distill.parameters import GRAINS
from distill.types import SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Meter:
    """A linear map from frames to beats; a change of tempo keeps it continuous.

    Attributes:
        tempo: Beats per minute.
        beats: Beats per bar; a bar begins at each beat whose number is a multiple of it.
        origin: Frame of beat 0; may be fractional.
    """

    tempo: float = 120.0
    beats: int = 4
    origin: float = 0.0

    @property
    def beat_frames(self) -> float:
        """Frames per beat."""
        return 60.0 * SAMPLE_RATE / self.tempo

    @property
    def bar_frames(self) -> float:
        """Frames per bar."""
        return self.beats * self.beat_frames

    def beat(self, frame: float) -> float:
        """Return the beat at a frame."""
        return (frame - self.origin) / self.beat_frames

    def frame(self, beat: float) -> int:
        """Return the frame nearest to a beat."""
        return round(self.origin + beat * self.beat_frames)

    def grain(self, quantize: float) -> float:
        """Return the beats between quantized starts for a `quantize` value; 0 for none."""
        name = list(GRAINS)[int(quantize)]
        return 1.0 if name == "beat" else GRAINS[name] * self.beats

    def following(self, frame: float, grain: float) -> float:
        """Return the first beat at or after a frame that is a multiple of `grain`."""
        return grain * math.ceil(round(self.beat(frame) / grain, 9))

    def turned(self, frame: float, tempo: float, beats: int) -> "Meter":
        """Return a meter with another tempo from a frame on; the beat there is unchanged."""
        if (tempo, beats) == (self.tempo, self.beats):
            return self
        return Meter(tempo, beats).placed(frame, self.beat(frame))

    def placed(self, frame: float, beat: float) -> "Meter":
        """Return a meter in which a beat falls on a frame."""
        return Meter(self.tempo, self.beats, frame - beat * self.beat_frames)
