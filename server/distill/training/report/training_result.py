"""The result of a training: its metrics, and the files that were used."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Final

from distill.codec.codec import Codec
from distill.storage.corpus_summary import CorpusSummary
from distill.training.data.corpus import Corpus
from distill.training.data.survey import survey
from distill.training.loop.codec_stage import (
    WITHOUT_KIND,
    CodecResult,
    error_through_codes,
    labelled_clips,
)
from distill.training.loop.prior_stage import PriorResult
from distill.training.recipe import Recipe
from distill.types import Json

FEWEST_CLIPS: Final = 32
"""Held-out clips that are measured in any case, as many as in a validation."""


@dataclass(frozen=True, slots=True, eq=False)
class TrainingResult:
    """The result of both stages.

    Attributes:
        recipe: The recipe.
        corpus: The sounds.
        codec: Result of the first stage.
        prior: Result of the second stage; None if it was not run.
        held_db: Held-out mel error in dB by kind of sound (name of its sub-folder).
        usage: How often each code occurs in all sounds: Q rows of K counts.
        remembered: What the model remembers; None if it has no corpus.
    """

    recipe: Recipe
    corpus: Corpus
    codec: CodecResult
    prior: PriorResult | None
    held_db: dict[str, float]
    usage: list[list[int]]
    remembered: CorpusSummary | None = None

    def to_json(self) -> Json:
        """Return the content of `report.json`."""
        prior = self.prior
        return {
            "recipe": asdict(self.recipe),
            "survey": survey(self.corpus, self.recipe).to_json(),
            "files": [asdict(piece) for piece in self.corpus.pieces],
            "train_seconds": round(self.corpus.seconds("train"), 1),
            "held_seconds": round(self.corpus.seconds("held"), 1),
            "held_mel_error_db": self.held_db,
            "usage": self.usage,
            "corpus": self.remembered and asdict(self.remembered),
            "codec": {
                "steps": self.codec.steps,
                "curve": self.codec.curve,
                "health": [level.to_json() for level in self.codec.health],
                "history": self.codec.history,
                "seconds": round(self.codec.seconds, 1),
            },
            "prior": prior
            and {
                "steps": prior.steps,
                "curve": prior.curve,
                "seconds": round(prior.seconds, 1),
                "levels": [asdict(level) for level in prior.levels],
            },
        }


def metrics(result: TrainingResult) -> Json:
    """Return the metrics of a model file: mel error in dB by kind, nats by level."""
    found: Json = {"held_mel_error_db": result.held_db}
    if result.prior and result.prior.levels:
        found["held_prior_nats"] = [round(row.prior, 3) for row in result.prior.levels]
    return found


def held_error_db(
    corpus: Corpus, codec: Codec, has_time: Callable[[], bool] = lambda: True
) -> dict[str, float]:
    """Measure the mean error of the codec on the held-out clips, in dB by kind of sound.

    Args:
        corpus: The sounds.
        codec: The finished codec.
        has_time: Whether there is time for another clip; without it only `FEWEST_CLIPS`, spread
            evenly over all, and one of each kind are measured.
    """
    found: dict[str, list[float]] = {}
    clips = labelled_clips(corpus)
    apart = max(1, len(clips) // FEWEST_CLIPS)
    for number, at in enumerate(
        at for first in range(apart) for at in range(first, len(clips), apart)
    ):
        kind, clip = clips[at]
        if number < FEWEST_CLIPS or kind not in found or has_time():
            found.setdefault(kind, []).append(error_through_codes(codec, clip[0]))
    return {kind: round(sum(errors) / len(errors), 3) for kind, errors in found.items()}


def held_error_text(held_db: Mapping[str, float]) -> str:
    """Say how far decoded sound is from held-out sound: in all, or by kind of sound."""
    if not held_db:
        return "no sound is held out to measure the mel error on"
    rows = [f"{kind} {error:.2f} dB" for kind, error in sorted(held_db.items())]
    if len(held_db) == 1:
        rows = [row.removeprefix(f"{WITHOUT_KIND} ") for row in rows]
    return f"mel error on held-out sound {', '.join(rows)} (less is better)"


def health_lines(result: CodecResult) -> list[str]:
    """Describe the state of the codebooks, a sentence for each level and for each warning."""
    lines = []
    for row in result.health:
        lines.append(
            f"level {row.level}: {row.used:.0%} of the codes used, perplexity "
            f"{row.perplexity:.0f}, {row.dead:.1%} of the codes replaced per step"
        )
        lines += [f"  warning: {warning}" for warning in row.warnings]
    return lines


def prior_lines(result: PriorResult) -> list[str]:
    """Describe how well the prior predicts held-out codes, a sentence for each level."""
    return [
        f"level {row.level}: {row.prior:.2f} nats per code "
        f"(bigram {row.bigram:.2f}, unigram {row.unigram:.2f})"
        for row in result.levels
    ]
