"""The parameters: one row each; addresses, MIDI, clients and pages are made from them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from distill.errors import BadArgument, UnknownAddress, did_you_mean
from distill.units import MAX_SEED, Range, Unit


class Scale(StrEnum):
    """How a knob's 0..1 maps to the range."""

    LINEAR = "linear"
    LOG = "log"
    STEPS = "steps"


class Scope(StrEnum):
    """What a parameter acts on."""

    PRIOR = "prior"
    """How codes are sampled; part of `SamplingParams` and of the seed, not of the live values."""
    VOICE = "voice"
    """The codes of what sounds, before they are decoded: a change renders the column again."""
    MASTER = "master"
    """The sound after the vocoder, at the end of the live chain; clips have it too."""
    STAGE = "stage"
    """Tempo and setup of the performance: snapshots and presets leave it alone."""


class Group(StrEnum):
    """Groups of parameters on the panels of all clients."""

    GENERATE = "generate"
    SOUNDS = "sounds"
    LIVE = "live"
    OUTPUT = "output"
    TIME = "time"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: everything about it except its processing.

    Attributes:
        name: As in its address.
        scope: What it acts on; `voice` and `master` make it a live value of the score.
        group: The panel of the clients that shows it.
        default: In its unit.
        range: Lowest and highest value.
        unit: Of the value.
        scale: How a knob's 0..1 maps to the range.
        glide_s: How long the sound takes to follow a jump, so that no knob clicks.
        about: One sentence.
        choices: Names of the values of a choice.
    """

    name: str
    scope: Scope
    group: Group
    default: float
    range: Range
    unit: Unit
    scale: Scale
    glide_s: float
    about: str
    choices: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it is a whole number (a count, a seed, a choice)."""
        return self.scale is Scale.STEPS

    @property
    def live(self) -> bool:
        """Whether the live chain follows it while something sounds."""
        return self.scope in {Scope.VOICE, Scope.MASTER}

    def parse(self, value: object) -> float:
        """Check a value from a client; a choice may be given by name.

        Raises:
            BadArgument: Not a number (or a listed name), not finite, or out of range.
        """
        if isinstance(value, str):
            if value not in self.choices:
                allowed = ", ".join(self.choices) or "numbers only"
                raise BadArgument(f"{self.name} takes {allowed}; got {value!r}")
            return float(self.choices.index(value))
        if not isinstance(value, (int, float)):
            raise BadArgument(f"{self.name} takes a number, got {type(value).__name__}")
        number = float(value)
        self.range.check(self.name, number)
        if self.whole:
            if number != math.floor(number):
                raise BadArgument(f"{self.name} takes a whole number, got {number:g}")
            return float(int(number))
        return number

    def from_normalized(self, position: float) -> float:
        """Convert a controller's 0..1 to a value.

        Raises:
            BadArgument: Outside 0..1, or not finite.
        """
        Range(0.0, 1.0).check(f"{self.name}/normalized", position)
        low, high = self.range.low, self.range.high
        if self.scale is Scale.LOG:
            return float(low * (high / low) ** position)
        value = low + (high - low) * position
        return float(round(value)) if self.whole else value

    def to_normalized(self, value: float) -> float:
        """Convert a value to a controller's 0..1."""
        low, high = self.range.low, self.range.high
        if self.scale is Scale.LOG:
            return math.log(value / low) / math.log(high / low)
        return (value - low) / (high - low)


def _row(
    name: str, place: tuple[Scope, Group], default: float, allowed: Range, unit: Unit, about: str,
    **more: object,
) -> Parameter:  # fmt: skip
    fields: dict[str, object] = {"scale": Scale.LINEAR, "glide_s": 0.0, "choices": (), **more}
    return Parameter(name, *place, default, allowed, unit, about=about, **fields)  # type: ignore[arg-type] # rows are literals below


GRAINS: Final = {"off": 0, "beat": 0, "bar": 1, "2bars": 2, "4bars": 4}
"""Quantization grids in bars; a beat is one beat, whatever the bar."""
PROFILES: Final = {"low": 43, "normal": 85, "safe": 170}
"""Milliseconds of sound rendered ahead of the play head: docs/figures.md#latency-and-time."""

FINE_TEMPERATURE: Final = 0.5
"""Fine levels refine what coarser ones have begun; drawn as freely, they add noise to it.

Source: docs/figures.md#sound.
"""
MEMORY: Final = 1.0
"""What is remembered has the rhythm and the notes of its sounds: docs/figures.md#writing."""
_SAMPLING: Final = (Scope.PRIOR, Group.GENERATE)
_SOUNDS: Final = (Scope.PRIOR, Group.SOUNDS)
_MACRO: Final = (Scope.VOICE, Group.LIVE)
_OUTPUT: Final = (Scope.MASTER, Group.OUTPUT)
_TIME: Final = (Scope.STAGE, Group.TIME)
_SYSTEM: Final = (Scope.STAGE, Group.SYSTEM)

