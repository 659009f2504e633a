"""What carries a grid, as the ids and arrays that a file holds; what a file says is checked."""

import re
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from distill.codes.carriers import Carriers
from distill.errors import BadArgument

CarrierParts: TypeAlias = Mapping[str, npt.NDArray[Any]]
"""Any: the arrays of carriers have three types."""

DTYPES: Final[Mapping[str, type[np.generic]]] = {
    "source": np.int16, "column": np.int32, "weight": np.float32, "codes": np.int16,
}  # fmt: skip
"""Type of each array of carriers, by its name there."""
_SOURCE: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
"""An id is part of a file name, so it names no other folder."""


def parts_of(carriers: Carriers) -> CarrierParts:
    """Return the arrays of carriers by name."""
    return {name: getattr(carriers, name) for name in DTYPES}


def carriers_from(sources: object, parts: CarrierParts) -> Carriers:
    """Rebuild carriers; the sources themselves may be gone.

    Raises:
        BadArgument: The sources are no list of ids, or an array is missing, or of another type,
            shape or range.
    """
    ids = sources if isinstance(sources, list) else None
    if ids is None or not all(isinstance(one, str) and _SOURCE.fullmatch(one) for one in ids):
        raise BadArgument(f"the sources of a slot must be a list of ids, got {sources!r:.80}")
    for name, dtype in DTYPES.items():
        if name not in parts or parts[name].dtype != dtype:
            got = parts[name].dtype if name in parts else "nothing"
            raise BadArgument(f"carriers.{name} must be {dtype.__name__}, got {got}")
    return Carriers(tuple(ids), **{name: parts[name] for name in DTYPES})
