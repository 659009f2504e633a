"""Read sound files of any format at 48 kHz, as one channel or as mono and stereo.

Formats: those of libsndfile (WAV, AIFF, FLAC, Ogg, MP3, CAF and more).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import numpy as np

from distill.audio.resample import Resampler, length_at, to_mono
from distill.errors import AudioFileProblem, BadArgument
from distill.storage import regular_file, riff
from distill.storage.claimed_size import claimed_size
from distill.storage.file_names import shown
from distill.types import SAMPLE_RATE, Audio, Samples, Seconds

if TYPE_CHECKING:
    import soundfile

MAX_SECONDS: Final = 1800
"""Longest sound read at once: half an hour is 345 MB as float32."""
MAX_CHANNELS: Final = 8
STEREO: Final = 2
"""Channels that stay apart if they are wanted; more are mixed to one."""
RATES: Final = (8_000, 192_000)
ONE_FRAME: Final = Samples(512)
"""Shortest sound that is read, at 48 kHz: one hop of the reference geometry."""
MAX_PEAK: Final = 100.0
"""40 dB over full scale: no recording has that; the data is not sound."""
MAX_MISSING_S: Final = 0.1
"""Sound that may be missing against the header: lossy formats only estimate the length."""
MAX_MISSING: Final = 1
"""Bytes that may be missing against the header: some programs count a last byte of padding."""
BLOCK: Final = 1 << 17
"""Samples decoded at a time."""


@dataclass(frozen=True, slots=True)
class SoundInfo:
    """The checked header of a sound file."""

    seconds: Seconds
    rate: int
    channels: int
    format: str


def inspect(path: Path) -> SoundInfo:
    """Read a file's header.

    Raises:
        AudioFileProblem: The file cannot be used; the text says why.
    """
    with _opened(path) as sound:
        seconds = Seconds(sound.frames / sound.samplerate)
        kind = f"{sound.format} {sound.subtype}"
        return SoundInfo(seconds, sound.samplerate, sound.channels, kind)


def read_sound(
    path: Path, start_s: float = 0.0, length_s: float = 0.0, *, shortest: Samples = ONE_FRAME
) -> Audio:
    """Read a file, or a part of it.

    Args:
        path: A sound file.
        start_s: Start in seconds.
        length_s: Length in seconds, at most to the end; 0 means to the end.
        shortest: Least number of samples at 48 kHz.

    Returns:
        Shape [T], mono, 48 kHz, finite.

    Raises:
        AudioFileProblem: The file cannot be used; the text says why.
        BadArgument: The part lies outside the file.
    """
    part = stream_part(path, start_s, length_s, shortest=shortest)
    return np.concatenate([block for block, _ in part])


def stream_part(
    path: Path,
    start_s: float = 0.0,
    length_s: float = 0.0,
    *,
    shortest: Samples = ONE_FRAME,
    longest_s: float = 0.0,
    stereo: bool = False,
) -> Iterator[tuple[Audio, float]]:
    """Yield a part in blocks of sound at 48 kHz, each with the share that is read (0..1).

    Args:
        path: A sound file.
        start_s: Start in seconds.
        length_s: Length in seconds, at most to the end; 0 means to the end.
        shortest: Least number of samples at 48 kHz.
        longest_s: Greatest length in seconds; 0 means `MAX_SECONDS`.
        stereo: Blocks are [T, 2] where the file has two channels, else [T, 1]; without it [T].

    Raises:
        AudioFileProblem: The file cannot be used; the text says why. Blocks may come before it.
        BadArgument: The part lies outside the file.
    """
    total = 0
    with _opened(path) as sound:
        name = shown(path.name)
        first, count = _part(sound, name, (start_s, length_s), longest_s or MAX_SECONDS)
        whole = length_at(count, sound.samplerate)
        for block in _converted(sound, name, first, count, stereo=stereo):
            total += len(block)
            yield block, min(1.0, total / whole)
    if total < shortest:
        raise AudioFileProblem(
            f"{name} has {total} samples at {SAMPLE_RATE} Hz there, "
            f"less than the {shortest} of one frame; choose a longer sound"
        )


def stream_sound(path: Path) -> Iterator[Audio]:
    """Yield a whole file of any length in blocks [T] of mono sound at 48 kHz.

    Raises:
        AudioFileProblem: The file cannot be used; the text says why. Blocks may come before it.
    """
    with _opened(path) as sound:
        yield from _converted(sound, shown(path.name), 0, sound.frames, stereo=False)


def _part(
    sound: "soundfile.SoundFile", name: str, part_s: tuple[float, float], longest_s: float
) -> tuple[int, int]:
    """Return the first sample and the number of samples of a part, at the rate of the file."""
    start_s, length_s = part_s
    rate, seconds = sound.samplerate, sound.frames / sound.samplerate
    if not (np.isfinite([start_s, length_s]).all() and start_s >= 0 and length_s >= 0):
        raise BadArgument(f"start and length are seconds from 0, got {start_s:g} and {length_s:g}")
    first = round(start_s * rate)
    if first >= sound.frames:
        raise BadArgument(f"start {start_s:g} s lies beyond the end of {name}, at {seconds:.3f} s")
    count = sound.frames - first
    if length_s > 0:
        count = min(count, max(1, round(length_s * rate)))
    if count > longest_s * rate:
        raise AudioFileProblem(
            f"{name} is {seconds:.0f} s long; at most {longest_s:.0f} s are read at once: "
            "give start and length"
        )
    return first, count


def _converted(
    sound: "soundfile.SoundFile", name: str, first: int, count: int, *, stereo: bool
) -> Iterator[Audio]:
    """Decode `count` samples and convert them to 48 kHz; `stereo` as in `stream_part`."""
    channels = STEREO if stereo and sound.channels == STEREO else 1
    stream = Resampler(sound.samplerate, channels=channels if stereo else 0)
    for block in _blocks(sound, name, first, count):
        mixed = block if channels == STEREO else to_mono(block)
        yield stream.step(mixed[:, None] if stereo and mixed.ndim == 1 else mixed)
    yield stream.finish()


def _blocks(sound: "soundfile.SoundFile", name: str, first: int, count: int) -> Iterator[Audio]:
    """Decode `count` samples into blocks [T, C], and refuse values that no sound has."""
    if first:
        sound.seek(first)
    done = 0
    while done < count:
        block: Audio = sound.read(min(BLOCK, count - done), dtype="float32", always_2d=True)
        if not len(block):
            break
        peak = np.abs(block).max()
        if not peak <= MAX_PEAK:
            wrong = int(np.argmin((np.abs(block) <= MAX_PEAK).all(axis=1)))
            at = (first + done + wrong) / sound.samplerate
            what = f"a peak of {peak:g}" if np.isfinite(peak) else "NaN or infinity"
            raise AudioFileProblem(f"{name} has {what} near {at:.2f} s; full scale is 1: repair it")
        done += len(block)
        yield block
    if count - done > MAX_MISSING_S * sound.samplerate:
        raise AudioFileProblem(
            f"{name} promises {first + count} samples and has {first + done}: "
            "it was cut off or is damaged; save it again"
        )


@contextmanager
def _opened(path: Path) -> "Iterator[soundfile.SoundFile]":
    """Open a file, check its header, and translate errors of the decoder."""
    import soundfile  # the main process of the server never decodes

    name = shown(path.name)
    with _regular_file(path) as file:
        try:
            with soundfile.SoundFile(_view(file, name)) as sound:
                _check(sound, name)
                yield sound
        except soundfile.SoundFileError as error:
            text = getattr(error, "error_string", str(error))
            raise AudioFileProblem(
                f"{name} cannot be read as sound: {_clean(text)}; save it as WAV or FLAC"
            ) from error


def _clean(text: str) -> str:
    return text.removeprefix("Error : ").rstrip(".")


@contextmanager
def _regular_file(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file that is not empty."""
    name = shown(path.name)
    try:
        opened = regular_file.open_regular(path)
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        why = getattr(error, "strerror", None) or str(error)
        raise AudioFileProblem(f"{name} cannot be opened: {why}") from error
    with opened as file:
        if os.fstat(file.fileno()).st_size == 0:
            raise AudioFileProblem(f"{name} is empty")
        yield file


