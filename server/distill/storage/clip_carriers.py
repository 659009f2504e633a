"""What carries the codes of a clip, as JSON: small where the codes are those of their sources."""

import base64
import binascii
import math
import zlib
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from distill.codes.carrier_parts import DTYPES, CarrierParts, carriers_from, parts_of
from distill.codes.carriers import LAYERS, Carriers
from distill.errors import BadArgument, FileProblem
from distill.types import Codes, Json

MOST_CELLS: Final = 2**20
"""Most columns times bands that are read: of 8 bands, six hours."""
FAST: Final = 3
"""Level of zlib: the longest slot, with two sources everywhere, takes 0.05 s; at 6 it takes 0.2 s,
for 2 % less."""


def pack_carriers(carriers: Carriers | None, codes: Codes) -> Json:
    """Write what carries codes [W, H, Q], or None, as JSON.

    `sources` are their ids; each array of `Carriers` is base64 of its little-endian bytes, deflated
    by zlib. Where something carries, `column` is counted from the column's own number, and `codes`
    from the clip's, so that both are zeros in what was encoded and not edited. If nothing carries,
    there is no array.
    """
    carriers = None if carriers is None else carriers.compact()
    if carriers is None or not carriers.sources:
        return {"sources": []}
    parts = _shifted(parts_of(carriers), codes, -1)
    return {"sources": list(carriers.sources), **{name: _pack(parts[name]) for name in parts}}


def unpack_carriers(packed: object, codes: Codes) -> Carriers:
    """Read what `pack_carriers` wrote with codes [W, H, Q]; the sources may be gone.

    Raises:
        FileProblem: It does not fit the codes, or is damaged.
    """
    try:
        if not isinstance(packed, dict) or codes[..., 0].size > MOST_CELLS:
            raise FileProblem(f"carriers of {codes.shape} codes are not read from {packed!r:.40}")
        if packed["sources"] == []:
            return Carriers.none(codes.shape)
        cells = (*codes.shape[:2], LAYERS)
        shapes = dict.fromkeys(DTYPES, cells) | {"codes": (*codes.shape, LAYERS)}
        parts = {name: _unpack(packed[name], shapes[name], DTYPES[name]) for name in DTYPES}
        return carriers_from(packed["sources"], _shifted(parts, codes, 1)).compact()
    except (KeyError, TypeError, ValueError, zlib.error, binascii.Error, BadArgument) as error:
        raise FileProblem(f"what carries its codes cannot be read: {error}") from error


def _shifted(parts: CarrierParts, codes: Codes, sign: int) -> dict[str, npt.NDArray[Any]]:
    """Add the column's own number and codes, or take them away, where something carries."""
    some = parts["source"] >= 0
    number = np.arange(len(codes), dtype=np.int32)[:, None, None]
    own = np.where(some[:, :, None], codes[..., None], 0).astype(np.int16)
    column = parts["column"] + sign * np.where(some, number, 0)
    return {**parts, "column": column.astype(np.int32), "codes": parts["codes"] + sign * own}


def _pack(array: npt.NDArray[Any]) -> str:
    little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    return base64.b64encode(zlib.compress(little.tobytes(), FAST)).decode("ascii")


def _unpack(text: str, shape: tuple[int, ...], dtype: type[np.generic]) -> npt.NDArray[Any]:
    """Inflate an array, and not a byte more than it has."""
    little = np.dtype(dtype).newbyteorder("<")
    size = math.prod(shape) * little.itemsize
    inflate = zlib.decompressobj()
    data = inflate.decompress(base64.b64decode(text, validate=True), size + 1)
    if len(data) != size or not inflate.eof or inflate.unused_data:
        raise FileProblem(f"it needs {size} bytes for {shape}, and has others")
    return np.frombuffer(data, little).reshape(shape).astype(dtype)
