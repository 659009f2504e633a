"""A recorder on a JACK server that knows the time of each sample; most benchmarks use it.

It is a separate JACK client, through the C library. `jack_last_frame_time` returns the frame at
which a block begins, and `jack_frame_time` the current frame, of the same clock: a message sent at
frame t and a change recorded at frame n are n - t frames apart.
"""

import contextlib
import ctypes
import itertools
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from distill.types import FloatArray
from kit.jack import Jack, jack_server
from kit.servers import Server, make_place

RATE = 48_000
_INPUT = 1
_NO_START = 1
_KIND = b"32 bit float mono audio"
_PROCESS = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_uint32, ctypes.c_void_p)
_XRUN = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)


class Recorder:
    """Records two ports into memory.

    Threads: the thread of JACK writes the samples, that of the benchmark reads them.

    Attributes:
        missed: Frames for which JACK did not call the recorder in time; they are silence here.
        holes: Their positions: first frame, and the one after the last.
        xruns: Late cycles that JACK reports, of any client.
    """

    def __init__(self, jack: Jack, seconds: float) -> None:
        self._library = _library()
        self._sound = np.zeros((2, round(seconds * RATE)), np.float32)
        self._began = self._end = -1
        self.missed = self.xruns = 0
        self.holes: list[tuple[int, int]] = []
        sys.setswitchinterval(0.0002)
        os.environ.update(JACK_DEFAULT_SERVER=jack.name, JACK_NO_START_SERVER="1")
        self._client = self._library.jack_client_open(b"recorder", _NO_START, None)
        if not self._client:
            raise RuntimeError("the JACK server accepts no client")
        self._ports = [
            self._library.jack_port_register(self._client, name, _KIND, _INPUT, 0)
            for name in (b"in_1", b"in_2")
        ]
        self._callbacks = _PROCESS(self._record), _XRUN(self._late)
        self._library.jack_set_process_callback(self._client, self._callbacks[0], None)
        self._library.jack_set_xrun_callback(self._client, self._callbacks[1], None)
        self._library.jack_activate(self._client)
        players = [port for port in jack.players() if not port.startswith("recorder:")]
        for source, name in zip(players, (b"recorder:in_1", b"recorder:in_2"), strict=True):
            self._library.jack_connect(self._client, source.encode(), name)

    def now(self) -> int:
        """Return the current frame, counted from the first recorded one."""
        return int(self._library.jack_frame_time(self._client)) - self._began

    def wait_for(self, frame: int) -> None:
        """Wait until that frame is recorded."""
        while self._end < frame:
            time.sleep(0.002)

    def sound(self, first: int, last: int) -> FloatArray:
        """Return frames first..last once they are recorded, shape [T, 2]."""
        self.wait_for(last)
        return self._sound[:, first:last].T.copy()

    def onset(self, first: int) -> int:
        """Wait for the first frame from `first` on that is not silent."""
        deadline = time.monotonic() + 10.0
        while time.monotonic() < deadline:
            end = self._end
            loud = np.flatnonzero(self._sound[:, first:end].any(0))
            if len(loud):
                return first + int(loud[0])
            time.sleep(0.002)
        raise RuntimeError("no sound arrives")

    def silence(self, seconds: float) -> None:
        """Wait until it has been silent for so long."""
        frames = round(seconds * RATE)
        first = self._end
        while True:
            self.wait_for(first + frames)
            loud = np.flatnonzero(self._sound[:, first : first + frames].any(0))
            if not len(loud):
                return
            first += int(loud[-1]) + 1

    def close(self) -> None:
        """Close the client; a second call does nothing."""
        if self._client:
            self._library.jack_client_close(self._client)
        self._client = None

    def _record(self, frames: int, _: int) -> int:
        now = self._library.jack_last_frame_time(self._client)
        if self._began < 0:
            self._began = now
        at = now - self._began
        if at + frames <= self._sound.shape[1]:
            for channel, port in zip(self._sound, self._ports, strict=True):
                source = self._library.jack_port_get_buffer(port, frames)
                ctypes.memmove(channel[at:].ctypes.data, source, 4 * frames)
            if at > max(self._end, 0):
                self.missed += at - max(self._end, 0)
                self.holes.append((max(self._end, 0), at))
            self._end = at + frames
        return 0

    def _late(self, _: int) -> int:
        self.xruns += 1
        return 0


def _library() -> ctypes.CDLL:
    library = ctypes.CDLL("libjack.so.0")
    pointer, frame, text = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_char_p
    results = {
        "jack_client_open": (pointer, [text, ctypes.c_int, pointer]),
        "jack_port_register": (pointer, [pointer, text, text, ctypes.c_ulong, ctypes.c_ulong]),
        "jack_port_get_buffer": (pointer, [pointer, frame]),
        "jack_last_frame_time": (frame, [pointer]),
        "jack_frame_time": (frame, [pointer]),
        "jack_set_process_callback": (ctypes.c_int, [pointer, _PROCESS, pointer]),
        "jack_set_xrun_callback": (ctypes.c_int, [pointer, _XRUN, pointer]),
        "jack_activate": (ctypes.c_int, [pointer]),
        "jack_connect": (ctypes.c_int, [pointer, text, text]),
        "jack_client_close": (ctypes.c_int, [pointer]),
    }
    for name, (result, arguments) in results.items():
        call: Callable[..., object] = getattr(library, name)
        call.restype, call.argtypes = result, arguments  # type: ignore[attr-defined] # ctypes
    return library


@contextlib.contextmanager
def on_jack(
    root: Path,
    model: str,
    library: Path | None,
    seconds: float,
    more: Sequence[str] = (),
) -> Iterator[tuple[Jack, Server, Recorder]]:
    """A JACK server, a Distill server that plays on it, and a recorder at its ports."""
    place = make_place(root, library=library)
    server = Server(place, model, ("--spare", "on", *more))  # as a user starts it
    with jack_server() as jack:
        try:
            server.start("device", jack.environment)
            recorder = Recorder(jack, seconds)
            yield jack, server, recorder
            recorder.close()
        finally:
            server.stop()


def parse_model(arguments: list[str]) -> tuple[str, Path | None]:
    """Read `--model NAME` and `--library FOLDER` from a command line."""
    found = dict(itertools.pairwise(arguments))
    folder = found.get("--library")
    return found.get("--model", "demo"), Path(folder) if folder else None
