"""First stage: trains the codec to encode and decode log-mel."""

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Final

import lightning.pytorch as lightning
import numpy as np
import torch
from torch import Tensor
from typing_extensions import override

from distill.codec.codec import Codec
from distill.codec.codec_config import CodecConfig
from distill.nn.health import HealthMeter, LevelHealth
from distill.nn.trainable_codec import TrainableCodec
from distill.training.data.corpus import Corpus
from distill.training.data.crops import Crops, Plan
from distill.training.loop.budget import Budget
from distill.training.loop.checkpoints import newest_whole
from distill.training.loop.hardware import Machine, is_main_process
from distill.training.loop.losses import mel_error_db, reconstruction_loss, to_reference_bins
from distill.training.loop.stage_module import StageModule
from distill.training.loop.trainer import DataBundle, RunContext, StageTrainer
from distill.training.recipe import CodecRecipe, MachineRecipe
from distill.types import Json

_SETTLED: Final = 200
"""Steps before which the health of the codebooks causes no warning."""
_NUMBER: Final = re.compile(r"[\d.]+%?")
_HELD_FRAMES: Final = 384
"""Length of a held-out clip (4.1 s), as in docs/background/sound-quality.md."""
_FIRST_CROPS: Final = 1600
"""Crops that the codebooks are initialised from: 77 thousand patches."""
_PILOT_CROPS: Final = 100
"""Crops of a first, quick sample, which shows the pace of this machine."""
_FIXED_SHARE: Final = 0.6
"""Share of its time that does not depend on the size (measured: 0.9 s, and 6.3 s for 1600)."""
_FIRST_SHARE: Final = 0.15
"""Largest share of the budget that initialising may take."""
_BEYOND: Final = 2**40
"""Number of the first batch of that sample; no training gets that far."""
WITHOUT_KIND: Final = "all"
"""Kind of the sounds that lie in no sub-folder."""
_HELD_CLIPS: Final = 32
"""Held-out clips of a validation; the final metrics use all of them."""


@dataclass(frozen=True, slots=True, eq=False)
class CodecResult:
    """Result of the first stage.

    Attributes:
        codec: With weights rounded to half precision, as its file holds them.
        steps: Steps over all sessions.
        health: One row per level, over the steps before the last validation.
        curve: (step, held-out mel error in dB) at each validation.
        history: The codebooks at each validation: `step`, `held_db` and `levels`, whose rows are
            those of `LevelHealth`.
        seconds: Seconds over all sessions.
        session_s: Seconds of these in this session.
        step_s: Mean seconds of a step, without validations; 0 if unknown.
        ended_early: Did the error stop to fall before the budget was used up?
    """

    codec: Codec
    steps: int
    health: list[LevelHealth]
    curve: list[tuple[int, float]]
    history: list[Json] = field(default_factory=list)
    seconds: float = 0.0
    session_s: float = 0.0
    step_s: float = 0.0
    ended_early: bool = False


