"""The corpus of a model as one file of numbers, in a folder that holds its sound too.

`columns.safetensors` is safetensors; its metadata holds one entry, `distill`, with JSON: `format`,
`version`, `codec_id`, `files`, `parts` (lists of the fields of `CorpusFile` and `CorpusPart`), and
`id`, a hash of all that. Codes are stored as bytes where they fit, and features as float16.
"""

import hashlib
import json
import re
import struct
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load as from_bytes
from safetensors.numpy import save as to_bytes

from distill.corpus.column_features import EDGE_BINS, PITCH_CLASSES, ColumnFeatures
from distill.corpus.corpus_columns import CorpusColumns, CorpusFile, CorpusPart
from distill.errors import BadArgument, ModelFileProblem
from distill.installation import shell_command
from distill.storage import atomic, jsontext, regular_file
from distill.types import Json

FORMAT: Final = "distill_corpus"
VERSION: Final = 1
FOLDER: Final = "corpus"
COLUMNS: Final = "columns.safetensors"
MAX_BYTES: Final = 2**28
"""Largest file that is read: some 50 hours of sound."""
MAX_HEADER: Final = 16 * 2**20
"""Longest header that is read, in bytes: an hour has 20 kB, and each file of it 200 more."""
MAX_LEAD: Final = 16
"""Most columns of margin before a part."""
_MAX_TEXT: Final = 4096
"""Longest name, author or licence, in characters."""
_SOUND: Final = re.compile(r"[0-9]{1,9}\.(flac|ogg)")
_SOURCE: Final = re.compile(r"[0-9a-f]{32}")
_FEATURES: Final = tuple(row.name for row in fields(ColumnFeatures))
_NAMES: Final = {"codes", "basis", "centre", *_FEATURES}
_DTYPES: Final = {"codes": {"uint8", "int16"}}
_NUMBERS: Final = {"float16", "float32"}

_Array = npt.NDArray[Any]
"""Any: the arrays have four types."""
_Row = TypeVar("_Row", CorpusFile, CorpusPart)


def corpus_folder(model_file: Path) -> Path:
    """Return the folder of the corpus of a model, whether there is one or not."""
    return model_file.parent / FOLDER


def save_columns(folder: Path, corpus: CorpusColumns) -> None:
    """Write the columns of a corpus into its folder; the sound of its parts is written by others.

    Raises:
        DiskFull: The disk is full; an earlier file is as it was.
        FileProblem: The file cannot be written; an earlier file is as it was.
    """
    arrays: dict[str, _Array] = {
        name: getattr(corpus.features, name).astype(np.float16) for name in _FEATURES
    }
    small = corpus.codes.max() <= np.iinfo(np.uint8).max
    arrays["codes"] = corpus.codes.astype(np.uint8 if small else np.int16)
    arrays |= {"basis": corpus.basis, "centre": corpus.centre}
    arrays = {name: np.ascontiguousarray(value) for name, value in arrays.items()}
    header: Json = {
        "format": FORMAT,
        "version": VERSION,
        "codec_id": corpus.codec_id,
        "files": [asdict(file) for file in corpus.files],
        "parts": [asdict(part) for part in corpus.parts],
    }
    header["id"] = _hash(header, arrays)
    atomic.replace(folder / COLUMNS, to_bytes(arrays, {"distill": json.dumps(header)}))


def load_columns(folder: Path, codec_id: str) -> CorpusColumns | None:
    """Read the columns of a corpus.

    Args:
        folder: The folder of the corpus.
        codec_id: Hash of the tensors of the model's codec.

    Returns:
        The corpus, whose codes may lie beyond the codebooks only if the file was forged; None if
        there is none.

    Raises:
        ModelFileProblem: It is damaged or foreign, of another version, or of another codec.
    """
    path = folder / COLUMNS
    try:
        data = regular_file.read(path, MAX_BYTES, folder)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _problem(path, f"cannot be read: {error.strerror}") from error
    try:
        header = _header(data)
        _check_origin(path, header, codec_id)
        arrays = from_bytes(data)
        _check_arrays(arrays)
        _check_id(header, arrays)
        return _corpus(header, arrays)
    except (SafetensorError, BadArgument, ValueError, KeyError, TypeError, struct.error) as error:
        raise _problem(path, f"is damaged: {error}") from error


