"""A recipe: everything that decides what a training makes, in one TOML file that makes it again."""

import json
import tomllib
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Final, Self, TypeVar, get_type_hints

from distill.codec.config import CodecConfig
from distill.errors import BadArgument
from distill.training.whole import write_whole
from distill.types import Json, Range

Part = TypeVar("Part")

_SIZES: Final = ((20, 64, 4), (100, 128, 4), (None, 256, 8))
"""(Up to this many files, K, Q). Source: DESIGN section 3."""


@dataclass(frozen=True, slots=True)
class DataRecipe:
    """How sounds are made ready.

    Attributes:
        held_share: Share of the files that is held out to measure with.
        split_seed: Which files those are.
        peak: Each sound is brought to this peak.
    """

    held_share: float = 0.1
    split_seed: int = 0
    peak: float = 0.9


@dataclass(frozen=True, slots=True)
class StageRecipe:
    """How a stage learns, whatever it learns.

    Attributes:
        minutes: Budget of wall time; 0 counts steps only.
        steps: Budget of steps; 0 counts minutes only.
        batch: Examples per step.
        learning_rate: AdamW.
        clip: Longest gradient; 0 leaves all as they are.
        average: How slowly running means follow the weights, per step; looks, previews and the
            result use the means. 0 uses the weights themselves.
        patience: Looks without a better smoothed figure after which a training ends; 0 never.
        bf16: Half-length numbers where the processor has them.
        check_every: Steps between two looks at held-out sound; in a budget of minutes also when
            a twentieth of it has gone by, and never more than looks may cost.
        keep_best: Checkpoints kept of the looks that went best.
        seed: Of the start values and of what is drawn.
    """

    minutes: float = 30.0
    steps: int = 0
    batch: int = 16
    learning_rate: float = 1e-3
    clip: float = 0.0
    average: float = 0.0
    patience: int = 12
    bf16: bool = True
    check_every: int = 500
    keep_best: int = 3
    seed: int = 0

    def lasting(self) -> Self:
        """Leave out what may change from one session to the next. Any: each field's own type."""
        free: dict[str, Any] = {
            row.name: row.default for row in fields(StageRecipe) if row.name != "seed"
        }
        return replace(self, **free)


@dataclass(frozen=True, slots=True)
class CodecRecipe(StageRecipe):
    """How the codec learns. Each default is what did best in reference/quality.md section 2.

    Attributes:
        clip: Ten times the usual length: it only stops the first step's, which is a thousand times
            as long, from holding AdamW back (DECISIONS.md).
        average: Measured with the prior's in DECISIONS.md.
        columns: Length of a crop; batch times positions should be at least 4 K.
        decay_from: Share of the budget after which the rate falls linearly to 0; BatchNorm's
            measured averages settle only then.
        commitment: Weight of the commitment loss against the mean squared error.
        quieter_db: Crops are made up to this much softer, so that levels in use are known.
    """

    clip: float = 100.0
    average: float = 0.99
    columns: int = 6
    decay_from: float = 0.6
    commitment: float = 1.0
    quieter_db: float = 12.0


@dataclass(frozen=True, slots=True)
class PriorRecipe(StageRecipe):
    """How the prior learns; with neither `minutes` nor `steps` no prior is made.

    Attributes:
        batch: Windows per step.
        learning_rate: AdamW; trainings of minutes want a high one (the bundled model: 4.12
            held-out nats per code after 200 steps at 1e-3, 4.02 after 88 twice as large at 4e-3).
        clip: Source: GPT-3.
        check_every: Steps between two looks at held-out codes.
        layers: Transformer layers.
        width: D of the Transformer.
        heads: Attention heads.
        context_columns: How far back it listens.
    """

    batch: int = 4
    learning_rate: float = 3e-3
    clip: float = 1.0
    average: float = 0.99
    check_every: int = 200
    keep_best: int = 1
    layers: int = 4
    width: int = 256
    heads: int = 4
    context_columns: int = 8


@dataclass(frozen=True, slots=True)
class MachineRecipe:
    """What to train on.

    Attributes:
        accelerator: `cuda`, `mps`, `cpu`, or `auto` for the fastest that is there.
        devices: Processes on each machine, in step with each other; with CUDA one for each GPU.
        nodes: Machines; each runs the same command, on a folder that they share.
    """

    accelerator: str = "auto"
    devices: int = 1
    nodes: int = 1


