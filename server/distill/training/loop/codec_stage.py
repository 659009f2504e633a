"""First stage: the codec learns to name sounds by codes and to paint them again."""

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
from distill.training.data.corpus import Corpus
from distill.training.data.crops import Crops, Plan
from distill.training.loop.budget import Budget
from distill.training.loop.checkpoints import newest_whole
from distill.training.loop.hardware import Machine
from distill.training.loop.losses import as_usual, mel_error_db, rebuild_loss
from distill.training.loop.stage_module import StageModule
from distill.training.loop.trainer import DataBundle, RunContext, StageTrainer
from distill.training.recipe import CodecRecipe, MachineRecipe
from distill.types import Json

_SETTLED: Final = 200
"""Steps before which the codebooks' health is nobody's worry."""
_NUMBER: Final = re.compile(r"[\d.]+%?")
_HELD_FRAMES: Final = 384
"""Length of a held-out clip (4.1 s), as in docs/background/sound-quality.md."""
_FIRST_CROPS: Final = 1600
"""Crops that the first codebooks are found from: 77 thousand patches."""
_BEYOND: Final = 2**40
"""Number of the first batch of that sample; no training comes so far."""
_HELD_CLIPS: Final = 32
"""Held-out clips looked at during training; the final figures use all of them."""


@dataclass(frozen=True, slots=True, eq=False)
class CodecResult:
    """What the first stage gives.

    Attributes:
        codec: In eval mode.
        steps: Steps done, over all sessions.
        health: One row per level, of the last stretch of training.
        curve: (step, held-out mel error in dB) at each look.
        history: The codebooks at each look: `step`, `held_db` and `levels`, whose rows are those
            of `LevelHealth`.
        seconds: What it took, over all sessions.
    """

    codec: Codec
    steps: int
    health: list[LevelHealth]
    curve: list[tuple[int, float]]
    history: list[Json] = field(default_factory=list)
    seconds: float = 0.0


class CodecStage(StageModule):
    """The codec and its loss."""

    figure: ClassVar[str] = "held_db"
    unit: ClassVar[str] = "dB"
    recipe: CodecRecipe

    def __init__(
        self, config: CodecConfig, recipe: CodecRecipe, budget: Budget, processes: int
    ) -> None:
        super().__init__(recipe, budget)
        vectors = recipe.batch * recipe.columns * config.bands * processes
        self.codec = Codec(config, vectors, together=processes > 1)
        self.meter = HealthMeter(config.levels, config.size)
        self.health: list[LevelHealth] = []
        self.history: list[Json] = []
        self._said: set[str] = set()

    @property
    @override
    def network(self) -> Codec:
        """What learns; the quantizer's codebooks follow by themselves."""
        return self.codec

    @override
    def fall(self, progress: float) -> float:
        """Stay, then fall linearly."""
        return (1.0 - progress) / max(1e-9, 1.0 - self.recipe.decay_from)

    @override
    def training_step(self, batch: Tensor, batch_idx: int) -> Tensor:
        """Learn from crops [B, M, L]."""
        loss = self.loss(batch)
        self.log("loss", loss)
        return loss

    def loss(self, batch: Tensor) -> Tensor:
        """Say how far crops [B, M, L] are from what the codec makes of them."""
        made = self.codec(batch)
        self.meter.add(made.quantized)
        weights = (self.recipe.emphasis, self.recipe.commitment)
        return rebuild_loss(made, batch, self.codec.config, weights)

    @override
    def validation_step(self, batch: Tensor, batch_idx: int) -> None:
        """Measure held-out clips [B, M, L] the way they will be heard: through codes."""
        with torch.autocast(batch.device.type, enabled=False):
            error = error_through_codes(self.codec, batch).mean()
        self.log(self.figure, error, batch_size=len(batch), sync_dist=True)

    @override
    def on_validation_epoch_end(self) -> None:
        """Note the figures, and how the codebooks are."""
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
    def news(self) -> list[str]:
        """Say each warning once; it counts as the same with other numbers in it.

        Codebooks are all ill at the beginning, which says nothing.
        """
        found: list[str] = []
        if self.global_step < _SETTLED:
            return found
        for row in self.health:
            for warning in row.warnings:
                kind = f"{row.level} {_NUMBER.sub('', warning)}"
                if kind not in self._said:
                    self._said.add(kind)
                    found.append(f"warning, level {row.level}: {warning}")
        return found

    @override
    def configure_optimizers(self) -> torch.optim.Optimizer:
        """Use AdamW."""
        return torch.optim.AdamW(self.codec.parameters(), lr=self.recipe.learning_rate)

    @override
    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Keep the last look at the codebooks too; Any: Lightning's own type."""
        super().on_save_checkpoint(checkpoint)
        checkpoint["health"] = [row.to_json() for row in self.health]
        checkpoint["history"] = self.history

    @override
    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Go on with them; Any: Lightning's own type."""
        super().on_load_checkpoint(checkpoint)
        self.health = [LevelHealth.from_json(row) for row in checkpoint["health"]]
        self.history = list(checkpoint["history"])