def _view(file: BinaryIO, name: str) -> riff.FileView:
    """Return the part of the file that the decoder may read."""
    head = file.read(12)
    if not riff.is_wave(head):
        size, claimed = os.fstat(file.fileno()).st_size, claimed_size(file)
        if claimed - size > MAX_MISSING:
            raise AudioFileProblem(
                f"{name} promises {claimed} bytes and has {size}: "
                "it was cut off or is damaged; save it again"
            )
        return riff.FileView(file, b"", 0, size)
    try:
        wave = riff.read_wave(file)
    except AudioFileProblem as error:
        raise AudioFileProblem(f"{name} cannot be read as sound: {error}") from error
    if wave.missing > MAX_MISSING:
        block = max(1, wave.block)
        raise AudioFileProblem(
            f"{name} promises {wave.data.claimed // block} samples and has "
            f"{wave.data.size // block}: it was cut off or is damaged; save it again"
        )
    return riff.decoder_view(file, wave)


def _check(sound: "soundfile.SoundFile", name: str) -> None:
    """Refuse a rate, channels or a length outside what is supported."""
    low, high = RATES
    if not low <= sound.samplerate <= high:
        raise AudioFileProblem(
            f"{name} has {sound.samplerate} Hz; {low} to {high} Hz are supported"
        )
    if not 1 <= sound.channels <= MAX_CHANNELS:
        raise AudioFileProblem(
            f"{name} has {sound.channels} channels; 1 to {MAX_CHANNELS} are supported"
        )
    if sound.frames <= 0:
        raise AudioFileProblem(f"{name} has no samples")
