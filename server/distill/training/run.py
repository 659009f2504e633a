"""Trains a model on a folder of sounds, in two stages that resume after Ctrl-C."""

import functools
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from distill.errors import BadArgument
from distill.names import check_new_file_name
from distill.prior.prior_config import PriorConfig
from distill.storage import atomic
from distill.storage.file_names import shown
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
from distill.training.loop.trainer import quiet_lightning
from distill.training.own_corpus import OwnCorpus
from distill.training.publishing import IntermediateModels, load_codec, publish, save_codec
from distill.training.recipe import Recipe
from distill.training.report.card import write_card
from distill.training.report.outcome import REPORT, Outcome, outcome
from distill.training.report.page import write_page
from distill.training.report.training_result import (
    TrainingResult,
    health_lines,
    held_error_db,
    held_error_text,
    metrics,
    prior_lines,
)
from distill.training.resume import (
    CODEC_DONE,
    CODEC_SHARE,
    RECIPE,
    begin_prior,
    check_codec_may_change,
    ensure_codec,
    recipe_of,
    reopen_codec,
    session_invariant,
    with_minutes,
)
from distill.training.stage import Stage
from distill.types import Codes


@dataclass(frozen=True, slots=True)
class TrainingContext:
    """The folders, the recipe and the hardware of a training.

    Attributes:
        place: The model's folder.
        work: Folder of checkpoints and analysed sounds.
        recipe: The recipe.
        machine: The hardware.
        bar: Show progress.
        previous: Model file that this training continues; None if there is none.
        page: Name of the report page beside the model; empty for none.
    """

    place: Path
    work: Path
    recipe: Recipe
    machine: Machine
    bar: bool
    previous: Path | None
    page: str


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
    page: str = "",
    corpus_minutes: float | None = None,
) -> Path:
    """Train a codec, then a prior, on a folder of sounds; the same call resumes after Ctrl-C.

    Args:
        folder: Training sounds, in any sub-folder.
        name: Name of the model.
        into: Library folder; the model is written to `<name>/<name>.distill` in it.
        recipe: A recipe file; None chooses sizes by the number of files.
        minutes: Budget of all trained stages together; None: the recipe's.
        held: Held-out sounds; None holds out a share of the files.
        work: Folder of checkpoints and analysed sounds; None: `.work` beside the model.
        stage: What to train; training only the prior leaves the codec unchanged.
        base: Model file to use the codec of if `into` has no model of that name, such as the
            bundled one.
        machine: Fields of `MachineRecipe` that override the recipe. Any: their values.
        began: When the command started, by the monotonic clock; None: now.
        bar: Show progress.
        page: Name of the report page to write beside the model; empty for none.
        corpus_minutes: Most minutes of the sounds that the model remembers, 0 for none; None: the
            recipe's.

    Returns:
        The model file.

    Raises:
        PathRefused: The name cannot be that of a folder and a file on every system.
        BadArgument: No usable sound, a bad recipe, a work folder of another recipe, or a stage
            that the existing model or work folder does not allow.
        Cancelled: Ctrl-C; nothing is lost.
        TrainingProblem: Out of memory, or a loss that is not finite; says what to do.
        DiskFull: No space for the result; says what is kept.
    """
    began = time.monotonic() if began is None else began
    quiet_lightning()
    place = into / check_new_file_name(name)
    work = work or place / ".work"
    file = place / f"{name}.distill"
    previous = file if file.exists() else base
    check_codec_may_change(file, stage)
    chosen = _choose(folder, name, recipe, minutes, EarlierTraining(stage, previous, work))
    chosen = replace(chosen, machine=replace(chosen.machine, **(machine or {})))
    if corpus_minutes is not None:
        chosen = replace(chosen, corpus_minutes=corpus_minutes)
    hardware = Machine.choose(chosen.machine)
    context = TrainingContext(place, work, chosen, hardware, bar, previous, page)
    with work_lock(work, name):
        if stage is Stage.PRIOR:
            ensure_codec(previous, name, work)
        else:
            reopen_codec(work, chosen)
        return _train_stages(SourceFolders(folder, held), context, stage, began)


