"""The recipe of a training: every setting that decides its result, in one TOML file."""

import math
import tomllib
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Final, Self, TypeVar, get_type_hints

import tomlkit

from distill.codec.codec_config import CodecConfig
from distill.errors import BadArgument
from distill.nn.patches import Emphasis
from distill.storage import atomic, regular_file, textfile
from distill.types import Json, Range

Part = TypeVar("Part")

_SIZES: Final = ((5, 64, 8), (20, 128, 8), (math.inf, 256, 8))
"""(Up to this many files, K, Q).

Eight levels for all: docs/decisions/0023-the-codec-quantizes-patches.md.
"""
_PLACES_PER_CODE: Final = 39
"""Positions per code that k-means needs.

Source: `min_points_per_centroid` of faiss (Johnson et al. 2017).
"""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Codebook sizes that suit an amount of sound.

    Attributes:
        size: K.
        levels: Q.
        reason: Why these, in a few words.
    """

    size: int
    levels: int
    reason: str


def sizes_for(files: int, seconds: float) -> Sizes:
    """Choose codebook sizes by the number of files and their total length."""
    _, size, levels = next(row for row in _SIZES if files <= row[0])
    config = CodecConfig()
    places = seconds * config.mel.sample_rate / config.column_samples * config.bands
    fitting = [row for row in _SIZES if row[1] * _PLACES_PER_CODE <= places] or [_SIZES[0]]
    what = f"{files} files" if files != 1 else "one file"
    if size <= fitting[-1][1]:
        return Sizes(size, levels, f"for {what}")
    _, less, levels = fitting[-1]
    minutes = size * _PLACES_PER_CODE * seconds / max(places, 1e-9) / 60
    return Sizes(less, levels, f"{what}, but K={size} needs {minutes:.1f} minutes of sound")


@dataclass(frozen=True, slots=True)
class DataRecipe:
    """How sounds are prepared.

    Attributes:
        held_share: Share of the files that is held out for validation.
        split_seed: Seed of the split.
        peak: Each sound is scaled to this peak.
        augmentation_expansion: Altered copies of each training sound; held-out sounds have none.
            -1: chosen by the amount of sound, none from ten minutes on.
        augmentation_seed: Seed of the alterations.
        gain_db: Largest attenuation of a copy.
        pitch_semitones: Largest pitch shift, up or down.
        time_ratio: Largest factor by which a copy is longer or shorter.
        offset_s: Latest start (a column of the reference geometry); at most a quarter of the sound
            is skipped. It shifts the boundaries of columns and frames.
    """

    held_share: float = 0.1
    split_seed: int = 0
    peak: float = 0.9
    augmentation_expansion: int = -1
    augmentation_seed: int = 0
    gain_db: float = 6.0
    pitch_semitones: float = 1.0
    time_ratio: float = 1.1
    offset_s: float = 0.17


@dataclass(frozen=True, slots=True)
class StageRecipe:
    """Training settings that both stages have.

    Attributes:
        minutes: Budget of wall time; 0 counts steps only.
        steps: Budget of steps; 0 counts minutes only.
        batch: Examples per step.
        learning_rate: Of AdamW.
        clip: Maximum gradient norm; 0 disables clipping.
        average: Decay per step of the averaged weights that validations, previews and the result
            use; 0 uses the weights themselves.
        patience: Validations without a better smoothed metric before early stopping; 0: no limit.
        bf16: Train in bfloat16 where the processor supports it.
        check_every: Steps between two validations. A budget of minutes also validates after a
            twentieth of it, and limits the share of time that validations take.
        keep_best: Number of best checkpoints to keep.
        seed: Of the initial weights and of the random draws.
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

    def session_invariant(self) -> Self:
        """Reset the fields that may differ between sessions. Any: each field's own type."""
        free: dict[str, Any] = {
            row.name: row.default for row in fields(StageRecipe) if row.name != "seed"
        }
        return replace(self, **free)


@dataclass(frozen=True, slots=True)
class CodecRecipe(StageRecipe):
    """Training settings of the codec.

    Attributes:
        clip: As in `PriorRecipe`.
        average: Measured: docs/decisions/0024-validation-by-averaged-weights.md.
        columns: Length of a crop.
        decay_from: Share of the budget after which the learning rate falls linearly to 0.
        commitment: Weight of the commitment loss relative to the mean squared error.
        quieter_db: Largest random attenuation of a crop, so that the codec learns softer levels.
        emphasis: Weights of the parts of a patch in the loss.
    """

    clip: float = 1.0
    average: float = 0.99
    columns: int = 6
    decay_from: float = 0.0
    commitment: float = 0.25
    quieter_db: float = 12.0
    emphasis: Emphasis = field(default_factory=Emphasis)


@dataclass(frozen=True, slots=True)
class PriorRecipe(StageRecipe):
    """Training settings of the prior; without `minutes` and `steps` no prior is trained.

    Attributes:
        batch: Windows per step.
        learning_rate: Of AdamW. Source: docs/decisions/0030-the-prior-wants-a-low-rate.md.
        clip: Source: Brown et al. 2020 (GPT-3).
        check_every: Steps between two validations.
        layers: Transformer layers over positions.
        width: D of the Transformer.
        heads: Attention heads.
        context_columns: Columns of context.
        depth_layers: Layers over the levels of a position.
        depth_width: d of these layers.
        dropout: Dropout probability.
    """

    batch: int = 8
    learning_rate: float = 1.5e-3
    clip: float = 1.0
    average: float = 0.99
    check_every: int = 200
    keep_best: int = 1
    layers: int = 3
    width: int = 256
    heads: int = 4
    context_columns: int = 8
    depth_layers: int = 1
    depth_width: int = 128
    dropout: float = 0.1


