"""Measure sound that its source carries beside the codec's own (`carry` 0), in one run.

    PYTHONPATH=server python benchmarks/carried.py MODEL SOUNDS... [--notes PYTHON] [--live]

Each sound (its first 4.1 s) is encoded with its source; then its codes are edited and rendered as
clips, carried and by the codec alone. Note F1 against the untouched original needs `--notes` with
a Python that has basic-pitch (see note_scores.py). `asked` is the correlation, over cells within
60 dB, of the change of the log-mel that was asked and the one that came. `--live` adds what a
voice costs.
"""

import os
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import soundfile

from distill.bundle import Bundle, build
from distill.codes import interpolate
from distill.codes.carriers import Carriers
from distill.codes.grid import Grid
from distill.codes.macros import Macros, apply
from distill.mel.analysis import DECIBELS_PER_NEPER, LogMel
from distill.parameters import live_values
from distill.protocol.score import Score
from distill.protocol.tasks import Clip, Encoded, EncodeFile, RenderClip, Result, Task
from distill.storage import modelfile
from distill.types import SAMPLE_RATE, Audio, Mel
from distill.worker.renderer import Renderer
from distill.worker.source_reader import SourceReader
from distill.worker.task_steps import run_task
from note_scores import scores

COLUMNS = 24
HEARD_DB = 60.0
LOUDEST = 0.5
MACROS = {
    "untouched": Macros(seed=7),
    "fine .3": Macros(fine=0.3, seed=7),
    "fine 1": Macros(fine=1.0, seed=7),
    "coarse .2": Macros(coarse=0.2, seed=7),
    "coarse .5": Macros(coarse=0.5, seed=7),
}
WAYS = {"carried": 1.0, "codec": 0.0}


@dataclass(frozen=True)
class Studio:
    """A model, a folder, and where sources live."""

    bundle: Bundle
    folder: Path

    @property
    def sources(self) -> tuple[str, str]:
        """Folder of the sources, and that of their cache."""
        return str(self.folder / "sources"), str(self.folder / "cache")

    def run(self, task: Task) -> Result:
        """Run a task at once."""
        steps = run_task(task, self.bundle)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                result: Result = end.value
                return result

    def encode(self, path: Path) -> tuple[Grid, Path]:
        """Encode the first columns of a sound; return the grid, and those columns as a file."""
        audio, rate = soundfile.read(path, dtype="float32", always_2d=True)
        if rate != SAMPLE_RATE:
            sys.exit(f"{path.name} has {rate} Hz: {SAMPLE_RATE} are needed")
        original = self.folder / f"original-{path.stem}.wav"
        audio = audio[: COLUMNS * self.bundle.column, :2]
        audio *= LOUDEST / np.abs(audio).max()  # the limiter leaves it alone
        soundfile.write(original, audio, rate, subtype="FLOAT")
        found = self.run(EncodeFile(str(original), sources=self.sources[0], cache=self.sources[1]))
        if not isinstance(found, Encoded):
            raise TypeError(found)
        carriers = Carriers.of_source(found.source, found.codes)
        info = self.bundle.config.size, self.bundle.codec_id, self.bundle.column
        return Grid(found.codes, *info, samples=found.samples, carriers=carriers), original

    def render(self, grid: Grid, carry: float) -> Path:
        """Render a grid to a clip."""
        task = RenderClip(
            str(self.folder), "clip", grid.codes, {}, live_values({"carry": carry}),
            samples=grid.samples, carriers=grid.carriers, sources=self.sources,
        )  # fmt: skip
        clip = self.run(task)
        if not isinstance(clip, Clip):
            raise TypeError(clip)
        return Path(clip.path)

    def stage(self, grid: Grid) -> tuple[Renderer, Score]:
        """Return a renderer and the score of a grid's loop."""
        score = Score(
            "play", 1, grid.codes, carriers=grid.carriers, samples=grid.round_samples,
            sources=self.sources,
        )  # fmt: skip
        reader = SourceReader()
        reader.follow(self.sources, score.needed_sources())
        return Renderer(self.bundle, lambda _take, _codes: None, None, reader), score

    def mel(self, path: Path) -> Mel:
        """Analyse the mid of a sound."""
        audio = read(path).mean(axis=1)
        hop = self.bundle.config.mel.hop
        return LogMel(self.bundle.config.mel).whole(np.pad(audio, (0, -len(audio) % hop)))


