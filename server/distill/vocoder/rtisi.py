"""Streaming vocoder: real-time iterative spectrogram inversion with one frame of look-ahead.

A new frame gets its phases from the sum of the frames before it. Then all frames of which a part is
yet to be heard are refined together in the bass, around the sound that has been heard, and above
the bass the new one and the one before it. So a frame of the bass is improved until its last sample
is heard, and no latency is added.

Source: Zhu, Beauregard and Wyse 2007. Their frames are final one by one; that the sound is, sample
by sample, that the bass has its own iterations, and that magnitudes follow (`refine`) are changes
measured by benchmarks/notes.py. Sums are divided by the windows so far, not by all that will come.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numba import njit

from distill.mel.mel_config import MelConfig
from distill.types import Audio, BoolArray, FloatArray, Mel, Samples
from distill.vocoder.bands import FACTOR, bass, full_band, lowest, window_sums
from distill.vocoder.contract import Start, VocoderState
from distill.vocoder.fourier import KERNEL, forward
from distill.vocoder.inverse import magnitude
from distill.vocoder.phase import (
    Band,
    PhaseEstimate,
    Schedule,
    Stft,
    given,
    overlap_add,
    refine,
    with_own_scratch,
)

BASS: Final = Schedule(14, 0.5, sharpens=True)
MOST_FRAMES: Final = 4
"""Frames over one sample with which the bass has all its iterations."""
GIVEN: Final = Schedule(4, 0.5, sharpens=False)
"""In the bass after a start: further from it, a frame would not fit the start of the next."""
REST: Final = Schedule(2, 0.5, sharpens=False)
LEAST_WEIGHT: Final = np.float32(0.2)
"""Least divisor of a sum of squared windows: below it too little of the sound is known."""
FIRST_WEIGHT: Final = np.float32(0.05)
"""The same for the initial phases of a new frame, and in the bass, which tolerate a smaller one."""
EDGE_WEIGHT: Final = np.float32(0.5)
"""The same for the output; inside the sound no sum is lower."""
AUDIBLE: Final = np.float32(1e-9)
"""Least magnitude that has a phase."""


FADE: Final = 0.25
"""Part of a hop over which a step takes over from the one before."""


@dataclass(frozen=True, slots=True, eq=False)
class OpenFramesState(VocoderState):
    """The frames of a stream that are not yet fully heard; never written to.

    Attributes:
        frames: Shape [3, D, F]; magnitudes, real and imaginary parts of the last frames.
        held: Shape [D, F]; bins whose phases stay.
        heard: The sound at the sample rate of the bass from the first of the frames on, up to what
            is heard next.
        count: Frames so far, at most D.
    """

    frames: FloatArray
    held: BoolArray
    heard: FloatArray
    count: int

    def __post_init__(self) -> None:
        for value in (self.frames, self.held, self.heard):
            value.setflags(write=False)


class _Gains(NamedTuple):
    """Divisors of sums of the frames of a step, and their inverses.

    Attributes:
        begin: Shape [N]; for the new frame, without its own window.
        bass: Of all frames; 0 where the sound has been heard.
        rest: Shape [N + hop]; of the frames from the last but one on.
        output: Shape [hop].
        end: Shape [latency]; for what is pending if no frame follows.
    """

    begin: FloatArray
    bass: FloatArray
    rest: FloatArray
    output: FloatArray
    end: FloatArray


class Rtisi:
    """The streaming vocoder.

    Sample i of the sound is sample i + `latency` of the stream.

    Threads: any, at once; nothing changes after construction.
    """

    def __init__(self, config: MelConfig, ahead: int = 1, seed: int = 0) -> None:
        """Prepare.

        Args:
            config: The analysis.
            ahead: Frames that are known after the one whose first hop is heard.
            seed: Of the phases after silence.

        Raises:
            BadArgument: The vocoder cannot work with such frames.
        """
        self.config, self.ahead = config, ahead
        self._full = full_band(config)
        self._bass = bass(config)
        self._overlap = -(-config.n_fft // config.hop)
        self.depth = self._overlap - 1 + ahead
        """D, frames that a step takes from the steps before it."""
        self._gains = [self._gains_after(count) for count in range(self.depth + 1)]
        share = self._bass.factor / FACTOR * MOST_FRAMES / max(MOST_FRAMES, self._overlap)
        iterations = max(1, round(BASS.iterations * share))  # as long a step, whatever the frames
        self._schedule = BASS._replace(iterations=iterations)
        self._fade = _fade(config.hop)
        angle = np.random.default_rng(seed).uniform(0, 2 * np.pi, config.n_fft // 2 + 1)
        self._random_phases = np.stack([np.cos(angle), np.sin(angle)]).astype(np.float32)

    @property
    def latency(self) -> Samples:
        """The frames ahead plus the part of a window before its hop."""
        return Samples(self.ahead * self.config.hop + self.config.margin)

    @property
    def reach(self) -> int:
        """Frames that contribute to a sample, plus those accepted since the last of them."""
        return 2 + self.depth

    def initial_state(self) -> OpenFramesState:
        """Return the state before the first frame."""
        shape = self.depth, self.config.n_fft // 2 + 1
        heard = (self._overlap - 1) * self._bass.band.stft.hop
        return OpenFramesState(
            np.zeros((3, *shape), np.float32),
            np.zeros(shape, np.bool_),
            np.zeros(heard, np.float32),
            0,
        )

    def state_after(self, frames: PhaseEstimate) -> OpenFramesState:
        """Return the state after frames [L, F] that another vocoder has solved."""
        count, silent = min(self.depth, len(frames.real)), self.initial_state()
        frames = _joined(silent, _joined(silent, frames))  # enough of them
        low = lowest(frames, self._bass.band)
        total = window_sums(self._bass.band, 2 * self.depth, len(low.real))
        sums = np.zeros_like(total)
        overlap_add(low.real, low.imag, sums, with_own_scratch(self._bass.band.stft))
        hop, first = self._bass.band.stft.hop, len(low.real) - self.depth
        part = slice(first * hop, (first + self._overlap - 1) * hop)
        weight = np.maximum(total[part], EDGE_WEIGHT)
        heard: FloatArray = np.divide(sums[part], weight, dtype=np.float32)
        return self._state(frames, heard, count)

    def step(
        self, mel: Mel, state: OpenFramesState, start: Start | None = None
    ) -> tuple[Audio, OpenFramesState]:
        """Render frames to as much sound.

        Args:
            mel: Shape [L, M], any L.
            state: From `initial_state` or the step before.
            start: Spectra to start from, [L, F], or None.

        Returns:
            Sound, shape [L * hop], and the state after it.

        Raises:
            BadArgument: The shape is not [L, M].
        """
        target = magnitude(mel, self.config.floor, self._full.bank)
        start = Start.nothing(*target.shape) if start is None else start
        sound, _, state = self.extend(given(target, start), state)
        return sound, state

    def extend(
        self, begun: PhaseEstimate, state: OpenFramesState
    ) -> tuple[Audio, PhaseEstimate, OpenFramesState]:
        """Render the frames of an estimate, in which a bin may have no phase yet.

        Args:
            begun: L frames.
            state: From `initial_state` or the step before.

        Returns:
            Sound, shape [L * hop], the last D + L frames, and the state after them.
        """
        frames = _joined(state, begun)
        full = self._full._replace(stft=with_own_scratch(self._full.stft))
        low = self._bass.band._replace(stft=with_own_scratch(self._bass.band.stft))
        heard, count, hop = state.heard, state.count, self.config.hop
        out = np.empty(len(begun.real) * hop, np.float32)
        for t in range(len(begun.real)):
            block, gains = frames.rows(t, t + self.depth + 1), self._gains[count]
            schedule = self._schedule_of(block)
            before = self._begin(block, gains, full)
            heard = self._refine_bass(block, heard, gains, schedule, low)
            now = self._refine_rest(block, gains, full)
            out[t * hop : (t + 1) * hop] = now + self._fade * (before - now)
            count = min(count + 1, self.depth)
        return out, frames, self._state(frames, heard, count)

    def flush(self, state: OpenFramesState) -> Audio:
        """Return the sound that is still pending, shape [latency]; the state is not changed."""
        total = np.zeros((self.depth - 1) * self.config.hop + self.config.n_fft, np.float32)
        stft = with_own_scratch(self._full.stft)
        frames = np.array(state.frames)  # one that can be written to: no other kernel is compiled
        overlap_add(frames[1], frames[2], total, stft)
        first = (self._overlap - 1) * self.config.hop
        rest: Audio = total[first : first + self.latency] / self._gains[state.count].end
        return rest

    def render(self, mel: Mel, start: Start | None = None) -> Audio:
        """Render a whole sound, shape [L * hop], as the stream does, without its latency."""
        out, state = self.step(mel, self.initial_state(), start)
        return np.concatenate([out, self.flush(state)])[self.latency :]

    def _state(self, frames: PhaseEstimate, heard: FloatArray, count: int) -> OpenFramesState:
        last = frames.rows(len(frames.real) - self.depth, len(frames.real))
        return OpenFramesState(np.stack(last[:3]), last.held.copy(), np.array(heard), count)

    def _gains_after(self, count: int) -> _Gains:
        """Return the gains of a step after so many frames."""
        depth, hop, low = self.depth, self.config.hop, self._bass.band
        before = window_sums(self._full, depth - count, depth)
        before = np.pad(before, (0, hop))
        both = window_sums(self._full, depth - count, depth + 1)
        inverse = _inverse(window_sums(low, depth - count, depth + 1), FIRST_WEIGHT)
        inverse[: (self._overlap - 1) * low.stft.hop] = 0
        now = (self._overlap - 1) * hop
        return _Gains(
            np.maximum(before[depth * hop :], FIRST_WEIGHT),
            inverse,
            _inverse(both[(depth - 1) * hop :], LEAST_WEIGHT),
            np.maximum(both[now : now + hop], EDGE_WEIGHT),
            np.maximum(before[now : now + self.latency], EDGE_WEIGHT),
        )

    def _schedule_of(self, block: PhaseEstimate) -> Schedule:
        """Return how to refine the bass, by whether most of its last frame has a start."""
        audible, re, im = (part[-1, : self._bass.crossover] for part in block[:3])
        started = (re != 0) | (im != 0)
        most = 2 * np.count_nonzero(started) > np.count_nonzero(audible)
        return GIVEN if most else self._schedule

    def _begin(self, block: PhaseEstimate, gains: _Gains, band: Band) -> Audio:
        """Set the phases of the last frame that have no start: from the sound so far.

        In silence they are random. Returns what would be heard now without that frame, [hop].
        """
        last = self.depth * self.config.hop
        total = np.zeros(last + self.config.n_fft, np.float32)
        overlap_add(block.real[:-1], block.imag[:-1], total, band.stft)
        rows = block.magnitude[-1], block.real[-1], block.imag[-1]
        frame = total[last:] / gains.begin * band.stft.window
        _set_phases(rows, frame, self._random_phases, band.stft)
        return total[self._now()] / gains.output

    def _refine_bass(
        self,
        block: PhaseEstimate,
        heard: FloatArray,
        gains: _Gains,
        schedule: Schedule,
        band: Band,
    ) -> FloatArray:
        """Refine the bass of all frames; return what has been heard before the next step."""
        low, bins, hop = lowest(block, band), self._bass.crossover, band.stft.hop
        now, known = slice(len(heard), len(heard) + hop), np.zeros_like(gains.bass)
        known[: len(heard)] = heard
        before = np.zeros_like(known)
        overlap_add(low.real[:-1], low.imag[:-1], before, band.stft)
        after = before
        if not low.held.all():
            self._refine_open(low, known, gains.bass, schedule, band)
            block.real[:, :bins] = low.real[:, :bins]
            block.imag[:, :bins] = low.imag[:, :bins]
            after = np.zeros_like(known)
            overlap_add(low.real[:-1], low.imag[:-1], after, band.stft)
        fade = self._fade[:: self._bass.factor]
        sound = (after[now] + fade * (before[now] - after[now])) * gains.bass[now]
        return np.concatenate((heard[hop:], sound))

    @staticmethod
    def _refine_open(
        low: PhaseEstimate, heard: FloatArray, gain: FloatArray, schedule: Schedule, band: Band
    ) -> None:
        """Refine all frames but the first, of which only the end is yet to be heard."""
        first = np.zeros_like(heard)
        overlap_add(low.real[:1], low.imag[:1], first, band.stft)
        before, hop = np.where(gain == 0, heard, first), band.stft.hop
        rest = low.rows(1, len(low.real))
        refine(rest, before[hop:], gain[hop:], schedule, band)

    def _refine_rest(self, block: PhaseEstimate, gains: _Gains, band: Band) -> Audio:
        """Refine the last two frames above the bass; return what is heard now, shape [hop]."""
        depth, hop = self.depth, self.config.hop
        total = np.zeros(depth * hop + self.config.n_fft, np.float32)
        overlap_add(block.real[: depth - 1], block.imag[: depth - 1], total, band.stft)
        end = total[(depth - 1) * hop :]
        pair = block.rows(depth - 1, depth + 1)
        held = pair.held.copy()
        held[:, : self._bass.crossover] = True
        if not held.all():
            last = np.zeros((2, *held.shape), np.float32)
            pair = pair._replace(last_real=last[0], last_imag=last[1], held=held)
            refine(pair, end, gains.rest, REST, band)
        overlap_add(pair.real[:1], pair.imag[:1], end, band.stft)
        return total[self._now()] / gains.output

    def _now(self) -> slice:
        """Return the samples of a step that are heard in it."""
        return slice((self._overlap - 1) * self.config.hop, self._overlap * self.config.hop)


def _fade(hop: int) -> FloatArray:
    """Return the share [hop] of what a step would have heard without its new frame.

    It falls from 1 to 0, so that no step begins with a jump.
    """
    place = np.minimum(np.arange(hop) / (FADE * hop), 1.0)
    return (0.5 + 0.5 * np.cos(np.pi * place)).astype(np.float32)


def _inverse(weight: FloatArray, least: np.float32) -> FloatArray:
    inverse: FloatArray = np.divide(1.0, np.maximum(weight, least), dtype=np.float32)
    return inverse


def _joined(before: OpenFramesState, begun: PhaseEstimate) -> PhaseEstimate:
    """Append frames [L, F] to those of a state."""
    pairs = zip(before.frames, begun[:3], strict=True)
    magnitudes, real, imag = (np.concatenate(pair) for pair in pairs)
    held = np.concatenate((before.held, begun.held))
    return PhaseEstimate.of((magnitudes, real, imag), held)


@njit(**KERNEL)
def _set_phases(
    rows: tuple[FloatArray, FloatArray, FloatArray],
    frame: FloatArray,
    random_phases: FloatArray,
    stft: Stft,
) -> None:
    """Set the phases of a frame (magnitudes, real and imaginary parts [F]) that has none yet.

    They are those of a windowed `frame` [N], in silence random.
    """
    magnitudes, real, imag = rows
    spectrum = np.empty((2, real.shape[0]), np.float32)
    forward(frame, spectrum[0], spectrum[1], stft.table)
    for f in range(real.shape[0]):
        if real[f] != np.float32(0.0) or imag[f] != np.float32(0.0):
            continue
        re, im = spectrum[0, f], spectrum[1, f]
        size = np.sqrt(re * re + im * im)
        if size <= AUDIBLE:
            re, im, size = random_phases[0, f], random_phases[1, f], np.float32(1.0)
        real[f] = magnitudes[f] * (re / size)
        imag[f] = magnitudes[f] * (im / size)
