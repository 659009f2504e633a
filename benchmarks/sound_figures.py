"""What `writing.py` measures of one piece of sound: rhythm, drift, seams, silence, pitch, tempo.

Not a program.
"""

import numpy as np

from distill.corpus.column_features import onset_strength
from distill.corpus.corpus_columns import NO_COLUMN
from distill.mel.analysis import DECIBELS_PER_NEPER
from distill.mel.mel_config import MelConfig
from distill.types import SAMPLE_RATE, Audio, BoolArray, FloatArray, Mel

END_S = 3.0
"""Beginning and end of a piece between which it drifts."""
SILENT_DB = 40.0
RHYTHM_S = 0.25, 2.0
"""Times after which a rhythm may repeat."""
BEAT_S = 0.3, 1.0
"""Range of the period of a beat."""
CHROMA_SIZE = 8192
"""Samples of a spectrum that tells semitones apart from 130 Hz on."""
CHROMA_HZ = 130.0, 2100.0


def rhythm(mel: Mel, config: MelConfig) -> float:
    """Return the highest autocorrelation of the onset strength between .25 and 2 s."""
    return periodicity(np.maximum(np.diff(mel * DECIBELS_PER_NEPER, axis=0), 0).mean(1), config)


def periodicity(rise: FloatArray, config: MelConfig) -> float:
    """Return the highest autocorrelation of onsets [L] between .25 and 2 s."""
    rise = rise - rise.mean()
    whole = np.correlate(rise, rise, "full")[len(rise) - 1 :]
    rate = SAMPLE_RATE / config.hop
    first, last = (round(seconds * rate) for seconds in RHYTHM_S)
    return float(whole[first:last].max() / max(whole[0], 1e-9))


def drift(sound: Audio) -> tuple[float, float]:
    """Return how far loudness (dB) and brightness (octaves) have moved from start to end."""
    count = round(END_S * SAMPLE_RATE)
    ends = sound[:count], sound[-count:]
    levels = [20 * np.log10(np.sqrt(np.square(end).mean()) + 1e-9) for end in ends]
    centres = [centroid(end) for end in ends]
    return float(abs(levels[1] - levels[0])), float(abs(np.log2(centres[1] / centres[0])))


