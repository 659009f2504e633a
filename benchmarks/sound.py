"""Measure how well a model reconstructs held-out sounds, beside other systems.

    python benchmarks/sound.py models/demo/demo.distill

prints one table, as Markdown: kinds of sound, systems, figures. FOLDER is what
`benchmarks/material.py` makes (`work/material` here, fetched if it is missing): its groups are
held/music, held/oneshot, and held_other, music of other composers. Any other folder does too:
each of its sub-folders is a group. A group is at most 12 clips of 4.1 s, the same for every system;
about 3 minutes of one processor without ViSQOL, and 4 more with it.

Systems: the model through each of its vocoders; the mel of the original through the same (the
upper bound of a codec of this geometry); Opus at 6 and 12 kbit/s nominal; with --reference MINUTES
also the first settings of this design, trained here for so long (benchmarks/reference.py).

Figures, all on one fixed analysis (`distill.training.evaluation.metrics` defines each, with its
source):

    kbit/s      of the codes at their full log2 K bits; of Opus, of the whole file
    mel painted mean |difference| of log-mel, dB within 80 dB of the peak, before the vocoder
    mel heard   the same of the sound; 0 is the same
    onset       correlation of onset envelopes; 1 is the same rhythm
    Fine        correlation of the fine spectrum, 60-5000 Hz; 1 is the same harmonics
    MR-STFT     distance of magnitudes at three resolutions; 0 is the same
    ViSQOL      perceived similarity, 1 to 4.73 (about 1.5 s for a clip and system)
"""

import argparse
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from rich.console import Console
from rich.progress import track

import material
from distill.bundle import build
from distill.storage import modelfile
from distill.storage.sound_file import read_sound
from distill.storage.sound_listing import sounds_in
from distill.training.evaluation.metrics import Metrics, Similarity, measure_audio, visqol
from distill.types import SAMPLE_RATE, Audio
from reference import reference
from systems import Reconstruction, System, all_systems

HOUSE = Path(__file__).resolve().parents[1]
FOLDER = HOUSE / "work" / "material"
CLIP = 4 * 96 * 512
CLIPS = 12
START_S, EVERY_S, CLIPS_PER_FILE = 10.0, 17.0, 5
LEAST_RMS = 0.01
PEAK = 0.9
NAMES = {"oneshot": "one-shots", material.OTHER: "out-of-domain"}
COLUMNS = ("kbit/s", "mel painted", "mel heard", "onset", "Fine", "MR-STFT", "ViSQOL")
PLACES = (1, 2, 2, 2, 2, 2, 2)


def groups(folder: Path) -> dict[str, list[Path]]:
    """Find the kinds of sound in a folder: its held-out parts, or its sub-folders, or itself."""
    held = folder / "held"
    places = [held, folder / material.OTHER] if held.is_dir() else [folder]
    kinds = [kind for kind in sorted(places[0].iterdir()) if kind.is_dir()] or places[:1]
    found = {
        NAMES.get(kind.name, kind.name): sounds_in(kind)
        for kind in kinds + places[1:]
        if kind.is_dir()
    }
    return {name: files for name, files in found.items() if files}


def clips(files: list[Path], most: int = CLIPS) -> list[Audio]:
    """Cut clips from long sounds, join short ones; choose at most so many, evenly."""
    all_of_them = list(candidates(files))
    chosen = np.linspace(0, len(all_of_them) - 1, min(most, len(all_of_them)))
    return [all_of_them[number] for number in chosen.round().astype(int)]


def candidates(files: list[Path]) -> Iterator[Audio]:
    """Yield every clip: up to five of each long sound, and joined short ones.

    Clips of a long sound begin at 10 s, or at its beginning if it is too short for that.
    """
    joined = np.zeros(0, np.float32)
    for file in files:
        audio = read_sound(file)
        audio = audio * np.float32(PEAK / max(1e-4, float(np.abs(audio).max())))
        if len(audio) < CLIP:
            joined = np.concatenate((joined, audio))
            while len(joined) >= CLIP:
                yield joined[:CLIP]
                joined = joined[CLIP:]
            continue
        start = START_S if len(audio) >= START_S * SAMPLE_RATE + CLIP else 0.0
        for number in range(CLIPS_PER_FILE):
            first = int((start + number * EVERY_S) * SAMPLE_RATE)
            clip = audio[first : first + CLIP]
            if len(clip) == CLIP and float(np.sqrt((clip**2).mean())) > LEAST_RMS:
                yield clip


def measure(
    sounds: list[Audio], systems: list[System], similarity: Similarity | None
) -> dict[str, tuple[float, Metrics]]:
    """Run every clip through every system; return mean kbit/s and figures by system."""
    found: dict[str, list[tuple[float, Metrics]]] = {}
    for sound in track(sounds, description="clips", console=Console(stderr=True), transient=True):
        for made in (made for system in systems for made in system(sound)):
            found.setdefault(made.system, []).append(figures(sound, made, similarity))
    return {
        system: (float(np.mean([kbps for kbps, _ in rows])), Metrics.mean([f for _, f in rows]))
        for system, rows in found.items()
    }


def figures(
    sound: Audio, made: Reconstruction, similarity: Similarity | None
) -> tuple[float, Metrics]:
    """Measure one clip."""
    return made.kbps, measure_audio(sound, made.sound, made.decoded, similarity)


def line(first: str, second: str, cells: list[str]) -> str:
    return f"| {first:24s} | {second:29s} | " + " | ".join(f"{cell:>11s}" for cell in cells) + " |"


def row(group: str, system: str, kbps: float, mean: Metrics) -> str:
    values = (
        kbps, mean.decoded_db, mean.mel_db, mean.onset, mean.fine, mean.mrstft, mean.visqol,
    )  # fmt: skip
    cells = [
        "" if np.isnan(value) else f"{value:.{places}f}"
        for value, places in zip(values, PLACES, strict=True)
    ]
    return line(group, system, cells)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--no-visqol", action="store_true", help="skip the slow figure")
    parser.add_argument("--clips", type=int, default=CLIPS, help="most clips of a group")
    parser.add_argument(
        "--reference", type=float, metavar="MINUTES", help="train the reference for so long"
    )
    args = parser.parse_args()
    warnings.filterwarnings("ignore")
    logging.disable(logging.INFO)
    torch.set_num_threads(1)
    if not args.folder.exists():
        material.gather(args.folder)
    systems = all_systems(build(*modelfile.load(args.model)))
    if args.reference:
        systems.append(reference(args.folder, args.reference))
    similarity = None if args.no_visqol else visqol()
    print(line("held-out sound (clips)", "system", list(COLUMNS)))
    print("|---|---|" + "--:|" * len(COLUMNS))
    with torch.inference_mode():
        for group, files in groups(args.folder).items():
            sounds = clips(files, args.clips)
            name = f"{group} ({len(sounds)})"
            for system, (kbps, mean) in measure(sounds, systems, similarity).items():
                print(row(name, system, kbps, mean), flush=True)


if __name__ == "__main__":
    main()
