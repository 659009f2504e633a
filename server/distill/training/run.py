"""`distill train`: a folder of sounds becomes a model, in two stages that survive Ctrl-C."""

import functools
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from distill.errors import BadArgument
from distill.prior.config import PriorConfig
from distill.storage.sound_file import read_sound
from distill.training.codec_stage import CodecResult, train_codec
from distill.training.coding import codes_of
from distill.training.corpus import Corpus, gather, sounds_in
from distill.training.fitting import hush
from distill.training.hours import Hours
from distill.training.machine import Machine, in_turn, leads, meet
from distill.training.prior_stage import PriorResult, train_prior
from distill.training.publishing import Showcase, keep_codec, kept_codec, publish
from distill.training.recipe import MachineRecipe, Recipe
from distill.training.report import Story, health_lines, held_error_db, prior_lines, write_card
from distill.types import Json

_CODEC_SHARE = 0.55
"""Of a budget for both stages; the codec is the bottleneck (reference/quality.md section 5)."""


def train(
    folder: Path,
    name: str,
    *,
    into: Path,
    recipe: Path | None = None,
    minutes: float | None = None,
    held: Path | None = None,
    work: Path | None = None,
    machine: Mapping[str, Any] | None = None,
    began: float | None = None,
    bar: bool = True,
) -> Path:
    """Train a codec, then a prior, on a folder of sounds; the same call goes on after Ctrl-C.

    Args:
        folder: Sounds to learn from, in any sub-folder.
        name: Of the model.
        into: Library folder; the model becomes `<name>/<name>.distill` in it.
        recipe: A recipe file; None chooses sizes by the number of files.
        minutes: Budget of both stages together; None takes the recipe's.
        held: Sounds to measure with; None holds a share of the files out.
        work: Where checkpoints and analysed sound are kept; None: `.work` beside the model.
        machine: Fields of `MachineRecipe` that are not to be as in the recipe. Any: their values.
        began: When the command was given, by the monotonic clock; None: now.
        bar: Say how far it is.

    Returns:
        The model file.

    Raises:
        BadArgument: Nothing to learn from, a bad recipe, or work begun with another recipe.
        Cancelled: Ctrl-C; nothing is lost.
        TrainingProblem: No memory, or a loss that is no number; says what to do.
        DiskFull: There is no room for what was learned; says what is kept.
    """
    began = time.monotonic() if began is None else began
    say = Console(quiet=not bar or not leads(), highlight=False).print
    hush()
    place = into / name
    work = work or place / ".work"
    chosen = _choose(folder, name, recipe, minutes, work)
    chosen = replace(chosen, machine=replace(chosen.machine, **(machine or {})))
    on = Machine.choose(chosen.machine)
    say(f"{name}: {_in_words(chosen)}")
    say(on.words(half=chosen.codec_stage.bf16))
    hours = Hours(chosen, began, work / "hours.json")

    def analysed() -> Corpus:
        mel = chosen.codec.mel
        return gather(folder, held, work / "cache", chosen.data, mel, read=read_sound)

    corpus = in_turn(analysed, work / "analysed")
    say(_counted(corpus))
    for piece in corpus.part("unused"):
        say(f"  not used: {piece.file}: {piece.why}")
    room = Room(place, work, chosen, on, bar)
    codec, codec_id = _codec(corpus, room, hours)
    for line in health_lines(codec):
        say(line)
    held_db = held_error_db(corpus, codec.codec)
    say(f"held-out mel error: {held_db} dB")
    prior = _prior(corpus, (codec, codec_id), room, hours)
    for line in prior_lines(prior) if prior else ():
        say(line)
    file = place / f"{name}.distill"
    return write(place, Story(chosen, corpus, codec, prior, held_db)) if leads() else file


@dataclass(frozen=True, slots=True)
class Room:
    """Where a training happens.

    Attributes:
        place: The model's folder.
        work: Where checkpoints and analysed sound are kept.
        recipe: What was asked.
        machine: What it runs on.
        bar: Say how far it is.
    """

    place: Path
    work: Path
    recipe: Recipe
    machine: Machine
    bar: bool


