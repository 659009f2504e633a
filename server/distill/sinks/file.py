"""Writes the output to a WAV file that stays valid whenever the server ends."""

import contextlib
import io
import struct
from pathlib import Path
from typing import Final, Self

from distill.ring.reader import Reader
from distill.ring.ring import DeviceState
from distill.sinks.null import play_in_time
from distill.sinks.options import SinkOptions
from distill.sinks.sink_control import SinkControl
from distill.types import SAMPLE_RATE, FloatArray

_HEADER: Final = struct.Struct("<4sI4s4sIHHIIHHH4sII4sI")
_FLOAT: Final = 3  # WAVE_FORMAT_IEEE_FLOAT
_FRAME_BYTES: Final = 8
LARGEST: Final = (2**32 - 1 - _HEADER.size) // _FRAME_BYTES
"""Frames that a WAV header can count: three hours."""


class WavFile:
    """A growing stereo float32 WAV whose header is updated every second, so a kill loses little.

    It is not written through `storage.atomic`: a recording may last hours, and what was recorded
    before a kill or a full disk is worth keeping.

    Threads: one.

    Attributes:
        path: Path of the file; a counter is added to the name if it exists.
        frames: Frames written.
    """

    def __init__(self, path: Path, rate: int = SAMPLE_RATE) -> None:
        self._rate = rate
        self._counted = 0
        self.frames = 0
        self.path, self._file = _create(path)
        self._write_header()

    def write(self, block: FloatArray) -> None:
        """Append sound, shape [T, 2]; frames beyond `LARGEST` are dropped."""
        block = block[: LARGEST - self.frames]
        self._file.write(block.astype("<f4").tobytes())
        self.frames += len(block)
        if self.frames - self._counted >= self._rate:
            self._write_header()

    def close(self) -> None:
        """Update the header and close the file."""
        self._write_header()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write_header(self) -> None:
        size = self.frames * _FRAME_BYTES
        header = _HEADER.pack(
            *(b"RIFF", _HEADER.size - 8 + size, b"WAVE"),
            *(b"fmt ", 18, _FLOAT, 2, self._rate, self._rate * _FRAME_BYTES, _FRAME_BYTES, 32, 0),
            *(b"fact", 4, self.frames),
            *(b"data", size),
        )
        self._file.seek(0)
        self._file.write(header)
        self._file.seek(0, io.SEEK_END)
        self._file.flush()
        self._counted = self.frames


def play(reader: Reader, control: SinkControl, options: SinkOptions) -> None:
    """Take sound in real time and write it to the file until the end.

    When the file cannot be written (no such folder, a full disk), the error is published, and sound
    is discarded.
    """
    try:
        with WavFile(Path(options.path)) as file:
            control.publish_state(DeviceState.RUNNING, f"writing the output to {file.path}")
            play_in_time(reader, control, options.block, file.write)
    except OSError as error:
        text = f"cannot write {options.path}: {error.strerror}; sound goes on unheard"
        control.publish_state(DeviceState.WAITING, text)
        play_in_time(reader, control, options.block)


def _create(path: Path) -> tuple[Path, io.BufferedRandom]:
    count = 1
    while True:
        name = path if count == 1 else path.with_stem(f"{path.stem}-{count}")
        with contextlib.suppress(FileExistsError):
            return name, name.open("x+b")
        count += 1
