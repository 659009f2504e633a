"""A grid of codes as a JSON file."""

import base64
import binascii
import json
from pathlib import Path
from typing import Final

import numpy as np

from distill.codes.grid import Grid
from distill.errors import BadArgument, FileProblem
from distill.installation import shell_command
from distill.storage import atomic, regular_file
from distill.types import Codes, Json, Samples

FORMAT: Final = "distill_codes"
VERSION: Final = 1
MAX_BYTES: Final = 64 * 2**20
"""Largest file that is read."""


def pack_codes(codes: Codes, samples: int = 0) -> Json:
    """Write codes [W, H, Q] as JSON: shape, and base64 of little-endian int16.

    `samples` is where their sound ends, in the last column; 0: at its end, and not written.
    """
    data = np.ascontiguousarray(codes, dtype="<i2").tobytes()
    packed: Json = {"shape": list(codes.shape), "int16": base64.b64encode(data).decode("ascii")}
    return {**packed, "samples": samples} if samples else packed


def unpack_codes(packed: Json) -> Codes:
    """Read what `pack_codes` wrote.

    Raises:
        FileProblem: The shape does not match the data, or one of them is damaged.
    """
    try:
        shape = tuple(int(n) for n in packed["shape"])
        data = base64.b64decode(packed["int16"], validate=True)
        codes = np.frombuffer(data, "<i2").reshape(shape)
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise FileProblem(f"its codes cannot be read: {error}") from error
    return codes.astype(np.int16)


def unpack_samples(packed: Json) -> int:
    """Read where the sound of packed codes ends; 0, as in older files: with the last column.

    Raises:
        FileProblem: It is no count of samples.
    """
    samples = packed.get("samples", 0)
    if not isinstance(samples, int) or samples < 0:
        raise FileProblem(f"the length of its sound must be a count of samples, got {samples!r}")
    return samples


def write_grid(path: Path, grid: Grid) -> None:
    """Write a grid; an existing file is not overwritten.

    Raises:
        DiskFull: The disk is full; nothing is left behind.
        FileProblem: The file exists, or cannot be written; nothing is left behind.
    """
    data = {
        "format": FORMAT,
        "version": VERSION,
        "model": grid.model,
        "size": grid.size,
        "column": grid.column,
        "source": grid.source,
        "codes": pack_codes(grid.codes, grid.samples),
    }
    atomic.create(path, json.dumps(data))


def read_grid(path: Path) -> Grid:
    """Read a grid.

    Raises:
        FileProblem: The file is missing, too large, foreign, from the future, or damaged.
    """
    try:
        data = json.loads(regular_file.read(path, MAX_BYTES))
    except OSError as error:
        raise FileProblem(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise FileProblem(f"{path} is not a file of codes: {error}") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        encode = shell_command("encode")
        raise FileProblem(f"{path} is not a file of codes; make one with: {encode}")
    if data.get("version") != VERSION:
        raise FileProblem(
            f"{path} has version {data.get('version')}, this program reads {VERSION}; update it"
        )
    try:
        return Grid(
            unpack_codes(data["codes"]),
            int(data["size"]),
            str(data["model"]),
            Samples(int(data["column"])),
            str(data.get("source", "")),
            samples=unpack_samples(data["codes"]),
        )
    except (KeyError, TypeError, ValueError, BadArgument) as error:
        raise FileProblem(f"{path} is damaged: {error}") from error
