"""What a training finds of an earlier one, and what that allows."""

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
"""What the first stage leaves in the work folder once it is finished."""
RECIPE: Final = "recipe.toml"
"""The recipe that the work folder was begun with, and the last budgets."""
_PRIOR_OF: Final = "of.txt"


def with_minutes(recipe: Recipe, minutes: float, stage: Stage, codec_share: float) -> Recipe:
    """Give the asked stage the whole budget, or both a share of it; no count of steps is left."""
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


def lasting(recipe: Recipe, stage: Stage) -> Recipe:
    """Leave out what may change between two sessions: the budgets, or all but the codec."""
    if stage is Stage.PRIOR:
        return Recipe("", codec=recipe.codec)
    return replace(
        recipe,
        codec_stage=recipe.codec_stage.lasting(),
        prior_stage=recipe.prior_stage.lasting(),
        machine=MachineRecipe(),
    )


def recipe_of(file: Path) -> Recipe:
    """Give the recipe that a model file tells, or what of it this program understands."""
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
    """Refuse to take the codec away from under a prior.

    Raises:
        BadArgument: The model has a prior, and only its codec would be trained.
    """
    if stage is not Stage.CODEC or not file.exists():
        return
    try:
        has_prior = bool(modelfile.read_header(file).get("prior"))
    except ModelFileProblem:
        return
    if has_prior:
        raise BadArgument(
            f"{file.stem} has a prior, which knows the codes of this codec only; choose another "
            "name for another codec, or train both anew with --stage both"
        )


def reopen_codec(work: Path, asked: Recipe) -> None:
    """Let a finished codec be trained on if it is given a larger budget than it had."""
    begun = work / RECIPE
    if not begun.exists():
        return
    had, has = Recipe.load(begun).codec_stage, asked.codec_stage
    if has.minutes > had.minutes or has.steps > had.steps:
        (work / CODEC_DONE).unlink(missing_ok=True)


def take_codec(file: Path | None, name: str, work: Path) -> None:
    """See that the work folder holds the finished codec of a model, to train a prior for.

    Args:
        file: The model file; None if there is none yet.
        name: Of the model.
        work: The work folder.

    Raises:
        BadArgument: There is no finished codec, or the model's is another one than the work's.
        ModelFileProblem: The model file cannot be read.
    """
    done = work / CODEC_DONE
    if done.exists():
        _check_same(file, name, done)
        return
    if (work / "codec").exists():
        raise BadArgument(
            f"the codec of {name} is still being trained: finish it first with --stage codec, "
            f"or with both stages; or delete {work.name} beside the model to leave it as it is"
        )
    if file is None:
        raise BadArgument(f"{name} has no codec yet to train a prior for: train both stages first")
    header, arrays = modelfile.load(file)
    told = _told(file.with_name("report.json"), header["metadata"]["codec_id"])
    codec = {key: value for key, value in arrays.items() if key.startswith(modelfile.CODEC)}
    kept = {**header, "training": told, "prior": None, "vocoder": None, "metadata": {"name": name}}
    modelfile.save(done, kept, codec)


def earlier_ids(file: Path | None, codec_id: str) -> list[str]:
    """List ids under which grids of this codec may be known since before codecs had their own."""
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
    """Forget the checkpoints of a prior that was trained on other codes, or built otherwise.

    Args:
        folder: Of the checkpoints.
        sounds: Codes to learn from and to measure with, each of shape [W, H, Q].
        recipe: How the prior is trained now.
    """
    digest = sha256()
    for part in sounds:
        for codes in part:
            digest.update(f"{codes.shape}".encode())
            digest.update(codes.astype("<i2").tobytes())
    shape = recipe.lasting()
    now = f"{digest.hexdigest()} {json.dumps(asdict(shape), sort_keys=True)}"
    kept = folder / _PRIOR_OF
    if folder.exists() and (not kept.exists() or kept.read_text("utf-8") != now):
        shutil.rmtree(folder)
    atomic.replace(kept, now)


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


def _told(report: Path, codec_id: str) -> Json:
    """Give what is known of the codec's training: its curve and its health."""
    nothing: Json = {"steps": 0, "curve": [], "health": []}
    try:
        told = json.loads(report.read_text("utf-8"))
        same = told.get("codec_id", codec_id) == codec_id
        return {**nothing, **told["codec"]} if same else nothing
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return nothing
