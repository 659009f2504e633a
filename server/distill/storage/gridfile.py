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
from distill.storage import atomic, jsontext
from distill.types import Codes, Json, Samples

FORMAT: Final = "distill_codes"
VERSION: Final = 1
MAX_BYTES: Final = 64 * 2**20
"""Largest file that is read."""


def pack_codes(codes: Codes) -> Json:
    """Write codes [W, H, Q] as JSON: shape, and base64 of little-endian int16."""
    data = np.ascontiguousarray(codes, dtype="<i2").tobytes()
    return {"shape": list(codes.shape), "int16": base64.b64encode(data).decode("ascii")}


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
        "codes": pack_codes(grid.codes),
    }
    atomic.create(path, json.dumps(data))


def read_grid(path: Path) -> Grid:
    """Read a grid.

    Raises:
        FileProblem: The file is missing, too large, foreign, from the future, or damaged.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileProblem(
                f"{path} is larger than {MAX_BYTES // 2**20} MB, which no file of codes is"
            )
        data = jsontext.parse(path.read_bytes())
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
        )
    except (KeyError, TypeError, ValueError, BadArgument) as error:
        raise FileProblem(f"{path} is damaged: {error}") from error
