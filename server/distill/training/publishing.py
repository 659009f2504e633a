"""A codec and a prior become a model file, in the middle of a training as at its end."""

import copy
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from distill.codec.codec import Codec
from distill.codec.config import CodecConfig
from distill.nn.health import LevelHealth
from distill.prior.network import Prior
from distill.storage import modelfile
from distill.training.codec_stage import CodecResult
from distill.training.corpus import Corpus
from distill.training.previews import CLIP_FRAMES, Previews
from distill.training.recipe import Recipe
from distill.types import Codes, FloatArray, Json


def publish(file: Path, recipe: Recipe, codec: Codec, prior: Prior | None, metrics: Json) -> str:
    """Write a model; the one that is there is replaced only once the new one is whole.

    Args:
        file: Where to.
        recipe: What was asked.
        codec: First part.
        prior: Second part, its matrices rounded to bfloat16; None if there is none yet.
        metrics: What was measured.

    Returns:
        The model's id.

    Raises:
        FileProblem: The file cannot be written.
    """
    arrays: dict[str, FloatArray] = {
        f"codec.{name}": value for name, value in codec.to_arrays().items()
    }
    if prior:
        for name, value in prior.state_dict().items():
            arrays[f"prior.{name}"] = value.detach().float().cpu().numpy()
    metadata: Json = {
        "name": recipe.name,
        "author": recipe.author,
        "licence": recipe.licence,
        "data": recipe.about,
        "metrics": metrics,
        "date": datetime.now(tz=UTC).date().isoformat(),
    }
    described = {**header(recipe, metadata), "prior": prior and prior.config.to_json()}
    return modelfile.save(file, described, arrays)


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


def keep_codec(file: Path, recipe: Recipe, result: CodecResult) -> None:
    """Write what the first stage made, for the second and for later sessions."""
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


def kept_codec(file: Path) -> tuple[CodecResult, str]:
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


class Showcase:
    """At each look, the newest model for a running server to load; at some, sounds to hear.

    Threads: the training's own.
    """

    def __init__(self, place: Path, recipe: Recipe, corpus: Corpus) -> None:
        self._file = place / f"{recipe.name}.distill"
        self._recipe = recipe
        self._previews = Previews(place / "previews", recipe.codec.mel)
        pieces = corpus.part("held") or corpus.part("train")
        longest = max(pieces, key=lambda piece: piece.frames)
        self._clip = corpus.frames(longest)[:CLIP_FRAMES]

    def codec(self, codec: Codec, step: int, before: int) -> None:
        """Show a codec that is still learning; a `CodecShow`."""
        publish(self._file, self._recipe, codec, None, {"codec_steps": step})
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
        shown.round_matrices()
        publish(self._file, self._recipe, codec, shown, {"prior_steps": step})
        if self._previews.due(before):
            self._previews.of_prior(shown, codec, max(heard, key=len), step)