class CodecStage(StageModule):
    """The codec and its loss."""

    metric: ClassVar[str] = "held_db"
    unit: ClassVar[str] = "dB"
    recipe: CodecRecipe

    def __init__(
        self, config: CodecConfig, recipe: CodecRecipe, budget: Budget, processes: int
    ) -> None:
        super().__init__(recipe, budget)
        vectors = recipe.batch * recipe.columns * config.bands * processes
        self.codec = TrainableCodec(config, vectors, together=processes > 1)
        self.meter = HealthMeter(config.levels, config.size)
        self.health: list[LevelHealth] = []
        self.history: list[Json] = []
        self._reported: set[str] = set()

    @property
    @override
    def network(self) -> TrainableCodec:
        """Return the codec; gradients do not change its codebooks."""
        return self.codec

    @override
    def decay_factor(self, progress: float) -> float:
        """Stay constant, then fall linearly."""
        return (1.0 - progress) / max(1e-9, 1.0 - self.recipe.decay_from)

    @override
    def training_step(self, batch: Tensor, batch_idx: int) -> Tensor:
        """Train on crops [B, M, L]."""
        loss = self.loss(batch)
        self.log("loss", loss)
        return loss

    def loss(self, batch: Tensor) -> Tensor:
        """Compute the loss of crops [B, M, L]."""
        made = self.codec(batch)
        self.meter.add(made.quantized)
        weights = (self.recipe.emphasis, self.recipe.commitment)
        return reconstruction_loss(made, batch, self.codec.config, weights)

    @override
    def validation_step(self, batch: Tensor, batch_idx: int) -> None:
        """Measure the error of held-out clips [B, M, L] through codes, as in playback."""
        frozen = self.codec.frozen()
        errors = [error_through_codes(frozen, clip) for clip in batch]
        error = torch.tensor(errors, device=batch.device).mean()
        self.log(self.metric, error, batch_size=len(batch), sync_dist=True)

    @override
    def on_validation_epoch_end(self) -> None:
        """Record the metric and the health of the codebooks."""
        super().on_validation_epoch_end()
        self.health = self.meter.report()
        levels = [row.to_json() for row in self.health]
        step, held = self.curve[-1]
        self.history.append({"step": step, "held_db": held, "levels": levels})
        for row in self.health:
            for name in ("used", "dead", "perplexity", "commitment", "velocity", "reseeds"):
                value = float(getattr(row, name))
                self.log(f"level_{row.level}/{name}", value, sync_dist=True)

    @override
    def new_warnings(self) -> list[str]:
        """Return each warning once, whatever numbers it contains.

        Early warnings are dropped, since all codebooks begin unhealthy.
        """
        found: list[str] = []
        if self.global_step < _SETTLED:
            return found
        for row in self.health:
            for warning in row.warnings:
                kind = f"{row.level} {_NUMBER.sub('', warning)}"
                if kind not in self._reported:
                    self._reported.add(kind)
                    found.append(f"warning, level {row.level}: {warning}")
        return found

    @override
    def configure_optimizers(self) -> torch.optim.Optimizer:
        """Use AdamW."""
        return torch.optim.AdamW(self.codec.parameters(), lr=self.recipe.learning_rate)

    @override
    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Store the health of the codebooks too; Any: Lightning's own type."""
        super().on_save_checkpoint(checkpoint)
        checkpoint["health"] = [row.to_json() for row in self.health]
        checkpoint["history"] = self.history

    @override
    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Restore the health of the codebooks too; Any: Lightning's own type."""
        super().on_load_checkpoint(checkpoint)
        self.health = [LevelHealth.from_json(row) for row in checkpoint["health"]]
        self.history = list(checkpoint["history"])


CodecHook = Callable[[TrainableCodec, int, int], None]
"""Called at a validation with the codec, the step and the number of earlier validations."""


