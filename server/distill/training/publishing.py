"""A codec and a prior become a model file, in the middle of a training as at its end."""

import copy
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from distill.codec.codec import Codec
from distill.codec.codec_config import CodecConfig
from distill.errors import ModelFileProblem
from distill.nn.health import LevelHealth
from distill.prior.transformer import Prior
from distill.storage import modelfile
from distill.training.data.corpus import Corpus
from distill.training.loop.codec_stage import CodecResult
from distill.training.loop.previews import CLIP_FRAMES, Previews
from distill.training.recipe import Recipe
from distill.training.resume import earlier_ids
from distill.types import Codes, FloatArray, Json

Parts = tuple[Codec, Prior | None]
"""A model: its codec, and its prior with matrices rounded to bfloat16, if there is one yet."""


def publish(
    file: Path, recipe: Recipe, parts: Parts, metrics: Json, before: Path | None = None
) -> Json:
    """Write a model; the one that is there is replaced only once the new one is whole.

    Args:
        file: Where to.
        recipe: What was asked.
        parts: What was trained.
        metrics: What was measured.
        before: The model file that this one follows, if it is not `file`.

    Returns:
        The model's `id` and its `codec_id`.

    Raises:
        FileProblem: The file cannot be written.
    """
    codec, prior = parts
    arrays: dict[str, FloatArray] = {
        f"codec.{name}": value for name, value in codec.to_arrays().items()
    }
    if prior:
        for name, value in prior.state_dict().items():
            arrays[f"prior.{name}"] = value.detach().float().cpu().numpy()
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
        "checkpoint": checkpoint_in_words(metrics),
    }
    described = {**header(recipe, metadata), "prior": prior and prior.config.to_json()}
    return {"id": modelfile.save(file, described, arrays), "codec_id": codec_id}


def checkpoint_in_words(metrics: Json) -> str:
    """Say at which step a training shows a model; nothing if it has ended."""
    for part in ("codec", "prior"):
        if f"{part}_steps" in metrics:
            return f"{part}, step {metrics[f'{part}_steps']}"
    return ""


def header(recipe: Recipe, metadata: Json) -> Json:
    """Describe a model that has no prior."""
    return {
        "codec": recipe.codec.to_json(),
        "prior": None,
        "vocoder": None,
        "spectrogram": recipe.codec.mel.to_json(),
        "training": asdict(recipe),
        "metadata": metadata,
    }


def save_codec(file: Path, recipe: Recipe, result: CodecResult) -> None:
    """Write what the first stage made, for the second and for later sessions.

    Its numbers are rounded, so that every file that holds them needs half the room: from here on
    they are those of the model.
    """
    result.codec.round_weights()
    told = {
        "steps": result.steps,
        "curve": result.curve,
        "health": [level.to_json() for level in result.health],
        "history": result.history,
        "seconds": result.seconds,
    }
    described = {**header(recipe, {"name": recipe.name}), "training": told}
    arrays: dict[str, FloatArray] = {
        f"codec.{name}": value for name, value in result.codec.to_arrays().items()
    }
    modelfile.save(file, described, arrays)


def load_codec(file: Path) -> tuple[CodecResult, str]:
    """Read what `keep_codec` wrote; give its id too."""
    described, arrays = modelfile.load(file)
    told = described["training"]
    codec = Codec.from_arrays(
        CodecConfig.from_json(described["codec"]),
        {name.removeprefix("codec."): value for name, value in arrays.items()},
    )
    result = CodecResult(
        codec,
        int(told["steps"]),
        [LevelHealth.from_json(row) for row in told["health"]],
        [(int(step), float(error)) for step, error in told["curve"]],
        list(told.get("history", [])),
        float(told.get("seconds", 0.0)),
    )
    return result, str(described["metadata"]["id"])


def is_finished(file: Path) -> bool:
    """Is it a model that a training has ended with, and not one that it shows on the way?"""
    try:
        return "held_mel_error_db" in modelfile.read_header(file)["metadata"].get("metrics", {})
    except (ModelFileProblem, AttributeError):
        return False


class Showcase:
    """At each look, the newest model for a running server to load; at some, sounds to hear.

    A model that was finished before stays as it is until the new one is finished too.

    Threads: the training's own.
    """

    def __init__(
        self, place: Path, recipe: Recipe, corpus: Corpus, before: Path | None = None
    ) -> None:
        """Prepare; `before` is the model file that this training follows, if there is one."""
        self._file = place / f"{recipe.name}.distill"
        self._before = before
        self._finished = is_finished(self._file)
        self._recipe = recipe
        self._previews = Previews(place / "previews", recipe.codec.mel)
        pieces = corpus.part("held") or corpus.part("train")
        longest = max(pieces, key=lambda piece: piece.frames)
        self._clip = corpus.frames(longest)[:CLIP_FRAMES]

    def codec(self, codec: Codec, step: int, before: int) -> None:
        """Show a codec that is still learning; a `CodecShow`."""
        if not self._finished:
            parts = codec, None
            publish(self._file, self._recipe, parts, {"codec_steps": step}, self._before)
        if self._previews.due(before):
            self._previews.of_codec(codec, self._clip, step)

    def prior(
        self, codec: Codec, heard: Sequence[Codes], prior: Prior, step: int, before: int
    ) -> None:
        """Show a prior that is still learning.

        Args:
            codec: It writes for this one.
            heard: Sounds [W, H, Q]; it goes on from the beginning of the longest.
            prior: It.
            step: Of its training.
            before: How many looks there were before.
        """
        shown = copy.deepcopy(prior).cpu().eval()
        shown.round_weights()
        if not self._finished:
            parts = codec, shown
            publish(self._file, self._recipe, parts, {"prior_steps": step}, self._before)
        if self._previews.due(before):
            self._previews.of_prior(shown, codec, max(heard, key=len), step)
