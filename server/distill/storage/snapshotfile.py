"""A snapshot of the instrument as one file: safetensors with a JSON header."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load, save

from distill.errors import FileProblem
from distill.storage import atomic, jsontext, regular_file
from distill.types import Json

SUFFIX: Final = ".snapshot"
FORMAT: Final = "distill_snapshot"
VERSION: Final = 1
MAX_BYTES: Final = 256 * 2**20
"""Largest file that is read."""

Arrays = Mapping[str, npt.NDArray[Any]]


def write(path: Path, header: Json, arrays: Arrays, advice: atomic.Advice = atomic.USUAL) -> None:
    """Write a snapshot; a file of that name is replaced only once the new one is complete.

    Raises:
        DiskFull: The disk is full; the earlier file is as it was.
        FileProblem: The file cannot be written; the earlier file is as it was.
    """
    whole = {**header, "format": FORMAT, "version": VERSION}
    tensors = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    atomic.replace(path, save(tensors, {"distill": json.dumps(whole)}), advice)


def read(path: Path, inside: Path | None = None) -> tuple[Json, Arrays]:
    """Read a snapshot.

    Args:
        path: The file.
        inside: Folder that it must lie in, at the end of all links; None: anywhere.

    Raises:
        FileProblem: The file is missing, too large, or not a snapshot; the text says which.
    """
    try:
        data = regular_file.read(path, MAX_BYTES, inside)
        length = int.from_bytes(data[:8], "little")
        header: Json = jsontext.parse(
            jsontext.parse(data[8 : 8 + length])["__metadata__"]["distill"]
        )
        kind = header["format"], header["version"]
        arrays = load(data)
    except OSError as error:
        raise FileProblem(f"the snapshot {path.stem!r} cannot be read: {error.strerror}") from error
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise FileProblem(f"{path.name} is not a snapshot, or is damaged: {error}") from error
    if kind != (FORMAT, VERSION):
        raise FileProblem(
            f"{path.name} is {kind[0]!r} version {kind[1]}; "
            f"this Distill reads {FORMAT!r} version {VERSION}"
        )
    return header, arrays
