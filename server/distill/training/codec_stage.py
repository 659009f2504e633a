"""First stage: the codec learns to name sounds by codes and to paint them again."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Final

import lightning.pytorch as lightning
import numpy as np
import torch
from torch import Tensor
from typing_extensions import override

from distill.codec.codec import Codec
from distill.codec.config import CodecConfig
from distill.nn.health import HealthMeter, LevelHealth
from distill.training.budget import Budget
from distill.training.corpus import Corpus
from distill.training.crops import Crops, Plan
from distill.training.fitting import Loop, Material
from distill.training.losses import mel_error_db, rebuild_loss
from distill.training.recipe import CodecRecipe
from distill.training.stage import Stage

_HELD_FRAMES: Final = 384
"""Length of a held-out clip (4.1 s), as in reference/quality.md section 2."""
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
    """

    codec: Codec
    steps: int
    health: list[LevelHealth]
    curve: list[tuple[int, float]]


class CodecStage(Stage):
    """The codec and its loss."""

    figure: ClassVar[str] = "held_db"
    recipe: CodecRecipe

    def __init__(self, config: CodecConfig, recipe: CodecRecipe, budget: Budget) -> None:
        super().__init__(recipe, budget)
        positions = recipe.columns * config.bands
        self.codec = Codec(config, recipe.batch * positions)
        self.meter = HealthMeter(config.levels, config.size)
        self.health: list[LevelHealth] = []

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
        self.log("loss", loss, prog_bar=True)
        self.log("done", self.budget.progress(self.global_step), prog_bar=True)
        return loss

    def loss(self, batch: Tensor) -> Tensor:
        """Say how far crops [B, M, L] are from what the codec makes of them."""
        made = self.codec(batch)
        self.meter.add(made.quantized)
        return rebuild_loss(made, batch, self.recipe.commitment)

    @override
    def validation_step(self, batch: Tensor, batch_idx: int) -> None:
        """Measure held-out clips [B, M, L] the way they will be heard: through codes."""
        with torch.autocast(batch.device.type, enabled=False):
            error = error_through_codes(self.codec, batch).mean()
        self.log(self.figure, error, prog_bar=True, batch_size=len(batch))

    @override
    def on_validation_epoch_end(self) -> None:
        """Note the figures."""
        super().on_validation_epoch_end()
        self.health = self.meter.report()

    @override
    def configure_optimizers(self) -> torch.optim.Optimizer:
        """Use AdamW."""
        return torch.optim.AdamW(self.codec.parameters(), lr=self.recipe.learning_rate)

    @override
    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Keep the last look at the codebooks too; Any: Lightning's own type."""
        super().on_save_checkpoint(checkpoint)
        checkpoint["health"] = [row.to_json() for row in self.health]

    @override
    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Go on with them; Any: Lightning's own type."""
        super().on_load_checkpoint(checkpoint)
        self.health = [LevelHealth.from_json(row) for row in checkpoint["health"]]


def train_codec(
    corpus: Corpus, config: CodecConfig, recipe: CodecRecipe, folder: Path, *, bar: bool = True
) -> CodecResult:
    """Train a codec, going on from the last checkpoint in `folder` if there is one.

    Args:
        corpus: What to learn from.
        config: Geometry.
        recipe: How.
        folder: For checkpoints: `last.ckpt` (own, never fetched) and the best three.
        bar: Show a progress bar.

    Raises:
        BadArgument: Nothing to learn from.
        Cancelled: Ctrl-C; the next call goes on from that step.
    """
    lightning.seed_everything(recipe.seed, verbose=False)
    stage = CodecStage(config, recipe, Budget(recipe.minutes, recipe.steps))
    clips = [clip for _, clip in labelled_clips(corpus)]
    loop = Loop(stage, folder, measured=bool(clips), bar=bar)
    plan = Plan(recipe.batch, recipe.columns * config.column_frames, recipe.quieter_db, recipe.seed)
    looks = clips[:: max(1, -(-len(clips) // _HELD_CLIPS))]
    loop.run(Material(Crops(corpus, plan, loop.step), looks))
    codec = stage.codec.cpu().eval().requires_grad_(requires_grad=False)
    health = stage.health or stage.meter.report()
    return CodecResult(codec, loop.step(), health, stage.curve)


def error_through_codes(codec: Codec, mel: Tensor) -> Tensor:
    """Encode and decode log-mel [B, M, L]; give the error of each sound in dB, shape [B]."""
    painted = codec.decode_codes(codec.encode_mel(mel))
    return mel_error_db(mel, painted[..., : mel.shape[-1]])


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
