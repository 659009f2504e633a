"""Measure jumps of the sound at column boundaries: recordings, the codec, and the prior.

    PYTHONPATH=server python benchmarks/seams.py MODEL FOLDER [--count 20]

The change of level (mean of the log-mel) from one frame to the next at column boundaries, over the
same within columns; then that of the whole log-mel. Decoded: straight from the decoder; audible:
through the live vocoder and analysed again. The prior writes 24 columns after the beginning of each
sound in FOLDER. The audible level is judged. Each is measured without and with the seam treatment
of the codec (`codec.seams`).
"""

import os
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from distill.bundle import Bundle, build
from distill.codes.sampling_params import SamplingParams
from distill.mel.analysis import LogMel
from distill.prior.sampler import Sampler
from distill.storage import modelfile, sound_file
from distill.types import Audio, Codes, Mel
from variation import encode, files

SECONDS = 20.0
WRITTEN = 24
"""Columns that the prior writes after the beginning of each sound."""
MOST = 1.5
TEMPERATURES = (0.7, 0.9, 1.0)


def main() -> None:
    parser = ArgumentParser(description="Measure jumps of the sound at column boundaries.")
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=20, help="sounds at most")
    args = parser.parse_args()
    header, arrays = modelfile.load(args.model)
    bundle = build(header, arrays)
    sampler = bundle.sampler
    if sampler is None:
        raise SystemExit("this model has no prior: train one with --stage prior")
    sounds, grids = material(bundle, sampler, args.folder, args.count)
    written = {
        t: [write(sampler, codes, SamplingParams(t)) for codes in grids] for t in TEMPERATURES
    }
    print(f"{len(sounds)} sounds; change at column boundaries / within columns")
    print(f"{'':32s}level decoded audible   log-mel decoded audible")
    frames = bundle.config.column_frames
    analyse = analyser(bundle)
    report("recordings", *[[analyse(sound) for sound in sounds]] * 2, frames)
    for share in (0.0, bundle.config.seams):
        header["codec"]["seams"] = share
        decoder = build(header, arrays)
        print(f"seams {share:g}")
        for name, codes in (
            ("through the codec", grids),
            *((f"written at temperature {t:g}", written[t]) for t in TEMPERATURES),
        ):
            mels = [decoder.decode(one) for one in codes]
            audible = [analyse(decoder.vocoder.render(mel)) for mel in mels]
            report(name, mels, audible, frames, judged=name.startswith("written"))


def material(
    bundle: Bundle, sampler: Sampler, folder: Path, count: int
) -> tuple[list[Audio], list[Codes]]:
    """Read sounds that are long enough, and encode them."""
    sounds, grids = [], []
    for path in files(folder):
        if len(sounds) == count:
            break
        sound = sound_file.read_sound(path, 0.0, SECONDS)
        codes = encode(bundle, sound)
        if len(codes) >= sampler.config.window + WRITTEN:
            sounds.append(sound)
            grids.append(codes)
    if not sounds:
        raise SystemExit(f"no sound in {folder} is long enough")
    return sounds, grids


def write(sampler: Sampler, sound: Codes, params: SamplingParams) -> Codes:
    state = sampler.start(sound[: sampler.config.window], 0)
    return np.stack([sampler.column(state, params).codes for _ in range(WRITTEN)])


def analyser(bundle: Bundle) -> Callable[[Audio], Mel]:
    mel = LogMel(bundle.config.mel)

    def analyse(sound: Audio) -> Mel:
        whole = sound[: len(sound) // bundle.config.mel.hop * bundle.config.mel.hop]
        return mel.whole(whole)

    return analyse


def report(
    name: str, mels: Sequence[Mel], audible: Sequence[Mel], frames: int, *, judged: bool = False
) -> None:
    level, level_audible = (
        jump([mel.mean(1, keepdims=True) for mel in part], frames) for part in (mels, audible)
    )
    verdict = ""
    if judged:
        verdict = f"  ({'reaches' if level_audible <= MOST else 'MISSES'} {MOST:g})"
    print(
        f"  {name:30s} {level:12.2f} {level_audible:6.2f} {jump(mels, frames):17.2f} "
        f"{jump(audible, frames):6.2f}{verdict}",
        flush=True,
    )


def jump(mels: Sequence[Mel], frames: int) -> float:
    """Return the mean change at seams over the mean change elsewhere, of log-mel [L, M]."""
    changes = [np.abs(np.diff(mel, axis=0)).mean(1) for mel in mels]
    at_seam = [np.arange(1, len(mel)) % frames == 0 for mel in mels]
    change, seam = np.concatenate(changes), np.concatenate(at_seam)
    return float(change[seam].mean() / change[~seam].mean())


if __name__ == "__main__":
    main()
