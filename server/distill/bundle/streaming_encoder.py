"""Encodes sound block by block; the codes are those of the whole sound."""

from dataclasses import dataclass

import numpy as np

from distill.codec.model_types import ModelCodec
from distill.mel.analysis import LogMel, MelState
from distill.types import Audio, Codes, Mel


@dataclass(frozen=True, slots=True, eq=False)
class StreamingEncoderState:
    """What one block leaves for the next.

    Attributes:
        mel: State of the analysis.
        frames: Log-mel [L', M] that has no codes yet, or is context for columns to come.
        encoded_columns: Columns at its start that have their codes.
    """

    mel: MelState
    frames: Mel
    encoded_columns: int


class StreamingEncoder:
    """Encodes each column once the neighbours that its codes depend on are complete.

    Threads: any; it never changes.

    Attributes:
        latency: Samples that must follow a column before its codes are final.
    """

    def __init__(self, codec: ModelCodec) -> None:
        self._codec = codec
        self._analysis = LogMel(codec.config.mel)
        self._context = codec.context
        margin = self._analysis.latency * codec.config.mel.hop
        self.latency = codec.context * codec.config.column_samples + margin

    def initial_state(self) -> StreamingEncoderState:
        """Begin a stream; silence precedes it."""
        frames = np.zeros((0, self._codec.config.mel.mels), np.float32)
        return StreamingEncoderState(self._analysis.initial_state(), frames, 0)

    def step(
        self, audio: Audio, state: StreamingEncoderState
    ) -> tuple[Codes, StreamingEncoderState]:
        """Encode the next block [n*hop]; return the codes [W, H, Q] that are now final."""
        mel, mel_state = self._analysis.step(audio, state.mel)
        frames = np.concatenate((state.frames, mel))
        size = self._codec.config.column_frames
        ready = max(state.encoded_columns, len(frames) // size - self._context)
        codes = self._encode(frames[: (ready + self._context) * size], state.encoded_columns, ready)
        gone = max(0, ready - self._context)
        return codes, StreamingEncoderState(mel_state, frames[gone * size :], ready - gone)

    def flush(self, state: StreamingEncoderState) -> Codes:
        """End a stream: encode the remaining columns; silence follows them and fills the last."""
        mel, size = self._codec.config.mel, self._codec.config.column_frames
        pending = (len(state.mel.tail) - mel.margin) // mel.hop
        missing = -(len(state.frames) + pending) % size
        silence = np.zeros(missing * mel.hop, np.float32)
        more, mel_state = self._analysis.step(silence, state.mel)
        frames = np.concatenate((state.frames, more, self._analysis.flush(mel_state)))
        return self._encode(frames, state.encoded_columns, len(frames) // size)

    def _encode(self, frames: Mel, first: int, last: int) -> Codes:
        config = self._codec.config
        if last <= first:
            return np.zeros((0, config.bands, config.levels), np.int16)
        return self._codec.encode_window(frames, first, last - first)
