"""Writes a codec and a prior as a model file, during a training and at its end."""

import copy
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from distill.codec.codec import Codec
from distill.codec.codec_config import CodecConfig
from distill.errors import ModelFileProblem
from distill.nn.health import LevelHealth
from distill.nn.trainable_codec import TrainableCodec
from distill.nn.transformer import Prior
from distill.storage import modelfile
from distill.training.data.corpus import Corpus
from distill.training.loop.codec_stage import CodecResult
from distill.training.loop.previews import CLIP_FRAMES, Previews
from distill.training.recipe import Recipe
from distill.training.resume import earlier_ids
from distill.types import Codes, Json

Parts = tuple[Codec, Prior | None]
"""A codec, and its prior with matrices rounded to bfloat16; None before there is one."""


def publish(
    file: Path, recipe: Recipe, parts: Parts, metrics: Json, before: Path | None = None
) -> Json:
    """Write a model file; an existing one is replaced only once the new one is complete.

    Args:
        file: The model file to write.
        recipe: The recipe of the training.
        parts: The trained codec and prior.
        metrics: Their held-out metrics.
        before: The model file that this training continues, if it is not `file`.

    Returns:
        The model's `id` and its `codec_id`.

    Raises:
        FileProblem: The file cannot be written.
    """
    codec, prior = parts
    arrays = {f"codec.{name}": value for name, value in codec.arrays.items()}
    if prior:
        arrays |= {f"prior.{name}": value for name, value in prior.to_arrays().items()}
    codec_id = modelfile.codec_hash(arrays)
    metadata: Json = {
        "name": recipe.name,
        "author": recipe.author,
        "licence": recipe.licence,
        "data": recipe.about,
        "metrics": metrics,
        "date": datetime.now(tz=UTC).date().isoformat(),
        "prior_codec_id": codec_id if prior else None,
        "earlier_ids": earlier_ids(file if file.exists() else before, codec_id),
        "checkpoint": describe_checkpoint(metrics),
    }
    described = {**header(recipe, metadata), "prior": prior and prior.config.to_json()}
    return {"id": modelfile.save(file, described, arrays), "codec_id": codec_id}


def describe_checkpoint(metrics: Json) -> str:
    """Name the step of an intermediate model; empty for the final one."""
    for part in ("codec", "prior"):
        if f"{part}_steps" in metrics:
            return f"{part}, step {metrics[f'{part}_steps']}"
    return ""


def header(recipe: Recipe, metadata: Json) -> Json:
    """Build the header of a model without a prior."""
    return {
        "codec": recipe.codec.to_json(),
        "prior": None,
        "vocoder": None,
        "spectrogram": recipe.codec.mel.to_json(),
        "training": asdict(recipe),
        "metadata": metadata,
    }


def save_codec(file: Path, recipe: Recipe, result: CodecResult) -> None:
    """Write the result of the first stage, for the second stage and for later sessions."""
    training = {
        "steps": result.steps,
        "curve": result.curve,
        "health": [level.to_json() for level in result.health],
        "history": result.history,
        "seconds": result.seconds,
        "step_s": result.step_s,
        "ended_early": result.ended_early,
    }
    described = {**header(recipe, {"name": recipe.name}), "training": training}
    arrays = {f"codec.{name}": value for name, value in result.codec.arrays.items()}
    modelfile.save(file, described, arrays)


def load_codec(file: Path) -> tuple[CodecResult, str]:
    """Read what `save_codec` wrote; return the result and the codec's id."""
    described, arrays = modelfile.load(file)
    training = described["training"]
    codec = Codec(
        CodecConfig.from_json(described["codec"]),
        {name.removeprefix("codec."): value for name, value in arrays.items()},
    )
    result = CodecResult(
        codec,
        int(training["steps"]),
        [LevelHealth.from_json(row) for row in training["health"]],
        [(int(step), float(error)) for step, error in training["curve"]],
        list(training.get("history", [])),
        float(training.get("seconds", 0.0)),
        step_s=float(training.get("step_s", 0.0)),
        ended_early=bool(training.get("ended_early", False)),
    )
    return result, str(described["metadata"]["id"])


def is_finished(file: Path) -> bool:
    """Is this the final model of a training, not an intermediate one?"""
    try:
        return "held_mel_error_db" in modelfile.read_header(file)["metadata"].get("metrics", {})
    except (ModelFileProblem, AttributeError):
        return False


def codec_id_of(file: Path) -> str:
    """Return the id of the codec in a model file; empty if there is none."""
    try:
        return str(modelfile.read_header(file)["metadata"].get("codec_id", ""))
    except ModelFileProblem:
        return ""


def publish_codec(
    file: Path, recipe: Recipe, result: CodecResult, codec_id: str, before: Path | None = None
) -> None:
    """Publish a trained codec, before there is a prior for it.

    A finished model is not replaced, nor one that has this codec, perhaps with a prior in training.
    That one counts as changed, so that a running server loads it again, with the corpus beside it.
    """
    if codec_id_of(file) == codec_id:
        os.utime(file)
    elif not is_finished(file):
        publish(file, recipe, (result.codec, None), {"codec_steps": result.steps}, before)


class IntermediateModels:
    """Publishes an intermediate model at each validation, and audio previews at some.

    A running server can load the model. A finished model is not replaced by an intermediate one.

    Threads: the training's own.
    """

    def __init__(
        self,
        place: Path,
        recipe: Recipe,
        corpus: Corpus,
        before: Path | None = None,
        has_time: Callable[[str], bool] = lambda _room: True,
    ) -> None:
        """Choose a held-out clip.

        Args:
            place: The model's folder.
            recipe: The recipe.
            corpus: The sounds.
            before: The model file that this training continues.
            has_time: Whether the budget has time for a preview with the kernels of a room.
        """
        self._has_time = has_time
        self._file = place / f"{recipe.name}.distill"
        self._before = before
        self._finished = is_finished(self._file)
        self._recipe = recipe
        self._previews = Previews(place / "previews", recipe.codec.mel)
        pieces = corpus.part("held") or corpus.part("train")
        longest = max(pieces, key=lambda piece: piece.frames)
        self._clip = corpus.frames(replace(longest, frames=min(longest.frames, CLIP_FRAMES)))

    def publish_codec(self, codec: TrainableCodec, step: int, validations: int) -> None:
        """Publish a codec in training; a `CodecHook`."""
        frozen = codec.frozen()
        if not self._finished:
            parts = frozen, None
            publish(self._file, self._recipe, parts, {"codec_steps": step}, self._before)
        if self._previews.due(validations) and self._has_time("vocoder"):
            self._previews.of_codec(frozen, self._clip, step)

    def publish_prior(
        self, codec: Codec, sounds: Sequence[Codes], prior: Prior, step: int, validations: int
    ) -> None:
        """Publish a prior in training.

        Args:
            codec: The finished codec.
            sounds: Sounds [W, H, Q]; the preview continues the beginning of the longest.
            prior: The prior; it is copied, not changed.
            step: Step of its training.
            validations: Number of earlier validations.
        """
        snapshot = copy.deepcopy(prior).cpu().eval()
        snapshot.round_weights()
        if not self._finished:
            parts = codec, snapshot
            publish(self._file, self._recipe, parts, {"prior_steps": step}, self._before)
        if self._previews.due(validations) and self._has_time("prior"):
            self._previews.of_prior(snapshot, codec, max(sounds, key=len), step)
