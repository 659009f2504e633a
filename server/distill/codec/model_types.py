"""The codecs there are, by the `model_type` of a model file.

A new codec is its files and a row of `CODECS`. This module imports no torch, as the main process
reads it to tell a model file that it knows from one that it does not; rows import what they load
only when it is loaded.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, Protocol

from distill.mel.mel_config import MelConfig
from distill.types import FloatArray, Json

if TYPE_CHECKING:
    from torch import Tensor


class CodecGeometry(Protocol):
    """What a codec's config says of its grids. Two that are equal mean the same grids."""

    @property
    def mel(self) -> MelConfig:
        """The analysis it looks at."""

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
        """Give what the model file says under `codec`."""


class ModelCodec(Protocol):
    """What a bundle needs of a codec: mel to codes and back, whole or any window of columns.

    Threads: any, at once; nothing changes after it is loaded.
    """

    @property
    def config(self) -> CodecGeometry:
        """Its geometry."""

    @property
    def context(self) -> int:
        """Columns on each side that a column's mel, or its codes, depend on."""

    def codebooks(self) -> "Tensor":
        """Give the entries, shape [Q, K, D]: a place's vector is the sum of its levels' entries."""

    def encode_mel(self, mel: "Tensor") -> "Tensor":
        """Encode log-mel [B, M, L] as codes [B, W, H, Q]; silence fills the last column."""

    def encode_window(self, mel: "Tensor", first: int, count: int) -> "Tensor":
        """Encode columns first..first+count only, as in the whole.

        Args:
            mel: Log-mel [B, M, L], L whole columns; what lies outside it is silence.
            first: First column.
            count: Columns, at least one.

        Returns:
            Codes, shape [B, count, H, Q].

        Raises:
            BadArgument: The window does not lie in the picture.
        """

    def decode_codes(self, codes: "Tensor") -> "Tensor":
        """Decode codes [B, W, H, Q] to log-mel [B, M, L], never softer than silence."""

    def decode_window(self, codes: "Tensor", first: int, count: int) -> "Tensor":
        """Decode columns first..first+count only, as in the whole.

        Returns:
            Log-mel, shape [B, M, count * column_frames].

        Raises:
            BadArgument: The window does not lie in the grid.
        """

    def decode_vectors(self, vectors: "Tensor") -> "Tensor":
        """Decode vectors [B, W, H, D], which need be no entries, to log-mel [B, M, L]."""


LoadCodec = Callable[[Json, Mapping[str, FloatArray]], ModelCodec]
"""Loads a codec from what a file says under `codec`, and its tensors, named without `codec.`.

It raises BadArgument or ModelFileProblem where they do not fit."""


def _vqvae(config: Json, arrays: Mapping[str, FloatArray]) -> ModelCodec:
    from distill.codec.codec import Codec  # noqa: PLC0415 - imports torch
    from distill.codec.codec_config import CodecConfig  # noqa: PLC0415 - belongs to it

    return Codec.from_arrays(CodecConfig.from_json(config), arrays)


CODECS: Final[dict[str, LoadCodec]] = {"vqvae": _vqvae}
"""Codecs by `model_type`."""
TRAINED: Final = "vqvae"
"""What `distill train` makes."""
