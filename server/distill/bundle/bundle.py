"""One loaded model: encodes, decodes, samples and renders."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from distill.bundle.streaming_encoder import StreamingEncoder
from distill.codec.model_types import CODECS, TRAINED, CodecGeometry, ModelCodec
from distill.codes.codebook import Codebook
from distill.corpus.context_index import ContextIndex
from distill.corpus.corpus_columns import CorpusColumns
from distill.corpus.walk import Walker
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
    """Codec, prior and vocoders of one model.

    Threads: any, at once; nothing changes after construction.

    Attributes:
        id: Hash of the tensors.
        codec_id: Hash of the codec's tensors alone; grids refer to it.
        metadata: Name, author, licence, data, metrics, date.
        codec: The trained codec, in eval mode.
        sampler: The prior: a Transformer, a corpus to walk through, or both; None if the model has
            neither.
        vocoder: Mel to sound, frame by frame, for the stream.
        whole_vocoder: Mel to sound, whole, for clips.
        codebooks: Shape [Q, K, D].
        codebook: The same with tables of neighbours.
        corpus: Its own sounds; None if it has none.
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
    corpus: CorpusColumns | None = None

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
        """Columns on each side that a column's sound depends on."""
        return self.codec.context

    def reads(self, model: str) -> bool:
        """Does this codec decode codes that refer to this id?

        Codes refer to their codec. In older files they refer to a whole model: this one, or one
        with the same codec and an earlier prior.
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
            first: First column.
            count: Columns.

        Returns:
            Log-mel, shape [count * frames, M].
        """
        return self.codec.decode_window(codes, first, count)

    def louder(self) -> FloatArray:
        """Return in which sense a band gets louder along the first direction of each level's map.

        A direction has no sign by itself, and loudness along it differs by band. So both ends are
        decoded, around the mean entries of all levels.

        Returns:
            1 or -1, shape [Q, H].
        """
        code_map, config = self.codebook.map, self.config
        ends = code_map.reach[:, None] * code_map.directions[:, 0]
        vectors = np.stack([ends, -ends], 1) + code_map.middle.sum(0)
        alone = vectors.reshape(-1, 1, 1, vectors.shape[-1]).repeat(config.bands, 2)
        mel = np.stack([self.codec.decode_vectors(one.astype(np.float32)) for one in alone])
        levels = mel.reshape(config.levels, 2, config.column_frames, config.bands, -1).mean((2, 4))
        return np.where(levels[:, 0] < levels[:, 1], -1.0, 1.0).astype(np.float32)

    def decode(self, codes: Codes) -> Mel:
        """Decode a whole grid [W, H, Q] to log-mel [L, M]."""
        return self.codec.decode_codes(codes)

    def jump(self, codes: Codes) -> float:
        """Measure how much the sound changes at the start of the last column.

        Args:
            codes: Shape [n, H, Q], n at least 2; silence lies outside.

        Returns:
            Change between two frames in dB: the mean over bins, or that of loudness if it is more.

        Raises:
            BadArgument: Fewer columns, or codes that are not this codec's.
        """
        seam = self.config.column_frames
        before, after = self.decode_columns(codes, len(codes) - 2, 2)[seam - 1 : seam + 1]
        bins = float(np.abs(after - before).mean())
        loudness = float(np.log(np.exp(after).sum() / np.exp(before).sum()))
        return max(bins, abs(loudness)) * DECIBELS_PER_NEPER


def build(
    header: Json, arrays: Mapping[str, FloatArray], corpus: CorpusColumns | None = None
) -> Bundle:
    """Build a bundle from the header and tensors of a model file, and the corpus beside it.

    Raises:
        ModelFileProblem: Configs and tensors do not fit each other, or the type of codec or
            vocoder is unknown.
    """
    try:
        codec = _codec(header, arrays)
        config = codec.config
        vocoders = build_vocoders(header.get("vocoder"), config.mel, _part("vocoder.", arrays))
        codebooks = codec.codebooks()
        walker = None if corpus is None else _walker(corpus, codec, codebooks)
        sampler = None
        if walker is not None:
            sampler = Sampler.without_transformer(walker, config.size)
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
            sampler = Sampler.from_arrays(prior, _part("prior.", arrays), walker=walker)
    except (BadArgument, KeyError) as error:
        raise ModelFileProblem(f"the model's description does not fit: {error}") from error
    metadata = dict(header.get("metadata") or {})
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
        corpus,
    )


def _walker(corpus: CorpusColumns, codec: ModelCodec, codebooks: FloatArray) -> Walker:
    """Prepare to walk through a corpus.

    Raises:
        BadArgument: Its codes are not of this codec.
    """
    config = codec.config
    shape = corpus.codes.shape[1:]
    if shape != (config.bands, config.levels) or int(corpus.codes.max()) >= config.size:
        raise BadArgument(f"the corpus has columns of shape {shape}, not those of this codec")
    column_s = config.column_samples / config.mel.sample_rate
    return Walker(ContextIndex(corpus, codebooks), codec.decode_codes, config.mel, column_s)


def _codec(header: Json, arrays: Mapping[str, FloatArray]) -> ModelCodec:
    """Load the codec of the file's `model_type`, by default the trained one."""
    kind = header.get("model_type", TRAINED)
    if kind not in list(CODECS):
        raise BadArgument(
            f"this Distill has no codec of the type {kind!r}; it has {', '.join(CODECS)}: update "
            "Distill"
        )
    return CODECS[kind].load(header["codec"], _part("codec.", arrays))


def _part(prefix: str, arrays: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    return {
        name.removeprefix(prefix): value
        for name, value in arrays.items()
        if name.startswith(prefix)
    }
