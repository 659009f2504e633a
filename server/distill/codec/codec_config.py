"""Configuration of a codec: its layers, codebooks, and the geometry of a column."""

from dataclasses import asdict, dataclass, field, fields
from typing import Self

from distill.errors import BadArgument
from distill.installation import shell_command
from distill.mel.mel_config import MelConfig
from distill.types import Json

_EARLIER = ("channels", "residual_blocks")
"""Fields of the convolutional codecs that preceded patches."""


@dataclass(frozen=True, slots=True)
class CodecConfig:
    """Geometry and size of a codec.

    Attributes:
        mel: The log-mel analysis. 256 bins resolve pitch: after two minutes of one core Fine was
            .41 on held-out music, with 128 bins .35:
            docs/decisions/0023-the-codec-quantizes-patches.md.
        column_frames: L of one column.
        bands: H; each has the same number of mel bins.
        width: D, numbers in a codebook entry. A patch has more (512), but 128 principal directions
            hold 99.4 % of its variance.
        levels: Q, coarse to fine.
        size: K, entries per codebook.
        blocks: Neighbour layers, in encoder and decoder each; all see the neighbouring bands, the
            first one the neighbouring columns too. 0 codes each patch alone.
        hidden: Hidden width of those layers.
        search: Beam width of encoding; 1 chooses the nearest entry level by level. 4
            lowers the held-out error by 0.08 dB and costs nothing in training.
        seams: Share of a jump between two columns that decoding spreads over the frames beside it;
            0 spreads nothing. 0.85 lowered the held-out
            error (3.12 to 3.11 dB), raised the onset correlation (.840 to .866) and made what a
            prior writes as smooth as the codec's own columns (`codec.seams`).
        decay: EMA decay of the codebook entries, per step.
        rotation_trick: How gradients pass the quantizer; see `QuantizerConfig`.
    """

    mel: MelConfig = field(default_factory=lambda: MelConfig(mels=256))
    column_frames: int = 16
    bands: int = 8
    width: int = 128
    levels: int = 4
    size: int = 128
    blocks: int = 1
    hidden: int = 256
    search: int = 4
    seams: float = 0.85
    decay: float = 0.99
    rotation_trick: bool = False

    def __post_init__(self) -> None:
        counts = ("column_frames", "bands", "width", "levels", "hidden", "search")
        for name in counts:
            value = getattr(self, name)
            if type(value) is not int or value < 1:
                raise BadArgument(f"{name} must be whole and > 0, got {value!r}")
        if self.blocks < 0 or not 2 <= self.size <= 2**15:
            raise BadArgument(f"size must lie in 2..32768 and blocks be >= 0, got {self}")
        if not 0 <= self.seams <= 1:
            raise BadArgument(f"seams must lie in 0..1, got {self.seams!r}")
        if self.mel.mels % self.bands:
            raise BadArgument(
                f"{self.mel.mels} mels cannot be split into {self.bands} equal bands; "
                f"choose a multiple of {self.bands}"
            )
        if self.width > self.patch:
            raise BadArgument(
                f"a patch has {self.patch} numbers, so width must be at most that, got {self.width}"
            )

    @property
    def band_mels(self) -> int:
        """Mel bins in a band."""
        return self.mel.mels // self.bands

    @property
    def patch(self) -> int:
        """Log-mel values of one position: one column of one band."""
        return self.column_frames * self.band_mels

    @property
    def column_samples(self) -> int:
        """T of one column."""
        return self.column_frames * self.mel.hop

    @property
    def context(self) -> int:
        """Columns on each side that a column's mel and its codes depend on."""
        return 1 if self.blocks or self.seams else 0

    def to_json(self) -> Json:
        """Return the fields as JSON."""
        return {**asdict(self), "mel": self.mel.to_json()}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read the fields.

        Raises:
            BadArgument: A field is unknown or out of range.
        """
        known = {row.name for row in fields(cls)}
        unknown = sorted(set(data) - known)
        if any(name in _EARLIER for name in unknown):
            raise BadArgument(
                "this codec is of the earlier, convolutional kind, which is no longer supported: "
                f"train it again: {shell_command('train')}"
            )
        if unknown:
            raise BadArgument(f"a codec config has no {', '.join(unknown)}; it has {sorted(known)}")
        values = dict(data)
        if "mel" in values:
            values["mel"] = MelConfig.from_json(values["mel"])
        try:
            return cls(**values)
        except TypeError as error:
            raise BadArgument(f"a codec config does not fit: {error}") from error
