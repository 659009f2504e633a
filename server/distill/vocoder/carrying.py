"""Spectra of carried frames: a source's own spectrum times the change that an edit asks for.

The codec keeps little of a sound, but the sound itself is still there. Its spectrum (the *carrier*)
is multiplied by the change in the decoded mel from the source's own codes to the edited ones. Where
the edit is far from the source, what the codec had lost of it fades out, and the mel of the edit is
reached itself. Where the carrier has not the energy that is asked, the vocoder fills in.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from distill.mel.analysis import DECIBELS_PER_NEPER
from distill.mel.filterbank import filterbank
from distill.mel.mel_config import MelConfig
from distill.types import FloatArray, Mel
from distill.vocoder.contract import Spectrum, Start

BOUNDS_DB: Final = (-90.0, 20.0)
"""Least and greatest gain of a carrier; what is asked beyond comes from the vocoder."""
FAR_DB: Final = 5.0
"""Mean change of the mel at which half of what the codec had lost is kept (see `_kept`).

Chosen by hand, like the constants below, on eight clips of music with the bundled model; larger
values keep more notes under `coarse` and leave the codes of another sound farther from their mel.

Source: docs/figures.md#sound, with clips that nothing was chosen on.
"""
STEEPNESS: Final = 4.0
NEIGHBOURS: Final = 32
"""Mel bins on each side over which a change is averaged to tell whether it is far."""
FIRM: Final = 0.5
"""Share of that which must be kept for the phases of the source to stay as they are."""
LEAST_MID: Final = 0.1
"""The mid, which the codec hears, counts as at least this power of the side (-10 dB): where it
cancels out, the gain that its level asks for would make the side too loud."""
CORRECTIONS: Final = 2
"""Corrections of the gain by the mel that it gives: it is interpolated between bins."""
ALMOST: Final = 0.999
"""Share of a bin from which one source alone has its phase."""
_Array = TypeVar("_Array", FloatArray, Spectrum)
_TINY: Final = np.float32(1e-12)


class CarrierPart(NamedTuple):
    """One source under some frames.

    Attributes:
        mid: Shape [L, N], the samples of each frame; half the sum of left and right.
        side: Shape [L, N], half their difference; None of a mono source.
        weight: Shape [L, M]; its share of each mel bin, 0..1.
    """

    mid: FloatArray
    side: FloatArray | None
    weight: FloatArray


class CarriedFrames(NamedTuple):
    """What a vocoder needs to render carried frames.

    Attributes:
        start: Magnitudes and phases that are carried, of the mid.
        fill: Shape [L, M]; log-mel of what the vocoder adds, at the floor where that is nothing.
        side: Shape [L, F]; spectra of the side, or None where all is mono.
    """

    start: Start
    fill: Mel
    side: Spectrum | None

    def part(self, first: int, last: int) -> "CarriedFrames":
        """Return frames first..last of these."""
        side = None if self.side is None else self.side[first:last]
        return CarriedFrames(self.start.part(first, last), self.fill[first:last], side)


class Carrying:
    """Makes carried frames.

    Threads: any, at once; nothing changes after construction.
    """

    def __init__(self, config: MelConfig) -> None:
        self.config = config
        self._window = np.hanning(config.n_fft + 1)[:-1].astype(np.float32)
        filters = filterbank(config).T
        mel, self._filter_bins = np.nonzero(filters)
        self._filter_weights = filters[mel, self._filter_bins]
        self._filled, self._filter_starts = np.unique(mel, return_index=True)
        bins = np.linspace(0.0, config.sample_rate / 2, config.n_fft // 2 + 1)
        top = np.log1p(config.sample_rate / 2 / config.corner)
        centres = config.corner * np.expm1(np.linspace(0.0, top, config.mels + 2))[1:-1]
        at = np.interp(bins, centres, np.arange(config.mels))
        self._low = np.minimum(at.astype(np.int64), config.mels - 2)
        self._share = (at - self._low).astype(np.float32)

    def frames(
        self,
        parts: Sequence[CarrierPart],
        edited: Mel | None,
        reference: Mel | None,
        carry: float,
    ) -> CarriedFrames:
        """Return carried frames.

        Args:
            parts: The sources under the frames, at least one.
            edited: Shape [L, M]; the decoded mel of the edited codes. None: nothing was edited, and
                all is carried.
            reference: Shape [L, M]; the decoded mel of the sources' own codes, blended by weight.
            carry: 0..1; the share that the sources carry.
        """
        carrier, side, firm = self._blend(parts)
        if edited is None or reference is None:
            silent = np.full(parts[0].weight.shape, self.config.silence, np.float32)
            return CarriedFrames(Start.of(carrier, firm=firm), silent, side)
        share = np.float32(carry) * np.minimum(_total([part.weight for part in parts]), 1)
        kept = _kept(edited, reference) * _purity(parts)
        gain, missing = self._gain(carrier, side, edited - kept * reference, kept)
        amplitude = np.exp(self._to_bins(gain))
        whole = bool((share >= 1).all())
        if not whole:
            amplitude *= np.sqrt(self._to_bins(share))
        carrier = carrier * amplitude
        side = None if side is None else side * amplitude
        firm &= self._to_bins(kept) >= FIRM
        if not whole:
            firm &= self._to_bins(share) >= ALMOST
        fill = _mixed(edited, missing, share, self.config.floor)
        return CarriedFrames(Start.of(carrier, firm=firm), fill, side)

    def _blend(
        self, parts: Sequence[CarrierPart]
    ) -> tuple[Spectrum, Spectrum | None, npt.NDArray[np.bool_]]:
        """Blend the spectra of sources: magnitudes in the log domain, phases of the strongest."""
        spectra = [self._transform(part.mid) for part in parts]
        sides = [None if part.side is None else self._transform(part.side) for part in parts]
        if len(parts) == 1:
            return spectra[0], sides[0], np.ones(spectra[0].shape, np.bool_)
        weights = [self._to_bins(part.weight) for part in parts]
        total = np.maximum(_total(weights), _TINY)
        sizes = [np.abs(spectrum) + _TINY for spectrum in spectra]
        shares = [np.asarray(weight / total, np.float32) for weight in weights]
        logs = [
            np.asarray(s * np.log(one), np.float32) for s, one in zip(shares, sizes, strict=True)
        ]
        size = np.exp(_total(logs))
        strongest = np.argmax([w * one for w, one in zip(shares, sizes, strict=True)], 0)[None]
        phasors = np.stack([one / size for one, size in zip(spectra, sizes, strict=True)])
        blended = size * np.take_along_axis(phasors, strongest, 0)[0]
        firm = np.take_along_axis(np.stack(shares), strongest, 0)[0] >= ALMOST
        present = [s * side for s, side in zip(shares, sides, strict=True) if side is not None]
        return blended, _total(present) if present else None, firm

    def _transform(self, frames: FloatArray) -> Spectrum:
        spectrum: Spectrum = np.fft.rfft(frames * self._window).astype(np.complex64)
        return spectrum

    def _gain(
        self, carrier: Spectrum, side: Spectrum | None, wanted: Mel, kept: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return the log gain of each mel bin, and the power that the carrier cannot give.

        The mel that is asked is `wanted` plus what is `kept` (0..1) of the carrier's own.
        """
        floor = np.float32(self.config.floor)
        power = _power(carrier)
        least = np.full((1, 1), floor)
        if side is not None:
            least = np.maximum(floor, np.float32(LEAST_MID) * self._to_mel(_power(side)))
        own = np.log(np.maximum(self._to_mel(power), least))
        target = wanted + kept * own
        low, high = (np.float32(db / DECIBELS_PER_NEPER / 2) for db in BOUNDS_DB)
        gain: FloatArray = np.clip((target - own) / 2, low, high)
        for _ in range(CORRECTIONS):
            got = self._to_mel(power * np.exp(2 * self._to_bins(gain)))
            error = (own + 2 * gain) - np.log(np.maximum(got, least * np.exp(2 * gain)))
            gain = np.clip(gain + np.where(gain > low, error / 2, 0), low, high)
        reached = np.where(target - own > 2 * high, own + 2 * high, target)
        missing: FloatArray = np.exp(target) - np.exp(reached)
        return gain, missing

    def _to_mel(self, power: FloatArray) -> FloatArray:
        """Sum the power of bins [L, F] in each mel bin [L, M], each frame by itself."""
        weighted = power[:, self._filter_bins] * self._filter_weights
        sums = np.zeros((len(power), self.config.mels), np.float32)
        sums[:, self._filled] = np.add.reduceat(weighted, self._filter_starts, 1)
        return sums

    def _to_bins(self, values: FloatArray) -> FloatArray:
        """Interpolate values of mel bins [L, M] to bins of the spectrum [L, F]."""
        low = values[:, self._low]
        out: FloatArray = low + (values[:, self._low + 1] - low) * self._share
        return out


