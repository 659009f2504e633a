"""The first settings of this design, trained for a given time, as a baseline for the current one.

`benchmarks/sound.py --reference MINUTES` trains it on FOLDER/train and stores it in
FOLDER/reference; a second run loads it.

Source: docs/background/sound-quality.md#settings, the first row:

    chunks of one second, each analysed, encoded and decoded alone; 48 positions
    raw log-mel, mean squared error; four convolutions 1-32-64-128-256 with stride 2, BatchNorm
    dropout 0.2 after each of them; codes sampled at a temperature that falls from 1 to 0
    4 levels of 128, a dead code being one used less than twice
    batches of 16, AdamW 1e-3, falling to 0 over the last fifth

The minutes are processor time, so other programs make no difference (on a GPU, wall time); on a
quiet machine they are those of `distill train`. Precision is bf16 where `distill train` uses it.
The source does not state the position of the dropout; after each ReLU is our assumption.
"""

import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
import vector_quantize_pytorch as vq
from rich.console import Console
from rich.progress import Progress
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from typing_extensions import override

from distill.errors import AudioFileProblem
from distill.mel.filterbank import filterbank
from distill.mel.mel_config import MelConfig
from distill.storage.sound_file import stream_sound
from distill.storage.sound_listing import sounds_in
from distill.training.data.prepare import measure, prepared
from distill.training.loop.hardware import Machine
from distill.training.recipe import DataRecipe, MachineRecipe
from distill.types import SAMPLE_RATE, Audio
from distill.vocoder.griffin_lim import GriffinLim
from systems import Reconstruction, System, fitted

MEL = MelConfig(SAMPLE_RATE, 2048, 512, 128, 1e-5)
CHUNK, PADDED, FRAMES, PADDED_FRAMES = 48_000, 94 * 512, 94, 96
CHANNELS, WIDTH, LEVELS, SIZE = (1, 32, 64, 128, 256), 256, 4, 128
DROPOUT, DEAD_BELOW, COMMITMENT = 0.2, 2, 1.0
BATCH, LEARNING_RATE, DECAY_FROM, SEED = 16, 1e-3, 0.8, 0
KBPS = 48 * LEVELS * np.log2(SIZE) / 1000


class Reference(nn.Module):
    """Log-mel [B, 128, 96] of one-second chunks to codes and back."""

    def __init__(self) -> None:
        super().__init__()
        down: list[nn.Module] = []
        for narrow, wide in pairwise(CHANNELS):
            down += [nn.Conv2d(narrow, wide, 4, 2, 1), *_after(wide)]
        up: list[nn.Module] = []
        for wide, narrow in pairwise(CHANNELS[::-1]):
            up += [nn.ConvTranspose2d(wide, narrow, 4, 2, 1), *_after(narrow)]
        self.encoder = nn.Sequential(*down, nn.Conv2d(CHANNELS[-1], WIDTH, 1))
        self.decoder = nn.Sequential(nn.Conv2d(WIDTH, CHANNELS[-1], 1), *up[:-3])
        self.quantizer = vq.ResidualVQ(
            dim=WIDTH,
            num_quantizers=LEVELS,
            codebook_size=SIZE,
            kmeans_init=True,
            threshold_ema_dead_code=DEAD_BELOW,
            stochastic_sample_codes=True,
        )

    @override
    def forward(self, mel: Tensor, temperature: float) -> tuple[Tensor, Tensor]:
        """Encode and decode [B, 128, 96]; return the result and the commitment loss."""
        latent = self.encoder(mel[:, None])
        shape = latent.shape
        with torch.autocast(mel.device.type, enabled=False):
            vectors, _, commitment = self.quantizer(
                latent.float().flatten(2).transpose(1, 2), sample_codebook_temp=temperature
            )
        decoded = self.decoder(vectors.transpose(1, 2).reshape(shape))
        return decoded[:, 0].float(), commitment.sum()


