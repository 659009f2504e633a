"""`distill train`: a folder of sounds becomes a model, in two stages that survive Ctrl-C."""

import json
import logging
import warnings
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from distill.codec.codec import Codec
from distill.codec.config import CodecConfig
from distill.errors import BadArgument
from distill.nn.health import LevelHealth
from distill.prior.config import PriorConfig
from distill.storage import modelfile
from distill.storage.sound_file import stream_sound
from distill.training.codec_stage import CodecResult, train_codec
from distill.training.coding import codes_of
from distill.training.corpus import Corpus
from distill.training.features import disk_told
from distill.training.folder import amount
from distill.training.gather import gather
from distill.training.prior_stage import PriorResult, train_prior
from distill.training.recipe import Recipe
from distill.training.report import Story, health_lines, held_error_db, prior_lines, write_card
from distill.training.survey import survey
from distill.types import FloatArray, Json

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
        bar: Show progress bars.

    Returns:
        The model file.

    Raises:
        BadArgument: Nothing to learn from, a bad recipe, or work begun with another recipe.
        DiskFull: No room; what is whole is kept, and the same call goes on.
        Cancelled: Ctrl-C; nothing is lost.
    """
    say = Console(quiet=not bar, highlight=False).print
    _hush()
    place = into / name
    work = work or place / ".work"
    chosen = _choose(folder, name, recipe, minutes, work)
    say(f"{name}: {_in_words(chosen)}")
    corpus = _gathered(folder, held, work, chosen, bar=bar)
    with disk_told(work):
        chosen.save(work / "recipe.toml")
    codec, codec_id = _codec(corpus, chosen, work, bar=bar)
    for line in health_lines(codec):
        say(line)
    held_db = held_error_db(corpus, codec.codec)
    say(f"held-out mel error: {held_db} dB")
    prior = _prior(corpus, codec.codec, codec_id, chosen, work, bar=bar)
    for line in prior_lines(prior) if prior else ():
        say(line)
    return write(place, Story(chosen, corpus, codec, prior, held_db))


def look_over(
    folder: Path, name: str, *, into: Path, recipe: Path | None = None, held: Path | None = None
) -> None:
    """Say what `train` would learn from, and begin nothing; what is analysed is kept for it."""
    work = into / name / ".work"
    _gathered(folder, held, work, _choose(folder, name, recipe, None, work), bar=True)


def write(place: Path, story: Story) -> Path:
    """Write the model, its report, card and recipe into a folder of the library."""
    recipe, prior = story.recipe, story.prior
    arrays = {f"codec.{name}": value for name, value in story.codec.codec.to_arrays().items()}
    if prior:
        for name, value in prior.prior.state_dict().items():
            arrays[f"prior.{name}"] = value.detach().float().cpu().numpy()
    metadata: Json = {
        "name": recipe.name,
        "author": recipe.author,
        "licence": recipe.licence,
        "data": recipe.about,
        "metrics": {"held_mel_error_db": story.held_db},
        "date": datetime.now(tz=UTC).date().isoformat(),
    }
    file = place / f"{recipe.name}.distill"
    header = {**_header(recipe, metadata), "prior": prior and prior.prior.config.to_json()}
    modelfile.save(file, header, arrays)
    report = json.dumps(story.to_json(), indent=1, ensure_ascii=False)
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
        recipe = Recipe.for_files(name, *amount(folder))
    if minutes is not None:
        first = replace(recipe.codec_stage, minutes=minutes * _CODEC_SHARE, steps=0)
        second = replace(recipe.prior_stage, minutes=minutes * (1 - _CODEC_SHARE), steps=0)
        recipe = replace(recipe, codec_stage=first, prior_stage=second)
    if begun.exists() and _lasting(Recipe.load(begun)) != _lasting(recipe):
        raise BadArgument(
            f"{name} was begun with another recipe; go on with that one (give none), choose "
            f"another name, or delete {work.name} beside the model"
        )
    return recipe


def _gathered(folder: Path, held: Path | None, work: Path, recipe: Recipe, *, bar: bool) -> Corpus:
    """Gather the sounds and tell what they are."""
    cache, mel = work / "cache", recipe.codec.mel
    corpus = gather(folder, held, cache, recipe.data, mel, read=stream_sound, bar=bar)
    Console(quiet=not bar).print(survey(corpus, recipe).table())
    return corpus


def _lasting(recipe: Recipe) -> Recipe:
    """Leave out what may change between two sessions: the budgets."""
    return replace(
        recipe,
        codec_stage=replace(recipe.codec_stage, minutes=0.0, steps=0),
        prior_stage=replace(recipe.prior_stage, minutes=0.0, steps=0),
    )


def _codec(corpus: Corpus, recipe: Recipe, work: Path, *, bar: bool) -> tuple[CodecResult, str]:
    """Do the first stage, or take its result if it is done."""
    done = work / "codec.distill"
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
    corpus: Corpus, codec: Codec, codec_id: str, recipe: Recipe, work: Path, *, bar: bool
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
    sounds = codes_of(corpus, codec, codec_id, work / "codes.safetensors")
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
