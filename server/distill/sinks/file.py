"""Writes the output to a WAV file that stays valid whenever the server ends."""

import contextlib
import io
import shutil
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Final, Self

from distill.errors import DiskFull
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
BYTES_A_SECOND: Final = SAMPLE_RATE * _FRAME_BYTES
KEPT_FREE: Final = 1 << 28
"""Bytes that a recording leaves free, or a twentieth of a small disk: a full one keeps nothing."""


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

    def write(self, block: FloatArray) -> FloatArray:
        """Append sound, shape [T, 2]; return the frames beyond `LARGEST`, which are not written."""
        count = min(len(block), LARGEST - self.frames)
        self._file.write(block[:count].astype("<f4").tobytes())
        self.frames += count
        if self.frames - self._counted >= self._rate:
            self._write_header()
        return block[count:]

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


class Recording:
    """The output in one file after another, each as long as a WAV can be, while there is room.

    Threads: one.
    """

    def __init__(self, path: Path, report: Callable[[str], None]) -> None:
        """Create the first file; `report` is called with a sentence about each."""
        self._path = path
        self._report = report
        self._checked = 0
        self._file = self._begin()

    def write(self, block: FloatArray) -> None:
        """Append sound, shape [T, 2].

        Raises:
            DiskFull: The disk is nearly full; what was written is whole.
            OSError: It cannot be written.
        """
        self._checked -= len(block)
        if self._checked <= 0:
            self._check_room()
        rest = self._file.write(block)
        if len(rest):
            self._file.close()
            self._file = self._begin()
            self._file.write(rest)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):  # a full disk; the header is a second old at most
            self.close()

    def _begin(self) -> WavFile:
        room_s = self._check_room() / BYTES_A_SECOND
        file = WavFile(self._path)
        self._report(
            f"writing the output to {file.path}: {3600 * BYTES_A_SECOND / 1e9:.1f} GB an hour; "
            f"there is room for {_duration(room_s)}"
        )
        return file

    def _check_room(self) -> int:
        """Return how many bytes may be written; check again after a second."""
        self._checked = SAMPLE_RATE
        usage = shutil.disk_usage(self._path.parent)
        kept = min(KEPT_FREE, usage.total // 20)
        if usage.free <= kept:
            raise DiskFull(
                f"no more of the output is written to {self._path}: the disk is nearly full "
                f"({usage.free / 1e6:.0f} MB are free, {kept / 1e6:.0f} MB are left for clips and "
                "snapshots)"
            )
        return usage.free - kept


def play(reader: Reader, control: SinkControl, options: SinkOptions) -> None:
    """Take sound in real time and write it to the file until the end.

    When the file cannot be written (no such folder, a full disk), the error is published, and sound
    is discarded.
    """

    def report(text: str) -> None:
        control.publish_state(DeviceState.RUNNING, text)

    try:
        with Recording(Path(options.path), report) as recording:
            play_in_time(reader, control, options.block, recording.write)
            return
    except DiskFull as problem:
        text = str(problem)
    except OSError as error:
        text = f"cannot write {options.path}: {error.strerror}"
    control.publish_state(DeviceState.WAITING, f"{text}; sound goes on unheard")
    play_in_time(reader, control, options.block)


def _duration(seconds: float) -> str:
    hours, minutes = divmod(int(seconds) // 60, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def _create(path: Path) -> tuple[Path, io.BufferedRandom]:
    count = 1
    while True:
        name = path if count == 1 else path.with_stem(f"{path.stem}-{count}")
        with contextlib.suppress(FileExistsError):
            return name, name.open("x+b")
        count += 1
