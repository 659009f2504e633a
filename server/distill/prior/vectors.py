"""Matrix-vector product of the prior as LLVM vector code for any processor.

Sampling a code reads every weight once, so the bandwidth of the cache bounds its speed. Numba's own
loops reach 60 % of that bound, these nearly all of it: rows lie side by side in tiles, so weights
are one continuous stream and no sum runs across a vector.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from llvmlite import ir  # type: ignore[import-untyped] # it has no types
from llvmlite.binding import get_host_cpu_features  # type: ignore[import-untyped] # nor has this
from numba import types
from numba.core import cgutils
from numba.core.errors import TypingError
from numba.extending import intrinsic

from distill.types import FloatArray

_LANES: Final = 16
"""Numbers in a vector, as in AVX-512; the compiler splits it for other processors."""
_VECTORS: Final = 4
TILE: Final = _LANES * _VECTORS
"""Rows of a matrix in one tile; also the most padding of a product."""
_STEPS: Final = 2 if get_host_cpu_features().get("avx512f") else 1
"""Matrix columns per iteration: enough sums to hide the latency of an addition, and no more than
fit in the registers. Source: docs/background/devices.md#speed-of-a-prior."""

Tiles = npt.NDArray[np.float32] | npt.NDArray[np.uint16]
"""A packed matrix, float32 or bfloat16 in uint16; [..., R / TILE, C, TILE]."""


def pack(matrix: FloatArray, *, bfloat16: bool) -> Tiles:
    """Pack a matrix in tiles.

    Args:
        matrix: Shape [..., R, C], C even; R is padded with zeros to whole tiles.
        bfloat16: Round to nearest even; then each pair of neighbours holds lanes of two vectors,
            so that one 32-bit load reads both.

    Returns:
        Shape [..., ceil(R / TILE), C, TILE].
    """
    *front, R, C = matrix.shape
    padded = np.zeros((*front, -(-R // TILE) * TILE, C), np.float32)
    padded[..., :R, :] = matrix
    tiles = np.ascontiguousarray(padded.reshape(*front, -1, TILE, C).swapaxes(-1, -2))
    if not bfloat16:
        return tiles
    pairs = _round(tiles).reshape(*tiles.shape[:-1], _VECTORS // 2, 2, _LANES)
    return np.ascontiguousarray(pairs.swapaxes(-1, -2)).reshape(tiles.shape)


def is_bfloat16(matrix: FloatArray) -> bool:
    """Is `pack` at half size lossless?"""
    lower_half = np.ascontiguousarray(matrix, np.float32).view(np.uint32) & 0xFFFF
    return not lower_half.any()


def _round(array: FloatArray) -> npt.NDArray[np.uint16]:
    bits = array.view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)


def _bits_to_float(_typing: Any, _bits: Any) -> Any:
    """Reinterpret the bits of an int32 as a float32."""

    def build(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], ir.FloatType())

    return types.float32(types.int32), build


def _multiply_tile(_typing: Any, tiles: Any, tile: Any, x: Any, out: Any) -> Any:
    """Write tile number `tile` of a packed matrix times x [C] into its TILE places of `out`."""
    if tiles.dtype not in {types.float32, types.uint16}:
        raise TypingError(f"weights are float32 or uint16, got {tiles.dtype}")

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        matrix, vector, result = (
            context.make_array(signature.args[i])(context, builder, args[i]) for i in (0, 2, 3)
        )
        C = _tools.unpack_tuple(builder, matrix.shape)[1]
        number = C.type
        first = builder.mul(builder.mul(args[1], C), number(TILE))
        sums = [
            [_tools.alloca_once_value(builder, _VECTOR([0.0] * _LANES)) for _ in range(_VECTORS)]
            for _ in range(_STEPS)
        ]
        with _tools.for_range_slice(builder, number(0), C, number(_STEPS)) as (turn, _):
            for step in range(_STEPS):
                c = builder.add(turn, number(step))
                factor = _spread(builder, builder.load(builder.gep(vector.data, [c])))
                row = builder.gep(matrix.data, [builder.add(first, builder.mul(c, number(TILE)))])
                for slot, weights in zip(sums[step], _load_row(builder, row), strict=True):
                    product = builder.fmul(weights, factor, flags=("contract",))
                    total = builder.fadd(builder.load(slot), product, flags=("contract",))
                    builder.store(total, slot)
        place = builder.gep(result.data, [builder.mul(args[1], number(TILE))])
        place = builder.bitcast(place, _VECTOR.as_pointer())
        for i in range(_VECTORS):
            total = builder.load(sums[0][i])
            for step in range(1, _STEPS):
                total = builder.fadd(total, builder.load(sums[step][i]))
            builder.store(total, builder.gep(place, [number(i)]), align=4)
        return context.get_dummy_value()

    return types.none(tiles, tile, x, out), build


_tools: Any = cgutils  # untyped
_VECTOR: Final = ir.VectorType(ir.FloatType(), _LANES)
_BITS: Final = ir.VectorType(ir.IntType(32), _LANES)


def _spread(builder: Any, value: Any) -> Any:
    """Put one float32 into every lane."""
    lane = builder.insert_element(_VECTOR(ir.Undefined), value, ir.IntType(32)(0))
    return builder.shuffle_vector(lane, _VECTOR(ir.Undefined), _BITS([0] * _LANES))


def _load_row(builder: Any, row: Any) -> list[Any]:
    """Read TILE weights as float32 vectors; a bfloat16 is the upper half of a float32."""
    index = ir.IntType(64)
    if isinstance(row.type.pointee, ir.FloatType):
        pointer = builder.bitcast(row, _VECTOR.as_pointer())
        return [builder.load(builder.gep(pointer, [index(i)]), align=4) for i in range(_VECTORS)]
    pointer = builder.bitcast(row, _BITS.as_pointer())
    vectors = []
    for i in range(_VECTORS // 2):
        both = builder.load(builder.gep(pointer, [index(i)]), align=2)
        vectors.append(builder.bitcast(builder.shl(both, _BITS([16] * _LANES)), _VECTOR))
        upper = builder.and_(both, _BITS([0xFFFF0000] * _LANES))
        vectors.append(builder.bitcast(upper, _VECTOR))
    return vectors


bits_to_float: Final[Any] = intrinsic(_bits_to_float)
multiply_tile: Final[Any] = intrinsic(_multiply_tile)
"""Called from compiled code as multiply_tile(tiles, tile, x, out)."""
