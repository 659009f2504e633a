"""What the chosen and the flat prior learn from the same codes in the same processor time.

Used by `prior.py --work FOLDER`. A second figure is about seams: how much the picture of a sound
changes from frame to frame where two columns meet, against within columns. A prior that does not
know how columns follow each other writes jumps; the original and the codec say what is usual. What
is looked at is written by the model beside the folder, if it has a prior, else by the one that was
just trained.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open

from distill.codec.codec import Codec
from distill.codec.config import CodecConfig
from distill.prior.config import PriorConfig
from distill.prior.network import Prior
from distill.prior.sampler import Choice, Sampler
from distill.storage import modelfile
from distill.training.corpus import Corpus
from distill.training.prior_stage import measure, token_nats
from distill.training.recipe import PriorRecipe
from distill.training.windows import Batch, Windows
from distill.types import Codes, FloatArray
from flat_prior import FLAT_LAYERS, FlatPrior

MOST_JUMP = 1.5
NEEDED_GAIN = 0.4
WRITTEN = 24
"""Columns written after each held-out sound's beginning."""
RISE = 100
"""Steps over which the learning rate rises."""


@dataclass(frozen=True)
class Way:
    """How one prior is trained: what was best for it."""

    name: str
    prior: Prior | FlatPrior
    batch: int
    learning_rate: float


def compare_learning(work: Path, seconds: float) -> None:
    header, arrays = modelfile.load(work / "codec.distill")
    codec = Codec.from_arrays(
        CodecConfig.from_json(header["codec"]),
        {name.removeprefix("codec."): v for name, v in arrays.items() if name.startswith("codec.")},
    )
    train, held = codes_in(work / "codes.safetensors")
    sampler = beside(work)
    if seconds > 0:
        columns = sum(map(len, train)), sum(map(len, held))
        print(f"\nlearning for {seconds:g} s each: {columns[0]} columns, {columns[1]} held out")
        torch.manual_seed(0)
        for way in ways(codec.config):
            learn(way, train, held, seconds)
            if isinstance(way.prior, Prior):
                sampler = sampler or Sampler.from_prior(way.prior)
    if sampler:
        compare_seams(sampler, codec, Corpus.load(work / "cache"), held)


def ways(codes: CodecConfig) -> tuple[Way, Way]:
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
        Way("flat", FlatPrior(replace(config, layers=FLAT_LAYERS)), 4, 1.5e-3),
        Way("chosen", Prior(config, recipe.dropout), recipe.batch, recipe.learning_rate),
    )


def beside(work: Path) -> Sampler | None:
    """Take the prior of the model that the folder belongs to, if it has one."""
    for file in work.parent.glob("*.distill"):
        header, arrays = modelfile.load(file)
        if header["prior"]:
            own = {n.removeprefix("prior."): v for n, v in arrays.items() if n.startswith("prior.")}
            return Sampler.from_arrays(PriorConfig.from_json(header["prior"]), own)
    return None


def codes_in(file: Path) -> tuple[list[Codes], list[Codes]]:
    """Read what `training.coding` left: codes to learn from, and held-out ones."""
    with safe_open(str(file), framework="numpy") as store:
        names = sorted(store.keys(), key=lambda name: int(name.split(".")[1]))
        parts = [
            [store.get_tensor(name) for name in names if name.startswith(part)]
            for part in ("train", "held")
        ]
    train, held = ([sound for sound in part if len(sound)] for part in parts)
    return train, held


def learn(way: Way, train: Sequence[Codes], held: Sequence[Codes], seconds: float) -> None:
    prior = way.prior
    config = prior.config
    matrices = [w for n, w in prior.named_parameters() if w.dim() == 2 and n.endswith(".weight")]
    chosen = {id(weight) for weight in matrices}
    rest = [weight for weight in prior.parameters() if id(weight) not in chosen]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.1}, {"params": rest, "weight_decay": 0}],
        betas=(0.9, 0.95),
        fused=True,
    )
    windows = iter(Windows(train, (way.batch, config.window), 0, lambda: 0))
    used, steps = 0.0, 0
    prior.train()
    while used < seconds:
        began = time.process_time()
        rate = min(0.5 + 0.5 * math.cos(math.pi * used / seconds), (steps + 1) / RISE)
        for group in optimizer.param_groups:
            group["lr"] = way.learning_rate * rate
        step(prior, next(windows), optimizer)
        used += time.process_time() - began
        steps += 1
    prior.eval()
    tokens = steps * way.batch * config.window * config.places / used
    levels = measure(prior, train, held)
    nats, best = (
        float(np.mean([getattr(row, of) for row in levels])) for of in ("prior", "bigram")
    )
    verdict = "reaches" if best - nats >= NEEDED_GAIN else "MISSES"
    print(f" {way.name:7s} {steps} steps of {way.batch} windows, {tokens:.0f} codes a second")
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


def compare_seams(sampler: Sampler, codec: Codec, corpus: Corpus, held: Sequence[Codes]) -> None:
    """Print how much a mel changes between columns over how much it changes within."""
    least = sampler.config.window + WRITTEN
    long = [n for n, sound in enumerate(held) if len(sound) >= least]
    sounds = [held[n] for n in long]
    pieces = [piece for piece in corpus.part("held") if piece.frames]
    print(
        f"\nchange from frame to frame where columns meet / within columns, {len(sounds)} held-out "
        "sounds: of the level (mean of the log-mel), of the whole picture"
    )
    frames = codec.config.column_frames
    say_seams("original", [corpus.frames(pieces[n]) for n in long], frames)
    say_seams("through the codec", [paint(codec, sound) for sound in sounds], frames)
    for temperature in (0.7, 1.0):
        written = [write(sampler, sound, Choice(temperature)) for sound in sounds]
        mels = [paint(codec, sound) for sound in written]
        say_seams(f"written at temperature {temperature:g}", mels, frames, most=MOST_JUMP)


def write(sampler: Sampler, sound: Codes, choice: Choice) -> Codes:
    state = sampler.start(sound[: sampler.config.window], 0)
    return np.stack([sampler.column(state, choice).codes for _ in range(WRITTEN)])


def paint(codec: Codec, codes: Codes) -> FloatArray:
    mel = codec.decode_codes(torch.from_numpy(codes.astype(np.int64))[None])[0].T
    return np.asarray(mel.numpy())


def say_seams(name: str, mels: Sequence[FloatArray], frames: int, most: float = 0) -> None:
    level = jump([mel.mean(1, keepdims=True) for mel in mels], frames)
    picture = jump(mels, frames)
    verdict = f"  ({'reaches' if level[0] <= most else 'MISSES'} {most:g})" if most else ""
    told = "   ".join(
        f"{ratio:5.2f} ({seam:.3f} / {within:.3f})" for ratio, seam, within in (level, picture)
    )
    print(f"  {name:26s} {told}{verdict}", flush=True)


def jump(mels: Sequence[FloatArray], frames: int) -> tuple[float, float, float]:
    """Give seam over interior, and both."""
    changes = [np.abs(np.diff(mel, axis=0)).mean(1) for mel in mels]
    at_seam = [np.arange(1, len(mel)) % frames == 0 for mel in mels]
    change, seam = np.concatenate(changes), np.concatenate(at_seam)
    between, within = float(change[seam].mean()), float(change[~seam].mean())
    return between / within, between, within
