"""Between the stages: every sound of the corpus is named by the frozen codec, once."""

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from distill.codec.codec import Codec
from distill.errors import DiskFull, FileProblem
from distill.training.corpus import Corpus, Piece
from distill.types import Codes

_FULL: Final = ("No space left", "File too large", "quota")
"""What systems say, through safetensors, of a disk that takes no more."""


def codes_of(
    corpus: Corpus, codec: Codec, codec_id: str, file: Path
) -> tuple[list[Codes], list[Codes]]:
    """Encode the corpus, or read what was encoded with the same codec before.

    Args:
        corpus: The sounds.
        codec: Frozen, in eval mode.
        codec_id: Hash of its tensors.
        file: The cache.

    Returns:
        Codes [W, H, Q] of each sound to learn from (altered copies too: the prior hears each
        sound with its columns begun elsewhere), and of each held-out one.

    Raises:
        DiskFull: There is no room for them.
    """
    train, held = corpus.part("train"), corpus.part("held")
    key = f"{codec_id} {corpus.key}"
    if not file.exists() or _key(file) != key:
        arrays = {
            f"{part}.{number}": _encode(corpus, codec, piece)
            for part, pieces in (("train", train), ("held", held))
            for number, piece in enumerate(pieces)
        }
        _keep(file, arrays, key)
    with safe_open(str(file), framework="numpy") as store:
        return (
            [store.get_tensor(f"train.{number}") for number in range(len(train))],
            [store.get_tensor(f"held.{number}") for number in range(len(held))],
        )


def _keep(file: Path, arrays: dict[str, Codes], key: str) -> None:
    """Write codes, whole or not at all."""
    partial = file.with_suffix(".partial")
    try:
        save_file(arrays, partial, {"key": key})
        partial.replace(file)
    except (OSError, SafetensorError) as error:
        kind = DiskFull if any(word in str(error) for word in _FULL) else FileProblem
        raise kind(
            f"codes could not be written in {file.parent}: {error}; free some space and say the "
            "same again: the codec is kept"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def usage(sounds: Sequence[Codes], size: int) -> list[list[int]]:
    """Count how often each code of each level stands in sounds [W, H, Q]; K counts a level."""
    if not sounds:
        return []
    flat = np.concatenate([codes.reshape(-1, codes.shape[2]) for codes in sounds])
    return [np.bincount(level, minlength=size).tolist() for level in flat.T]


def _encode(corpus: Corpus, codec: Codec, piece: Piece) -> Codes:
    mel = torch.from_numpy(corpus.frames(piece).T.copy())[None]
    codes = codec.encode_mel(mel)[0].numpy().astype(np.int16)
    return np.ascontiguousarray(codes)


def _key(file: Path) -> str:
    with safe_open(str(file), framework="numpy") as store:
        return str((store.metadata() or {}).get("key", ""))
