"""Log-mel analysis: the level of each mel bin, about a hundred times a second.

Frame l is the Hann window over samples [l*hop - (n_fft-hop)/2, l*hop + (n_fft+hop)/2), with
silence outside. Nothing is reflected, so a sound analysed whole or in blocks gives the same values.
"""

import math
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor, nn
from typing_extensions import override

from distill.errors import BadArgument
from distill.mel.filterbank import filterbank
from distill.mel.mel_config import MelConfig

DECIBELS_PER_NEPER: Final = 10.0 / math.log(10.0)
"""dB in one unit of natural log power."""


@dataclass(frozen=True, slots=True)
class MelState:
    """What one block leaves for the next: samples [B, T'] that later frames need."""

    tail: Tensor


class LogMel(nn.Module):
    """Computes log-mel frames of a sound, whole or block by block.

    Attributes:
        latency: Frames by which a stream is behind: a frame needs the samples after it.
    """

    window: Tensor
    filters: Tensor

    def __init__(self, config: MelConfig) -> None:
        super().__init__()
        self.config = config
        self.latency = -(-config.margin // config.hop)
        self.register_buffer("window", torch.hann_window(config.n_fft), persistent=False)
        filters = torch.from_numpy(filterbank(config))
        self.register_buffer("filters", filters, persistent=False)

    @override
    def forward(self, audio: Tensor) -> Tensor:
        """Analyse a whole sound.

        Args:
            audio: Shape [B, T], T a multiple of hop.

        Returns:
            Natural log of mel power, shape [B, M, T / hop].

        Raises:
            BadArgument: T is not a multiple of hop.
        """
        self._check(audio)
        margin = self.config.margin
        return self._frames(nn.functional.pad(audio, (margin, margin)))

    def initial_state(self, batch: int) -> MelState:
        """Begin a stream; silence precedes it."""
        return MelState(self.window.new_zeros(batch, self.config.margin))

    def step(self, audio: Tensor, state: MelState) -> tuple[Tensor, MelState]:
        """Analyse the next block [B, n*hop]; return the frames [B, M, n'] that are complete."""
        self._check(audio)
        return self._advance(torch.cat((state.tail, audio), dim=1))

    def flush(self, state: MelState) -> Tensor:
        """End a stream; silence follows it. Return the last frames [B, M, n']."""
        audio = nn.functional.pad(state.tail, (0, self.config.margin))
        return self._advance(audio)[0]

    def _advance(self, audio: Tensor) -> tuple[Tensor, MelState]:
        ready = max(0, (audio.shape[1] - self.config.n_fft) // self.config.hop + 1)
        return self._frames(audio), MelState(audio[:, ready * self.config.hop :])

    def _frames(self, audio: Tensor) -> Tensor:
        """Analyse padded sound [B, T]; incomplete windows are left out."""
        if audio.shape[1] < self.config.n_fft:
            return audio.new_zeros(audio.shape[0], self.config.mels, 0)
        spectrum = torch.stft(
            audio,
            self.config.n_fft,
            self.config.hop,
            window=self.window,
            center=False,
            return_complex=True,
        )
        power = torch.matmul(self.filters.T, spectrum.abs().square())
        return power.clamp(min=self.config.floor).log()

    def _check(self, audio: Tensor) -> None:
        if audio.dim() != 2 or audio.shape[1] % self.config.hop:
            raise BadArgument(
                f"sound must be [B, T] with T a multiple of {self.config.hop} samples, "
                f"got {tuple(audio.shape)}; pad the end with silence"
            )