@dataclass(frozen=True, slots=True)
class MachineRecipe:
    """The hardware to train on.

    Attributes:
        accelerator: `cuda`, `mps`, `cpu`, or `auto` for the fastest one available.
        devices: Processes on each machine; with CUDA one for each GPU.
        nodes: Machines; each runs the same command on a shared folder.
    """

    accelerator: str = "auto"
    devices: int = 1
    nodes: int = 1


@dataclass(frozen=True, slots=True)
class Recipe:
    """All settings of a training.

    Attributes:
        name: Of the model.
        author: Who trained it.
        licence: Licence of the model.
        about: What it was trained on, in a sentence.
        corpus_minutes: Most minutes of its sounds that the model remembers; 0: none.
        codec: Geometry of the codec.
        data: How sounds are prepared.
        codec_stage: Training settings of the codec.
        prior_stage: Training settings of the prior.
        machine: The hardware to train on.
    """

    name: str
    author: str = ""
    licence: str = ""
    about: str = ""
    corpus_minutes: float = 60.0
    codec: CodecConfig = field(default_factory=CodecConfig)
    data: DataRecipe = field(default_factory=DataRecipe)
    codec_stage: CodecRecipe = field(default_factory=CodecRecipe)
    prior_stage: PriorRecipe = field(default_factory=PriorRecipe)
    machine: MachineRecipe = field(default_factory=MachineRecipe)

    def __post_init__(self) -> None:
        Range(0.0, 1440.0).check("corpus_minutes", self.corpus_minutes)
        Range(0.0, 0.9).check("data.held_share", self.data.held_share)
        Range(0.01, 1.0).check("data.peak", self.data.peak)
        Range(-1, 64).check("data.augmentation_expansion", self.data.augmentation_expansion)
        Range(0, 2**31 - 1).check("data.augmentation_seed", self.data.augmentation_seed)
        Range(0.0, 40.0).check("data.gain_db", self.data.gain_db)
        Range(0.0, 12.0).check("data.pitch_semitones", self.data.pitch_semitones)
        Range(1.0, 2.0).check("data.time_ratio", self.data.time_ratio)
        Range(0.0, 10.0).check("data.offset_s", self.data.offset_s)
        Range(0.0, 1.0).check("codec_stage.decay_from", self.codec_stage.decay_from)
        Range(1, 4096).check("codec_stage.batch", self.codec_stage.batch)
        Range(1, 4096).check("codec_stage.columns", self.codec_stage.columns)
        Range(1, 4096).check("prior_stage.batch", self.prior_stage.batch)
        Range(0.0, 0.9).check("prior_stage.dropout", self.prior_stage.dropout)
        for name, stage in (("codec_stage", self.codec_stage), ("prior_stage", self.prior_stage)):
            Range(0, 1e6).check(f"{name}.minutes", stage.minutes)
            Range(0, 1e9).check(f"{name}.steps", stage.steps)
            Range(1e-7, 1.0).check(f"{name}.learning_rate", stage.learning_rate)
            Range(0.0, 1e6).check(f"{name}.clip", stage.clip)
            Range(0.0, 0.99999).check(f"{name}.average", stage.average)
            Range(0, 1e6).check(f"{name}.patience", stage.patience)
            Range(1, 1e9).check(f"{name}.check_every", stage.check_every)
            Range(1, 100).check(f"{name}.keep_best", stage.keep_best)
        for name, factor in asdict(self.codec_stage.emphasis).items():
            Range(0.01, 100.0).check(f"codec_stage.emphasis.{name}", factor)

    @classmethod
    def for_files(cls, name: str, files: int, seconds: float = math.inf) -> Self:
        """Choose sizes by the number of training files and their length in `seconds`."""
        sizes = sizes_for(files, seconds)
        size = sizes.size
        codec = CodecConfig(size=size, levels=sizes.levels)
        stage = CodecRecipe()
        batch = max(stage.batch, -(-4 * size // (stage.columns * codec.bands)))
        return cls(name, codec=codec, codec_stage=replace(stage, batch=batch))

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read a recipe.

        Raises:
            BadArgument: Not TOML, or an unknown key or a wrong value.
        """
        try:
            data = tomllib.loads(regular_file.read(file, textfile.MAX_BYTES).decode("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            why = getattr(error, "strerror", None) or error
            raise BadArgument(f"{file.name} is not a recipe: {why}") from error
        return cls.from_json(data, file.name)

    @classmethod
    def from_json(cls, data: Json, where: str) -> Self:
        """Build a recipe from its `asdict` form; `where` names its source in errors.

        Raises:
            BadArgument: An unknown key or a wrong value.
        """
        return _read(cls, data, where)

    def save(self, file: Path, advice: atomic.Advice = atomic.USUAL) -> None:
        """Write the recipe so that `load` returns an equal one.

        Raises:
            DiskFull: No space; an earlier file is unchanged.
            FileProblem: The file cannot be written; the text ends with `advice`.
        """
        atomic.replace(file, self.to_toml(), advice)

    def to_toml(self) -> str:
        """Return the recipe as TOML."""
        return tomlkit.dumps(asdict(self))


def _read(kind: type[Part], data: Json, where: str) -> Part:
    hints = get_type_hints(kind)
    known = {row.name for row in fields(kind)}  # type: ignore[arg-type] # each is a dataclass
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
