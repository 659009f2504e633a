"""Writes the draft of a model card; the author adds the origin of the sounds."""

from dataclasses import dataclass
from pathlib import Path

from distill.pages import render
from distill.storage import atomic
from distill.training.data.corpus import Corpus
from distill.training.report.sections import Amount
from distill.training.report.training_result import TrainingResult, health_lines, prior_lines


@dataclass(frozen=True, slots=True)
class ModelCard:
    """The data of `card.md.jinja`; what is not stated is empty.

    Attributes:
        name: Name of the model.
        about: Description from the recipe.
        author: Who trained it.
        licence: Licence of the model.
        levels: Quantizer levels, Q.
        size: Codes of a level, K.
        bands: Bands, H.
        column_ms: Length of a column.
        train: Amount of training sound.
        held: Amount of held-out sound.
        errors_db: Held-out mel error by kind of sound.
        prior: A sentence for each level.
        health: A sentence for each level, and its warnings.
        unused: (file, reason) of files that were not used.
        remembered: How much of the sounds the model remembers; empty if nothing.
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
    remembered: str = ""


def write_card(file: Path, result: TrainingResult) -> None:
    """Write the draft as Markdown."""
    atomic.replace(file, render("card.md.jinja", card=model_card(result)))


def model_card(result: TrainingResult) -> ModelCard:
    """Collect the data of a model card."""
    recipe, corpus, codec = result.recipe, result.corpus, result.recipe.codec
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
        result.held_db,
        tuple(prior_lines(result.prior)) if result.prior else (),
        tuple(line.strip() for line in health_lines(result.codec)),
        tuple((piece.file, piece.why) for piece in corpus.part("unused")),
        str(result.remembered or ""),
    )


def _amount(corpus: Corpus, part: str) -> Amount:
    return Amount(len(corpus.originals(part)), corpus.seconds(part) / 60)
