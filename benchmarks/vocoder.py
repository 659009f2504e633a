"""Measure quality and speed of the vocoders: that of clips and that of the stream.

Run: python benchmarks/vocoder.py [sound files]. One thread. Without files, four synthetic sounds.
Spectral convergence is | |STFT(y)| - wanted | / | wanted |, lower is better, against the smoothest
magnitudes with that mel, which the vocoders only begin with; `mel dB` is the mean error of the
log-mel of the sound against the given one, 80 dB range. `notes.py` tells how many notes survive.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

from distill.mel.analysis import LogMel
from distill.mel.mel_config import MelConfig
from distill.types import Audio, FloatArray, Mel
from distill.vocoder.griffin_lim import GriffinLim
from distill.vocoder.inverse import bank, magnitude
from distill.vocoder.rtisi import Rtisi

CONFIG = MelConfig()
SECONDS = 4.096


def synthetic() -> dict[str, Audio]:
    """Make a chord, drums, noise and a glide."""
    rng = np.random.default_rng(1)
    t = np.arange(int(SECONDS * 48_000)) / 48_000
    notes = (110, 164.8, 220, 277.2, 440, 880, 1320)
    decay = np.exp(-(t % 0.75) * 3)
    chord = sum(np.sin(2 * np.pi * f * t) * decay / (k + 1) for k, f in enumerate(notes))
    drums = np.zeros_like(t)
    for k in range(12):
        hit = t[: len(t) - k * 12_000]
        snare = rng.standard_normal(len(hit)) * 0.25 * np.exp(-8 * hit)
        kick = np.sin(2 * np.pi * (50 * hit + 3 * (1 - np.exp(-30 * hit)))) * 0.6
        drums[k * 12_000 :] += snare if k % 2 else kick * np.exp(-18 * hit)
    phase = np.cumsum(2 * np.pi * (120 + 30 * np.sin(2 * np.pi * 1.3 * t))) / 48_000
    glide = sum(np.sin(k * phase) / k for k in range(1, 30))
    sounds = {
        "chord": 0.2 * chord,
        "drums": drums,
        "noise": 0.1 * rng.standard_normal(len(t)),
        "glide": 0.2 * glide,
    }
    return {name: np.asarray(sound, np.float32) for name, sound in sounds.items()}


def spectrum(sound: Audio, frames: int) -> FloatArray:
    """Return magnitudes of the frames, shape [L, F]."""
    padded = np.pad(sound, (768, 768))
    window = np.hanning(2049)[:-1]
    cut = np.stack([padded[t * 512 : t * 512 + 2048] for t in range(frames)])
    return np.abs(np.fft.rfft(cut * window, axis=1)).astype(np.float32)


def mel_of(sound: Audio, layer: LogMel) -> Mel:
    """Return the log-mel of a sound, shape [L, M]."""
    return layer.whole(sound)


def mel_error(found: Mel, wanted: Mel) -> float:
    """Return the mean error in dB over the loudest 80 dB."""
    low = wanted.max() - 8 * np.log(10)
    error = np.abs(np.maximum(found, low) - np.maximum(wanted, low))
    return float(error.mean() * 10 / np.log(10))


def stepped(vocoder: Rtisi) -> Callable[[Mel], Audio]:
    """Render frame by frame, as live."""

    def render(mel: Mel) -> Audio:
        state, sound = vocoder.initial_state(), []
        for frame in mel:
            piece, state = vocoder.step(frame[None], state)
            sound.append(piece)
        return np.concatenate([*sound, vocoder.flush(state)])[vocoder.latency :]

    return render


def measure(name: str, render: Callable[[Mel], Audio], mels: dict[str, Mel]) -> float:
    """Print one row; return ms per frame."""
    layer, table = LogMel(CONFIG), bank(CONFIG)
    render(next(iter(mels.values()))[:40])
    convergence, errors, fastest = [], [], np.inf
    for mel in mels.values():
        for _ in range(3):
            start = time.perf_counter()
            sound = render(mel)
            fastest = min(fastest, (time.perf_counter() - start) / len(mel))
        wanted = magnitude(mel, CONFIG.floor, table)
        distance = np.linalg.norm(spectrum(sound, len(mel)) - wanted)
        convergence.append(distance / np.linalg.norm(wanted))
        errors.append(mel_error(mel_of(sound, layer), mel))
    each = " ".join(f"{value:.3f}" for value in convergence)
    print(
        f"{name:28s} {np.mean(convergence):.3f}  {np.mean(errors):5.2f}  {fastest * 1e3:6.3f}"
        f"  {CONFIG.hop / CONFIG.sample_rate / fastest:6.1f}   {each}"
    )
    return fastest * 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    sounds = synthetic()
    for path in parser.parse_args().files:
        data, _ = soundfile.read(path, int(SECONDS * 48_000), dtype="float32", always_2d=True)
        sounds[path.stem] = data.mean(axis=1)[: len(data) // 512 * 512]
    layer, table = LogMel(CONFIG), bank(CONFIG)
    mels = {name: mel_of(sound[: len(sound) // 512 * 512], layer) for name, sound in sounds.items()}
    print(f"{len(sounds)} sounds: {', '.join(sounds)}")
    print(f"{'vocoder':28s} conv.  mel dB ms/frame x real   each sound's convergence")
    live = Rtisi(CONFIG)
    whole = measure("clips", lambda mel: GriffinLim(CONFIG).render(mel, 1), mels)
    measure("clips, 60 iterations", lambda mel: GriffinLim(CONFIG, 60).render(mel, 1), mels)
    measure("stream, all frames in a step", live.render, mels)
    stream = measure("stream, 1 frame a step", stepped(live), mels)
    start = time.perf_counter()
    for mel in mels.values():
        magnitude(mel, CONFIG.floor, table)
    frames = sum(len(mel) for mel in mels.values())
    print(f"of which mel inversion       {(time.perf_counter() - start) / frames * 1e3:.3f} ms")
    print(f"stream: {stream / whole:.2f} of the time of clips, latency {live.latency} samples")


if __name__ == "__main__":
    main()
