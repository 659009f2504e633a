"""Divides one budget of minutes among all parts of a training, by the pace of this machine."""

import contextlib
import json
import math
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from distill.storage import atomic
from distill.storage.compiled import are_kernels_compiled
from distill.training.loop.hardware import is_main_process
from distill.training.recipe import CodecRecipe, PriorRecipe, Recipe
from distill.training.stage import Stage

_COPIES_SHARE: Final = 0.15
"""Share of the time left that altered copies may take."""
_LEAST_SHARE: Final = 0.25
"""A stage with less than this share of its minutes makes the training say so."""
_LEAST_S: Final = 1.0
"""Least seconds of a stage, so that there is a model: it ends after the first step."""
_WRITING_CPU_S: Final = 6.0
"""Processor time to write the model and its report (3.4 s) and to exit, in seconds."""
_ENCODING: Final = 1.0 / 100
"""Processor time to encode a second of sound. Source: docs/figures.md, encode by columns."""
_REMEMBERING: Final = 1.0 / 50
"""Processor time to store and encode a second of sound that is remembered (measured, 1 / 61)."""
_REMEMBERING_SHARE: Final = 0.1
"""Share of the budget that remembering sounds may take."""
_MEASURING_SHARE: Final = 0.05
"""Share of the budget that measuring the finished codec may take."""
_PREVIEW_CPU_S: Final = 3.0
"""Processor time of a preview, in seconds (measured, one core)."""
_COMPILING_CPU_S: Final = 25.0
"""Processor time to compile the kernels of a first preview (measured, one core)."""
_PREVIEW_SHARE: Final = 0.3
"""Largest share of the rest of a stage that its next preview may take."""
_ENDING_SHARE: Final = 0.2
"""Largest share of the budget that is reserved to encode, and to write the report."""


