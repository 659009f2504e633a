"""The state of the streaming vocoder as earlier versions wrote it into snapshots."""

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from distill.types import BoolArray, FloatArray
from distill.vocoder.contract import VocoderState


@dataclass(frozen=True, slots=True, eq=False)
class RtisiState(VocoderState):
    """Sums of final frames, from which the present vocoder cannot continue.

    It begins from silence at the same place instead; a resumed sound is faded in anyhow.

    Attributes:
        carry: Shape [2, N]; sum of final frames from the waiting frame on, and of their windows.
        waiting: Shape [3, F]; magnitude, real and imaginary part of the frame not yet final.
        started: Whether there is a waiting frame.
        held: Shape [F]; bins of the waiting frame whose phases stay.
    """

    carry: FloatArray
    waiting: FloatArray
    started: bool
    held: BoolArray | None = None

    @override
    def continued(self, fresh: VocoderState) -> VocoderState | None:
        frames = getattr(fresh, "frames", None)
        fits = isinstance(frames, np.ndarray) and frames.shape[2:] == self.waiting.shape[1:]
        return fresh if fits else None
