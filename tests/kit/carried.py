"""Sounds that were encoded and kept: what carries a grid in tests, in real files."""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from distill.bundle import Bundle
from distill.codes.carriers import Carriers
from distill.codes.grid import Grid
from distill.protocol.score import Score
from distill.protocol.source_folders import SourceRoots
from distill.storage.source_store import SourceStore
from distill.types import SAMPLE_RATE, Audio, Codes, Samples
from distill.worker.renderer import Renderer
from distill.worker.source_reader import SourceReader
from kit import scores
from kit.bundles import encoded


def store_in(folder: Path) -> SourceStore:
    """Return a store of sources in a folder of a test."""
    return SourceStore(folder / "sources", folder / "cache")


def folders_of(store: SourceStore, *libraries: Path) -> SourceRoots:
    """Return the folders of a store as a score and a task name them."""
    return SourceRoots(str(store.folder), str(store.cache), tuple(map(str, libraries)))


def music(samples: int, channels: int = 2, hertz: float = 220.0, seed: int = 1) -> Audio:
    """Make plucked tones with a little noise, [T, C], without DC; left and right differ."""
    time = np.arange(samples) / SAMPLE_RATE
    rng = np.random.default_rng(seed)
    parts = []
    for side in range(channels):
        tones = sum(
            np.sin(2 * np.pi * hertz * n * (1 + 0.003 * side) * time + side) / n
            for n in range(1, 9)
        )
        decay = np.exp(-4 * ((time + 0.05 * side) % 0.21))
        parts.append(0.12 * tones * decay + 0.01 * rng.standard_normal(samples))
    sound = np.stack(parts, axis=1)
    return np.asarray(sound - sound.mean(axis=0), np.float32)


@dataclass(frozen=True)
class KeptSound:
    """A sound as `encode` leaves it.

    Attributes:
        audio: Shape [T, C]; as it was kept.
        codes: Shape [W, H, Q].
        carriers: What carries them.
        id: Id of the source.
    """

    audio: Audio
    codes: Codes
    carriers: Carriers
    id: str

    @property
    def samples(self) -> int:
        return len(self.audio)

    def grid(self, bundle: Bundle) -> Grid:
        """Return it as a slot has it."""
        size, column = bundle.config.size, Samples(bundle.column)
        return Grid(
            self.codes, size, bundle.id, column, "file",
            samples=Samples(self.samples), carriers=self.carriers,
        )  # fmt: skip

    def stereo(self) -> Audio:
        """Return left and right, [T, 2]."""
        return np.broadcast_to(self.audio, (len(self.audio), 2))


def keep(store: SourceStore, bundle: Bundle, audio: Audio) -> KeptSound:
    """Encode a sound [T, C] and keep it."""
    with store.writer() as writer:
        writer.write(audio)
        source = writer.finish().id
    kept = store.open(source)
    mid = kept.mean(axis=1)
    whole = np.pad(mid, (0, -len(mid) % bundle.column), mode="symmetric")
    codes = encoded(bundle, np.asarray(whole, np.float32))
    return KeptSound(np.array(kept), codes, Carriers.of_source(source, codes), source)


def playing(kept: KeptSound, take: int = 1, **more: object) -> Score:
    """Return the score that plays it in a loop."""
    fields = {"samples": kept.samples, "carriers": kept.carriers, **more}
    return scores.make("play", take, kept.codes, **fields)


def playing_grid(grid: Grid, take: int = 1, **more: object) -> Score:
    """Return the score that plays a grid in a loop."""
    fields = {"samples": grid.samples, "carriers": grid.carriers, **more}
    return scores.make("play", take, grid.codes, **fields)


def reader_of(store: SourceStore) -> SourceReader:
    """Return what gives a renderer the sources of a store."""
    reader = SourceReader()
    reader.follow(folders_of(store), set())
    return reader


def rendered(renderer: Renderer, samples: int) -> Audio:
    """Render exactly so many samples, [T, 2]."""
    parts = [np.zeros((0, 2), np.float32)]
    count = 0
    while count < samples:
        parts.append(renderer.render(samples - count))
        count += len(parts[-1])
    return np.concatenate(parts)


def awaited(condition: Callable[[], object], seconds: float = 20.0) -> bool:
    """Wait until something is so; return whether it is."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.001)
    return True


def decoded(reader: SourceReader) -> None:
    """Wait until nothing is being decoded."""
    decoder = reader._decoder
    assert decoder is None or awaited(lambda: decoder.idle)


def live(store: SourceStore, bundle: Bundle) -> Renderer:
    """Return a renderer of sounds as they are: its chain only makes left and right of them."""
    renderer = Renderer(bundle, lambda *_: None, None, reader_of(store))
    renderer._chain.step = left_right  # type: ignore[method-assign] # no guard, no limiter
    return renderer


def left_right(audio: Audio) -> Audio:
    """Return left and right of mid and side, [T, 2]."""
    mid, side = audio.T
    return np.stack([mid + side, mid - side], axis=1)


def decibels(error: Audio, audio: Audio) -> float:
    """Return the largest error relative to the largest sample of a sound, in dB."""
    return float(20 * np.log10(max(np.abs(error).max() / np.abs(audio).max(), 1e-12)))


def hops(audio: Audio, size: int) -> list[Audio]:
    """Cut a sound into blocks."""
    edges = [*range(0, len(audio), size), len(audio)]
    return [audio[first:last] for first, last in itertools.pairwise(edges)]


def drone(samples: int, channels: int = 2, hertz: float = 220.0) -> Audio:
    """Make a soft steady chord, [T, C], that goes round without a step: a click in it is heard."""
    phase = 2 * np.pi * np.arange(samples) / samples
    turns = [round(hertz * ratio * samples / SAMPLE_RATE) for ratio in (1.0, 1.26, 1.5, 2.0)]
    swell = 0.75 + 0.25 * np.sin(3 * phase)
    parts = [
        swell * sum(np.sin(count * phase + side * n) for n, count in enumerate(turns))
        for side in range(channels)
    ]
    return np.asarray(0.08 * np.stack(parts, axis=1), np.float32)