CodecShow = Callable[[Codec, int, int], None]
"""Shows a codec at a look: it, the step, and how many looks there were before."""


def train_codec(
    corpus: Corpus,
    config: CodecConfig,
    recipe: CodecRecipe,
    folder: Path,
    *,
    bar: bool = True,
    machine: Machine | None = None,
    show: CodecShow | None = None,
) -> CodecResult:
    """Train a codec, going on from the last checkpoint in `folder` if there is one.

    Args:
        corpus: What to learn from.
        config: Geometry.
        recipe: How.
        folder: For checkpoints: `last.ckpt` (own, never fetched) and the best.
        bar: Say how far it is.
        machine: What to train on; None takes the fastest that is there.
        show: Called at each look.

    Raises:
        BadArgument: Nothing to learn from.
        Cancelled: Ctrl-C; the next call goes on from that step.
        TrainingProblem: No memory, or a loss that is no number.
        DiskFull: There is no room for what was learned.
    """
    lightning.seed_everything(recipe.seed, verbose=False)
    budget = Budget(recipe.minutes, recipe.steps)
    around = RunContext(folder, machine or Machine.choose(MachineRecipe()), bar)
    stage = CodecStage(config, recipe, budget, around.machine.processes)
    clips = [clip for _, clip in labelled_clips(corpus)]
    looks = clips[:: max(1, -(-len(clips) // _HELD_CLIPS))]
    budget.ending = 1.0 + len(clips) / max(1, len(looks))
    shown = functools.partial(show, stage.codec) if show else None
    loop = StageTrainer(stage, around, shown, measured=bool(clips))
    plan = Plan(recipe.batch, recipe.columns * config.column_frames, recipe.quieter_db, recipe.seed)
    if newest_whole(folder)[0] is None:
        budget.begin()
        _begin(stage.codec, Crops(corpus, plan, loop.step, loop.share), recipe)
        budget.count()
    loop.run(DataBundle(Crops(corpus, plan, loop.step, loop.share), looks))
    loop.settle(best=bool(clips))
    codec = stage.codec.cpu().eval().requires_grad_(requires_grad=False)
    health = stage.health or stage.meter.report()
    return CodecResult(codec, loop.step(), health, stage.curve, stage.history, budget.used)


def _begin(codec: Codec, crops: Crops, recipe: CodecRecipe) -> None:
    """Let a codec begin with what a sample of the sound tells without gradients."""
    count = -(-_FIRST_CROPS // recipe.batch)
    sample = [crops.batch(number) for number in range(_BEYOND, _BEYOND + count)]
    codec.begin(torch.from_numpy(np.concatenate(sample)), recipe.emphasis)


def error_through_codes(codec: Codec, mel: Tensor) -> Tensor:
    """Encode and decode log-mel [B, M, L]; give the error of each sound in dB, shape [B]."""
    painted = codec.decode_codes(codec.encode_mel(mel))
    return mel_error_db(as_usual(mel), as_usual(painted[..., : mel.shape[-1]]))


def labelled_clips(corpus: Corpus) -> list[tuple[str, Tensor]]:
    """Cut the held-out sounds into clips [1, M, L] of 4.1 s, each with its kind of sound.

    The kind is the sub-folder that the sound lies in. Short sounds are joined.
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
    return file.split("/", maxsplit=1)[0] if "/" in file else "all"
