"""Where one sound gives way to another: fades that add up to an even loudness."""

from enum import StrEnum

import numpy as np

from distill.errors import BadArgument
from distill.types import Audio, FloatArray


class Law(StrEnum):
    """What stays even across a crossfade.

    GAIN suits two versions of one sound (they add in phase), POWER two strangers.
    """

    GAIN = "gain"
    POWER = "power"


def ramps(samples: int, law: Law) -> tuple[FloatArray, FloatArray]:
    """Give the falling and the rising gain, shape [T] each; neither reaches 0 or 1 inside."""
    way = (np.arange(samples) + 0.5) / max(samples, 1)
    if law is Law.GAIN:
        rise = 0.5 - 0.5 * np.cos(np.pi * way)
        return (1.0 - rise).astype(np.float32), rise.astype(np.float32)
    angle = np.pi / 2 * way
    return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


def crossfade(before: Audio, after: Audio, law: Law) -> Audio:
    """Lead from one sound to another over their whole length.

    Args:
        before: Shape [T] or [T, C].
        after: The same shape.
        law: What stays even.

    Raises:
        BadArgument: The shapes differ.
    """
    if before.shape != after.shape:
        raise BadArgument(f"a crossfade takes equal shapes, got {before.shape} and {after.shape}")
    fall, rise = ramps(len(before), law)
    return before * _over(fall, before) + after * _over(rise, after)


def join(before: Audio, after: Audio, samples: int, law: Law) -> Audio:
    """Put one sound behind another, the last `samples` of one over the first of the other.

    Raises:
        BadArgument: A sound is shorter than the overlap, or the channels differ.
    """
    if not 0 <= samples <= min(len(before), len(after)):
        raise BadArgument(
            f"sounds of {len(before)} and {len(after)} samples cannot overlap by {samples}"
        )
    if before.shape[1:] != after.shape[1:]:
        raise BadArgument(f"channels differ: {before.shape[1:]} and {after.shape[1:]}")
    head = before[: len(before) - samples]
    middle = crossfade(before[len(before) - samples :], after[:samples], law)
    return np.concatenate([head, middle, after[samples:]])


def close_loop(audio: Audio, length: int, samples: int) -> Audio:
    """Cut a sound so that it can go round: what came after the cut leads over to its beginning.

    Args:
        audio: Shape [T] or [T, C]; at least `length` + `samples` long.
        length: Samples to keep.
        samples: Length of the crossing at the beginning; at most `length`.

    Raises:
        BadArgument: The sound is too short.
    """
    if not 0 <= samples <= length <= len(audio) - samples:
        raise BadArgument(
            f"a loop of {length} samples with a crossing of {samples} takes more than {len(audio)}"
        )
    out = audio[:length].copy()
    out[:samples] = crossfade(audio[length : length + samples], out[:samples], Law.GAIN)
    return out


def fade(audio: Audio, rise: int, fall: int) -> Audio:
    """Let a sound begin over `rise` samples and end over `fall`; at most its length each."""
    out = audio.copy()
    rise, fall = min(rise, len(out)), min(fall, len(out))
    out[:rise] *= _over(ramps(rise, Law.GAIN)[1], out)
    out[len(out) - fall :] *= _over(ramps(fall, Law.GAIN)[0], out)
    return out


def _over(gain: FloatArray, audio: Audio) -> FloatArray:
    return gain if audio.ndim == 1 else gain[:, None]
