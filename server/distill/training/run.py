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
from distill.prior.prior_config import PriorConfig
from distill.storage import atomic
from distill.storage.sound_file import stream_sound
from distill.training.data.code_cache import codes_of, usage
from distill.training.data.corpus import Corpus
from distill.training.data.dataset import build_dataset
from distill.training.data.features import ADVICE
from distill.training.data.sound_folder import amount
from distill.training.data.survey import survey
from distill.training.evaluation.listening_examples import SourceFolders
from distill.training.lock import work_lock
from distill.training.loop.codec_stage import CodecResult, train_codec
from distill.training.loop.hardware import Machine, barrier, is_main_process, main_process_first
from distill.training.loop.prior_stage import PriorResult, train_prior
from distill.training.loop.time_budget import TimeBudget
from distill.training.loop.trainer import hush
from distill.training.publishing import Showcase, load_codec, publish, save_codec
from distill.training.recipe import Recipe
from distill.training.report.card import write_card
from distill.training.report.training_result import (
    TrainingResult,
    health_lines,
    held_error_db,
    metrics,
    prior_lines,
)
from distill.training.resume import (
    CODEC_DONE,
    RECIPE,
    begin_prior,
    check_codec_may_change,
    lasting,
    recipe_of,
    reopen_codec,
    take_codec,
    with_minutes,
)
from distill.training.stage import Stage
from distill.types import Codes

_CODEC_SHARE = 0.55
"""Of a budget for both stages; the codec limits the sound.

Source: docs/background/sound-quality.md#budget.
"""


@dataclass(frozen=True, slots=True)
class TrainingPlace:
    """Where a training happens.

    Attributes:
        place: The model's folder.
        work: Where checkpoints and analysed sound are kept.
        recipe: What was asked.
        machine: What it runs on.
        bar: Say how far it is.
        there: Model file that this training follows; None if there is none.
    """

    place: Path
    work: Path
    recipe: Recipe
    machine: Machine
    bar: bool
    there: Path | None


