"""Divides one budget of minutes among all parts of a training."""

import contextlib
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from distill.storage import atomic
from distill.training.loop.hardware import is_main_process
from distill.training.recipe import CodecRecipe, PriorRecipe, Recipe

_LEAST: Final = 0.25
"""Least share of its minutes that a stage gets, however long the analysis took."""
_WRITING: Final = 6.0
"""Seconds reserved to write the model and its report (3.4 s of processor time) and to exit."""


class TimeBudget:
    """Divides the minutes of a command among its stages.

    Minutes in a recipe cover everything: scanning and analysing sounds, steps, validations,
    encoding between the stages, measuring and writing. The time outside the stages, in this
    session and in earlier ones, is deducted from the stages.

    Threads: the training's own.
    """

    def __init__(
        self, recipe: Recipe, began: float, file: Path, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Read the time that earlier sessions used outside the stages.

        Args:
            recipe: The recipe.
            began: When the command started, by the same clock.
            file: File that passes the used time to the next session.
            clock: Returns seconds.
        """
        self._recipe, self._began, self._file, self._clock = recipe, began, file, clock
        self._codec_began = self._in_codec_stage = 0.0
        self._earlier = 0.0
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            self._earlier = float(json.loads(file.read_text("utf-8"))["others"])

    def codec(self) -> CodecRecipe:
        """Return the first stage's recipe with its minutes; call it when the stage starts."""
        stage = self._recipe.codec_stage
        self._codec_began = self._clock()
        minutes = stage.minutes - self._others() / 60
        return replace(stage, minutes=max(_LEAST * stage.minutes, minutes))

    def codec_ends(self) -> None:
        """Record how long the first stage took in this session."""
        self._in_codec_stage = self._clock() - self._codec_began

    def prior(self, codec_seconds: float) -> PriorRecipe:
        """Return the second stage's recipe with the remaining minutes of both stages.

        Args:
            codec_seconds: Time of the first stage, over all sessions.
        """
        first, second = self._recipe.codec_stage, self._recipe.prior_stage
        if not first.minutes or not second.minutes:
            return second
        spare = first.minutes - (codec_seconds + self._others() + _WRITING) / 60
        return replace(second, minutes=max(_LEAST * second.minutes, second.minutes + spare))

    def _others(self) -> float:
        """Return the seconds used outside the stages, and write them to the file."""
        passed = self._clock() - self._began
        others = self._earlier + passed - self._in_codec_stage
        if is_main_process():
            atomic.replace(self._file, json.dumps({"others": round(others, 1)}))
        return others
