"""A moment of the instrument as one file: safetensors with a JSON description."""

import contextlib
import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load, save

from distill.errors import DiskFull, FileProblem
from distill.types import Json

SUFFIX: Final = ".snapshot"
FORMAT: Final = "distill_snapshot"
VERSION: Final = 1
MAX_BYTES: Final = 256 * 2**20
"""Largest file that is read."""

Arrays = Mapping[str, npt.NDArray[Any]]


def write(path: Path, header: Json, arrays: Arrays) -> None:
    """Write a file; one of that name is replaced only once the new one is whole.

    Raises:
        FileProblem: It cannot be written.
    """
    whole = {**header, "format": FORMAT, "version": VERSION}
    tensors = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    temporary = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(save(tensors, {"distill": json.dumps(whole)}))
        temporary.replace(path)
    except OSError as error:
        kind = DiskFull if "space" in str(error).lower() else FileProblem
        raise kind(f"the snapshot {path} could not be written: {error}") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def read(path: Path) -> tuple[Json, Arrays]:
    """Read a file.

    Raises:
        FileProblem: It is not there, is too large, or is no snapshot; says why.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileProblem(f"{path.name} is larger than {MAX_BYTES >> 20} MB: no snapshot is")
        data = path.read_bytes()
        length = int.from_bytes(data[:8], "little")
        header: Json = json.loads(json.loads(data[8 : 8 + length])["__metadata__"]["distill"])
        kind = header["format"], header["version"]
        arrays = load(data)
    except OSError as error:
        raise FileProblem(f"the snapshot {path.stem!r} cannot be read: {error.strerror}") from error
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise FileProblem(f"{path.name} is no snapshot, or a broken one: {error}") from error
    if kind != (FORMAT, VERSION):
        raise FileProblem(
            f"{path.name} is {kind[0]!r} version {kind[1]}; "
            f"this Distill reads {FORMAT!r} version {VERSION}"
        )
    return header, arrays
