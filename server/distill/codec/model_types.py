"""Registry of codecs by the `model_type` of a model file.

A new codec is its files and a row of `CODECS`. A row imports its codec only when it loads one,
since the main process uses this module to check the type of a model file.
"""

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from distill.mel.mel_config import MelConfig
from distill.types import Codes, FloatArray, Json, Mel


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

    def codebooks(self) -> FloatArray:
        """Return the entries, shape [Q, K, D]: a position's vector is the sum over its levels."""

    def encode_mel(self, mel: Mel) -> Codes:
        """Encode log-mel [L, M] as codes [W, H, Q]; silence fills the last column."""

    def encode_window(self, mel: Mel, first: int, count: int) -> Codes:
        """Encode only columns first..first+count, with the codes of the whole.

        Args:
            mel: Log-mel [L, M], L whole columns; what lies outside it is silence.
            first: First column.
            count: Columns, at least one.

        Returns:
            Codes, shape [count, H, Q].

        Raises:
            BadArgument: The window does not lie in the log-mel.
        """

    def decode_codes(self, codes: Codes) -> Mel:
        """Decode codes [W, H, Q] to log-mel [L, M], never below silence."""

    def decode_window(self, codes: Codes, first: int, count: int) -> Mel:
        """Decode only columns first..first+count, as in the whole.

        Returns:
            Log-mel, shape [count * column_frames, M].

        Raises:
            BadArgument: The window does not lie in the grid.
        """

    def decode_vectors(self, vectors: FloatArray) -> Mel:
        """Decode any vectors [W, H, D] to log-mel [L, M]."""


LoadCodec = Callable[[Json, Mapping[str, FloatArray]], ModelCodec]
"""Loads a codec from the value of `codec` in a file and its tensors, named without `codec.`.

Raises BadArgument or ModelFileProblem if they do not fit."""


def _vqvae(config: Json, arrays: Mapping[str, FloatArray]) -> ModelCodec:
    from distill.codec.codec import Codec  # noqa: PLC0415 - imports numba
    from distill.codec.codec_config import CodecConfig  # noqa: PLC0415 - belongs to it

    return Codec(CodecConfig.from_json(config), arrays)


CODECS: Final[dict[str, LoadCodec]] = {"vqvae": _vqvae}
"""Codecs by `model_type`."""
TRAINED: Final = "vqvae"
"""The type that `distill train` makes."""