_ROWS: Final = (
    _row(
        "temperature", _SAMPLING, 0.9, Range(0.05, 2.0), Unit.RATIO,
        "Randomness of the prior: low values repeat what is likely, high values surprise.",
    ),
    _row(
        "top_k", _SAMPLING, 0.0, Range(0, 1024), Unit.CODES,
        "The prior samples from this many of the likeliest codes; 0 means all.", scale=Scale.STEPS,
    ),
    _row(
        "fine_temperature", _SAMPLING, FINE_TEMPERATURE, Range(0.05, 1.0), Unit.RATIO,
        "Temperature of the finest level as a share of temperature; those between in proportion. "
        "Low keeps notes clear, 1 is as free as the coarsest.",
    ),
    _row(
        "memory", _SOUNDS, MEMORY, Range(0.0, 1.0), Unit.RATIO,
        "How much is taken from the model's own sounds: at 1 every moment is a real one, carried by"
        " its sound; at 0 the Transformer invents all.",
    ),
    _row(
        "stay", _SOUNDS, 1.4, Range(0.2, 60.0), Unit.SECONDS,
        "How long it goes on in one sound before it jumps to where another goes on alike.",
        scale=Scale.LOG,
    ),
    _row(
        "roam", _SOUNDS, 0.25, Range(0.0, 1.0), Unit.RATIO,
        "How readily a jump leaves the file it is in for another of the model's sounds.",
    ),
    _row(
        "map_pull", _SOUNDS, 0.0, Range(0.0, 1.0), Unit.RATIO,
        "How strongly the place on the map of the model's sounds leads what is written; 0: not.",
    ),
    _row(
        "map_x", _SOUNDS, 0.5, Range(0.0, 1.0), Unit.RATIO,
        "The place on the map of the model's sounds that is sought, from left to right.",
    ),
    _row(
        "map_y", _SOUNDS, 0.5, Range(0.0, 1.0), Unit.RATIO,
        "The place on the map of the model's sounds that is sought, from bottom to top.",
    ),
    _row(
        "seed", _SAMPLING, 0.0, Range(0, MAX_SEED), Unit.NONE,
        "Seed of random choices; 0 draws a new seed each time and reports it.", scale=Scale.STEPS,
    ),
    _row(
        "coarse", _MACRO, 0.0, Range(0.0, 1.0), Unit.RATIO,
        "Live: replaces this share of coarse codes with similar ones; 0 is the exact original.",
        glide_s=0.05,
    ),
    _row(
        "fine", _MACRO, 0.0, Range(0.0, 1.0), Unit.RATIO,
        "Live: replaces this share of fine codes with similar ones; 0 is the exact original.",
        glide_s=0.05,
    ),
    _row(
        "morph", _MACRO, 0.0, Range(0.0, 1.0), Unit.RATIO,
        "Live: blends what sounds towards the morph slot.", glide_s=0.05,
    ),
    _row(
        "carry", _MACRO, 1.0, Range(0.0, 1.0), Unit.RATIO,
        "How much of what is heard the source carries: at 1 an untouched slot is its original, at 0"
        " all is the codec's own sound.", glide_s=0.05,
    ),
    _row("gain", _OUTPUT, 0.0, Range(-60.0, 12.0), Unit.DECIBEL, "Output level.", glide_s=0.02),
    _row(
        "width", _OUTPUT, 0.0, Range(0.0, 1.0), Unit.RATIO,
        "Stereo width: 0 is as it was recorded, 1 is widest; the mono sum never changes.",
        glide_s=0.02,
    ),
    _row(
        "pan", _OUTPUT, 0.0, Range(-1.0, 1.0), Unit.NONE,
        "Stereo position at equal loudness: -1 left, 1 right.", glide_s=0.02,
    ),
    _row(
        "tempo", _TIME, 120.0, Range(20.0, 300.0), Unit.TEMPO, "Tempo of the meter.",
    ),
    _row(
        "beats", _TIME, 4.0, Range(1, 16), Unit.BEATS, "Beats in a bar.",
        scale=Scale.STEPS,
    ),
    _row(
        "quantize", _TIME, 0.0, Range(0, len(GRAINS) - 1), Unit.NONE,
        "The beat or bar that play, stream, recall, edits and finished work wait for.",
        scale=Scale.STEPS, choices=tuple(GRAINS),
    ),
    _row(
        "profile", _SYSTEM, 1.0, Range(0, len(PROFILES) - 1), Unit.NONE,
        "How much sound is rendered ahead: low 43 ms, normal 85 ms, safe 170 ms.",
        scale=Scale.STEPS, choices=tuple(PROFILES),
    ),
)  # fmt: skip

PARAMETERS: Final[dict[str, Parameter]] = {row.name: row for row in _ROWS}


def defaults() -> dict[str, float]:
    """Return each parameter's default."""
    return {name: row.default for name, row in PARAMETERS.items()}


def in_scope(*scopes: Scope) -> tuple[Parameter, ...]:
    """Return the rows of these scopes, in the order of the table."""
    return tuple(row for row in PARAMETERS.values() if row.scope in scopes)


def in_group(*groups: Group) -> tuple[Parameter, ...]:
    """Return the rows of these groups, group by group."""
    return tuple(row for group in groups for row in PARAMETERS.values() if row.group is group)


def live_values(values: Mapping[str, float] | None = None) -> dict[str, float]:
    """Return a value for every live parameter: the given one, else its default."""
    given = values or {}
    return {n: given.get(n, row.default) for n, row in PARAMETERS.items() if row.live}


def find(name: str) -> Parameter:
    """Find a parameter.

    Raises:
        UnknownAddress: No such parameter; the nearest names are suggested.
    """
    if name not in PARAMETERS:
        hint = did_you_mean(name, PARAMETERS, f"there are: {', '.join(PARAMETERS)}")
        raise UnknownAddress(f"no parameter {name!r}; {hint}")
    return PARAMETERS[name]