def read(path: Path) -> Audio:
    audio, _ = soundfile.read(path, dtype="float32", always_2d=True)
    return audio


def decibels(error: Audio, audio: Audio) -> float:
    return float(20 * np.log10(np.abs(error).max() / np.abs(audio).max() + 1e-12))


def edited(grid: Grid, macros: Macros, bundle: Bundle) -> Grid:
    codes = apply(grid.codes, np.arange(grid.columns), macros, bundle.codebook)
    return grid.with_codes(codes)


def heard(mel: Mel) -> np.ndarray:
    return mel > mel.max() - HEARD_DB / DECIBELS_PER_NEPER


def measure_macros(studio: Studio, sounds: list[tuple[Grid, Path]], notes: str | None) -> None:
    """Print the table of the macros."""
    print("\nedit         way       note F1 (spread)  frame F1   asked   level of the error, dB")
    for name, macros in MACROS.items():
        for way, carry in WAYS.items():
            pairs, asked, errors = [], [], []
            for grid, original in sounds:
                other = edited(grid, macros, studio.bundle)
                clip = studio.render(other, carry)
                pairs.append((original, clip))
                wanted = studio.bundle.decode(other.codes) - studio.bundle.decode(grid.codes)
                plain = studio.mel(studio.render(grid, carry))
                count = min(len(wanted), len(plain))
                came = (studio.mel(clip) - plain)[:count]
                mask = heard(studio.mel(original))[:count]
                if wanted.any():
                    asked.append(np.corrcoef(wanted[:count][mask], came[mask])[0, 1])
                one, two = read(original), read(clip)
                two = np.broadcast_to(two, (len(two), one.shape[1]))
                errors.append(decibels(two - one[: len(two)], one))
            found = scores(notes, pairs) if notes else []
            note = np.array([row[0] for row in found]) if found else np.full(1, np.nan)
            frame = np.array([row[1] for row in found]) if found else np.full(1, np.nan)
            change = f"{np.mean(asked):6.2f}" if asked else "     -"
            print(
                f"{name:12s} {way:8s}  {note.mean():6.2f} ({note.std():.2f})     "
                f"{frame.mean():6.2f}   {change}   {np.mean(errors):8.1f}"
            )


def measure_moves(studio: Studio, sounds: list[tuple[Grid, Path]]) -> None:
    """Print how far the sound is from the mel of codes that lie far from their source."""
    print("\nfar codes: error of the log-mel against the decoded, dB      carried   codec")
    rows: dict[str, dict[str, list[float]]] = {}
    for number, (a, _) in enumerate(sounds):
        b = sounds[(number + 1) % len(sounds)][0]
        moved = {
            "interpolate .25": interpolate.latent(a, b, 0.25, studio.bundle.codebook),
            "interpolate .5": interpolate.latent(a, b, 0.5, studio.bundle.codebook),
            "codes of another sound": a.with_codes(b.codes[np.arange(a.columns) % b.columns]),
        }
        for name, grid in moved.items():
            wanted = studio.bundle.decode(grid.codes)
            for way, carry in WAYS.items():
                got = studio.mel(studio.render(grid, carry))
                count = min(len(wanted), len(got))
                error = np.abs(got - wanted)[:count][heard(wanted)[:count]]
                rows.setdefault(name, {}).setdefault(way, []).append(
                    float(error.mean() * DECIBELS_PER_NEPER)
                )
    for name, ways in rows.items():
        carried, codec = (np.mean(ways[way]) for way in WAYS)
        print(f"{name:56s} {carried:8.2f} {codec:8.2f}")


