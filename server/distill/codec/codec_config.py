"""Configuration of a codec: its layers, codebooks, and the geometry of a column."""

import reprlib
from dataclasses import asdict, dataclass, field, fields
from typing import Final, Self

from distill.errors import BadArgument
from distill.installation import shell_command
from distill.mel.mel_config import MelConfig
from distill.types import Json
from distill.units import Range, check_number, check_whole

_ALLOWED: Final = {
    "column_frames": Range(1, 512),
    "bands": Range(1, 64),
    "width": Range(1, 4096),
    "levels": Range(1, 32),
    "size": Range(2, 2**15),
    "blocks": Range(0, 32),
    "hidden": Range(1, 8192),
    "search": Range(1, 64),
}
MOST_COLUMN: Final = 4 * 48_000
"""Most samples in a column."""
MOST_SEARCH: Final = 2**20
"""Most candidates of one column while it is encoded, bands x search x size (256 MB for 64 columns);
a trained codec has 8192."""
MOST_NEIGHBOURS: Final = 2**26
"""Most numbers in the tables of neighbours, levels x size x size (128 MB)."""
_HALVES: Final = ("encoder", "decoder")
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
        search: Beam width of encoding; 1 chooses the nearest entry level by level. 4 lowers the
            held-out error by 0.08 dB and costs nothing in training.
        seams: Share of a jump between two columns that decoding spreads over the frames beside it;
            0 spreads nothing. 0.85 lowered the held-out error (3.12 to 3.11 dB), raised the onset
            correlation (.840 to .866) and made the output of a prior as smooth as the codec's own
            columns (`codec.seams`).
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
        for name, allowed in _ALLOWED.items():
            check_whole(name, getattr(self, name), allowed)
        check_number("seams", self.seams, Range(0.0, 1.0))
        check_number("decay", self.decay, Range(0.0, 1.0))
        _check_flag("rotation_trick", self.rotation_trick)
        for what, most, got in (
            ("column_frames x hop", MOST_COLUMN, self.column_samples),
            ("bands x search x size", MOST_SEARCH, self.bands * self.search * self.size),
            ("levels x size x size", MOST_NEIGHBOURS, self.levels * self.size**2),
        ):
            if got > most:
                raise BadArgument(f"{what} must be at most {most}, got {got}")
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

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Name and shape of each tensor of the codec, as they are in a model file."""
        H, D, patch = self.bands, self.width, self.patch
        shapes: dict[str, tuple[int, ...]] = {
            "codebooks": (self.levels, self.size, D),
            "encoder.mean": (H, patch),
            "encoder.project": (H, patch, D),
            "decoder.mean": (H, patch),
            "decoder.project": (H, D, patch),
        }
        for layer in (f"{half}.layers.{n}" for half in _HALVES for n in range(self.blocks)):
            positions = 9 if layer.endswith(".0") else 3  # the first sees neighbouring columns too
            shapes |= {
                f"{layer}.norm.weight": (D,),
                f"{layer}.norm.bias": (D,),
                f"{layer}.look.weight": (self.hidden, positions * D),
                f"{layer}.look.bias": (self.hidden,),
                f"{layer}.add.weight": (D, self.hidden),
                f"{layer}.add.bias": (D,),
            }
        return shapes

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
            if not isinstance(values["mel"], dict):
                raise BadArgument("mel of a codec config must be an object of its fields")
            values["mel"] = MelConfig.from_json(values["mel"])
        try:
            return cls(**values)
        except TypeError as error:
            raise BadArgument(f"a codec config does not fit: {error}") from error


def _check_flag(name: str, value: object) -> None:
    if not isinstance(value, bool):
        raise BadArgument(f"{name} is true or false, got {reprlib.repr(value)}")
