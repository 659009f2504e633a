"""A model as one file: tensors and a JSON header, and no executable code.

The file is safetensors; its metadata holds one entry, `distill`, with the header as JSON:
`format`, `version`, `model_type`, `codec`, `prior` (or null), `vocoder` (or null), `spectrogram`,
`training`, `metadata`. Tensor names begin with `codec.`, `prior.` or `vocoder.`. `model_type` is a
row of `codec.model_types.CODECS`; `vocoder` may name a `live` and a `whole` one of
`vocoder.vocoders.VOCODERS`, and is null for the default ones.

`metadata` holds name, author, licence, data, metrics, date, and the ids: `id`, a hash of names,
shapes and bytes of all tensors; `codec_id`, the same of the codec's tensors alone, which a grid
stores; `prior_codec_id`, the codec that the prior was trained on, which must be the one in the
file; `earlier_ids`, ids of this model with earlier priors. All but `id` are absent in older files.
"""

import contextlib
import hashlib
import json
import os
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save as to_bytes

from distill.codec.model_types import CODECS, TRAINED
from distill.errors import BadArgument, ModelFileProblem
from distill.installation import shell_command
from distill.storage import atomic, jsontext, regular_file
from distill.storage.model_description import ModelDescription
from distill.types import FloatArray, Json

FORMAT: Final = "distill_model"
VERSION: Final = 2
MAX_BYTES: Final = 2**30
"""Largest file that is opened."""
MAX_HEADER: Final = 16 * 2**20
"""Longest header that is read, in bytes."""
CODEC: Final = "codec."
_DTYPES: Final = ("F32", "F16")
"""Types that tensors in a file may have, as the library names them."""
PARTS: Final = (CODEC, "prior.", "vocoder.")


def tensor_hash(arrays: Mapping[str, FloatArray]) -> str:
    """Hash tensors: 32 hex digits of names, shapes and bytes, in order of names."""
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name], dtype="<f4")
        digest.update(f"{name}{array.shape}".encode())
        digest.update(array.data)
    return digest.hexdigest()[:32]


def codec_hash(arrays: Mapping[str, FloatArray]) -> str:
    """Hash the tensors of the codec alone."""
    return tensor_hash({name: value for name, value in arrays.items() if name.startswith(CODEC)})


def save(path: Path, header: Json, arrays: Mapping[str, FloatArray]) -> str:
    """Write a model; a file of that name is replaced only once the new one is complete.

    Args:
        path: Target.
        header: `codec`, `prior`, `vocoder`, `spectrogram`, `training`, `metadata`, and `model_type`
            if the codec is not the type that training makes. Format, version and ids are added.
        arrays: Float32 tensors, named with their part. Those that float16 holds without loss, as
            all tensors of a finished training, are stored as float16.

    Returns:
        The id.

    Raises:
        ModelFileProblem: A tensor is not finite or belongs to no part, or the prior was trained on
            another codec.
        DiskFull: The disk is full; the earlier file is as it was.
        FileProblem: The file cannot be written; the earlier file is as it was.
    """
    for name, array in arrays.items():
        if not name.startswith(PARTS) or not np.isfinite(array).all():
            raise ModelFileProblem(f"tensor {name} is not finite, or belongs to no part of a model")
    model_id = tensor_hash(arrays)
    metadata = {**(header.get("metadata") or {}), "id": model_id, "codec_id": codec_hash(arrays)}
    whole = {"model_type": TRAINED, **header, "format": FORMAT, "version": VERSION}
    whole["metadata"] = metadata
    _check_prior(path, whole)
    tensors = {name: _compact(array) for name, array in arrays.items()}
    atomic.replace(path, to_bytes(tensors, {"distill": json.dumps(whole)}))
    return model_id


def _compact(array: FloatArray) -> npt.NDArray[np.floating[Any]]:
    """Return a tensor as float16 if that loses nothing, else as float32."""
    whole = np.ascontiguousarray(array, np.float32)
    with np.errstate(over="ignore"):
        half = whole.astype(np.float16)
    return half if np.array_equal(half.astype(np.float32), whole) else whole


def read_header(path: Path) -> Json:
    """Read and check the header of a model without its tensors.

    Raises:
        ModelFileProblem: Not a model file of this version; the text says what it is.
    """
    with _opened(path) as file:
        return _header(path, file.metadata())


def load(path: Path) -> tuple[Json, dict[str, FloatArray]]:
    """Read a model.

    Returns:
        Its header, with `codec_id` even if an older file lacks it, and its tensors by name,
        float32.

    Raises:
        ModelFileProblem: Foreign, truncated, old, from the future, or damaged; or the codec was
            changed under the prior.
    """
    with _opened(path) as file:
        header = _header(path, file.metadata())
        _check_index(path, describe(path, header).shapes, file)
        arrays = {name: np.asarray(file.get_tensor(name)) for name in file.keys()}  # noqa: SIM118 - no mapping
    arrays = {name: array.astype(np.float32) for name, array in arrays.items()}
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            raise ModelFileProblem(f"{path.name} is damaged: tensor {name} is not finite")
    about, codec_id = header["metadata"], codec_hash(arrays)
    if (tensor_hash(arrays), codec_id) != (about.get("id"), about.get("codec_id", codec_id)):
        raise ModelFileProblem(f"{path.name} is damaged: its tensors do not match its id")
    about["codec_id"] = codec_id
    _check_prior(path, header)
    return header, arrays


