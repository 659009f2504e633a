"""What a training tells when it is done: the figures, the card, and which files were used."""

from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from distill.codec.codec import Codec
from distill.storage import atomic
from distill.training.codec_stage import CodecResult, error_through_codes, labelled_clips
from distill.training.corpus import Corpus
from distill.training.prior_stage import PriorResult
from distill.training.recipe import Recipe
from distill.training.survey import survey
from distill.types import Json


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """All that happened.

    Attributes:
        recipe: What was asked.
        corpus: What was learned from.
        codec: First stage.
        prior: Second stage; None if none was asked.
        held_db: Held-out mel error in dB by kind of sound (name of its sub-folder).
        usage: How often each code stands in all sounds: Q rows of K counts.
    """

    recipe: Recipe
    corpus: Corpus
    codec: CodecResult
    prior: PriorResult | None
    held_db: dict[str, float]
    usage: list[list[int]]

    def to_json(self) -> Json:
        """Tell it as JSON."""
        prior = self.prior
        return {
            "recipe": asdict(self.recipe),
            "survey": survey(self.corpus, self.recipe).to_json(),
            "files": [asdict(piece) for piece in self.corpus.pieces],
            "train_seconds": round(self.corpus.seconds("train"), 1),
            "held_seconds": round(self.corpus.seconds("held"), 1),
            "held_mel_error_db": self.held_db,
            "usage": self.usage,
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


def metrics(story: Story) -> Json:
    """Give the figures that a model file tells: mel error in dB by kind, nats by level."""
    found: Json = {"held_mel_error_db": story.held_db}
    if story.prior and story.prior.levels:
        found["held_prior_nats"] = [round(row.prior, 3) for row in story.prior.levels]
    return found


@torch.no_grad()
def held_error_db(corpus: Corpus, codec: Codec) -> dict[str, float]:
    """Measure the codec on every held-out clip; the mean in dB by kind of sound."""
    found: dict[str, list[float]] = {}
    for kind, clip in labelled_clips(corpus):
        found.setdefault(kind, []).append(float(error_through_codes(codec, clip)))
    return {kind: round(sum(errors) / len(errors), 3) for kind, errors in found.items()}


def health_lines(result: CodecResult) -> list[str]:
    """Say in words how the codebooks are."""
    lines = []
    for row in result.health:
        lines.append(
            f"level {row.level}: {row.used:.0%} of the codes used, as varied as "
            f"{row.perplexity:.0f} equal ones, {row.dead:.1%} replaced per step"
        )
        lines += [f"  warning: {warning}" for warning in row.warnings]
    return lines


def prior_lines(result: PriorResult) -> list[str]:
    """Say in words how well the prior guesses held-out codes."""
    return [
        f"level {row.level}: {row.prior:.2f} nats per code "
        f"(best neighbour {row.bigram:.2f}, frequency alone {row.unigram:.2f})"
        for row in result.levels
    ]


def write_card(file: Path, story: Story) -> None:
    """Draft the card that goes with a model; a person adds where the sounds come from."""
    recipe, corpus, codec = story.recipe, story.corpus, story.recipe.codec
    unused = corpus.part("unused")
    column = 1000 * codec.column_samples / codec.mel.sample_rate
    lines = [
        f"# {recipe.name}",
        "",
        recipe.about or "A Distill model.",
        "",
        f"- Author: {recipe.author or 'not stated'}",
        f"- Licence: {recipe.licence or 'not stated: do not pass it on before there is one'}",
        f"- Codes: {codec.levels} levels of {codec.size}, {codec.bands} bands, {column:.0f} ms",
        f"- Learned from {_amount(corpus, 'train')}",
        f"- Held out to measure with: {_amount(corpus, 'held')}",
        "",
        "## Figures on held-out sound",
        "",
        *[f"- Mel error, {kind}: {error:.2f} dB" for kind, error in story.held_db.items()],
        *[f"- Prior, {line}" for line in (prior_lines(story.prior) if story.prior else [])],
        "",
        "## Codebooks at the end of training",
        "",
        *[f"- {line.strip()}" for line in health_lines(story.codec)],
        "",
        "## Limits",
        "",
        "A sound comes back with its balance of tone, its attacks and part of its pitch; lines of",
        "pitch that lie close together run into each other. What the model writes by itself are",
        "textures and gestures, not tunes: it looks back a second or two.",
    ]
    if unused:
        lines += ["", "## Files not used", "", *[f"- {p.file}: {p.why}" for p in unused]]
    atomic.replace(file, "\n".join(lines) + "\n")


def _amount(corpus: Corpus, part: str) -> str:
    return f"{len(corpus.originals(part))} files ({corpus.seconds(part) / 60:.1f} min)"
