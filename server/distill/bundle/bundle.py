"""One loaded model, ready to listen, to paint and to write."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from distill.bundle.streaming_encoder import StreamingEncoder
from distill.codec.model_types import CODECS, TRAINED, CodecGeometry, ModelCodec
from distill.codes.codebook import Codebook
from distill.errors import BadArgument, ModelFileProblem
from distill.mel.analysis import DECIBELS_PER_NEPER
from distill.prior.prior_config import PriorConfig
from distill.prior.sampler import Sampler
from distill.types import Audio, Codes, FloatArray, Json, Mel, Samples
from distill.vocoder.contract import ClipVocoder, LiveVocoder
from distill.vocoder.vocoders import build_vocoders

ENCODE_COLUMNS = 16
"""Columns encoded between two reports of progress."""


@dataclass(frozen=True, slots=True, eq=False)
class Bundle:
    """Everything the worker needs of a model.

    Threads: nothing here changes after building; any thread may use it.

    Attributes:
        id: Hash of the tensors.
        codec_id: Hash of the codec's tensors alone: what a grid remembers.
        metadata: Name, author, licence, data, metrics, date.
        codec: The trained codec, in eval mode.
        sampler: The prior, ready to write; None if the model has none.
        vocoder: Mel to sound, frame by frame, for the stream.
        whole_vocoder: Mel to sound, a clip at once.
        codebooks: Shape [Q, K, D].
        codebook: The same, ready to be asked for neighbours.
    """

    id: str
    codec_id: str
    metadata: Json
    codec: ModelCodec
    sampler: Sampler | None
    vocoder: LiveVocoder[Any]
    whole_vocoder: ClipVocoder
    codebooks: FloatArray
    codebook: Codebook

    @property
    def config(self) -> CodecGeometry:
        """The codec's geometry."""
        return self.codec.config

    @property
    def column(self) -> Samples:
        """Samples in a column."""
        return Samples(self.config.column_samples)

    @property
    def context(self) -> int:
        """Columns each side that a column's sound depends on."""
        return self.codec.context

    def reads(self, model: str) -> bool:
        """Is this the id of what made codes that this codec understands?

        Codes remember their codec. Those of older files remember a whole model: this one, or one
        with the same codec and a prior before this one.
        """
        return model in (self.codec_id, self.id, *self.metadata.get("earlier_ids", ()))

    def encode_steps(self, audio: Audio) -> Generator[float, None, Codes]:
        """Encode a sound with the streaming encoder; yield the share that is done (0..1).

        Args:
            audio: Shape [T], mono, at the model's rate; silence fills the last column.

        Returns:
            Codes, shape [W, H, Q].

        Raises:
            BadArgument: Shorter than one frame.
        """
        hop, column = self.config.mel.hop, self.config.column_samples
        if len(audio) < hop:
            raise BadArgument(f"{len(audio)} samples are less than one frame of {hop}")
        padded = np.pad(audio, (0, -len(audio) % column))
        encoder = StreamingEncoder(self.codec)
        state, parts = encoder.initial_state(), []
        block = ENCODE_COLUMNS * column
        for start in range(0, len(padded), block):
            codes, state = encoder.step(padded[start : start + block], state)
            parts.append(codes)
            yield min(1.0, (start + block) / len(padded))
        parts.append(encoder.flush(state))
        return np.concatenate(parts)

    def decode_columns(self, codes: Codes, first: int, count: int) -> Mel:
        """Decode columns first..first+count of a window, exactly as in the whole.

        Args:
            codes: Shape [W, H, Q].
            first: First column wanted.
            count: Columns wanted.

        Returns:
            Log-mel, shape [count * frames, M].
        """
        with torch.inference_mode():
            window = torch.from_numpy(codes.astype(np.int64))[None]
            mel = self.codec.decode_window(window, first, count)
            return np.ascontiguousarray(mel[0].T.numpy())

    def louder(self) -> FloatArray:
        """Tell which way along the first direction of each level's map a band gets louder.

        Directions have no sign by themselves, and each band of the codec has its own: the decoder
        paints both ends, around the mean entries of all levels.

        Returns:
            1 or -1, shape [Q, H].
        """
        where, config = self.codebook.map, self.config
        ends = where.reach[:, None] * where.directions[:, 0]
        vectors = torch.from_numpy(np.stack([ends, -ends], 1) + where.middle.sum(0))
        with torch.inference_mode():
            mel = self.codec.decode_vectors(
                vectors.flatten(0, 1)[:, None, None].expand(-1, 1, config.bands, -1)
            )
        levels = mel.reshape(config.levels, 2, config.bands, -1).mean(3).numpy()
        return np.where(levels[:, 0] < levels[:, 1], -1.0, 1.0).astype(np.float32)

    def decode(self, codes: Codes) -> Mel:
        """Decode a whole grid [W, H, Q] to log-mel [L, M]."""
        with torch.inference_mode():
            mel = self.codec.decode_codes(torch.from_numpy(codes.astype(np.int64))[None])
            return np.ascontiguousarray(mel[0].T.numpy())

    def jump(self, codes: Codes) -> float:
        """Tell how much sound changes where the last of some columns begins.

        Args:
            codes: Shape [n, H, Q], n at least 2; what lies outside is silence.

        Returns:
            From frame to frame, in dB: the mean change of a bin, or that of loudness if it is more.

        Raises:
            BadArgument: Fewer columns, or codes that are not this codec's.
        """
        seam = self.config.column_frames
        before, after = self.decode_columns(codes, len(codes) - 2, 2)[seam - 1 : seam + 1]
        bins = float(np.abs(after - before).mean())
        loudness = float(np.log(np.exp(after).sum() / np.exp(before).sum()))
        return max(bins, abs(loudness)) * DECIBELS_PER_NEPER