def centroid(sound: Audio) -> float:
    """Return the mean spectral centroid in Hz, by magnitude."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    hertz = np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE)
    return float((hertz * spectrum).sum() / max(spectrum.sum(), 1e-9)) + 1.0


def seam(mel: Mel, frames: int) -> float:
    """Return the change from frame to frame where columns meet over that inside columns."""
    columns = np.arange(1, -(-len(mel) // frames))
    return _over_inside(mel, frames, columns)


def seam_at(mel: Mel, frames: int, jumps: BoolArray) -> float:
    """Return the same only where a walk jumps; NaN where it never does.

    Args:
        mel: Log-mel [L, M].
        frames: Frames of a column.
        jumps: Shape [W]; True at columns that do not go on from the one before.
    """
    columns = np.flatnonzero(jumps[1:]) + 1
    return _over_inside(mel, frames, columns) if len(columns) else float("nan")


def _over_inside(mel: Mel, frames: int, columns: np.ndarray) -> float:
    changes = change(mel)
    inside = np.arange(1, len(mel)) % frames != 0
    return float(changes[columns * frames - 1].mean() / max(changes[inside].mean(), 1e-9))


def change(mel: Mel) -> FloatArray:
    """Return how much each frame but the first differs from the one before, nepers per bin."""
    return np.asarray(np.abs(np.diff(mel, axis=0)).mean(1), np.float32)


def peak_at(mel: Mel, config: MelConfig, frames: int, jumps: BoolArray) -> float:
    """Return the largest change around jumps over the largest of as many inside columns.

    The window of a frame reaches into its neighbours, so that a sudden change of the sound is in
    several frames, and in the log-mel it is greatest where the louder side first comes in, not
    where the columns meet. NaN where there is no jump.
    """
    columns = np.flatnonzero(jumps[1:]) + 1
    at = [peak(mel, config, column * frames) for column in columns]
    return float(np.mean(at) / inside_peak(mel, config, frames)) if at else float("nan")


def peak(mel: Mel, config: MelConfig, frame: int) -> float:
    """Return the largest change among the frames that a sudden change before `frame` reaches."""
    reach = -(-config.margin // config.hop)
    return float(change(mel[max(0, frame - 1 - reach) : frame + 1 + reach]).max())


def inside_peak(mel: Mel, config: MelConfig, frames: int) -> float:
    """Return the mean of the same where no column meets another within reach."""
    reach = -(-config.margin // config.hop)
    around = 1 + 2 * reach
    middles = np.arange(around, frames - around + 1) if frames > 2 * around else [frames // 2]
    starts = range(0, len(mel) - frames + 1, frames)
    peaks = [peak(mel, config, start + int(one)) for start in starts for one in middles]
    return max(float(np.mean(peaks)), 1e-9)


def jumps_of(places: np.ndarray, file_of: np.ndarray) -> BoolArray:
    """Return which columns do not go on in the file of the one before, shape [W]; the first does.

    Args:
        places: Shape [W]; column of the corpus, or `NO_COLUMN`.
        file_of: Shape [N]; file of each column of the corpus.
    """
    before, after = places[:-1], places[1:]
    known = (before != NO_COLUMN) & (after != NO_COLUMN)
    goes_on = known & (after == before + 1) & (file_of[before] == file_of[after])
    nothing = (before == NO_COLUMN) & (after == NO_COLUMN)
    return np.concatenate([[False], ~(goes_on | nothing)])


def runs_of(places: np.ndarray, jumps: BoolArray) -> np.ndarray:
    """Return the lengths of the runs from one source, in columns."""
    pieces = np.split(places, np.flatnonzero(jumps))
    return np.array([len(one) for one in pieces if len(one) and one[0] != NO_COLUMN], np.int64)


def longest_copy(codes: np.ndarray, corpus: np.ndarray) -> int:
    """Return how many columns of a piece at most are equal to as many in a row of the corpus.

    Args:
        codes: Shape [W, H, Q']; the levels that must be equal.
        corpus: Shape [N, H, Q'].
    """
    where: dict[bytes, list[int]] = {}
    for number, column in enumerate(np.ascontiguousarray(corpus, np.int16)):
        where.setdefault(column.tobytes(), []).append(number)
    longest, ending = 0, {}
    for column in np.ascontiguousarray(codes, np.int16):
        here = where.get(column.tobytes(), ())
        ending = {number: ending.get(number - 1, 0) + 1 for number in here}
        longest = max(longest, *ending.values(), 0) if ending else longest
    return longest


def is_silent(sound: Audio) -> bool:
    """Is the last second much softer than the loudest one?"""
    seconds = sound[: len(sound) // SAMPLE_RATE * SAMPLE_RATE].reshape(-1, SAMPLE_RATE)
    levels = 10 * np.log10(np.square(seconds).mean(1) + 1e-12)
    return bool(levels[-1] < levels.max() - SILENT_DB)


def level(mel: Mel) -> float:
    """Return the mean power of log-mel [L, M] in dB, as `ColumnFeatures.loudness`."""
    return float(10 * np.log10(np.exp(mel.astype(np.float64)).sum(1).mean()))


def chroma(sound: Audio) -> FloatArray:
    """Return the share of each pitch class, shape [12]."""
    spans = np.lib.stride_tricks.sliding_window_view(sound, CHROMA_SIZE)[:: CHROMA_SIZE // 2]
    spectrum = np.abs(np.fft.rfft(spans * np.hanning(CHROMA_SIZE))).mean(0)
    hertz = np.fft.rfftfreq(CHROMA_SIZE, 1 / SAMPLE_RATE)
    pitched = (hertz >= CHROMA_HZ[0]) & (hertz <= CHROMA_HZ[1])
    classes = np.round(12 * np.log2(hertz[pitched] / 440.0)).astype(int) % 12
    found = np.bincount(classes, spectrum[pitched], 12) / np.bincount(classes, minlength=12)
    return np.asarray(found / max(found.sum(), 1e-9), np.float32)


def pitch_distance(one: FloatArray, other: FloatArray) -> float:
    """Return 1 - cosine of two chroma vectors."""
    return 1.0 - float(one @ other / max(np.linalg.norm(one) * np.linalg.norm(other), 1e-9))


def beat(mel: Mel, config: MelConfig) -> float:
    """Return the period of the beat in seconds, by autocorrelation; 0 where nothing rises.

    A beat repeats after two of them as well; which of several octaves is found does not matter to
    `tempo_distance`.
    """
    rise = onset_strength(mel).astype(np.float64)
    rise -= rise.mean()
    rate = SAMPLE_RATE / config.hop
    whole = np.correlate(rise, rise, "full")[len(rise) - 1 :]
    lags = np.arange(*(round(seconds * rate) for seconds in BEAT_S))
    if len(whole) <= 2 * lags[-1] or whole[0] <= 0:
        return 0.0
    score = whole[lags] + 0.5 * whole[2 * lags]
    best = int(score.argmax())
    if not 0 < best < len(score) - 1:
        return float(lags[best] / rate)
    before, at, after = score[best - 1 : best + 2]
    return float((lags[best] + 0.5 * (before - after) / (before - 2 * at + after)) / rate)


def tempo_distance(one: float, other: float) -> float:
    """Return the ratio of two periods in octaves, folded to 0..0.5; 0.5 where one has no beat."""
    if not one or not other:
        return 0.5
    octaves = float(np.log2(one / other))
    return abs(octaves - round(octaves))
