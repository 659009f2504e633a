"""The decoder as a stream: columns of codes go in one after the other, frames come out."""

from dataclasses import dataclass

import torch
from torch import Tensor

from distill.codec.codec import Codec


@dataclass(frozen=True, slots=True)
class PaintState:
    """What a block leaves for the next.

    Attributes:
        codes: The last columns [B, W, H, Q] that are still seen or not painted yet.
        painted: How many of them are painted already.
    """

    codes: Tensor
    painted: int


class PaintStream:
    """Paints log-mel from columns of codes, each as soon as its right neighbours are there.

    Threads: nothing here changes; any thread may use it.

    Attributes:
        latency: Columns held back.
        frames_per_step: Frames in a column.
    """

    def __init__(self, codec: Codec) -> None:
        self.codec = codec
        self.latency = codec.context
        self.frames_per_step = codec.config.column_frames

    def forward(self, codes: Tensor) -> Tensor:
        """Paint everything: codes [B, W, H, Q] to log-mel [B, M, L]."""
        return self.codec.decode_codes(codes)

    def initial_state(self, batch: int) -> PaintState:
        """Begin: nothing was there before."""
        config = self.codec.config
        empty = torch.zeros(batch, 0, config.bands, config.levels, dtype=torch.int64)
        return PaintState(empty, 0)

    def step(self, codes: Tensor, state: PaintState) -> tuple[Tensor, PaintState]:
        """Take the next columns [B, n, H, Q]; give the frames [B, M, L'] that are now certain."""
        seen = torch.cat((state.codes, codes), dim=1)
        ready = seen.shape[1] - self.latency
        mel = self._paint(seen, state.painted, ready)
        painted = max(ready, state.painted)
        gone = max(0, painted - self.latency)
        return mel, PaintState(seen[:, gone:], painted - gone)

    def flush(self, state: PaintState) -> Tensor:
        """End: paint what was held back, as if nothing followed."""
        return self._paint(state.codes, state.painted, state.codes.shape[1])

    def _paint(self, codes: Tensor, first: int, last: int) -> Tensor:
        if last <= first:
            mels = self.codec.config.mel.mels
            return self.codec.codebooks().new_zeros(codes.shape[0], mels, 0)
        return self.codec.decode_window(codes, first, last - first)