def describe(path: Path, header: Json) -> ModelDescription:
    """Read what a checked header says of the parts of the model.

    Raises:
        ModelFileProblem: A config has a field that is unknown, missing or out of range.
    """
    try:
        return ModelDescription.from_header(header)
    except BadArgument as error:
        raise ModelFileProblem(f"the description of {path.name} does not fit: {error}") from error


def _check_index(path: Path, shapes: Mapping[str, tuple[int, ...]], file: Any) -> None:
    """Compare names, types and shapes in the index with those that the configs need.

    Nothing has been allocated until then (Any: the library has no types).
    """
    found = set(file.keys())
    missing, extra = sorted(shapes.keys() - found), sorted(found - shapes.keys())
    if missing or extra:
        lacks = [f"lacks {len(missing)}, first {missing[0]}"] if missing else []
        has = [f"has {len(extra)} unknown, first {extra[0][:80]}"] if extra else []
        raise ModelFileProblem(
            f"the tensors of {path.name} do not fit its description: it "
            f"{' and '.join(lacks + has)}; fetch it again, or train it again"
        )
    for name, shape in shapes.items():
        tensor = file.get_slice(name)
        kind, got = tensor.get_dtype(), tuple(tensor.get_shape())
        if kind not in _DTYPES or got != shape:
            raise ModelFileProblem(
                f"the tensors of {path.name} do not fit its description: {name} must have shape "
                f"{shape} and type {' or '.join(_DTYPES)}, got {got} and {kind}; fetch it again"
            )


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a file after a check that it is safetensors (Any: the library has no types)."""
    try:
        with regular_file.opened(path, MAX_BYTES) as raw:
            size, start = os.fstat(raw.fileno()).st_size, raw.read(9)
    except OSError as error:
        raise ModelFileProblem(f"{path} cannot be read: {error.strerror}") from error
    _check_start(path, start, size)
    try:
        with safe_open(os.fspath(path), framework="numpy") as file:
            yield file
    except (SafetensorError, ValueError) as error:
        raise ModelFileProblem(
            f"{path.name} is truncated or damaged ({error}); fetch it again"
        ) from error


def _check_start(path: Path, start: bytes, size: int) -> None:
    if len(start) < 9 or start[8:9] != b"{":  # noqa: PLR2004 - length, then JSON
        if start[:2] == b"PK" or start[:1] == b"\x80":
            raise ModelFileProblem(
                f"{path.name} is a torch or pickle file; Distill only reads its own .distill "
                "files, which cannot contain code"
            )
        train = shell_command("train")
        raise ModelFileProblem(f"{path.name} is not a model file; train one with: {train}")
    (length,) = struct.unpack("<Q", start[:8])
    if length > MAX_HEADER:
        raise ModelFileProblem(f"{path.name} is damaged: its header claims {length} bytes")
    if length + 8 > size:
        raise ModelFileProblem(f"{path.name} is truncated; fetch it again")


def _header(path: Path, metadata: Mapping[str, str] | None) -> Json:
    """Parse and check the header."""
    text = (metadata or {}).get("distill", "")
    try:
        header = jsontext.parse(text) if text else None
    except ValueError as error:
        raise ModelFileProblem(f"{path.name} is damaged: {error}") from error
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise ModelFileProblem(f"{path.name} holds tensors, but not a Distill model")
    version, kind = header.get("version"), header.get("model_type")
    if kind == "vae":
        raise ModelFileProblem(
            f"{path.name} is a VAE of an older Distill; it has no codes; train it again"
        )
    if version == 1:
        raise ModelFileProblem(
            f"{path.name} has version 1, which this Distill no longer reads; train it again"
        )
    if version != VERSION or kind not in list(CODECS):
        raise ModelFileProblem(
            f"{path.name} has version {version!r}, type {kind!r}; this Distill reads version "
            f"{VERSION}, type {' or '.join(map(repr, CODECS))}: update Distill"
        )
    if not isinstance(header.get("codec"), dict) or not isinstance(header.get("metadata"), dict):
        raise ModelFileProblem(f"{path.name} is damaged: its header lacks codec or metadata")
    earlier = header["metadata"].get("earlier_ids", [])
    if not isinstance(earlier, list) or not all(isinstance(one, str) for one in earlier):
        raise ModelFileProblem(f"{path.name} is damaged: earlier_ids must be a list of ids")
    _check_prior(path, header)
    return header


def _check_prior(path: Path, header: Json) -> None:
    """Refuse a prior that was trained on another codec; older files do not state which."""
    about = header["metadata"]
    trained_on, codec_id = about.get("prior_codec_id"), about.get("codec_id")
    if header.get("prior") and trained_on and codec_id and trained_on != codec_id:
        raise ModelFileProblem(
            f"{path.name} holds a prior that was trained on codec {str(trained_on)[:12]}, and "
            f"another codec, {str(codec_id)[:12]}; train the prior again: "
            + shell_command(f"train FOLDER --name {path.stem} --stage prior")
        )