def measure_steps(studio: Studio, sounds: list[tuple[Grid, Path]]) -> None:
    """Print the largest sample step where sources meet and where macros are swept in a second."""
    print("\nlargest sample step, times that of both sounds, of both ends of the sweep")
    seams, sweeps = [], []
    for number, (a, _) in enumerate(sounds):
        b = sounds[(number + 1) % len(sounds)][0]
        odd = (np.arange(a.columns) % 2 == 1)[:, None]
        pair = np.where(odd[..., None], b.codes[np.arange(a.columns) % b.columns], a.codes)
        other = b.carriers and b.carriers.taken(np.arange(a.columns) % b.columns)
        if a.carriers is None or other is None:
            raise TypeError("nothing carries these sounds")
        mixed = replace(
            a, codes=pair, carriers=a.carriers.where(np.repeat(odd, a.bands, 1), other), samples=0
        )
        largest = max(step_of(played(studio, one, {})) for one in (a, b))
        seams.append(step_of(played(studio, mixed, {})) / largest)
        for name in ("fine", "coarse", "carry"):
            ends = [step_of(played(studio, a, {}, {name: at})) for at in (0.0, 1.0)]
            sweeps.append(step_of(played(studio, a, {name: 1.0})) / max(ends))
    print(f"columns of two sounds in turn      {np.median(seams):5.2f}  (worst {max(seams):.2f})")
    print(f"fine, coarse, carry swept in 1 s   {np.median(sweeps):5.2f}  (worst {max(sweeps):.2f})")


def step_of(audio: Audio) -> float:
    return float(np.abs(np.diff(audio, axis=0)).max())


def played(
    studio: Studio, grid: Grid, sweep: Mapping[str, float], rest: Mapping[str, float] | None = None
) -> Audio:
    """Play four seconds of a loop live, with parameters swept from 0 in the second second.

    Args:
        studio: The model and its sources.
        grid: What to play.
        sweep: Where parameters arrive.
        rest: Values of others.
    """
    renderer, score = studio.stage(grid)
    parts, count = [], 0
    while count < 4 * SAMPLE_RATE:
        at = min(1.0, max(0.0, count / SAMPLE_RATE - 1))
        moved = {name: at * goal for name, goal in sweep.items()}
        values = live_values({"gain": -12.0, **(rest or {}), **moved})
        renderer.set_score(replace(score, values=values))
        parts.append(renderer.render())
        count += len(parts[-1])
    return np.concatenate(parts)


def measure_cost(studio: Studio, sounds: list[tuple[Grid, Path]]) -> None:
    """Print the share of a core that a voice takes, and what a minute of source takes."""
    print("\nshare of a core, second round of a loop on; median of the sounds")
    for name, values in (
        ("untouched", {}), ("fine .3", {"fine": 0.3}), ("coarse .5", {"coarse": 0.5}),
        ("untouched, carry 0", {"carry": 0.0}), ("fine .3, carry 0", {"carry": 0.0, "fine": 0.3}),
    ):  # fmt: skip
        shares = [cost(studio, grid, values) for grid, _ in sounds]
        print(f"{name:24s} {100 * np.median(shares):5.1f} %")
    size = sum(file.stat().st_size for file in Path(studio.sources[1]).glob("*.f32"))
    seconds = sum(grid.seconds for grid, _ in sounds)
    kept = sum(file.stat().st_size for file in Path(studio.sources[0]).glob("*.flac"))
    print(
        f"a minute of source: {60 * size / seconds / 1e6:.1f} MB mapped, which workers share, "
        f"{60 * kept / seconds / 1e6:.1f} MB kept"
    )


def cost(studio: Studio, grid: Grid, values: Mapping[str, float]) -> float:
    renderer, score = studio.stage(grid)
    renderer.set_score(replace(score, values=live_values(values)))
    for _ in range(COLUMNS * studio.bundle.config.column_frames):
        renderer.render()
    began, count = time.process_time(), 0
    while count < 2 * grid.samples:
        count += len(renderer.render())
    return (time.process_time() - began) / (count / SAMPLE_RATE)


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("model", type=Path)
    parser.add_argument("sounds", type=Path, nargs="+")
    parser.add_argument("--notes", metavar="PYTHON", help="one that has basic-pitch")
    parser.add_argument("--live", action="store_true", help="measure what a voice costs, too")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(build(*modelfile.load(args.model)), Path(folder))
        sounds = [studio.encode(path) for path in args.sounds]
        print(f"{args.model.stem}, {len(sounds)} sounds of {COLUMNS} columns")
        measure_macros(studio, sounds, args.notes)
        measure_moves(studio, sounds)
        measure_steps(studio, sounds)
        if args.live:
            measure_cost(studio, sounds)


if __name__ == "__main__":
    main()
