"""Crossfades between two versions of one sound, and loops closed by a crossfade."""

import numpy as np

from distill.errors import BadArgument
from distill.types import Audio, FloatArray


def ramps(samples: int) -> tuple[FloatArray, FloatArray]:
    """Return the falling and the rising gain, shape [T] each; they add up to 1 and stay in 0..1.

    Equal gain, not equal power: the sounds are versions of one sound, so they add in phase.
    """
    phase = (np.arange(samples) + 0.5) / max(samples, 1)
    rise = 0.5 - 0.5 * np.cos(np.pi * phase)
    return (1.0 - rise).astype(np.float32), rise.astype(np.float32)


def crossfade(before: Audio, after: Audio) -> Audio:
    """Fade from one sound to another over their whole length.

    Args:
        before: Shape [T] or [T, C].
        after: The same shape.

    Raises:
        BadArgument: The shapes differ.
    """
    if before.shape != after.shape:
        raise BadArgument(f"a crossfade needs equal shapes, got {before.shape} and {after.shape}")
    fall, rise = ramps(len(before))
    return before * _over(fall, before) + after * _over(rise, after)


def close_loop(audio: Audio, length: int, samples: int) -> Audio:
    """Cut a sound to a loop: what follows the cut is faded into the beginning.

    Args:
        audio: Shape [T] or [T, C]; at least `length` + `samples` long.
        length: Samples to keep.
        samples: Length of the crossfade at the beginning; at most `length`.

    Raises:
        BadArgument: The sound is too short.
    """
    if not 0 <= samples <= length <= len(audio) - samples:
        raise BadArgument(
            f"a loop of {length} samples with a crossfade of {samples} needs more than {len(audio)}"
        )
    out = audio[:length].copy()
    out[:samples] = crossfade(audio[length : length + samples], out[:samples])
    return out


def repeat(audio: Audio, length: int, count: int, samples: int) -> Audio:
    """Repeat the first part of a sound; what follows it fades into each beginning but the first.

    Args:
        audio: Shape [T] or [T, C]; at least `length` + `samples` long.
        length: Samples of a round.
        count: Samples to return.
        samples: Length of the crossfades; at most `length`.

    Raises:
        BadArgument: The sound is too short.
    """
    out = close_loop(audio, length, samples)[np.arange(count) % length]
    out[:samples] = audio[: min(samples, count)]
    return out


def _over(gain: FloatArray, audio: Audio) -> FloatArray:
    return gain if audio.ndim == 1 else gain[:, None]