def load_parts(folder: Path) -> tuple[tuple[CorpusFile, ...], tuple[CorpusPart, ...]]:
    """Read the files and parts of a corpus of any codec, and none of its arrays.

    Raises:
        ModelFileProblem: It is missing, damaged, foreign, or of another version.
    """
    path = folder / COLUMNS
    try:
        with regular_file.opened(path, MAX_BYTES, folder) as file:
            start = file.read(8)
            (length,) = struct.unpack("<Q", start)
            header = _header(start + file.read(min(length, MAX_HEADER)))
        _check_origin(path, header, str(header.get("codec_id")))
        files = tuple(_row(CorpusFile, row) for row in header["files"])
        parts = tuple(_row(CorpusPart, row) for row in header["parts"])
        _check_parts(files, parts)
    except OSError as error:
        raise _problem(path, f"cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise _problem(path, f"is damaged: {error}") from error
    return files, parts


def _header(data: bytes) -> Json:
    """Read the JSON that the metadata hold, before any array is."""
    (length,) = struct.unpack_from("<Q", data)
    if length > min(MAX_HEADER, len(data) - 8):
        raise ValueError(f"its header claims {length} bytes")
    outer = jsontext.parse(data[8 : 8 + length])
    header = jsontext.parse(outer["__metadata__"]["distill"])
    if not isinstance(header, dict):
        raise TypeError("its header is no object")
    return header


def _check_origin(path: Path, header: Json, codec_id: str) -> None:
    if header.get("format") != FORMAT:
        raise ValueError("it holds no corpus")
    if header.get("version") != VERSION:
        raise _problem(
            path, f"has version {header.get('version')!r:.40}; this Distill reads {VERSION}"
        )
    if header.get("codec_id") != codec_id:
        made = str(header.get("codec_id"))[:12]
        raise _problem(path, f"was made by codec {made}, and the model has {codec_id[:12]}")


def _check_arrays(arrays: Mapping[str, _Array]) -> None:
    """Check names, types and shapes; the library has checked that the file has their bytes."""
    if arrays.keys() != _NAMES:
        raise ValueError(f"it has other arrays: {', '.join(sorted(arrays))[:200]}")
    for name, array in arrays.items():
        if array.dtype.name not in _DTYPES.get(name, _NUMBERS):
            raise ValueError(f"{name} cannot be of type {array.dtype}")
        if not np.isfinite(array).all():
            raise ValueError(f"{name} is not finite")
    columns = len(arrays["codes"])
    shapes = {
        "loudness": (columns,),
        "rises": (columns, max([1, *arrays["rises"].shape[1:2]])),
        "edges": (columns, 2, EDGE_BINS),
        "chroma": (columns, PITCH_CLASSES),
    }
    for name, shape in shapes.items():
        if arrays[name].shape != shape:
            raise ValueError(f"{name} must have shape {shape}, got {arrays[name].shape}")
    basis, codes = arrays["basis"], arrays["codes"]
    if codes.ndim != 3 or basis.ndim != 4 or basis.shape[1] != codes.shape[1]:  # noqa: PLR2004 - [N, H, Q], [L, H, D, d]
        raise ValueError(f"codes {codes.shape} and basis {basis.shape} do not fit each other")
    if not 0 < len(basis) <= codes.shape[2] or arrays["centre"].shape != basis.shape[-1:]:
        raise ValueError(f"a basis {basis.shape} does not fit {arrays['centre'].shape} or codes")
    if codes.min(initial=0) < 0:
        raise ValueError("a code is negative")


def _check_id(header: Json, arrays: Mapping[str, _Array]) -> None:
    if _hash(header, arrays) != header.get("id"):
        raise ValueError("its numbers do not match its id")


def _corpus(header: Json, arrays: Mapping[str, _Array]) -> CorpusColumns:
    """Build the corpus of a checked header and arrays."""
    files = tuple(_row(CorpusFile, row) for row in header["files"])
    parts = tuple(_row(CorpusPart, row) for row in header["parts"])
    _check_parts(files, parts)
    return CorpusColumns(
        str(header["codec_id"]),
        files,
        parts,
        arrays["codes"].astype(np.int16),
        ColumnFeatures(*(arrays[name].astype(np.float32) for name in _FEATURES)),
        arrays["basis"].astype(np.float32),
        arrays["centre"].astype(np.float32),
    )


def _row(kind: type[_Row], row: Json) -> _Row:
    """Read the fields of a file or a part; each has the type that it was written with."""
    for field in fields(kind):
        value = row.get(field.name, field.default)
        if type(value) is not field.type:
            raise ValueError(f"{field.name} of a {kind.__name__} cannot be {value!r:.60}")
        if isinstance(value, str) and len(value) > _MAX_TEXT:
            raise ValueError(f"{field.name} of a {kind.__name__} has {len(value)} characters")
    return kind(**row)


def _check_parts(files: tuple[CorpusFile, ...], parts: tuple[CorpusPart, ...]) -> None:
    """Check that parts are in the order of their files, have their columns, and are safe to open.

    Their totals are checked by the corpus itself, so that no size in a header allocates anything.
    """
    columns = [0] * len(files)
    before = 0
    for part in parts:
        if not before <= part.file < len(files):
            raise ValueError(f"a part names file {part.file} of {len(files)}, out of order")
        if part.columns < 1 or not 0 <= part.lead <= MAX_LEAD:
            raise ValueError(f"a part has {part.columns} columns after {part.lead}")
        if not _SOUND.fullmatch(part.sound) or not _SOURCE.fullmatch(part.source):
            raise ValueError(f"a part has sound {part.sound!r:.60}, source {part.source!r:.60}")
        before = part.file
        columns[before] += part.columns
    if columns != [file.columns for file in files]:
        raise ValueError("the parts of a file do not have its columns")


def _hash(header: Json, arrays: Mapping[str, _Array]) -> str:
    """Hash the header without its id, and all numbers: 32 hex digits."""
    told = {name: value for name, value in header.items() if name != "id"}
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode())
    for name in sorted(arrays):
        array = arrays[name]
        digest.update(f"{name}{array.shape}{array.dtype.name}".encode())
        digest.update(array.astype(array.dtype.newbyteorder("<")).data)
    return digest.hexdigest()[:32]


def _problem(path: Path, what: str) -> ModelFileProblem:
    again = shell_command("remember")
    return ModelFileProblem(
        f"the corpus {path} {what}; make it again with {again}, or delete its folder: the model "
        "then writes by its prior alone"
    )