def _after(channels: int) -> tuple[nn.Module, ...]:
    return nn.BatchNorm2d(channels), nn.ReLU(), nn.Dropout(DROPOUT)


def reference(folder: Path, minutes: float) -> System:
    """Return the reference as a system, trained now if it is not stored."""
    model = Reference()
    stored = folder / "reference" / f"{minutes:g}min.safetensors"
    if not stored.exists():
        train(model, sound_of(folder / "train", folder / "reference"), minutes)
        save_file(model.state_dict(), stored)
    model.load_state_dict(load_file(stored))
    model.eval()
    vocoder, filters = GriffinLim(MEL), torch.from_numpy(filterbank(MEL))

    def run(audio: Audio) -> Iterator[Reconstruction]:
        whole = np.pad(audio, (0, -len(audio) % CHUNK)).reshape(-1, CHUNK)
        decoded, _ = model(analyse(filters, torch.from_numpy(whole)), 0.0)
        decoded = decoded[..., :FRAMES].clamp(min=MEL.silence)
        parts = [
            vocoder.render(np.ascontiguousarray(chunk.T.numpy()), 0)[:CHUNK] for chunk in decoded
        ]
        sound = fitted(np.concatenate(parts), audio)
        yield Reconstruction(f"first settings, {minutes:g} min", sound, None, KBPS)

    return run


def sound_of(folder: Path, cache: Path) -> np.ndarray:
    """Concatenate all sounds of a folder into a file of 16-bit samples, once; [T]."""
    file = cache / "train.i16"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".partial")
        with partial.open("wb") as out:
            for path in sounds_in(folder):
                try:
                    blocks = list(stream_sound(path))
                    whole = prepared(blocks, measure(blocks), DataRecipe().peak)
                    audio = np.concatenate(list(whole))
                except AudioFileProblem:
                    continue
                out.write((audio * 32767).astype(np.int16).tobytes())
        partial.rename(file)
    return np.memmap(file, np.int16, "r")


def analyse(filters: Tensor, chunks: Tensor) -> Tensor:
    """Analyse chunks [B, 48000] one by one, padded with silence to [B, 128, 96].

    As `distill.mel.analysis` does, on any device.
    """
    spectrum = torch.stft(
        nn.functional.pad(chunks, (MEL.margin, PADDED - CHUNK + MEL.margin)),
        MEL.n_fft,
        MEL.hop,
        window=torch.hann_window(MEL.n_fft, device=chunks.device),
        center=False,
        return_complex=True,
    )
    mel = (filters.T @ spectrum.abs().square()).clamp(min=MEL.floor).log()
    return nn.functional.pad(mel, (0, PADDED_FRAMES - FRAMES), value=MEL.silence)


def train(model: Reference, sound: np.ndarray, minutes: float) -> None:
    """Train on random seconds of sound [T] for so many minutes."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    model.to(device).train()
    filters = torch.from_numpy(filterbank(MEL)).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE)
    half = Machine.choose(MachineRecipe()).precision() == "bf16-mixed"
    clock = time.process_time if device.type == "cpu" else time.monotonic
    begun, steps, done = clock(), 0, 0.0
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"first settings, {minutes:g} min", total=1.0)
        while done < 1.0:
            starts = rng.integers(0, len(sound) - CHUNK, BATCH)
            batch = np.stack([sound[start : start + CHUNK] for start in starts])
            chunks = torch.from_numpy(batch.astype(np.float32) / 32767).to(device)
            optimizer.param_groups[0]["lr"] = LEARNING_RATE * min(1, (1 - done) / (1 - DECAY_FROM))
            mel = analyse(filters, chunks)
            with torch.autocast(device.type, torch.bfloat16, enabled=half):
                decoded, commitment = model(mel, 1.0 - done)
            loss = (decoded - mel).square().mean() + COMMITMENT * commitment
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            steps += 1
            done = (clock() - begun) / 60 / minutes
            bar.update(task, completed=done)
    Console(stderr=True).print(f"first settings: {steps} steps, last loss {float(loss):.2f}")
    model.cpu()