class TimeBudget:
    """Divides the minutes of a command among its stages.

    Minutes in a recipe cover everything: scanning and analysing sounds, steps, validations,
    encoding between the stages, measuring and writing. The time outside the stages, in this
    session and in earlier ones, is deducted from the stages. What is still to come is planned by
    the pace of this machine: seconds that pass while this process computes for one.

    Threads: the training's own.
    """

    def __init__(
        self,
        recipe: Recipe,
        stage: Stage,
        began: float,
        file: Path,
        clock: Callable[[], float] = time.monotonic,
        processor: Callable[[], float] = time.process_time,
        *,
        on_cpu: bool = True,
    ) -> None:
        """Read the time that earlier sessions used outside the stages.

        Args:
            recipe: The recipe.
            stage: What is trained.
            began: When the command started, by the same clock.
            file: File that passes the used time to the next session.
            clock: Returns seconds.
            processor: Returns the processor time of this process in seconds.
            on_cpu: Does it train on the CPU? If not, the process waits for the GPU in the stages,
                and the pace is that of the analysis.
        """
        self._recipe, self._stage, self._file = recipe, stage, file
        self._began, self._clock, self._processor = began, clock, processor
        self._in_stages = self._in_earlier_stages = 0.0
        self._stage_ends = self._copies_end = math.inf
        self._sound_s = self._corpus_s = 0.0
        self._on_cpu, self._analysis_pace = on_cpu, 0.0
        self._earlier = 0.0
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            self._earlier = float(json.loads(file.read_text("utf-8"))["others"])

    @property
    def seconds(self) -> float:
        """Return the whole budget; 0 if a stage counts only steps."""
        first, second = self._recipe.codec_stage.minutes, self._recipe.prior_stage.minutes
        if self._stage is Stage.CODEC or not (second or self._recipe.prior_stage.steps):
            return 60 * first
        if self._stage is Stage.PRIOR:
            return 60 * second
        return 60 * (first + second) if first and second else 0.0

    @property
    def pace(self) -> float:
        """Return the seconds that pass per second of processor time; 1 on a quiet machine."""
        if self._analysis_pace:
            return self._analysis_pace
        computed = self._processor()
        return max(1.0, (self._clock() - self._began) / computed) if computed > 0 else 1.0

    @property
    def others(self) -> float:
        """Return the seconds used outside the stages, over all sessions."""
        return self._earlier + self._clock() - self._began - self._in_stages

    @property
    def used(self) -> float:
        """Return the seconds used by everything, over all sessions."""
        return self.others + self._in_earlier_stages + self._in_stages

    def has_time_for_copy(self) -> bool:
        """Return whether the analysis may make another altered copy; only the main process may."""
        if not is_main_process():
            return False
        if math.isinf(self._copies_end):
            self._copies_end = self._clock() + _COPIES_SHARE * self._left(0.0)
        return not self.seconds or self._clock() < self._copies_end

    def measuring(self) -> Callable[[], bool]:
        """Return a function that tells whether there is time to measure, from now on."""
        ends = self._clock() + _MEASURING_SHARE * self.seconds
        return lambda: not self.seconds or self._clock() < ends

    def has_time_for_example(self, room: str) -> bool:
        """Return whether another example may go into the report.

        Args:
            room: The package whose kernels it needs, `vocoder` or `prior`.
        """
        return not self.seconds or self.used + self._preview_s(room) <= self.seconds

    def has_time_for_preview(self, room: str) -> bool:
        """Return whether the running stage may write a preview; `room` as above."""
        return self._preview_s(room) <= _PREVIEW_SHARE * (self._stage_ends - self._clock())

    def analysed(self, sound_s: float, corpus_s: float = 0.0) -> None:
        """Note how many seconds of sound there are to encode, and to remember, after the first."""
        self._sound_s, self._corpus_s = sound_s, corpus_s
        self._analysis_pace = 0.0 if self._on_cpu else self.pace

    def codec(self) -> CodecRecipe:
        """Return the first stage's recipe with its minutes; call it when the stage starts."""
        stage = self._recipe.codec_stage
        self._save()
        if not stage.minutes:
            return stage
        own = 60 * stage.minutes
        granted = own - self.others
        if self.seconds:
            ending = _WRITING_CPU_S + _ENCODING * self._sound_s + self._remembering_cpu_s()
            left = self._left(ending)
            enough = granted >= _LEAST_SHARE * own
            granted = min(granted, left) if enough else left * own / self.seconds
        return replace(stage, minutes=self._grant(granted))

    def codec_ends(self, session_s: float) -> None:
        """Record how long the first stage took in this session."""
        self._in_stages += session_s
        self._stage_ends = math.inf

    def remembering(self) -> float:
        """Return of how many seconds of sound there is time to make the corpus."""
        if not self.seconds:
            return self._corpus_s
        return min(self._corpus_s, _REMEMBERING_SHARE * self.seconds / (_REMEMBERING * self.pace))

    def remembered(self) -> None:
        """Note that the corpus is made: nothing is left to plan for it."""
        self._corpus_s = 0.0

    def prior(self, codec_s: float) -> PriorRecipe:
        """Return the second stage's recipe with the remaining minutes of both stages.

        Args:
            codec_s: Time of the first stage, over all sessions.
        """
        stage = self._recipe.prior_stage
        if self._stage is not Stage.PRIOR:
            self._in_earlier_stages = max(0.0, codec_s - self._in_stages)
        self._save()
        if not stage.minutes or not self.seconds:
            return stage
        left = self._left(_WRITING_CPU_S + self._remembering_cpu_s())
        return replace(stage, minutes=self._grant(left))

    def prior_ends(self, session_s: float, prior_s: float) -> None:
        """Record how long the second stage took in this session, and over all sessions."""
        self._in_stages += session_s
        self._in_earlier_stages += max(0.0, prior_s - session_s)
        self._stage_ends = math.inf
        self._save()

    def shortage(self) -> str:
        """Return a sentence if the stages will have too little time, after the analysis."""
        if not self.seconds or self._left(0.0) >= _LEAST_SHARE * self.seconds:
            return ""
        minutes = self.seconds / 60
        busy = f" (this machine is busy: {self.pace:.1f} x as slow)" if self.pace > 2 else ""
        return (
            f"--minutes {minutes:g} is too little here{busy}: {self.others / 60:.1f} are used "
            "before the first step. The stages share what is left; at the end it is told how many "
            "minutes would do"
        )

    def overrun(self) -> str:
        """Return a sentence if more time was used than the budget has, at the end."""
        over = self.used - self.seconds
        if not self.seconds or over < max(5.0, 0.05 * self.seconds):
            return ""
        return (
            f"the training took {self.used / 60:.1f} minutes, {over / 60:.1f} more than planned: "
            f"this machine was {self.pace:.1f} x as slow as a quiet one"
        )

    def _preview_s(self, room: str) -> float:
        """Return how many seconds a preview or an example takes at the pace of this machine."""
        compiling = 0.0 if are_kernels_compiled(room) else _COMPILING_CPU_S
        return (_PREVIEW_CPU_S + compiling) * self.pace

    def _remembering_cpu_s(self) -> float:
        """Return the processor time that the corpus is going to take, in seconds."""
        return _REMEMBERING * self.remembering()

    def _left(self, ending_cpu_s: float) -> float:
        """Return the seconds left for the stages, less those that the end is going to need."""
        ending = min(ending_cpu_s * self.pace, _ENDING_SHARE * self.seconds)
        return max(0.0, self.seconds - self.used - ending)

    def _grant(self, seconds: float) -> float:
        """Return the minutes of the stage that starts now."""
        seconds = max(_LEAST_S, seconds)
        self._stage_ends = self._clock() + seconds
        return seconds / 60

    def _save(self) -> None:
        if is_main_process():
            atomic.replace(self._file, json.dumps({"others": round(self.others, 1)}))
