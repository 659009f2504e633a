"""Configuration of a prior: its size and its context."""

from dataclasses import asdict, dataclass, fields
from typing import Final, Self

from distill.errors import BadArgument, ModelFileProblem
from distill.types import Columns, Json
from distill.units import Range, check_whole

_ALLOWED: Final = {
    "size": Range(2, 32_767),
    "levels": Range(1, 32),
    "bands": Range(1, 64),
    "layers": Range(1, 48),
    "width": Range(4, 4096),
    "heads": Range(1, 64),
    "context_columns": Range(1, 256),
    "depth_layers": Range(1, 16),
    "depth_width": Range(4, 4096),
}
MOST_MEMORY: Final = 2**25
"""Most numbers in the attention memory of one stream (128 MB); a trained prior has 100,000."""
_FLAT: Final = frozenset(_ALLOWED) - {"depth_layers", "depth_width"}
"""Fields of a prior before time and depth had separate networks."""


@dataclass(frozen=True, slots=True)
class PriorConfig:
    """Size and context of a prior.

    Attributes:
        size: K, entries in each codebook.
        levels: Q.
        bands: H.
        layers: Transformer layers over positions.
        width: D, numbers in each position's vector.
        heads: Attention heads; must divide `width`.
        context_columns: Columns that a layer attends to: the position's own and those before it.
        depth_layers: Layers over the levels of a position.
        depth_width: d, numbers in each level's vector; much smaller than D is enough.
    """

    size: int
    levels: int
    bands: int
    layers: int = 3
    width: int = 256
    heads: int = 4
    context_columns: int = 8
    depth_layers: int = 1
    depth_width: int = 128

    def __post_init__(self) -> None:
        for name, allowed in _ALLOWED.items():
            check_whole(f"prior {name}", getattr(self, name), allowed)
        if self.width % self.heads or self.width % 4:
            raise BadArgument(
                "prior width must be a multiple of 4 that its heads divide, "
                f"got width {self.width} and {self.heads} heads"
            )
        if self.depth_width % 2:
            raise BadArgument(f"prior depth_width must be even, got {self.depth_width}")
        memory = 2 * self.layers * self.width * self.context_columns * self.bands
        if memory > MOST_MEMORY:
            raise BadArgument(
                f"the attention memory of a prior (2 x layers x width x context_columns x bands) "
                f"may have up to {MOST_MEMORY} numbers, got {memory}: use fewer context_columns"
            )

    @property
    def places(self) -> int:
        """Codes in a column: H * Q."""
        return self.bands * self.levels

    @property
    def head_width(self) -> int:
        """Numbers in one head's queries."""
        return self.width // self.heads

    @property
    def window(self) -> Columns:
        """Columns of a training window, and the most context that `start` uses.

        Twice the context, so that half of each window is trained with full context, as in a stream
        that has run for hours.
        """
        return Columns(2 * self.context_columns)

    @property
    def matrix_names(self) -> list[str]:
        """Matrices that multiply every position or level; these may be stored at half size."""
        parts = ("query_key_value", "attended", "feed.up", "feed.down")
        inside = [f"blocks.{n}.{part}.weight" for n in range(self.layers) for part in parts]
        deep = [
            f"depth.{n}.{part}.weight" for n in range(self.depth_layers) for part in ("up", "down")
        ]
        return [*inside, "inward.weight", *deep, "head"]

    def to_json(self) -> Json:
        """Return the fields as JSON, for the header of a model file."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read the result of `to_json`.

        Raises:
            BadArgument: A field is unknown, missing or out of range.
            ModelFileProblem: The prior is of an older version.
        """
        if set(data) == _FLAT:
            raise ModelFileProblem(
                "this model's prior was made by an older version, which used one network for all "
                "levels; its codec can be used, its prior cannot: train the prior again"
            )
        known = {field.name for field in fields(cls)}
        if set(data) != known:
            raise BadArgument(
                f"a prior is described by {', '.join(sorted(known))}; "
                f"got {', '.join(sorted(data)) or 'nothing'}"
            )
        return cls(**data)
