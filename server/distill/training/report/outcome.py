"""Says in words what a training has learned, and how much longer it should train."""

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from distill.training.loop.codec_stage import CodecResult
from distill.training.loop.prior_stage import LevelNats, PriorResult
from distill.training.report.json_read import as_list, as_object
from distill.training.report.training_result import TrainingResult, held_error_text
from distill.training.resume import CODEC_SHARE
from distill.training.stage import Stage
from distill.types import Json

REPORT: Final = "report.json"
"""Name of the file beside the model that holds the outcome."""
CODEC_STEPS: Final = 250
"""Steps after which the error of a codec falls slowly. Source: docs/figures.md#training."""
PRIOR_STEPS: Final = 200
"""Steps after which a prior predicts better than the best neighbour, with some to spare.

Source: docs/figures.md#training.
"""
_FEW_STEPS: Final = 5
"""Fewer steps than this tell the pace only roughly."""
_BESIDE_STEPS: Final = 1.25
"""Time of a stage over that of its steps: it also initialises, validates and writes."""
_GUESSING: Final = 0.98
"""Share of the nats of a blind guess from which the prior has learned nothing: 2 % are chance."""
_ROUND_MINUTES: Final = (1, 2, 3, 5, 10, 15, 20, 30, 40, 60, 90, 120)
_LONGEST: Final = 60
"""Minutes that longer budgets are a multiple of."""
_MORE: Final = 1.5
"""Least factor between a budget that was too short and the next one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a training.

    Attributes:
        sentences: One for the codec, one for the prior, and one about what to do.
        minutes: Budget of all stages together to continue with; 0 if more time is not what helps.
    """

    sentences: tuple[str, ...]
    minutes: int

    def to_json(self) -> Json:
        """Return the content of `outcome` in `report.json`."""
        return asdict(self)

    @classmethod
    def from_json(cls, report: Json) -> "Outcome":
        """Read the outcome in a `report.json`; an empty one if there is none."""
        told = as_object(report.get("outcome"))
        minutes = told.get("minutes")
        sentences = tuple(str(one) for one in as_list(told.get("sentences")))
        return cls(sentences, minutes if isinstance(minutes, int) else 0)

    @classmethod
    def of_model(cls, file: Path) -> "Outcome":
        """Read the outcome beside a model file; an empty one if there is none."""
        try:
            return cls.from_json(as_object(json.loads(file.with_name(REPORT).read_text("utf-8"))))
        except (OSError, ValueError):
            return cls((), 0)


@dataclass(frozen=True, slots=True)
class MeanNats:
    """Nats per held-out code, mean of all levels; less is better.

    Attributes:
        prior: Of the trained prior.
        guess: Of a blind guess among K codes: log K.
        unigram: Of the frequencies of codes.
        bigram: Of the neighbour that helps most.
    """

    prior: float
    guess: float
    unigram: float
    bigram: float

    @classmethod
    def of(cls, levels: list[LevelNats], size: int) -> "MeanNats":
        """Average the rows of all levels; `size` is K."""
        count = len(levels)
        return cls(
            sum(row.prior for row in levels) / count,
            math.log(size),
            sum(row.unigram for row in levels) / count,
            sum(row.bigram for row in levels) / count,
        )

    @property
    def is_context_learned(self) -> bool:
        """Does the prior predict better than everything that knows less than it?"""
        return self.prior < min(self.guess, self.unigram, self.bigram)

    def describe(self) -> str:
        """Say in a sentence what the prior has learned."""
        prior = f"{self.prior:.2f} nats per code"
        guess = f"a blind guess costs {self.guess:.2f}"
        if self.prior >= _GUESSING * self.guess:
            noise = "what it invents by itself is noise"
            return f"it has learned nothing yet: {prior}, and {guess}; {noise}"
        if self.prior >= min(self.guess, self.unigram):
            return (
                f"it has learned a part of how often each code occurs: {prior}, where {guess} "
                f"and the frequencies alone {self.unigram:.2f}; what it invents by itself is close "
                "to noise"
            )
        if not self.is_context_learned:
            return (
                f"it has learned how often each code occurs, but the best neighbour alone "
                f"predicts better: {prior}, the neighbour {self.bigram:.2f}, {guess}"
            )
        return (
            f"it has learned more than any neighbour tells: {prior}, the best neighbour alone "
            f"{self.bigram:.2f}, {guess}"
        )


def outcome(
    result: TrainingResult, stage: Stage, outside_seconds: float, pace: float = 1.0
) -> Outcome:
    """Judge a training and advise what to do.

    Args:
        result: Its result.
        stage: What was trained.
        outside_seconds: Seconds that it took outside the stages, over all sessions.
        pace: Seconds that passed per second of processor time.
    """
    codec, prior = result.codec, result.prior
    lines, weak, steps_of = [], False, []
    if stage is not Stage.PRIOR:
        steps_of.append(codec.steps)
        lines.append(f"codec: {_steps(codec.steps)}; {held_error_text(result.held_db)}")
        weak = _is_short(codec, CODEC_STEPS)
    if prior is not None:
        steps_of.append(prior.steps)
        nats = MeanNats.of(prior.levels, result.recipe.codec.size) if prior.levels else None
        told = nats.describe() if nats else "no sound is held out to measure it on"
        lines.append(f"prior: {_steps(prior.steps)}; {told}")
        learned = nats is None or nats.is_context_learned
        weak = weak or _is_short(prior, PRIOR_STEPS)
        if not learned and not weak:
            lines.append(
                "more time will hardly help: use more sounds, or sounds that have more in common"
            )
    minutes = _minutes(result, stage, outside_seconds) if weak else 0
    if minutes:
        busy = f" (this machine was busy, {pace:.0f} x as slow as a quiet one)" if pace >= 2 else ""
        steps = min(steps_of)
        rough = " (a rough estimate, from so few steps)" if steps < _FEW_STEPS else ""
        lines.append(
            f"give it --minutes {minutes}{rough}: at the pace of this training{busy} that is "
            "enough to learn these sounds; it goes on from here, nothing is lost"
        )
    return Outcome(tuple(lines), minutes)


def _steps(steps: int) -> str:
    return f"{steps:,} step{'' if steps == 1 else 's'}"


def _is_short(stage: CodecResult | PriorResult, enough: int) -> bool:
    """Did the budget end a stage before it had enough steps?"""
    return stage.steps < enough and not stage.ended_early


def _minutes(result: TrainingResult, stage: Stage, outside_seconds: float) -> int:
    """Derive the budget in which each stage gets enough steps at the measured pace."""
    codec, prior = result.codec, result.prior
    first = _seconds(codec, CODEC_STEPS)
    second = _seconds(prior, PRIOR_STEPS) if prior is not None else 0.0
    used = prior.seconds if prior is not None else 0.0
    if stage is Stage.PRIOR:
        needed = second
    elif prior is None:
        needed, used = first, codec.seconds
    else:
        needed = max(first / CODEC_SHARE, second / (1.0 - CODEC_SHARE))
        used += codec.seconds
    minutes = max(outside_seconds + needed, _MORE * (outside_seconds + used)) / 60
    known = next((row for row in _ROUND_MINUTES if row >= minutes), 0)
    return known or _LONGEST * math.ceil(minutes / _LONGEST)


def _seconds(stage: CodecResult | PriorResult, enough: int) -> float:
    """Return how long a stage takes with enough steps."""
    step_s = stage.step_s or stage.seconds / max(1, stage.steps)
    return _BESIDE_STEPS * step_s * max(enough, stage.steps)