def build(header: Json, arrays: Mapping[str, FloatArray]) -> Bundle:
    """Make a bundle from what a model file holds.

    Raises:
        ModelFileProblem: Configs and tensors do not fit each other, or there is no such codec or
            vocoder.
    """
    try:
        codec = _codec(header, arrays)
        config = codec.config
        vocoders = build_vocoders(header.get("vocoder"), config.mel, _part("vocoder.", arrays))
        sampler = None
        if header.get("prior"):
            prior = PriorConfig.from_json(header["prior"])
            if (prior.size, prior.levels, prior.bands) != (
                config.size,
                config.levels,
                config.bands,
            ):
                raise ModelFileProblem(
                    f"the prior was trained for K={prior.size}, {prior.levels} levels; the codec "
                    f"has K={config.size}, {config.levels} levels; train the prior again"
                )
            sampler = Sampler.from_arrays(prior, _part("prior.", arrays))
    except (BadArgument, KeyError) as error:
        raise ModelFileProblem(f"the model's description does not fit: {error}") from error
    metadata = dict(header.get("metadata") or {})
    codebooks = codec.codebooks().numpy()
    return Bundle(
        str(metadata.get("id", "")),
        str(metadata.get("codec_id", metadata.get("id", ""))),
        metadata,
        codec,
        sampler,
        vocoders.live,
        vocoders.whole,
        codebooks,
        Codebook(codebooks),
    )


def _codec(header: Json, arrays: Mapping[str, FloatArray]) -> ModelCodec:
    """Load the codec of the kind that the file names; who names none is as training makes them."""
    kind = header.get("model_type", TRAINED)
    if kind not in list(CODECS):
        raise BadArgument(
            f"this Distill has no codec of the type {kind!r}; it has {', '.join(CODECS)}: update "
            "Distill"
        )
    return CODECS[kind](header["codec"], _part("codec.", arrays))


def _part(prefix: str, arrays: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    return {
        name.removeprefix(prefix): value
        for name, value in arrays.items()
        if name.startswith(prefix)
    }