@dataclass(frozen=True, slots=True)
class Recipe:
    """The whole of it.

    Attributes:
        name: Of the model.
        author: Who trained it.
        licence: Under which it may be passed on.
        about: What it was made from, in a sentence.
        codec: Geometry of the codec.
        data: How sounds are made ready.
        codec_stage: How the codec learns.
        prior_stage: How the prior learns.
        machine: What to train on.
    """

    name: str
    author: str = ""
    licence: str = ""
    about: str = ""
    codec: CodecConfig = field(default_factory=CodecConfig)
    data: DataRecipe = field(default_factory=DataRecipe)
    codec_stage: CodecRecipe = field(default_factory=CodecRecipe)
    prior_stage: PriorRecipe = field(default_factory=PriorRecipe)
    machine: MachineRecipe = field(default_factory=MachineRecipe)

    def __post_init__(self) -> None:
        Range(0.0, 0.9).check("data.held_share", self.data.held_share)
        Range(0.01, 1.0).check("data.peak", self.data.peak)
        Range(0.0, 1.0).check("codec_stage.decay_from", self.codec_stage.decay_from)
        Range(1, 4096).check("codec_stage.batch", self.codec_stage.batch)
        Range(1, 4096).check("codec_stage.columns", self.codec_stage.columns)
        Range(1, 4096).check("prior_stage.batch", self.prior_stage.batch)
        for name, stage in (("codec_stage", self.codec_stage), ("prior_stage", self.prior_stage)):
            Range(0, 1e6).check(f"{name}.minutes", stage.minutes)
            Range(0, 1e9).check(f"{name}.steps", stage.steps)
            Range(1e-7, 1.0).check(f"{name}.learning_rate", stage.learning_rate)
            Range(0.0, 1e6).check(f"{name}.clip", stage.clip)
            Range(0.0, 0.99999).check(f"{name}.average", stage.average)
            Range(0, 1e6).check(f"{name}.patience", stage.patience)
            Range(1, 1e9).check(f"{name}.check_every", stage.check_every)
            Range(1, 100).check(f"{name}.keep_best", stage.keep_best)

    @classmethod
    def for_files(cls, name: str, files: int) -> Self:
        """Choose sizes by how many files there are to learn from."""
        size, levels = next((k, q) for most, k, q in _SIZES if most is None or files <= most)
        codec = CodecConfig(size=size, levels=levels)
        stage = CodecRecipe()
        batch = max(stage.batch, -(-4 * size // (stage.columns * codec.bands)))
        return cls(name, codec=codec, codec_stage=replace(stage, batch=batch))

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read a recipe.

        Raises:
            BadArgument: Not TOML, or a key or value that a recipe does not have.
        """
        try:
            data = tomllib.loads(file.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise BadArgument(f"{file.name} is not a recipe: {error}") from error
        return _read(cls, data, file.name)

    def save(self, file: Path) -> None:
        """Write the recipe so that `load` gives an equal one."""
        write_whole(file, _toml(asdict(self)).encode())


def _read(kind: type[Part], data: Json, where: str) -> Part:
    hints = get_type_hints(kind)
    known = {row.name for row in fields(kind)}  # type: ignore[arg-type] # every kind is a dataclass
    unknown = sorted(set(data) - known)
    if unknown:
        raise BadArgument(f"{where} has no {unknown[0]!r}; there are: {', '.join(sorted(known))}")
    values: dict[str, Any] = {}  # Any: what TOML holds
    for name, value in data.items():
        hint = hints[name]
        if hint is CodecConfig:
            values[name] = CodecConfig.from_json(value)
        elif isinstance(hint, type) and is_dataclass(hint):
            values[name] = _read(hint, value, f"{where} [{name}]")
        elif hint is float and isinstance(value, int) and not isinstance(value, bool):
            values[name] = float(value)
        elif type(value) is not hint:
            raise BadArgument(f"{where}: {name} takes {hint.__name__}, got {value!r}")
        else:
            values[name] = value
    try:
        return kind(**values)
    except TypeError as error:
        raise BadArgument(f"{where} is incomplete: {error}") from error


def _toml(data: Json, above: str = "") -> str:
    lines = [
        f"{name} = {json.dumps(list(value) if isinstance(value, tuple) else value)}"
        for name, value in data.items()
        if not isinstance(value, dict)
    ]
    for name, value in data.items():
        if isinstance(value, dict):
            path = f"{above}{name}"
            lines += ["", f"[{path}]", _toml(value, f"{path}.").rstrip()]
    return "\n".join(lines) + "\n"