def _train_stages(
    folders: SourceFolders, context: TrainingContext, stage: Stage, began: float
) -> Path:
    """Run the stages and write the model, in a locked work folder."""
    recipe, work = context.recipe, context.work
    show = context.bar and is_main_process()
    log = Console(quiet=not show, highlight=False).print
    on_cpu = context.machine.accelerator == "cpu"
    budget = TimeBudget(recipe, stage, began, work / "hours.json", on_cpu=on_cpu)
    log(f"{recipe.name}: {_describe(recipe, stage)}")
    log(context.machine.describe(half=recipe.codec_stage.bf16))
    sounds, held = folders.sounds, folders.held
    corpus = main_process_first(
        lambda: _load_corpus(sounds, held, work, recipe, budget.has_time_for_copy, bar=show),
        work / "analysed",
    )
    file = context.place / f"{recipe.name}.distill"
    own = OwnCorpus.of_training(corpus, folders.sounds, file, work, recipe, log=log, bar=show)
    budget.analysed(corpus.all_seconds(), own.seconds)
    if shortage := budget.shortage():
        log(shortage)
    recipe.save(work / RECIPE, ADVICE)
    folders.save(work)
    codec, codec_id = _codec(corpus, context, budget)
    for line in health_lines(codec):
        log(line)
    held_db = held_error_db(corpus, codec.codec, budget.measuring())
    log(held_error_text(held_db))
    cache = work / "codes.safetensors"
    codes = main_process_first(
        lambda: codes_of(corpus, codec.codec, codec_id, cache), work / "encoded"
    )
    used = usage([*codes[0], *codes[1]], recipe.codec.size)
    if own.may_replace(codec_id):
        own.publish(codec, codec_id, budget, context.previous)
    prior = None
    if stage is not Stage.CODEC:
        prior = _prior(codes, codec, _publisher(corpus, context, budget), (context, budget))
    for line in prior_lines(prior) if prior else ():
        log(line)
    remembered = own.publish(codec, codec_id, budget, context.previous)
    if is_main_process():
        result = TrainingResult(recipe, corpus, codec, prior, held_db, used, remembered)
        judged = outcome(result, stage, budget.others, budget.pace)
        file = write(context.place, result, judged, context.previous)
        if context.page:
            write_page(file, file.with_name(context.page), has_time=budget.has_time_for_example)
        if overrun := budget.overrun():
            log(overrun)
    return context.place / f"{recipe.name}.distill"


def survey_folder(
    folder: Path, name: str, *, into: Path, recipe: Path | None = None, held: Path | None = None
) -> None:
    """Print what `train` would use, without training; it can reuse the analysed sounds."""
    work = into / check_new_file_name(name) / ".work"
    chosen = _choose(folder, name, recipe, None, EarlierTraining(Stage.BOTH, None, work))
    _load_corpus(folder, held, work, chosen, bar=True)


def write(place: Path, result: TrainingResult, judged: Outcome, before: Path | None = None) -> Path:
    """Write the model, its report, card and recipe into a folder of the library.

    Args:
        place: The model's folder.
        result: The result of the training.
        judged: What came of it.
        before: The model file that this training continues; its grids stay readable if the codec
            is the same.
    """
    recipe, prior = result.recipe, result.prior
    file = place / f"{recipe.name}.distill"
    parts = result.codec.codec, prior.prior if prior else None
    ids = publish(file, recipe, parts, metrics(result), before)
    told = {**ids, "outcome": judged.to_json(), **result.to_json()}
    atomic.replace(place / REPORT, json.dumps(told, indent=1, ensure_ascii=False))
    recipe.save(place / "recipe.toml")
    if not (place / "card.md").exists():
        write_card(place / "card.md", result)
    return file


@dataclass(frozen=True, slots=True)
class EarlierTraining:
    """The requested stage, the existing model and the work folder."""

    stage: Stage
    model: Path | None
    work: Path


