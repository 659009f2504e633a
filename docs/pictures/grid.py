"""Draws what a grid is, from the bundled model: columns, bands, levels, edits and macros.

Run: python docs/pictures/grid.py. The prior writes four seconds with a fixed seed; every picture
shows those codes, or an edit of them, as the codec decodes them. Writes PNG files beside itself.
"""

from pathlib import Path

import numpy as np

from distill.bundle.bundle import Bundle, build
from distill.codes.grid import Grid
from distill.codes.sampling_params import SamplingParams
from distill.storage.modelfile import load
from distill.types import Codes, Samples
from draw import Cells, beside, frame, ink, magnify, rule, sheet, spectrogram, stack

HERE = Path(__file__).resolve().parent
MODEL = HERE.parents[1] / "models" / "demo" / "demo.distill"
COLUMNS = 24
SEED = 11
WIDE = 2
"""Pixels per frame: 32 for a column of 16 frames."""


def main() -> None:
    bundle = build(*load(MODEL))
    codes = written(bundle)
    pictures = {
        "spectrogram": whole(bundle, codes),
        "columns-and-bands": columns_and_bands(bundle, codes),
        "levels": levels(bundle, codes),
        "codes": colours(bundle, codes),
        "edit": edit(bundle, codes),
    }
    for name, cells in pictures.items():
        data = sheet(cells)
        (HERE / f"{name}.png").write_bytes(data)
        print(f"{name}.png: {cells.shape[1]} x {cells.shape[0]}, {len(data) / 1000:.0f} kB")


def written(bundle: Bundle) -> Codes:
    """Let the prior write a grid [W, H, Q]."""
    if bundle.sampler is None:
        raise SystemExit(f"{MODEL.name} has no prior")
    empty = np.zeros((0, bundle.config.bands, bundle.config.levels), np.int16)
    state = bundle.sampler.start(empty, SEED)
    choice = SamplingParams(temperature=0.9)
    return np.stack([bundle.sampler.column(state, choice).codes for _ in range(COLUMNS)])


def whole(bundle: Bundle, codes: Codes) -> Cells:
    """The decoded spectrogram, above the coarsest codes that it was decoded from."""
    mel = bundle.decode(codes)
    shown = spectrogram(mel, float(mel.max()), WIDE, 1)
    return stack(shown, code_map(bundle, codes, 0, 12), gap=6)


def columns_and_bands(bundle: Bundle, codes: Codes) -> Cells:
    """The same with the lines of the grid, and one position marked."""
    mel = bundle.decode(codes)
    column, band = WIDE * bundle.config.column_frames, mel.shape[1] // bundle.config.bands
    ruled = rule(spectrogram(mel, float(mel.max()), WIDE, 1), every_x=column, every_y=band)
    return frame(ruled, 6 * column, 7 * column, 5 * band, 6 * band)


def levels(bundle: Bundle, codes: Codes) -> Cells:
    """Decoded from the first one, two, four and all levels: what each level adds."""
    full = bundle.decode(codes)
    loudest = float(full.max())
    shown = []
    for count in (1, 2, 4, bundle.config.levels):
        vectors = bundle.codebooks[np.arange(count), codes[:8, :, :count]].sum(2)
        shown.append(spectrogram(painted(bundle, vectors), loudest, WIDE, 1))
    return beside(*shown)


def painted(bundle: Bundle, vectors: np.ndarray) -> np.ndarray:
    """Decode vectors [W, H, D] to log-mel [L, M]."""
    return bundle.codec.decode_vectors(vectors.astype(np.float32))


def code_map(bundle: Bundle, codes: Codes, level: int, high: int) -> Cells:
    """Codes of one level, high bands at the top; brightness follows loudness."""
    places = bundle.codebook.map.places[level, :, 0]
    seen = places[codes[:, :, level]] * bundle.louder()[level]
    return magnify(ink(seen.T[::-1] / 2 + 0.5), WIDE * bundle.config.column_frames, high)


def colours(bundle: Bundle, codes: Codes) -> Cells:
    """Levels 0, 1 and 7 as grids of cells."""
    shown = [code_map(bundle, codes, level, 12) for level in (0, 1, bundle.config.levels - 1)]
    column = WIDE * bundle.config.column_frames
    return stack(*(rule(panel, every_x=column, every_y=12) for panel in shown))


def edit(bundle: Bundle, codes: Codes) -> Cells:
    """Before and after: `fill` of the low four bands of columns 8 to 15 from column 4."""
    low = bundle.config.bands // 2
    after = codes.copy()
    after[8:16, :low] = codes[4, :low]
    Grid(after, bundle.config.size, bundle.codec_id, Samples(bundle.column))
    before_mel, after_mel = bundle.decode(codes), bundle.decode(after)
    loudest = float(before_mel.max())
    column = WIDE * bundle.config.column_frames
    half = before_mel.shape[1] // 2
    panels = [
        frame(spectrogram(mel, loudest, WIDE, 1), 8 * column, 16 * column, half, 2 * half)
        for mel in (before_mel, after_mel)
    ]
    return stack(*panels)


if __name__ == "__main__":
    main()
