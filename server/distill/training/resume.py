"""Decides what a training can reuse of an earlier one."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from distill.codec.codec_config import CodecConfig
from distill.errors import BadArgument, ModelFileProblem
from distill.storage import atomic, modelfile
from distill.training.recipe import MachineRecipe, PriorRecipe, Recipe
from distill.training.stage import Stage
from distill.types import Codes, Json

CODEC_DONE: Final = "codec.distill"
"""Result of the finished first stage, in the work folder."""
RECIPE: Final = "recipe.toml"
"""The recipe of the work folder, with the latest budgets."""
CODEC_SHARE: Final = 0.55
"""Share of the codec in a budget for both stages; the codec limits the sound quality.

Source: docs/background/sound-quality.md#budget.
"""
_PRIOR_OF: Final = "of.txt"


def with_minutes(recipe: Recipe, minutes: float, stage: Stage, codec_share: float) -> Recipe:
    """Replace the budgets: all minutes for one stage, or shared by both; steps become 0."""
    first, second = minutes * codec_share, minutes * (1 - codec_share)
    if stage is Stage.CODEC:
        first = minutes
    if stage is Stage.PRIOR:
        second = minutes
    if stage is not Stage.PRIOR:
        recipe = replace(recipe, codec_stage=replace(recipe.codec_stage, minutes=first, steps=0))
    if stage is not Stage.CODEC:
        recipe = replace(recipe, prior_stage=replace(recipe.prior_stage, minutes=second, steps=0))
    return recipe


def session_invariant(recipe: Recipe, stage: Stage) -> Recipe:
    """Reset what may differ between sessions: the budgets, or all but the codec for a prior."""
    if stage is Stage.PRIOR:
        return Recipe("", codec=recipe.codec)
    return replace(
        recipe,
        codec_stage=recipe.codec_stage.session_invariant(),
        prior_stage=recipe.prior_stage.session_invariant(),
        machine=MachineRecipe(),
        corpus_minutes=Recipe("").corpus_minutes,
    )


def recipe_of(file: Path) -> Recipe:
    """Read the recipe from a model file, or as much of it as this version understands."""
    header = modelfile.read_header(file)
    about = header["metadata"]
    try:
        codec = CodecConfig.from_json(header["codec"])
    except BadArgument as error:
        raise ModelFileProblem(f"{file.name} has a codec that does not fit: {error}") from error
    try:
        recipe = Recipe.from_json(header["training"], file.name)
    except (BadArgument, KeyError, TypeError, AttributeError):
        author, licence, data = (str(about.get(w) or "") for w in ("author", "licence", "data"))
        recipe = Recipe(file.stem, author, licence, data)
    return replace(recipe, name=file.stem, codec=codec)


def check_codec_may_change(file: Path, stage: Stage) -> None:
    """Refuse to retrain the codec alone of a model that has a prior.

    Raises:
        BadArgument: The model has a prior, and `stage` is the codec alone.
    """
    if stage is not Stage.CODEC or not file.exists():
        return
    try:
        has_prior = bool(modelfile.read_header(file).get("prior"))
    except ModelFileProblem:
        return
    if has_prior:
        raise BadArgument(
            f"{file.stem} has a prior, which fits only the codes of this codec; choose another "
            "name for another codec, or train both again with --stage both"
        )


def reopen_codec(work: Path, asked: Recipe) -> None:
    """Continue the training of a finished codec if its budget is now larger."""
    begun = work / RECIPE
    if not begun.exists():
        return
    had, has = Recipe.load(begun).codec_stage, asked.codec_stage
    if has.minutes > had.minutes or has.steps > had.steps:
        (work / CODEC_DONE).unlink(missing_ok=True)


def ensure_codec(file: Path | None, name: str, work: Path) -> None:
    """Make sure that the work folder holds the finished codec that a prior is trained for.

    Args:
        file: The model file; None if there is none yet.
        name: Name of the model.
        work: The work folder.

    Raises:
        BadArgument: There is no finished codec, or the model and the work folder differ in it.
        ModelFileProblem: The model file cannot be read.
    """
    done = work / CODEC_DONE
    if done.exists():
        _check_same(file, name, done)
        return
    if (work / "codec").exists():
        raise BadArgument(
            f"the training of the codec of {name} is not finished: finish it with --stage codec or "
            f"--stage both, or delete {work.name} beside the model to discard it"
        )
    if file is None:
        raise BadArgument(
            f"{name} has no codec yet that a prior could be trained for: train both stages first"
        )
    header, arrays = modelfile.load(file)
    history = _codec_history(file.with_name("report.json"), header["metadata"]["codec_id"])
    codec = {key: value for key, value in arrays.items() if key.startswith(modelfile.CODEC)}
    metadata = {"name": name}
    header |= {"training": history, "prior": None, "vocoder": None, "metadata": metadata}
    modelfile.save(done, header, codec)


def earlier_ids(file: Path | None, codec_id: str) -> list[str]:
    """List earlier model ids that grids of this codec may carry, from before codecs had ids."""
    if file is None:
        return []
    try:
        before = modelfile.read_header(file)["metadata"]
        known = list(before.get("earlier_ids", []))
        if "codec_id" not in before:
            known.append(str(before["id"]))
            before = modelfile.load(file)[0]["metadata"]
    except (ModelFileProblem, KeyError):
        return []
    return known if before["codec_id"] == codec_id else []


def begin_prior(
    folder: Path, sounds: tuple[Sequence[Codes], Sequence[Codes]], recipe: PriorRecipe
) -> None:
    """Discard the checkpoints of a prior that was trained on other codes or another recipe.

    Args:
        folder: Folder of the checkpoints.
        sounds: Training codes and held-out codes, each of shape [W, H, Q].
        recipe: Current settings of the prior.
    """
    digest = sha256()
    for part in sounds:
        for codes in part:
            digest.update(f"{codes.shape}".encode())
            digest.update(codes.astype("<i2").tobytes())
    shape = recipe.session_invariant()
    now = f"{digest.hexdigest()} {json.dumps(asdict(shape), sort_keys=True)}"
    mark = folder / _PRIOR_OF
    if folder.exists() and (not mark.exists() or mark.read_text("utf-8") != now):
        shutil.rmtree(folder)
    atomic.replace(mark, now)


def _check_same(file: Path | None, name: str, done: Path) -> None:
    if file is None:
        return
    in_model = modelfile.load(file)[0]["metadata"]["codec_id"]
    if in_model != modelfile.read_header(done)["metadata"]["id"]:
        raise BadArgument(
            f"the codec that was trained last is not the one in {file.name}: finish {name} with "
            f"--stage both, or delete {done.parent.name} beside the model to train a prior for "
            "the codec in the file"
        )


def _codec_history(report: Path, codec_id: str) -> Json:
    """Read the curve and the health of the codec's training from a report, if it has them."""
    nothing: Json = {"steps": 0, "curve": [], "health": []}
    try:
        data = json.loads(report.read_text("utf-8"))
        same = data.get("codec_id", codec_id) == codec_id
        return {**nothing, **data["codec"]} if same else nothing
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return nothing