def _kept(edited: Mel, reference: Mel) -> FloatArray:
    """Return how much is kept of what the codec had lost of a source, [L, M] in 0..1.

    All of it where nothing is edited, less and less the farther the edit moves the mel around it.
    """
    change = np.abs(edited - reference)
    wide = np.cumsum(np.pad(change, ((0, 0), (NEIGHBOURS + 1, NEIGHBOURS)), mode="edge"), axis=1)
    mean = (wide[:, 2 * NEIGHBOURS + 1 :] - wide[:, : -2 * NEIGHBOURS - 1]) / (2 * NEIGHBOURS + 1)
    kept: FloatArray = 1 / (1 + np.power(mean * np.float32(DECIBELS_PER_NEPER / FAR_DB), STEEPNESS))
    return kept


def _purity(parts: Sequence[CarrierPart]) -> FloatArray:
    """Return how far one source alone carries each mel bin, [L, M]: 0 where two do equally."""
    if len(parts) == 1:
        return np.ones((1, 1), np.float32)
    weights = np.stack([part.weight for part in parts])
    share = weights.max(0) / np.maximum(weights.sum(0), _TINY)
    pure: FloatArray = np.square(np.clip(2 * share - 1, 0, 1))
    return pure


def _mixed(edited: Mel, missing: FloatArray, share: FloatArray, floor: float) -> Mel:
    """Return the log-mel of what is not carried: exactly `edited` where nothing is."""
    power = (1 - share) * np.exp(edited) + share * missing
    mixed = np.log(np.maximum(power, np.float32(floor)))
    return np.where(share <= 0, edited, mixed).astype(np.float32)


def _power(spectrum: Spectrum) -> FloatArray:
    return np.square(spectrum.real) + np.square(spectrum.imag)


def _total(arrays: Sequence[_Array]) -> _Array:
    """Sum arrays of one shape."""
    total = arrays[0]
    for one in arrays[1:]:
        total = total + one
    return total
