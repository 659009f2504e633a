"""A codec and a vocoder that the house does not know: one file, and a row each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from distill.codec.model_types import CodecKind
from distill.errors import BadArgument
from distill.mel.mel_config import MelConfig
from distill.types import Audio, Codes, FloatArray, Json, Mel, Samples
from distill.vocoder.contract import Start, Starts, VocoderState


@dataclass(frozen=True)
class ToyGeometry:
    """One level of codes, and short columns."""

    mel: MelConfig
    size: int
    column_frames: int = 4
    bands: int = 8
    levels: int = 1

    @property
    def column_samples(self) -> int:
        return self.column_frames * self.mel.hop

    def to_json(self) -> Json:
        return {"mel": self.mel.to_json(), "size": self.size}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        return cls(MelConfig.from_json(data["mel"]), data["size"])


class ToyCodec:
    """Names the loudness of each band of each column; an entry is [loudness, 0]."""

    context = 0

    def __init__(self, config: ToyGeometry, entries: FloatArray) -> None:
        self.config = config
        self._entries = entries

    @staticmethod
    def shapes(config: ToyGeometry) -> dict[str, tuple[int, ...]]:
        return {"entries": (1, config.size, 2)}

    @classmethod
    def load(cls, config: Json, arrays: Mapping[str, FloatArray]) -> "ToyCodec":
        return cls(ToyGeometry.from_json(config), arrays["entries"])

    def codebooks(self) -> FloatArray:
        return self._entries

    def encode_mel(self, mel: Mel) -> Codes:
        missing = -len(mel) % self.config.column_frames
        mel = np.pad(mel, ((0, missing), (0, 0)), constant_values=self.config.mel.silence)
        columns = len(mel) // self.config.column_frames
        if not columns:
            return np.zeros((0, self.config.bands, 1), np.int16)
        return self.encode_window(mel, 0, columns)

    def encode_window(self, mel: Mel, first: int, count: int) -> Codes:
        config, columns = self.config, len(mel) // self.config.column_frames
        _check(first, count, columns)
        parts = mel.reshape(columns, config.column_frames, config.bands, -1)
        loud = parts.mean((1, 3))[first : first + count, :, None]
        return np.abs(loud - self._entries[0, :, 0]).argmin(-1)[..., None].astype(np.int16)

    def decode_codes(self, codes: Codes) -> Mel:
        if not len(codes):
            return np.zeros((0, self.config.mel.mels), np.float32)
        return self.decode_window(codes, 0, len(codes))

    def decode_window(self, codes: Codes, first: int, count: int) -> Mel:
        _check(first, count, len(codes))
        vectors = self._entries[0][codes[first : first + count, :, 0]]
        return np.maximum(self.decode_vectors(vectors), np.float32(self.config.mel.silence))

    def decode_vectors(self, vectors: FloatArray) -> Mel:
        config = self.config
        mel = vectors[..., 0].repeat(config.mel.mels // config.bands, 1)
        return mel.repeat(config.column_frames, 0)


TOY = CodecKind(ToyGeometry.from_json, ToyCodec.shapes, ToyCodec.load)


def _check(first: int, count: int, columns: int) -> None:
    if not 0 <= first <= first + count <= columns or count < 1:
        raise BadArgument(f"columns {first}.. do not lie in {columns}")


@dataclass(frozen=True, slots=True, eq=False)
class ToyState(VocoderState):
    """Sound of the last frame, which is still to come: shape [hop]."""

    waiting: FloatArray


class ToyVocoder:
    """A square wave as loud as the frame; live it is a frame late. It carries nothing."""

    reach = 2

    def __init__(self, config: MelConfig, _tensors: Mapping[str, FloatArray]) -> None:
        self._config = config

    @property
    def latency(self) -> Samples:
        return Samples(self._config.hop)

    def initial_state(self) -> ToyState:
        return ToyState(np.zeros(self._config.hop, np.float32))

    def step(self, mel: Mel, state: ToyState, start: Start | None = None) -> tuple[Audio, ToyState]:
        assert start is None
        sound = np.concatenate([state.waiting, self.render(mel, 0)])
        made = len(mel) * self._config.hop
        return sound[:made], ToyState(sound[made:])

    def flush(self, state: ToyState) -> Audio:
        return state.waiting.copy()

    def render(self, mel: Mel, seed: int, starts: Starts | None = None) -> Audio:
        return np.concatenate([np.zeros(0, np.float32), *self.blocks(mel, seed, starts)])

    def blocks(self, mel: Mel, seed: int, starts: Starts | None = None) -> Iterator[Audio]:
        assert starts is None
        if mel.ndim != 2 or mel.shape[1] != self._config.mels:
            raise BadArgument(f"mel frames have shape [L, {self._config.mels}], got {mel.shape}")
        phase = 0 if seed == 0 else np.random.default_rng(seed).integers(64)
        half = np.float32(0.5)
        wave = np.sign(np.arange(self._config.hop) + phase & 32).astype(np.float32) - half
        for frame in mel:
            yield wave * np.float32(np.exp(frame.mean() / 2) - np.exp(self._config.silence / 2))


def toy_model() -> tuple[Json, dict[str, FloatArray]]:
    """Give what its model file holds: header and arrays."""
    mel = MelConfig(n_fft=512, hop=128, mels=32)
    entries = np.zeros((1, 16, 2), np.float32)
    entries[0, :, 0] = np.linspace(mel.silence, 2.0, 16)
    header: Json = {
        "model_type": "toy",
        "codec": ToyGeometry(mel, 16).to_json(),
        "prior": None,
        "vocoder": {"live": "toy", "whole": "toy"},
        "metadata": {"name": "toy"},
    }
    return header, {"codec.entries": entries}
