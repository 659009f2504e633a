"""A process that plays a WAV file on JACK, sample by sample, once a line arrives on stdin."""

import sys
import threading

import numpy as np
import sounddevice
import soundfile

if __name__ == "__main__":
    sound = soundfile.read(sys.argv[1], dtype="float32", always_2d=True)[0]
    started, over = threading.Event(), threading.Event()
    at = 0

    def callback(out: np.ndarray, frames: int, _time: object, _status: object) -> None:
        global at  # noqa: PLW0603 - a script
        out[:] = 0
        if started.is_set():
            part = sound[at : at + frames]
            out[: len(part)] = part
            at += frames
            if at >= len(sound):
                over.set()

    stream = sounddevice.OutputStream(48_000, device="system", channels=2, callback=callback)
    stream.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    started.set()
    over.wait()
    stream.stop()