def write(place: Path, story: Story) -> Path:
    """Write the model, its report, card and recipe into a folder of the library."""
    recipe, prior = story.recipe, story.prior
    file = place / f"{recipe.name}.distill"
    metrics: Json = {"held_mel_error_db": story.held_db}
    publish(file, recipe, story.codec.codec, prior.prior if prior else None, metrics)
    report = json.dumps(story.to_json(), indent=1, ensure_ascii=False)
    (place / "report.json").write_text(report, "utf-8")
    recipe.save(place / "recipe.toml")
    if not (place / "card.md").exists():
        write_card(place / "card.md", story)
    return file


def _choose(
    folder: Path, name: str, file: Path | None, minutes: float | None, work: Path
) -> Recipe:
    """Take the recipe given, else the one this work was begun with, else sizes by the data."""
    begun = work / "recipe.toml"
    if file is not None:
        recipe = replace(Recipe.load(file), name=name)
    elif begun.exists():
        recipe = Recipe.load(begun)
    else:
        recipe = Recipe.for_files(name, len(sounds_in(folder)))
    if minutes is not None:
        first = replace(recipe.codec_stage, minutes=minutes * _CODEC_SHARE, steps=0)
        second = replace(recipe.prior_stage, minutes=minutes * (1 - _CODEC_SHARE), steps=0)
        recipe = replace(recipe, codec_stage=first, prior_stage=second)
    if begun.exists() and _lasting(Recipe.load(begun)) != _lasting(recipe):
        raise BadArgument(
            f"{name} was begun with another recipe; go on with that one (give none), choose "
            f"another name, or delete {work.name} beside the model"
        )
    work.mkdir(parents=True, exist_ok=True)
    recipe.save(begun)
    return recipe


def _lasting(recipe: Recipe) -> Recipe:
    """Leave out what may change between two sessions."""
    return replace(
        recipe,
        codec_stage=recipe.codec_stage.lasting(),
        prior_stage=recipe.prior_stage.lasting(),
        machine=MachineRecipe(),
    )


def _codec(corpus: Corpus, room: Room, hours: Hours) -> tuple[CodecResult, str]:
    """Do the first stage, or take its result if it is done."""
    done = room.work / "codec.distill"
    if not done.exists():
        result = train_codec(
            corpus,
            room.recipe.codec,
            hours.codec(),
            room.work / "codec",
            bar=room.bar,
            machine=room.machine,
            show=Showcase(room.place, room.recipe, corpus).codec,
        )
        if leads():
            keep_codec(done, room.recipe, result)
        meet()
        hours.codec_ends()
    return kept_codec(done)


def _prior(
    corpus: Corpus, made: tuple[CodecResult, str], room: Room, hours: Hours
) -> PriorResult | None:
    stage, codes = room.recipe.prior_stage, room.recipe.codec
    if not stage.minutes and not stage.steps:
        return None
    config = PriorConfig(
        codes.size,
        codes.levels,
        codes.bands,
        stage.layers,
        stage.width,
        stage.heads,
        stage.context_columns,
    )
    (codec, codec_id), cache = made, room.work / "codes.safetensors"
    sounds = in_turn(lambda: codes_of(corpus, codec.codec, codec_id, cache), room.work / "encoded")
    showcase = Showcase(room.place, room.recipe, corpus)
    return train_prior(
        sounds,
        config,
        hours.prior(codec.seconds),
        room.work / "prior",
        bar=room.bar,
        machine=room.machine,
        show=functools.partial(showcase.prior, codec.codec, sounds[1] or sounds[0]),
    )


def _in_words(recipe: Recipe) -> str:
    first, second = recipe.codec_stage, recipe.prior_stage
    return (
        f"{recipe.codec.levels} levels of {recipe.codec.size} codes, batches of {first.batch}; "
        f"codec {_budget(first.minutes, first.steps)}, "
        f"prior {_budget(second.minutes, second.steps)}"
    )


def _budget(minutes: float, steps: int) -> str:
    parts = [f"{minutes:g} minutes"] if minutes else []
    parts += [f"{steps} steps"] if steps else []
    return " or ".join(parts) or "none"


def _counted(corpus: Corpus) -> str:
    return (
        f"learning from {len(corpus.part('train'))} sounds, "
        f"{corpus.seconds('train') / 60:.1f} minutes; held out to measure with: "
        f"{len(corpus.part('held'))}, {corpus.seconds('held') / 60:.1f} minutes"
    )
