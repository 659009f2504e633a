"""Lets a model remember the sounds that it is trained on, from the end of its first stage."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from rich.progress import Progress

from distill.codec.codec import Codec
from distill.errors import AudioFileProblem, BadArgument, FileProblem, ModelFileProblem
from distill.remember.builder import remember_sounds
from distill.remember.part_sound import SoundFormat
from distill.remember.selection import SoundChoice, choose
from distill.storage import atomic
from distill.storage.corpus_file import corpus_folder
from distill.storage.corpus_summary import CorpusSummary
from distill.storage.file_names import shown
from distill.storage.sound_file import inspect
from distill.storage.sound_listing import sounds_in
from distill.training.data.corpus import Corpus, key_of
from distill.training.loop.codec_stage import CodecResult
from distill.training.loop.hardware import barrier, is_main_process
from distill.training.loop.time_budget import TimeBudget
from distill.training.publishing import codec_id_of, is_finished, publish_codec
from distill.training.recipe import Recipe

_MARK: Final = "remembered.json"
"""File of the work folder that says of which sounds the corpus was made."""
_ENOUGH: Final = 0.8
"""Share of what there is time for that an earlier corpus must have."""


Log = Callable[[str], None]
"""Prints a line."""


@dataclass(frozen=True, slots=True)
class OwnCorpus:
    """The corpus that a training makes of its sounds, without those that are held out.

    Attributes:
        file: The model file.
        work: The work folder.
        recipe: The recipe.
        choices: The training sounds, whole.
        key: Hash of all sounds and of the split.
        log: Prints a line.
        bar: Show progress.
    """

    file: Path
    work: Path
    recipe: Recipe
    choices: Sequence[SoundChoice]
    key: str
    log: Log
    bar: bool = False

    @classmethod
    def of_training(
        cls,
        corpus: Corpus,
        sounds: Path,
        file: Path,
        work: Path,
        recipe: Recipe,
        *,
        log: Log,
        bar: bool,
    ) -> Self:
        """Prepare to remember the training sounds of a corpus that was analysed.

        Args:
            corpus: The analysed sounds.
            sounds: The folder of the training sounds.
            file: The model file.
            work: The work folder.
            recipe: The recipe.
            log: Prints a line.
            bar: Show progress.
        """
        choices = training_sounds(corpus, sounds) if recipe.corpus_minutes else []
        return cls(file, work, recipe, choices, corpus.key.partition(" ")[0], log, bar)

    @property
    def seconds(self) -> float:
        """How much there is to remember."""
        return min(60 * self.recipe.corpus_minutes, sum(one.length_s for one in self.choices))

    def may_replace(self, codec_id: str) -> bool:
        """Return whether there is no finished model that another codec's corpus belongs to."""
        return not is_finished(self.file) or codec_id == codec_id_of(self.file)

    def publish(
        self, codec: CodecResult, codec_id: str, budget: TimeBudget, before: Path | None
    ) -> CorpusSummary | None:
        """Make the corpus and publish the codec with it, so that it plays while the prior trains.

        Args:
            codec: Result of the first stage.
            codec_id: Hash of its tensors.
            budget: The minutes of the training.
            before: The model file that this training continues.

        Returns:
            How much is remembered; None if nothing is, and in other processes than the main one.
        """
        summary = None
        if is_main_process():
            summary = self.make(codec.codec, codec_id, budget.remembering())
            budget.remembered()
            publish_codec(self.file, self.recipe, codec, codec_id, before)
        barrier()
        return summary

    def make(self, codec: Codec, codec_id: str, has_time_s: float) -> CorpusSummary | None:
        """Make the corpus beside the model, unless it is there already.

        A training does not fail for want of it: what is wrong is printed.

        Args:
            codec: The finished codec.
            codec_id: Hash of its tensors.
            has_time_s: Seconds of sound for which there is time.

        Returns:
            How much it holds; None if there is none.
        """
        wanted_s = min(self.seconds, has_time_s)
        if wanted_s > 0 and not self._is_made(codec_id, wanted_s):
            try:
                self._build(codec, codec_id, wanted_s)
            except (BadArgument, FileProblem) as problem:
                self.log(f"it remembers nothing: {problem}")
        try:
            return CorpusSummary.of_model(self.file, codec_id, codec.config.column_samples)
        except ModelFileProblem:
            return None  # of an earlier codec; it is not used

    def _build(self, codec: Codec, codec_id: str, wanted_s: float) -> None:
        chosen, folder = choose(self.choices, wanted_s), corpus_folder(self.file)
        with Progress(disable=not self.bar) as progress:
            task = progress.add_task("remembering", total=1.0)

            def show(share: float, _name: str) -> None:
                progress.update(task, completed=share)

            made = remember_sounds(chosen, codec, codec_id, folder, SoundFormat.FLAC, show)
            show(1.0, "")
        mark = {"key": key_of(self.key, codec_id), "seconds": wanted_s}
        atomic.replace(self.work / _MARK, json.dumps(mark))
        summary = CorpusSummary.of(made.corpus, folder, codec.config.column_samples)
        self.log(f"it remembers {summary}")

    def _is_made(self, codec_id: str, wanted_s: float) -> bool:
        """Is there a corpus of these sounds and this codec, and not of much less?"""
        try:
            if CorpusSummary.of_model(self.file, codec_id, 1) is None:
                return False
            mark = json.loads((self.work / _MARK).read_text("utf-8"))
            enough = float(mark["seconds"]) >= _ENOUGH * wanted_s
            return bool(mark["key"] == key_of(self.key, codec_id)) and enough
        except (ModelFileProblem, OSError, ValueError, KeyError, TypeError):
            return False


def training_sounds(corpus: Corpus, sounds: Path) -> list[SoundChoice]:
    """Find the files of the training sounds.

    Where the end of a single file is held out, only as much of its beginning is taken as is surely
    not.

    Args:
        corpus: The analysed sounds.
        sounds: The folder of the training sounds.
    """
    held = {piece.file for piece in corpus.part("held")} if not corpus.apart else set()
    files = {shown(file.relative_to(sounds).as_posix()): file for file in sounds_in(sounds)}
    choices = []
    for piece in corpus.originals("train"):
        try:
            length_s = float(inspect(files[piece.file]).seconds)
        except (KeyError, AudioFileProblem):
            continue  # it has gone since
        if piece.file in held:
            length_s = min(length_s, piece.seconds)
        choices.append(SoundChoice(files[piece.file], piece.file, 0.0, length_s))
    return choices
