"""Registry of codecs by the `model_type` of a model file.

A new codec is its files and a row of `CODECS`. This module imports no torch, since the main process
uses it to check the type of a model file; a row imports its codec only when it loads one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from distill.codec.codec_config import CodecConfig
from distill.mel.mel_config import MelConfig
from distill.types import FloatArray, Json

if TYPE_CHECKING:
    from torch import Tensor


class CodecGeometry(Protocol):
    """Geometry of a codec's grids. Two codecs with equal geometry have the same grids."""

    @property
    def mel(self) -> MelConfig:
        """The log-mel analysis."""

    @property
    def column_frames(self) -> int:
        """L of one column."""

    @property
    def column_samples(self) -> int:
        """T of one column."""

    @property
    def bands(self) -> int:
        """H."""

    @property
    def levels(self) -> int:
        """Q, coarse to fine."""

    @property
    def size(self) -> int:
        """K, entries per codebook."""

    def to_json(self) -> Json:
        """Return the value of `codec` in the model file."""


class ModelCodec(Protocol):
    """Interface of a codec: mel to codes and back, whole or any window of columns.

    Threads: any, at once; nothing changes after loading.
    """

    @property
    def config(self) -> CodecGeometry:
        """Its geometry."""

    @property
    def context(self) -> int:
        """Columns on each side that a column's mel and its codes depend on."""

    def codebooks(self) -> "Tensor":
        """Return the entries, shape [Q, K, D]: a position's vector is the sum over its levels."""

    def encode_mel(self, mel: "Tensor") -> "Tensor":
        """Encode log-mel [B, M, L] as codes [B, W, H, Q]; silence fills the last column."""

    def encode_window(self, mel: "Tensor", first: int, count: int) -> "Tensor":
        """Encode only columns first..first+count, with the codes of the whole.

        Args:
            mel: Log-mel [B, M, L], L whole columns; what lies outside it is silence.
            first: First column.
            count: Columns, at least one.

        Returns:
            Codes, shape [B, count, H, Q].

        Raises:
            BadArgument: The window does not lie in the log-mel.
        """

    def decode_codes(self, codes: "Tensor") -> "Tensor":
        """Decode codes [B, W, H, Q] to log-mel [B, M, L], never below silence."""

    def decode_window(self, codes: "Tensor", first: int, count: int) -> "Tensor":
        """Decode only columns first..first+count, as in the whole.

        Returns:
            Log-mel, shape [B, M, count * column_frames].

        Raises:
            BadArgument: The window does not lie in the grid.
        """

    def decode_vectors(self, vectors: "Tensor") -> "Tensor":
        """Decode any vectors [B, W, H, D] to log-mel [B, M, L]."""


@dataclass(frozen=True, slots=True)
class CodecKind:
    """A row of `CODECS`; the values of `codec` in a file and its tensors, named without `codec.`.

    Attributes:
        read: Reads and checks the value of `codec`; raises BadArgument.
        shapes: Returns name and shape of each tensor of a codec of that geometry.
        load: Loads a codec from that value and its tensors; raises BadArgument or ModelFileProblem
            if they do not fit.
    """

    read: Callable[[Json], CodecGeometry]
    shapes: Callable[[Any], Mapping[str, tuple[int, ...]]]
    load: Callable[[Json, Mapping[str, FloatArray]], ModelCodec]


def _load_vqvae(config: Json, arrays: Mapping[str, FloatArray]) -> ModelCodec:
    from distill.codec.codec import Codec  # noqa: PLC0415 - imports torch

    return Codec.from_arrays(CodecConfig.from_json(config), arrays)


CODECS: Final[dict[str, CodecKind]] = {
    "vqvae": CodecKind(CodecConfig.from_json, lambda config: config.shapes, _load_vqvae)
}
"""Codecs by `model_type`."""
TRAINED: Final = "vqvae"
"""The type that `distill train` makes."""
