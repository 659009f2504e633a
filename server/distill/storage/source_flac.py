"""A source as a FLAC file of 24 bits: what is written equals, bit for bit, what is read again.

The samples are scaled by a power of two, so that the loudest uses all 24 bits: a soft recording
loses nothing, and one that is louder than full scale is not clipped. The exponent is in the file's
comment.
"""

import contextlib
import io
import math
import re
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import BinaryIO, Final, Self

import numpy as np
import numpy.typing as npt
from typing_extensions import Buffer, override

from distill.types import SAMPLE_RATE, Audio

BITS: Final = 23
"""Bits of a sample besides its sign."""
EXPONENTS: Final = (-60, 20)
"""Least and greatest exponent: -360 dB is silence, and no sound is 120 dB over full scale."""
BLOCK: Final = 1 << 17
"""Samples read and written at a time."""
MAX_CHANNELS: Final = 2
_COMMENT: Final = "distill source, version 1, exponent {}"
_EXPONENT: Final = re.compile(r"distill source, version 1, exponent (-?[0-9]{1,2})")

Whole = npt.NDArray[np.int32]
"""Samples [T, C] as whole numbers of 24 bits."""


def exponent_of(low: float, high: float) -> int:
    """Return the exponent by which sound between two samples uses all bits and none is clipped."""
    peak = max(-low, high)
    if peak == 0:
        return 0
    least = math.frexp(peak)[1] - 1
    for exponent in (least, least + 1):
        scale = 2.0 ** (BITS - exponent)
        if round(high * scale) < 2**BITS and round(low * scale) >= -(2**BITS):
            return int(np.clip(exponent, *EXPONENTS))
    return int(np.clip(least + 2, *EXPONENTS))


def quantize(audio: Audio, exponent: int) -> Whole:
    """Round sound [T, C] to whole numbers of 24 bits."""
    return np.rint(audio.astype(np.float64) * 2.0 ** (BITS - exponent)).astype(np.int32)


def dequantize(whole: Whole, exponent: int) -> Audio:
    """Return the sound of whole numbers, exactly: float32 holds 24 bits."""
    return whole.astype("<f4") * np.float32(2.0 ** (exponent - BITS))


class FlacWriter:
    """Writes a FLAC file block by block; an error of the disk keeps its errno.

    Threads: one.
    """

    def __init__(self, file: BinaryIO, channels: int, exponent: int) -> None:
        import soundfile  # the main process of the server never encodes

        self._file = _KeepsError(file)
        self._sound = soundfile.SoundFile(
            self._file, "w", SAMPLE_RATE, channels, subtype="PCM_24", format="FLAC"
        )
        self._sound.comment = _COMMENT.format(exponent)
        self._errors = (soundfile.SoundFileError,)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the file, whose content is worthless unless `close` was called."""
        self._file.error = self._file.error or OSError("the file was given up")
        with contextlib.suppress(*self._errors, AssertionError):
            self._sound.close()

    def write(self, whole: Whole) -> None:
        """Write a block [T, C].

        Raises:
            OSError: The disk refuses it.
        """
        self._checked(lambda: self._sound.write(whole << (31 - BITS)))

    def close(self) -> None:
        """Write the rest and the header, but leave the file open.

        Raises:
            OSError: The disk refuses it.
        """
        self._checked(self._sound.close)

    def _checked(self, call: Callable[[], None]) -> None:
        try:
            call()
        except (*self._errors, AssertionError) as error:  # soundfile asserts what it wrote
            raise self._file.error or OSError(f"the encoder failed: {error}") from error
        if self._file.error is not None:
            raise self._file.error


def read_blocks(file: BinaryIO, most: int) -> Iterator[Audio]:
    """Read the file of a source.

    Args:
        file: A file that may hold anything.
        most: Most samples of one channel.

    Yields:
        Blocks [T, C], C 1 or 2.

    Raises:
        ValueError: It is no such file, or is damaged. Blocks may come before it.
    """
    import soundfile

    try:
        with soundfile.SoundFile(file) as sound:
            match = _EXPONENT.fullmatch(sound.comment)
            kind = sound.format, sound.subtype, sound.samplerate
            if match is None or kind != ("FLAC", "PCM_24", SAMPLE_RATE):
                raise ValueError("it is not the file of a source")
            if not 1 <= sound.channels <= MAX_CHANNELS or not 0 < sound.frames <= most:
                raise ValueError(f"it has {sound.channels} channels of {sound.frames} samples")
            for _ in range(0, sound.frames, BLOCK):
                whole = sound.read(BLOCK, dtype="int32", always_2d=True)
                yield dequantize(whole >> (31 - BITS), int(match[1]))
    except soundfile.SoundFileError as error:
        raise ValueError(getattr(error, "error_string", str(error))) from error


class _KeepsError(io.RawIOBase):
    """Passes everything on to a file, and keeps its error: the encoder would lose it."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._target = file
        self.error: OSError | None = None

    @override
    def write(self, data: Buffer) -> int:
        try:
            return 0 if self.error else self._target.write(data)
        except OSError as error:
            self.error = error
            return 0

    @override
    def seek(self, offset: int, whence: int = 0) -> int:
        try:
            return 0 if self.error else self._target.seek(offset, whence)
        except OSError as error:  # it writes what waits in the buffer
            self.error = error
            return 0

    @override
    def tell(self) -> int:
        return 0 if self.error else self._target.tell()

    @override
    def readinto(self, data: Buffer) -> int:
        raise OSError("it is written only")