def train(
    folder: Path,
    name: str,
    *,
    into: Path,
    recipe: Path | None = None,
    minutes: float | None = None,
    held: Path | None = None,
    work: Path | None = None,
    stage: Stage = Stage.BOTH,
    base: Path | None = None,
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
        minutes: Budget of both stages together, or of the only one; None takes the recipe's.
        held: Sounds to measure with; None holds a share of the files out.
        work: Where checkpoints and analysed sound are kept; None: `.work` beside the model.
        stage: What to train; the prior alone takes the codec as it is.
        base: Model file to take the codec from if `into` has none of that name, as the bundled
            one.
        machine: Fields of `MachineRecipe` that are not to be as in the recipe. Any: their values.
        began: When the command was given, by the monotonic clock; None: now.
        bar: Say how far it is.

    Returns:
        The model file.

    Raises:
        BadArgument: Nothing to learn from, a bad recipe, work begun with another recipe, or a
            stage that what is there does not allow.
        Cancelled: Ctrl-C; nothing is lost.
        TrainingProblem: No memory, or a loss that is no number; says what to do.
        DiskFull: There is no room for what was learned; says what is kept.
    """
    began = time.monotonic() if began is None else began
    hush()
    place = into / name
    work = work or place / ".work"
    file = place / f"{name}.distill"
    there = file if file.exists() else base
    check_codec_may_change(file, stage)
    chosen = _choose(folder, name, recipe, minutes, EarlierTraining(stage, there, work))
    chosen = replace(chosen, machine=replace(chosen.machine, **(machine or {})))
    on = Machine.choose(chosen.machine)
    room = TrainingPlace(place, work, chosen, on, bar, there)
    with work_lock(work, name):
        if stage is Stage.PRIOR:
            take_codec(there, name, work)
        else:
            reopen_codec(work, chosen)
        return _learn(SourceFolders(folder, held), room, stage, began)


def _learn(folders: SourceFolders, room: TrainingPlace, stage: Stage, began: float) -> Path:
    """Do what `train` says, in a work folder that is ready."""
    recipe, work = room.recipe, room.work
    told = room.bar and is_main_process()
    say = Console(quiet=not told, highlight=False).print
    hours = TimeBudget(recipe, began, work / "hours.json")
    say(f"{recipe.name}: {_in_words(recipe, stage)}")
    say(room.machine.words(half=recipe.codec_stage.bf16))
    sounds, held = folders.sounds, folders.held
    corpus = main_process_first(
        lambda: _gathered(sounds, held, work, recipe, bar=told), work / "analysed"
    )
    recipe.save(work / RECIPE, ADVICE)
    folders.save(work)
    codec, codec_id = _codec(corpus, room, hours)
    for line in health_lines(codec):
        say(line)
    held_db = held_error_db(corpus, codec.codec)
    say(f"held-out mel error: {held_db} dB")
    cache = work / "codes.safetensors"
    codes = main_process_first(
        lambda: codes_of(corpus, codec.codec, codec_id, cache), work / "encoded"
    )
    used = usage([*codes[0], *codes[1]], recipe.codec.size)
    prior = None
    if stage is not Stage.CODEC:
        showcase = Showcase(room.place, recipe, corpus, room.there)
        prior = _prior(codes, codec, showcase, (room, hours))
    for line in prior_lines(prior) if prior else ():
        say(line)
    if is_main_process():
        write(room.place, TrainingResult(recipe, corpus, codec, prior, held_db, used), room.there)
    return room.place / f"{recipe.name}.distill"


def survey_folder(
    folder: Path, name: str, *, into: Path, recipe: Path | None = None, held: Path | None = None
) -> None:
    """Say what `train` would learn from, and begin nothing; what is analysed is kept for it."""
    work = into / name / ".work"
    chosen = _choose(folder, name, recipe, None, EarlierTraining(Stage.BOTH, None, work))
    _gathered(folder, held, work, chosen, bar=True)


def write(place: Path, story: TrainingResult, before: Path | None = None) -> Path:
    """Write the model, its report, card and recipe into a folder of the library.

    Args:
        place: The model's folder.
        story: What was trained.
        before: The model file that this one follows; its grids stay readable if its codec did.
    """
    recipe, prior = story.recipe, story.prior
    file = place / f"{recipe.name}.distill"
    parts = story.codec.codec, prior.prior if prior else None
    ids = publish(file, recipe, parts, metrics(story), before)
    report = json.dumps({**ids, **story.to_json()}, indent=1, ensure_ascii=False)
    atomic.replace(place / "report.json", report)
    recipe.save(place / "recipe.toml")
    if not (place / "card.md").exists():
        write_card(place / "card.md", story)
    return file


@dataclass(frozen=True, slots=True)
class EarlierTraining:
    """What a training finds: the stage asked for, the model that is there, the work folder."""

    stage: Stage
    model: Path | None
    work: Path


def _choose(
    folder: Path, name: str, file: Path | None, minutes: float | None, known: EarlierTraining
) -> Recipe:
    """Take the recipe given, else the one this work was begun with, else sizes by the data.

    A prior for a model whose work is gone takes the recipe that the model tells.
    """
    stage, work = known.stage, known.work
    begun = work / RECIPE
    before = Recipe.load(begun) if begun.exists() else None
    if before is None and stage is Stage.PRIOR and known.model is not None:
        before = recipe_of(known.model)
        if known.model.parent != work.parent:  # its codec stays the work of who made it
            about = f"Codec: {before.about or 'not stated'}. Prior: sounds in {folder.name}"
            before = replace(before, about=about)
    if file is not None:
        recipe = replace(Recipe.load(file), name=name)
    elif before is not None:
        recipe = before
    else:
        recipe = Recipe.for_files(name, *amount(folder))
    if minutes is not None:
        recipe = with_minutes(recipe, minutes, stage, _CODEC_SHARE)
    if before is not None and lasting(before, stage) != lasting(recipe, stage):
        raise BadArgument(
            f"{name} was begun with another recipe; go on with that one (give none), choose "
            f"another name, or delete {work.name} beside the model"
        )
    if stage is Stage.PRIOR and not (recipe.prior_stage.minutes or recipe.prior_stage.steps):
        raise BadArgument(f"the recipe of {name} has no budget for a prior; give --minutes")
    return recipe


def _gathered(folder: Path, held: Path | None, work: Path, recipe: Recipe, *, bar: bool) -> Corpus:
    """Gather the sounds and tell what they are."""
    cache, mel = work / "cache", recipe.codec.mel
    corpus = build_dataset(folder, held, cache, recipe.data, mel, read=stream_sound, bar=bar)
    Console(quiet=not bar).print(survey(corpus, recipe).table())
    return corpus


def _codec(corpus: Corpus, room: TrainingPlace, hours: TimeBudget) -> tuple[CodecResult, str]:
    """Do the first stage, or take its result if it is done."""
    done = room.work / CODEC_DONE
    if not done.exists():
        result = train_codec(
            corpus,
            room.recipe.codec,
            hours.codec(),
            room.work / "codec",
            bar=room.bar,
            machine=room.machine,
            show=Showcase(room.place, room.recipe, corpus, room.there).codec,
        )
        if is_main_process():
            save_codec(done, room.recipe, result)
        barrier()
        hours.codec_ends()
    return load_codec(done)


def _prior(
    sounds: tuple[list[Codes], list[Codes]],
    codec: CodecResult,
    showcase: Showcase,
    during: tuple[TrainingPlace, TimeBudget],
) -> PriorResult | None:
    room, hours = during
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
        stage.depth_layers,
        stage.depth_width,
    )
    folder = room.work / "prior"
    if is_main_process():
        begin_prior(folder, sounds, stage)
    barrier()
    return train_prior(
        sounds,
        config,
        hours.prior(codec.seconds),
        folder,
        bar=room.bar,
        machine=room.machine,
        show=functools.partial(showcase.prior, codec.codec, sounds[1] or sounds[0]),
    )


def _in_words(recipe: Recipe, stage: Stage) -> str:
    first, second = recipe.codec_stage, recipe.prior_stage
    codec = f"codec {_budget(first.minutes, first.steps)}"
    prior = f"prior {_budget(second.minutes, second.steps)}"
    asked = {
        Stage.BOTH: f"{codec}, {prior}",
        Stage.CODEC: f"{codec}, no prior",
        Stage.PRIOR: f"codec as it is, {prior}",
    }
    return (
        f"{recipe.codec.levels} levels of {recipe.codec.size} codes, batches of {first.batch}; "
        f"{asked[stage]}"
    )


def _budget(minutes: float, steps: int) -> str:
    parts = [f"{minutes:g} minutes"] if minutes else []
    parts += [f"{steps} steps"] if steps else []
    return " or ".join(parts) or "none"
