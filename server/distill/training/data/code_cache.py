"""Encodes every sound of the corpus with the frozen codec, once, between the stages."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save

from distill.codec.codec import Codec
from distill.storage import atomic
from distill.training.data.corpus import Corpus, Piece
from distill.types import Codes

_ADVICE: Final = atomic.Advice(
    "free some space and run the same command again: the codec is kept",
    "make its folder writable and run the same command again: the codec is kept",
)
_AT_ONCE: Final = 4096
"""Columns encoded at a time (11 minutes), which bounds the memory of long sounds."""


def codes_of(
    corpus: Corpus, codec: Codec, codec_id: str, file: Path
) -> tuple[list[Codes], list[Codes]]:
    """Encode the corpus, or read the cache if the same codec has encoded it.

    Args:
        corpus: The sounds.
        codec: The finished codec.
        codec_id: Hash of its tensors.
        file: The cache.

    Returns:
        Codes [W, H, Q] of each training sound (and of its altered copies, whose columns start
        elsewhere in the sound), and of each held-out sound.

    Raises:
        DiskFull: No space for the codes.
    """
    train, held = corpus.part("train"), corpus.part("held")
    key = f"{codec_id} {corpus.key}"
    if not file.exists() or _key(file) != key:
        arrays = {
            f"{part}.{number}": _encode(corpus, codec, piece)
            for part, pieces in (("train", train), ("held", held))
            for number, piece in enumerate(pieces)
        }
        atomic.replace(file, save(arrays, {"key": key}), _ADVICE)
    with safe_open(str(file), framework="numpy") as store:
        return (
            [store.get_tensor(f"train.{number}") for number in range(len(train))],
            [store.get_tensor(f"held.{number}") for number in range(len(held))],
        )


def usage(sounds: Sequence[Codes], size: int) -> list[list[int]]:
    """Count how often each code of each level occurs in sounds [W, H, Q]; K counts per level."""
    if not sounds:
        return []
    flat = np.concatenate([codes.reshape(-1, codes.shape[2]) for codes in sounds])
    return [np.bincount(level, minlength=size).tolist() for level in flat.T]


def _encode(corpus: Corpus, codec: Codec, piece: Piece) -> Codes:
    """Encode a sound of any length, some minutes at a time, with the codes of the whole."""
    size, context = codec.config.column_frames, codec.context
    parts = [np.zeros((0, codec.config.bands, codec.config.levels), np.int16)]
    for first in range(0, -(-piece.frames // size), _AT_ONCE):
        left = min(context, first)
        begin = (first - left) * size
        end = min((first + _AT_ONCE + context) * size, piece.frames)
        part = replace(piece, first=piece.first + begin, frames=end - begin)
        codes = codec.encode_mel(np.asarray(corpus.frames(part), np.float32))
        parts.append(codes[left : left + _AT_ONCE])
    return np.concatenate(parts)


def _key(file: Path) -> str:
    with safe_open(str(file), framework="numpy") as store:
        return str((store.metadata() or {}).get("key", ""))
