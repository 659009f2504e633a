"""Sound that arrives becomes codes, column by column, as if it had been encoded whole."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from distill.codec.model_types import ModelCodec
from distill.mel.analysis import LogMel, MelState
from distill.types import Audio, Codes


@dataclass(frozen=True, slots=True, eq=False)
class StreamingEncoderState:
    """What a block leaves for the next.

    Attributes:
        mel: The analysis.
        frames: Log-mel [1, M, L'] that is still seen or not named yet.
        named: Columns of it that have their codes.
    """

    mel: MelState
    frames: Tensor
    encoded_columns: int


class StreamingEncoder:
    """Names each column as soon as its right neighbour has been heard.

    Threads: nothing here changes; any thread may use it.

    Attributes:
        latency: Samples that must have come after a column before its codes are certain.
    """

    def __init__(self, codec: ModelCodec) -> None:
        self._codec = codec
        self._analysis = LogMel(codec.config.mel)
        self._columns = codec.context
        margin = self._analysis.latency * codec.config.mel.hop
        self.latency = codec.context * codec.config.column_samples + margin

    def forward(self, audio: Audio) -> Codes:
        """Name a whole sound [T], T whole frames; silence fills its last column."""
        codes, state = self.step(audio, self.initial_state())
        return np.concatenate([codes, self.flush(state)])

    def initial_state(self) -> StreamingEncoderState:
        """Begin: there was silence before."""
        frames = torch.zeros(1, self._codec.config.mel.mels, 0)
        return StreamingEncoderState(self._analysis.initial_state(1), frames, 0)

    def step(
        self, audio: Audio, state: StreamingEncoderState
    ) -> tuple[Codes, StreamingEncoderState]:
        """Take the next block [n*hop]; give the codes [W, H, Q] that are now certain."""
        with torch.inference_mode():
            mel, after = self._analysis.step(torch.from_numpy(audio)[None], state.mel)
            frames = torch.cat((state.frames, mel), dim=2)
        size = self._codec.config.column_frames
        ready = max(state.encoded_columns, frames.shape[2] // size - self._columns)
        codes = self._encode(
            frames[..., : (ready + self._columns) * size], state.encoded_columns, ready
        )
        gone = max(0, ready - self._columns)
        return codes, StreamingEncoderState(after, frames[..., gone * size :], ready - gone)

    def flush(self, state: StreamingEncoderState) -> Codes:
        """End: name what was held back, as if silence followed."""
        mel, size = self._codec.config.mel, self._codec.config.column_frames
        held = (state.mel.tail.shape[1] - mel.margin) // mel.hop
        missing = -(state.frames.shape[2] + held) % size
        silence = torch.zeros(1, missing * mel.hop)
        with torch.inference_mode():
            more, after = self._analysis.step(silence, state.mel)
            frames = torch.cat((state.frames, more, self._analysis.flush(after)), dim=2)
        return self._encode(frames, state.encoded_columns, frames.shape[2] // size)

    def _encode(self, frames: Tensor, first: int, last: int) -> Codes:
        config = self._codec.config
        if last <= first:
            return np.zeros((0, config.bands, config.levels), np.int16)
        with torch.inference_mode():
            codes = self._codec.encode_window(frames, first, last - first)
        return np.asarray(codes[0].numpy().astype(np.int16))
