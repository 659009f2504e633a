"""Prepares a sound for analysis: trims silence at both ends and normalises the peak."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from distill.errors import AudioFileProblem
from distill.mel.analysis import LogMel
from distill.types import Audio, FloatArray

SILENT: Final = 1e-3
"""-60 dB: ends that stay this far below the sound's peak are trimmed, and a sound whose peak is
below it is silent."""
_ANALYSED_AT_ONCE: Final = 2**20
"""Samples of one analysis block (22 s)."""

Records = tuple[npt.NDArray[np.int64], FloatArray]
"""Positions, and absolute values there."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a sound begins and ends in its file, and its peak.

    Attributes:
        first: First sample that is not silence.
        end: The sample after the last one.
        peak: Largest absolute value.
    """

    first: int
    end: int
    peak: float


def measure(blocks: Iterable[Audio]) -> Extent:
    """Find a sound's extent, block [T] by block; only samples that may be an end are stored.

    Whatever the threshold will be, the first sample above it is louder than all before it, and
    the last one is louder than all after it.

    Raises:
        AudioFileProblem: The sound is silent.
    """
    peak, done = 0.0, 0
    heads: list[Records] = []
    tail: Records = (np.zeros(0, np.int64), np.zeros(0, np.float32))
    for block in blocks:
        if not len(block):
            continue
        loud = np.abs(block)
        before = np.maximum.accumulate(np.append(np.float32(peak), loud))[:-1]
        rising = np.flatnonzero(loud > before)
        heads.append((rising + done, loud[rising]))
        after = np.append(np.maximum.accumulate(loud[::-1])[::-1][1:], np.float32(0))
        falling = np.flatnonzero(loud > after)
        stays = tail[1] > loud.max()
        tail = (
            np.concatenate([tail[0][stays], falling + done]),
            np.concatenate([tail[1][stays], loud[falling]]),
        )
        peak, done = max(peak, float(loud.max())), done + len(block)
    if peak < SILENT:
        raise AudioFileProblem(
            f"it is silent: its peak is {peak:.1g}, at least {SILENT:g} is needed; "
            "record it louder, or remove it"
        )
    at, value = (np.concatenate(column) for column in zip(*heads, strict=True))
    first = int(at[value > peak * SILENT][0])
    return Extent(first, int(tail[0][tail[1] > peak * SILENT][-1]) + 1, peak)


def prepared(blocks: Iterable[Audio], extent: Extent, peak: float) -> Iterator[Audio]:
    """Yield the sound inside the extent, scaled to a peak, as blocks [T]."""
    gain = np.float32(peak / extent.peak)
    done = 0
    for block in blocks:
        part = block[max(0, extent.first - done) : max(0, extent.end - done)]
        if len(part):
            yield part * gain
        done += len(block)
        if done >= extent.end:
            return


def log_mel(blocks: Iterable[Audio], analysis: LogMel) -> Iterator[FloatArray]:
    """Analyse sound block by block, as pieces [L', M]; silence pads the last frame."""
    state = analysis.initial_state()
    for block in _whole_hops(blocks, analysis.config.hop):
        mel, state = analysis.step(block, state)
        yield mel
    yield analysis.flush(state)


def _whole_hops(blocks: Iterable[Audio], hop: int) -> Iterator[Audio]:
    """Join small blocks and split large ones, each to a whole number of hops."""
    most = max(1, _ANALYSED_AT_ONCE // hop) * hop
    waiting: list[Audio] = []
    count = 0
    for block in blocks:
        waiting.append(block)
        count += len(block)
        if count < most:
            continue
        whole = np.concatenate(waiting)
        for start in range(0, count - most + 1, most):
            yield whole[start : start + most]
        waiting, count = [whole[count - count % most :]], count % most
    if count:
        rest = np.concatenate(waiting)
        yield np.pad(rest, (0, -count % hop))
