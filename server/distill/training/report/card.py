"""The draft of a model card; a person adds where the sounds come from."""

from dataclasses import dataclass
from pathlib import Path

from distill.pages import render
from distill.storage import atomic
from distill.training.data.corpus import Corpus
from distill.training.report.sections import Amount
from distill.training.report.training_result import TrainingResult, health_lines, prior_lines


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What `card.md.jinja` says of a model; what is not stated is empty.

    Attributes:
        name: Of the model.
        about: Its recipe's sentence.
        author: Who made it.
        licence: Of the model.
        levels: Quantizer levels, Q.
        size: Codes of a level, K.
        bands: Bands, H.
        column_ms: Length of a column.
        train: Sound that was trained on.
        held: Sound that was held out.
        errors_db: Held-out mel error by kind of sound.
        prior: A sentence for each level.
        health: A sentence for each level, and its warnings.
        unused: (file, reason) of files that were not used.
    """

    name: str
    about: str
    author: str
    licence: str
    levels: int
    size: int
    bands: int
    column_ms: float
    train: Amount
    held: Amount
    errors_db: dict[str, float]
    prior: tuple[str, ...]
    health: tuple[str, ...]
    unused: tuple[tuple[str, str], ...]


def write_card(file: Path, story: TrainingResult) -> None:
    """Write the draft as Markdown."""
    atomic.replace(file, render("card.md.jinja", card=model_card(story)))


def model_card(story: TrainingResult) -> ModelCard:
    """Collect what a card says of what was trained."""
    recipe, corpus, codec = story.recipe, story.corpus, story.recipe.codec
    return ModelCard(
        recipe.name,
        recipe.about,
        recipe.author,
        recipe.licence,
        codec.levels,
        codec.size,
        codec.bands,
        1000 * codec.column_samples / codec.mel.sample_rate,
        _amount(corpus, "train"),
        _amount(corpus, "held"),
        story.held_db,
        tuple(prior_lines(story.prior)) if story.prior else (),
        tuple(line.strip() for line in health_lines(story.codec)),
        tuple((piece.file, piece.why) for piece in corpus.part("unused")),
    )


def _amount(corpus: Corpus, part: str) -> Amount:
    return Amount(len(corpus.originals(part)), corpus.seconds(part) / 60)
