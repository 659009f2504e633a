"""Draws what carrying is: spectra of a sound, of its codes alone, and of both together.

Run: python docs/pictures/carried.py. The sound is a melody with vibrato over held tones, made
here. From above: the sound; its codes, decoded (carry 0); an edit of half of its columns, carried;
the same by the codec alone. Writes PNG files beside itself.
"""

import tempfile
from pathlib import Path

import numpy as np
import soundfile

from distill.bundle import Bundle, build
from distill.codes.carriers import Carriers
from distill.codes.macros import Macros, apply
from distill.parameters import live_values
from distill.protocol.tasks import Clip, Encoded, EncodeFile, RenderClip, Result, Task
from distill.storage.modelfile import load
from distill.types import SAMPLE_RATE, Audio, Codes
from distill.worker.task_steps import run_task
from draw import Cells, sheet, spectrogram, stack

HERE = Path(__file__).resolve().parent
MODEL = HERE.parents[1] / "models" / "demo" / "demo.distill"
COLUMNS = 24
NOTES = (0, 3, 7, 10, 12, 10, 7, 3)
"""Semitones above A3, half a second each."""
TOP_HERTZ = 3000
SIZE, HOP = 4096, 320


def main() -> None:
    bundle = build(*load(MODEL))
    sound = melody(COLUMNS * bundle.column)
    with tempfile.TemporaryDirectory() as folder:
        panels = [sound, *rendered(bundle, sound, Path(folder))]
    data = sheet(stack(*(picture(panel) for panel in panels), gap=8))
    (HERE / "carried.png").write_bytes(data)
    print(f"carried.png: {len(data) / 1000:.0f} kB")


def melody(samples: int) -> Audio:
    """Play the notes, each with seven partials and vibrato, over two held tones."""
    time = np.arange(samples) / SAMPLE_RATE
    note = np.array(NOTES)[(time / 0.5).astype(int) % len(NOTES)]
    pitch = 220.0 * 2 ** ((note + 0.4 * np.sin(2 * np.pi * 5.5 * time)) / 12)
    phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE
    decay = np.exp(-3.0 * (time % 0.5)) * np.minimum(1, (time % 0.5) * 200)
    voice = sum(np.sin(k * phase) / k**1.3 for k in range(1, 8)) * decay
    held = sum(np.sin(2 * np.pi * f * time) for f in (110.0, 164.8))
    return np.asarray(0.15 * voice + 0.06 * held, np.float32)


def rendered(bundle: Bundle, sound: Audio, folder: Path) -> list[Audio]:
    """Return the sound of its codes, and of an edit of them: carried, and by the codec alone."""
    sources = str(folder / "sources"), str(folder / "cache")
    soundfile.write(folder / "melody.wav", sound, SAMPLE_RATE, subtype="FLOAT")
    task = EncodeFile(str(folder / "melody.wav"), sources=sources[0], cache=sources[1])
    encoded = run(bundle, task)
    if not isinstance(encoded, Encoded):
        raise TypeError(encoded)
    carriers = Carriers.of_source(encoded.source, encoded.codes)

    def clip(codes: Codes, carry: float) -> Audio:
        values = live_values({"carry": carry})
        done = run(
            bundle,
            RenderClip(str(folder), "clip", codes, {}, values, carriers=carriers, sources=sources),
        )
        if not isinstance(done, Clip):
            raise TypeError(done)
        return np.asarray(soundfile.read(done.path, dtype="float32")[0])

    numbers = np.arange(len(encoded.codes))
    moved = apply(encoded.codes, numbers, Macros(coarse=0.5, seed=3), bundle.codebook)
    edited = np.where((numbers >= COLUMNS // 2)[:, None, None], moved, encoded.codes)
    return [clip(encoded.codes, 0.0), clip(edited, 1.0), clip(edited, 0.0)]


def run(bundle: Bundle, task: Task) -> Result:
    steps = run_task(task, bundle)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result


def picture(sound: Audio) -> Cells:
    """Draw the spectrum from 0 Hz to `TOP_HERTZ`."""
    padded = np.pad(sound, SIZE // 2)
    frames = np.stack([padded[at : at + SIZE] for at in range(0, len(sound), HOP)])
    bins = TOP_HERTZ * SIZE // SAMPLE_RATE
    spectrum = np.abs(np.fft.rfft(frames * np.hanning(SIZE)))[:, : bins // 2 * 2]
    power = np.square(spectrum).reshape(len(frames), -1, 2).max(2)
    return spectrogram(np.log(power + 1e-9), float(np.log(power.max())), 1, 1)


if __name__ == "__main__":
    main()
