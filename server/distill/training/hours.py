"""How one budget of minutes is shared by everything that a training does."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from distill.training.recipe import CodecRecipe, PriorRecipe, Recipe

_LEAST: Final = 0.25
"""Share of its minutes that a stage gets even where analysing took too long."""
_WRITING: Final = 2.0
"""Seconds for writing the model and leaving."""


class Hours:
    """Knows since when a command runs, and how long it may.

    Minutes in a recipe count everything: finding and analysing sounds, steps, looks, encoding
    between the stages, measuring and writing. What other things take, the stages get less.

    Threads: the training's own.
    """

    def __init__(
        self, recipe: Recipe, began: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Prepare; `began` is when the command was given, on the same clock."""
        self._recipe, self._began, self._clock = recipe, began, clock
        self._codec_began = self._in_codec_stage = 0.0

    def codec(self) -> CodecRecipe:
        """Give the first stage its minutes, as they are at its beginning."""
        stage = self._recipe.codec_stage
        self._codec_began = self._clock()
        return replace(stage, minutes=_less(stage.minutes, self._passed()))

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
        others = self._passed() - self._in_codec_stage + _WRITING
        spare = first.minutes - (codec_seconds + others) / 60
        return replace(second, minutes=max(_LEAST * second.minutes, second.minutes + spare))

    def _passed(self) -> float:
        return self._clock() - self._began


def _less(minutes: float, seconds: float) -> float:
    return max(_LEAST * minutes, minutes - seconds / 60)