def train_codec(
    corpus: Corpus,
    config: CodecConfig,
    recipe: CodecRecipe,
    folder: Path,
    *,
    bar: bool = True,
    machine: Machine | None = None,
    on_validation: CodecHook | None = None,
) -> CodecResult:
    """Train a codec, resuming from the last checkpoint in `folder` if there is one.

    Args:
        corpus: The sounds.
        config: Geometry of the codec.
        recipe: Training settings.
        folder: Folder of the checkpoints: `last.ckpt` and the best (own, never downloaded).
        bar: Show progress.
        machine: The hardware; None: the fastest available.
        on_validation: Called at each validation.

    Raises:
        BadArgument: No sound to train on.
        Cancelled: Ctrl-C; the next call resumes at that step.
        TrainingProblem: Out of memory, or a loss that is not finite.
        DiskFull: No space for the checkpoint.
    """
    lightning.seed_everything(recipe.seed, verbose=False)
    budget = Budget(recipe.minutes, recipe.steps)
    context = RunContext(folder, machine or Machine.choose(MachineRecipe()), bar)
    stage = CodecStage(config, recipe, budget, context.machine.processes)
    clips = [clip for _, clip in labelled_clips(corpus)]
    held_out = clips[:: max(1, -(-len(clips) // _HELD_CLIPS))]
    budget.final_validations = 1.0 + len(clips) / max(1, len(held_out))
    hook = functools.partial(on_validation, stage.codec) if on_validation else None
    trainer = StageTrainer(stage, context, hook, measured=bool(clips))
    plan = Plan(recipe.batch, recipe.columns * config.column_frames, recipe.quieter_db, recipe.seed)
    if newest_whole(folder)[0] is None:
        budget.begin()
        _initialise(stage.codec, Crops(corpus, plan, trainer.step, trainer.rank), recipe, budget)
        budget.count()
    trainer.run(DataBundle(Crops(corpus, plan, trainer.step, trainer.rank), held_out))
    trainer.load_final_weights(best=bool(clips))
    codec = stage.codec.frozen().rounded()
    health = stage.health or stage.meter.report()
    return CodecResult(
        codec,
        trainer.step(),
        health,
        stage.curve,
        stage.history,
        budget.used,
        budget.session,
        budget.step_s,
        ended_early=budget.progress(trainer.step()) < 1.0,
    )


def _initialise(codec: TrainableCodec, crops: Crops, recipe: CodecRecipe, budget: Budget) -> None:
    """Initialise a codec from a sample of the sound, without gradients.

    In a budget of minutes a small sample comes first: its time tells how large a sample may be.
    """
    if not budget.seconds:
        _begin(codec, crops, recipe, _FIRST_CROPS)
        return
    began = budget.clock()
    with torch.random.fork_rng(devices=[]):  # the draws after it do not depend on the pace
        _begin(codec, crops, recipe, _PILOT_CROPS)
        wanted = affordable_crops(budget.clock() - began, _FIRST_SHARE * budget.seconds)
        if wanted > _PILOT_CROPS and is_main_process():  # the others get its weights
            _begin(codec, crops, recipe, wanted)


def _begin(codec: TrainableCodec, crops: Crops, recipe: CodecRecipe, wanted: int) -> None:
    count = -(-wanted // recipe.batch)
    sample = [crops.batch(number) for number in range(_BEYOND, _BEYOND + count)]
    codec.begin(torch.from_numpy(np.concatenate(sample)), recipe.emphasis)


def affordable_crops(pilot_s: float, allowed_s: float) -> int:
    """Return how many crops a codec can be initialised from in some seconds.

    Args:
        pilot_s: Seconds that `_PILOT_CROPS` took.
        allowed_s: Seconds that are allowed.
    """
    pilots = (allowed_s / max(pilot_s, 1e-9) - _FIXED_SHARE) / (1.0 - _FIXED_SHARE)
    return max(_PILOT_CROPS, round(min(_FIRST_CROPS, pilots * _PILOT_CROPS)))


def error_through_codes(codec: Codec, mel: Tensor) -> float:
    """Encode and decode log-mel [M, L]; return the error in dB."""
    true = mel.float().cpu()
    decoded = codec.decode_codes(codec.encode_mel(true.T.numpy()))[: true.shape[1]]
    made = torch.from_numpy(decoded.T)
    return float(mel_error_db(to_reference_bins(true[None]), to_reference_bins(made[None])))


def labelled_clips(corpus: Corpus) -> list[tuple[str, Tensor]]:
    """Cut the held-out sounds into clips [1, M, L] of 4.1 s, each with its kind of sound.

    The kind is the sub-folder of the sound. Short sounds are joined.
    """
    kinds = {piece.first: _kind(piece.file) for piece in corpus.part("held")}
    found = []
    for first, frames in corpus.runs("held", _HELD_FRAMES):
        starts = range(first, first + max(1, frames - _HELD_FRAMES + 1), _HELD_FRAMES)
        for start in starts:
            clip = corpus.store[start : min(start + _HELD_FRAMES, first + frames)]
            mel = torch.from_numpy(clip.T.astype(np.float32))
            found.append((kinds[first], mel[None]))
    return found


def _kind(file: str) -> str:
    return file.split("/", maxsplit=1)[0] if "/" in file else WITHOUT_KIND
