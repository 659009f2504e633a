"""How a codec is built: its layers, how many codes it has, and what one column of codes covers."""

from dataclasses import asdict, dataclass, field, fields
from typing import Self

from distill.errors import BadArgument
from distill.mel.analysis import MelConfig
from distill.types import Json


@dataclass(frozen=True, slots=True)
class CodecConfig:
    """Geometry and size of a codec.

    Attributes:
        mel: The analysis it looks at.
        channels: Width after each halving of time and pitch; their number sets the stride
            (four halvings: 16 frames and 16 mel bins to one position).
        width: D, numbers in a codebook entry.
        levels: Q, coarse to fine.
        size: K, entries per codebook.
        residual_blocks: Extra 3x3 residual blocks after each layer; they pay only in long
            training (reference/quality.md section 2), so the default is none.
        decay: How slowly codebook entries follow, per step.
        rotation_trick: How gradients pass the choice of a code; see `QuantizerConfig`.
    """

    mel: MelConfig = field(default_factory=MelConfig)
    channels: tuple[int, ...] = (32, 64, 128, 256)
    width: int = 256
    levels: int = 4
    size: int = 128
    residual_blocks: int = 0
    decay: float = 0.8
    rotation_trick: bool = True

    def __post_init__(self) -> None:
        if not self.channels or min(*self.channels, self.width, self.levels) < 1:
            raise BadArgument(f"channels, width and levels must be > 0, got {self}")
        if self.residual_blocks < 0 or not 2 <= self.size <= 2**15:
            raise BadArgument(f"size must lie in 2..32768 and residual_blocks be >= 0, got {self}")
        if self.mel.mels % self.stride:
            raise BadArgument(
                f"{self.mel.mels} mels cannot be split into bands of {self.stride}; "
                f"choose a multiple of {self.stride}"
            )

    @property
    def stride(self) -> int:
        """Frames (and mel bins) to one position."""
        return int(2 ** len(self.channels))

    @property
    def column_frames(self) -> int:
        """L of one column."""
        return self.stride

    @property
    def column_samples(self) -> int:
        """T of one column."""
        return self.stride * self.mel.hop

    @property
    def bands(self) -> int:
        """H."""
        return self.mel.mels // self.stride

    @property
    def context(self) -> int:
        """Columns on each side that a column's mel, or its codes, depend on.

        Followed layer by layer: a 4-wide layer of stride 2 sees one value beyond each edge, a
        residual block two.
        """
        extra = 2 * self.residual_blocks
        first, last = 0, self.stride - 1
        for _ in self.channels:
            first = -(-(first - extra - 2) // 2)
            last = (last + extra + 1) // 2
        decoder = max(-first + extra, last + extra)
        first, last = -extra, extra
        for _ in self.channels:
            first, last = 2 * first - 1 - extra, 2 * last + 2 + extra
        encoder = max(-(first // self.stride), last // self.stride)
        return max(decoder, encoder)

    def to_json(self) -> Json:
        """Give the fields as JSON."""
        return {**asdict(self), "channels": list(self.channels), "mel": self.mel.to_json()}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read the fields.

        Raises:
            BadArgument: A field is unknown or out of range.
        """
        known = {row.name for row in fields(cls)}
        unknown = sorted(set(data) - known)
        if unknown:
            raise BadArgument(f"a codec config has no {', '.join(unknown)}; it has {sorted(known)}")
        values = dict(data)
        if "mel" in values:
            values["mel"] = MelConfig.from_json(values["mel"])
        if "channels" in values:
            values["channels"] = tuple(values["channels"])
        try:
            return cls(**values)
        except TypeError as error:
            raise BadArgument(f"a codec config does not fit: {error}") from error