def _choose(
    folder: Path, name: str, file: Path | None, minutes: float | None, known: EarlierTraining
) -> Recipe:
    """Choose the given recipe, else that of the work folder, else one with sizes by the data.

    To train a prior for a model without a work folder, use the recipe in the model file.
    """
    stage, work = known.stage, known.work
    begun = work / RECIPE
    before = Recipe.load(begun) if begun.exists() else None
    if before is None and stage is Stage.PRIOR and known.model is not None:
        before = recipe_of(known.model)
        if known.model.parent != work.parent:  # the codec is still credited
            about = f"Codec: {before.about or 'not stated'}. Prior: sounds in {shown(folder.name)}"
            before = replace(before, about=about)
    if file is not None:
        recipe = replace(Recipe.load(file), name=name)
    elif before is not None:
        recipe = before
    else:
        recipe = Recipe.for_files(name, *amount(folder))
    if minutes is not None:
        recipe = with_minutes(recipe, minutes, stage, CODEC_SHARE)
    if before is not None and session_invariant(before, stage) != session_invariant(recipe, stage):
        raise BadArgument(
            f"the training of {name} began with another recipe; continue with that one (give "
            f"none), choose another name, or delete {work.name} beside the model"
        )
    if stage is Stage.PRIOR and not (recipe.prior_stage.minutes or recipe.prior_stage.steps):
        raise BadArgument(f"the recipe of {name} has no budget for a prior; give --minutes")
    return recipe


def _load_corpus(
    folder: Path,
    held: Path | None,
    work: Path,
    recipe: Recipe,
    has_time: Callable[[], bool] = lambda: True,
    *,
    bar: bool,
) -> Corpus:
    """Build the dataset and print its survey."""
    cache, mel, data = work / "cache", recipe.codec.mel, recipe.data
    corpus = build_dataset(
        folder, held, cache, data, mel, read=stream_sound, bar=bar, has_time=has_time
    )
    Console(quiet=not bar).print(survey(corpus, recipe).table())
    return corpus


def _codec(corpus: Corpus, context: TrainingContext, budget: TimeBudget) -> tuple[CodecResult, str]:
    """Run the first stage, or load its result if it is finished."""
    done = context.work / CODEC_DONE
    if not done.exists():
        publisher = _publisher(corpus, context, budget)
        result = train_codec(
            corpus,
            context.recipe.codec,
            budget.codec(),
            context.work / "codec",
            bar=context.bar,
            machine=context.machine,
            on_validation=publisher.publish_codec,
        )
        if is_main_process():
            save_codec(done, context.recipe, result)
        barrier()
        budget.codec_ends(result.session_s)
    return load_codec(done)


def _publisher(corpus: Corpus, context: TrainingContext, budget: TimeBudget) -> IntermediateModels:
    """Prepare to publish models in training, with previews while the budget has time for them."""
    place, recipe, before = context.place, context.recipe, context.previous
    return IntermediateModels(place, recipe, corpus, before, budget.has_time_for_preview)


def _prior(
    sounds: tuple[list[Codes], list[Codes]],
    codec: CodecResult,
    publisher: IntermediateModels,
    during: tuple[TrainingContext, TimeBudget],
) -> PriorResult | None:
    context, budget = during
    stage, codes = context.recipe.prior_stage, context.recipe.codec
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
    folder = context.work / "prior"
    if is_main_process():
        begin_prior(folder, sounds, stage)
    barrier()
    result = train_prior(
        sounds,
        config,
        budget.prior(codec.seconds),
        folder,
        bar=context.bar,
        machine=context.machine,
        on_validation=functools.partial(
            publisher.publish_prior, codec.codec, sounds[1] or sounds[0]
        ),
    )
    budget.prior_ends(result.session_s, result.seconds)
    return result


def _describe(recipe: Recipe, stage: Stage) -> str:
    first, second = recipe.codec_stage, recipe.prior_stage
    codec = f"codec {_budget(first.minutes, first.steps)}"
    prior = f"prior {_budget(second.minutes, second.steps)}"
    stages = {
        Stage.BOTH: f"{codec}, {prior}",
        Stage.CODEC: f"{codec}, no prior",
        Stage.PRIOR: f"codec unchanged, {prior}",
    }
    return (
        f"{recipe.codec.levels} levels of {recipe.codec.size} codes, batches of {first.batch}; "
        f"{stages[stage]}"
    )


def _budget(minutes: float, steps: int) -> str:
    parts = [f"{minutes:g} minutes"] if minutes else []
    parts += [f"{steps} steps"] if steps else []
    return " or ".join(parts) or "none"
