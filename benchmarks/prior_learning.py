"""Train the chosen and the flat prior on the same codes for the same processor time.

Used by `prior.py --work FOLDER`.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open

from distill.codec.codec_config import CodecConfig
from distill.nn.transformer import Prior
from distill.prior.prior_config import PriorConfig
from distill.storage import modelfile
from distill.training.data.windows import Batch, Windows
from distill.training.loop.prior_stage import measure, token_nats
from distill.training.recipe import PriorRecipe
from distill.types import Codes
from flat_prior import FLAT_LAYERS, FlatPrior

NEEDED_GAIN = 0.4
RISE = 100
"""Steps over which the learning rate rises."""


@dataclass(frozen=True)
class Contender:
    """A prior and the settings that were best for it."""

    name: str
    prior: Prior | FlatPrior
    batch: int
    learning_rate: float


def compare_learning(work: Path, seconds: float) -> None:
    header, _ = modelfile.load(work / "codec.distill")
    codec = CodecConfig.from_json(header["codec"])
    train, held = codes_in(work / "codes.safetensors")
    columns = sum(map(len, train)), sum(map(len, held))
    print(f"\nlearning for {seconds:g} s each: {columns[0]} columns, {columns[1]} held out")
    torch.manual_seed(0)
    for contender in contenders(codec):
        learn(contender, train, held, seconds)


def contenders(codes: CodecConfig) -> tuple[Contender, Contender]:
    recipe = PriorRecipe()
    config = PriorConfig(
        codes.size,
        codes.levels,
        codes.bands,
        recipe.layers,
        recipe.width,
        recipe.heads,
        recipe.context_columns,
        recipe.depth_layers,
        recipe.depth_width,
    )
    return (
        Contender("flat", FlatPrior(replace(config, layers=FLAT_LAYERS)), 4, 1.5e-3),
        Contender("chosen", Prior(config, recipe.dropout), recipe.batch, recipe.learning_rate),
    )


def codes_in(file: Path) -> tuple[list[Codes], list[Codes]]:
    """Read the code cache of a training: codes for training, and held-out ones."""
    with safe_open(str(file), framework="numpy") as store:
        names = sorted(store.keys(), key=lambda name: int(name.split(".")[1]))
        parts = [
            [store.get_tensor(name) for name in names if name.startswith(part)]
            for part in ("train", "held")
        ]
    train, held = ([sound for sound in part if len(sound)] for part in parts)
    return train, held


def learn(
    contender: Contender, train: Sequence[Codes], held: Sequence[Codes], seconds: float
) -> None:
    prior = contender.prior
    config = prior.config
    matrices = [w for n, w in prior.named_parameters() if w.dim() == 2 and n.endswith(".weight")]
    chosen = {id(weight) for weight in matrices}
    rest = [weight for weight in prior.parameters() if id(weight) not in chosen]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.1}, {"params": rest, "weight_decay": 0}],
        betas=(0.9, 0.95),
        fused=True,
    )
    windows = iter(Windows(train, (contender.batch, config.window), 0, lambda: 0))
    used, steps = 0.0, 0
    prior.train()
    while used < seconds:
        began = time.process_time()
        rate = min(0.5 + 0.5 * math.cos(math.pi * used / seconds), (steps + 1) / RISE)
        for group in optimizer.param_groups:
            group["lr"] = contender.learning_rate * rate
        step(prior, next(windows), optimizer)
        used += time.process_time() - began
        steps += 1
    prior.eval()
    tokens = steps * contender.batch * config.window * config.places / used
    levels = measure(prior, train, held)
    nats, best = (
        float(np.mean([getattr(row, of) for row in levels])) for of in ("prior", "bigram")
    )
    verdict = "reaches" if best - nats >= NEEDED_GAIN else "MISSES"
    print(
        f" {contender.name:7s} {steps} steps of {contender.batch} windows, "
        f"{tokens:.0f} codes a second"
    )
    print(
        f"  {nats:.3f} nats a code, {best - nats:+.3f} under the best bigram's {best:.3f} "
        f"({verdict} {NEEDED_GAIN})"
    )
    print("  by level " + ", ".join(f"{r.prior:.2f} ({r.bigram:.2f})" for r in levels), flush=True)


def step(prior: Prior | FlatPrior, batch: Batch, optimizer: torch.optim.Optimizer) -> None:
    optimizer.zero_grad()
    token_nats(prior, batch).mean().backward()
    torch.nn.utils.clip_grad_norm_(prior.parameters(), 1.0)
    optimizer.step()
