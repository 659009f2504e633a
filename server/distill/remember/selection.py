"""Chooses which sounds of a folder a model remembers, and how much of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from random import Random
from typing import Final

from distill.errors import AudioFileProblem
from distill.storage.file_names import shown
from distill.storage.sound_file import inspect

USUAL_S: Final = 3600.0
"""Sound that a model remembers unless it is told otherwise."""
LEAST_S: Final = 30.0
"""Most that is cut off a sound leaves so much of it: a walk needs phrases, not snippets."""
_SEED: Final = 0


@dataclass(frozen=True, slots=True)
class SoundChoice:
    """A sound to remember, or a part of it.

    Attributes:
        path: The file.
        name: How the corpus calls it: its path in the folder of sounds, with forward slashes.
        start_s: Where the part begins, in seconds.
        length_s: Its length in seconds.
        author: Who made it; may be empty.
        licence: Its licence; may be empty.
    """

    path: Path
    name: str
    start_s: float
    length_s: float
    author: str = ""
    licence: str = ""


def sounds_of(files: Sequence[Path], folder: Path) -> tuple[list[SoundChoice], dict[str, str]]:
    """Measure files of a folder by their headers.

    Returns:
        The whole sounds; and why each other file cannot be used, by its name.
    """
    found, unused = [], {}
    for file in files:
        name = shown(file.relative_to(folder).as_posix())
        try:
            found.append(SoundChoice(file, name, 0.0, inspect(file).seconds))
        except AudioFileProblem as problem:
            unused[name] = str(problem)
    return found, unused


def choose(sounds: Sequence[SoundChoice], most_s: float) -> list[SoundChoice]:
    """Choose an amount of sound from more.

    Of every sound there is something, as long as that is `LEAST_S` or the whole of it: long ones
    are cut to the same length, since forty sounds of a minute and a half go to more places than
    fifteen whole ones. What is kept of a long sound is its middle, because pieces begin and end
    with less than they have. Where there are too many sounds even for that, some of each folder
    are drawn, by a fixed seed.

    Returns:
        The chosen ones in the given order, `most_s` seconds at most.
    """
    lengths = [one.length_s for one in sounds]
    if sum(lengths) <= most_s:
        return list(sounds)
    limit = _limit(lengths, most_s)
    if limit >= LEAST_S:
        return [_middle(one, limit) for one in sounds]
    shares = _drawn(sounds, most_s)
    return [_middle(sounds[number], shares[number]) for number in sorted(shares)]


def _limit(lengths: Sequence[float], most_s: float) -> float:
    """Return the length to which longer sounds are cut, so that all together have `most_s`."""
    left, count = most_s, len(lengths)
    for length in sorted(lengths):
        if length * count > left:
            break
        left, count = left - length, count - 1
    return left / max(1, count)


def _drawn(sounds: Sequence[SoundChoice], most_s: float) -> dict[int, float]:
    """Draw sounds, from each folder in turn; return how many seconds of each, by its number."""
    random = Random(_SEED)  # noqa: S311 - a choice, not a secret
    folders: dict[str, list[int]] = {}
    for number, one in enumerate(sounds):
        folders.setdefault(one.name.rpartition("/")[0], []).append(number)
    for group in folders.values():
        random.shuffle(group)
    turns = zip_longest(*folders.values())
    shares, left = {}, most_s
    for number in (one for turn in turns for one in turn if one is not None):
        length = min(LEAST_S, left, sounds[number].length_s)
        if length > 0:
            shares[number] = length
            left -= length
    return shares


def _middle(sound: SoundChoice, length_s: float) -> SoundChoice:
    if sound.length_s <= length_s:
        return sound
    start_s = sound.start_s + (sound.length_s - length_s) / 2
    return replace(sound, start_s=start_s, length_s=length_s)
