"""`distill train`: a folder of sounds becomes a model, in two stages that survive Ctrl-C."""

import json
import logging
import warnings
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from distill.codec.codec import Codec
from distill.codec.config import CodecConfig
from distill.errors import BadArgument
from distill.nn.health import LevelHealth
from distill.prior.config import PriorConfig
from distill.storage import modelfile
from distill.storage.sound_file import read_sound
from distill.training.auditions import Folders
from distill.training.codec_stage import CodecResult, train_codec
from distill.training.coding import codes_of, usage
from distill.training.corpus import Corpus, gather, sounds_in
from distill.training.prior_stage import PriorResult, train_prior
from distill.training.recipe import Recipe
from distill.training.report import (
    Story,
    health_lines,
    held_error_db,
    metrics,
    prior_lines,
    write_card,
)
from distill.training.resume import (
    CODEC_DONE,
    RECIPE,
    begin_prior,
    check_codec_may_change,
    earlier_ids,
    lasting,
    recipe_of,
    reopen_codec,
    take_codec,
    with_minutes,
)
from distill.training.stage import Stage
from distill.types import Codes, FloatArray, Json

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
    stage: Stage = Stage.BOTH,
    base: Path | None = None,
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
        bar: Show progress bars.

    Returns:
        The model file.

    Raises:
        BadArgument: Nothing to learn from, a bad recipe, work begun with another recipe, or a
            stage that what is there does not allow.
        Cancelled: Ctrl-C; nothing is lost.
    """
    say = Console(quiet=not bar, highlight=False).print
    _hush()
    place = into / name
    work = work or place / ".work"
    file = place / f"{name}.distill"
    there = file if file.exists() else base
    check_codec_may_change(file, stage)
    chosen = _choose(folder, name, recipe, minutes, Known(stage, there, work))
    if stage is Stage.PRIOR:
        take_codec(there, name, work)
    else:
        reopen_codec(work, chosen)
    work.mkdir(parents=True, exist_ok=True)
    chosen.save(work / RECIPE)
    Folders(folder, held).save(work)
    say(f"{name}: {_in_words(chosen, stage)}")
    corpus = gather(folder, held, work / "cache", chosen.data, chosen.codec.mel, read=read_sound)
    say(_counted(corpus))
    for piece in corpus.part("unused"):
        say(f"  not used: {piece.file}: {piece.why}")
    codec, codec_id = _codec(corpus, chosen, work, bar=bar)
    for line in health_lines(codec):
        say(line)
    held_db = held_error_db(corpus, codec.codec)
    say(f"held-out mel error: {held_db} dB")
    sounds = codes_of(corpus, codec.codec, codec_id, work / "codes.safetensors")
    used = usage([*sounds[0], *sounds[1]], chosen.codec.size)
    prior = None if stage is Stage.CODEC else _prior(sounds, chosen, work, bar=bar)
    for line in prior_lines(prior) if prior else ():
        say(line)
    return write(place, Story(chosen, corpus, codec, prior, held_db, used), there)


def write(place: Path, story: Story, before: Path | None = None) -> Path:
    """Write the model, its report, card and recipe into a folder of the library.

    Args:
        place: The model's folder.
        story: What was trained.
        before: The model file that this one follows; its grids stay readable if its codec did.
    """
    recipe, prior = story.recipe, story.prior
    arrays = {f"codec.{name}": value for name, value in story.codec.codec.to_arrays().items()}
    if prior:
        for name, value in prior.prior.state_dict().items():
            arrays[f"prior.{name}"] = value.detach().float().cpu().numpy()
    codec_id = modelfile.codec_hash(arrays)
    metadata: Json = {
        "name": recipe.name,
        "author": recipe.author,
        "licence": recipe.licence,
        "data": recipe.about,
        "metrics": metrics(story),
        "date": datetime.now(tz=UTC).date().isoformat(),
        "prior_codec_id": codec_id if prior else None,
        "earlier_ids": earlier_ids(before, codec_id),
    }
    file = place / f"{recipe.name}.distill"
    header = {**_header(recipe, metadata), "prior": prior and prior.prior.config.to_json()}
    model_id = modelfile.save(file, header, arrays)
    told = {"id": model_id, "codec_id": codec_id, **story.to_json()}
    report = json.dumps(told, indent=1, ensure_ascii=False)
    (place / "report.json").write_text(report, "utf-8")
    recipe.save(place / "recipe.toml")
    if not (place / "card.md").exists():
        write_card(place / "card.md", story)
    return file


def _hush() -> None:
    """Keep Lightning's talk about itself out of what a player reads."""
    logging.getLogger("lightning.pytorch").setLevel(logging.WARNING)
    for told in (".*LeafSpec.*", ".*does not have many workers.*", "Checkpoint directory.*"):
        warnings.filterwarnings("ignore", message=told)


@dataclass(frozen=True, slots=True)
class Known:
    """What a training finds: the stage asked for, the model that is there, the work folder."""

    stage: Stage
    model: Path | None
    work: Path


def _choose(
    folder: Path, name: str, file: Path | None, minutes: float | None, known: Known
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
        recipe = Recipe.for_files(name, len(sounds_in(folder)))
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


def _codec(corpus: Corpus, recipe: Recipe, work: Path, *, bar: bool) -> tuple[CodecResult, str]:
    """Do the first stage, or take its result if it is done."""
    done = work / CODEC_DONE
    if not done.exists():
        result = train_codec(corpus, recipe.codec, recipe.codec_stage, work / "codec", bar=bar)
        told = {
            "steps": result.steps,
            "curve": result.curve,
            "health": [level.to_json() for level in result.health],
        }
        header = {**_header(recipe, {"name": recipe.name}), "training": told, "prior": None}
        arrays: dict[str, FloatArray] = {
            f"codec.{name}": value for name, value in result.codec.to_arrays().items()
        }
        modelfile.save(done, header, arrays)
    header, arrays = modelfile.load(done)
    told = header["training"]
    codec = Codec.from_arrays(
        CodecConfig.from_json(header["codec"]),
        {name.removeprefix("codec."): value for name, value in arrays.items()},
    )
    health = [LevelHealth.from_json(row) for row in told["health"]]
    curve = [(int(step), float(error)) for step, error in told["curve"]]
    return CodecResult(codec, int(told["steps"]), health, curve), str(header["metadata"]["id"])


def _prior(
    sounds: tuple[list[Codes], list[Codes]], recipe: Recipe, work: Path, *, bar: bool
) -> PriorResult | None:
    stage, codes = recipe.prior_stage, recipe.codec
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
    begin_prior(work / "prior", sounds, stage)
    return train_prior(sounds, config, stage, work / "prior", bar=bar)


def _header(recipe: Recipe, metadata: Json) -> Json:
    return {
        "codec": recipe.codec.to_json(),
        "prior": None,
        "vocoder": None,
        "spectrogram": recipe.codec.mel.to_json(),
        "training": asdict(recipe),
        "metadata": metadata,
    }


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


def _counted(corpus: Corpus) -> str:
    return (
        f"learning from {len(corpus.part('train'))} sounds, "
        f"{corpus.seconds('train') / 60:.1f} minutes; held out to measure with: "
        f"{len(corpus.part('held'))}, {corpus.seconds('held') / 60:.1f} minutes"
    )
