"""How one budget of minutes is shared by everything that a training does."""

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
"""Share of its minutes that a stage gets even where analysing took too long."""
_WRITING: Final = 6.0
"""Seconds for writing the model and its page (3.4 s of processor time), and leaving."""


class TimeBudget:
    """Knows since when a command runs, and how long it may.

    Minutes in a recipe count everything: finding and analysing sounds, steps, looks, encoding
    between the stages, measuring and writing. What other things take, in this session and in
    earlier ones, the stages get less.

    Threads: the training's own.
    """

    def __init__(
        self, recipe: Recipe, began: float, file: Path, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Prepare.

        Args:
            recipe: What was asked.
            began: When the command was given, on the same clock.
            file: Where sessions tell the next one what they took.
            clock: Seconds.
        """
        self._recipe, self._began, self._file, self._clock = recipe, began, file, clock
        self._codec_began = self._in_codec_stage = 0.0
        self._earlier = 0.0
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            self._earlier = float(json.loads(file.read_text("utf-8"))["others"])

    def codec(self) -> CodecRecipe:
        """Give the first stage its minutes, as they are at its beginning."""
        stage = self._recipe.codec_stage
        self._codec_began = self._clock()
        minutes = stage.minutes - self._others() / 60
        return replace(stage, minutes=max(_LEAST * stage.minutes, minutes))

    def codec_ends(self) -> None:
        """Note how long the first stage took in this session."""
        self._in_codec_stage = self._clock() - self._codec_began

    def prior(self, codec_seconds: float) -> PriorRecipe:
        """Give the second stage what is left of the minutes of both.

        Args:
            codec_seconds: What the first stage used, over all sessions.
        """
        first, second = self._recipe.codec_stage, self._recipe.prior_stage
        if not first.minutes or not second.minutes:
            return second
        spare = first.minutes - (codec_seconds + self._others() + _WRITING) / 60
        return replace(second, minutes=max(_LEAST * second.minutes, second.minutes + spare))

    def _others(self) -> float:
        """Give the seconds that were used outside the stages, and note them."""
        passed = self._clock() - self._began
        others = self._earlier + passed - self._in_codec_stage
        if is_main_process():
            atomic.replace(self._file, json.dumps({"others": round(others, 1)}))
        return others
