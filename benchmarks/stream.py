"""Record a minute of play and of stream through JACK, and compare it with the rendered sound.

Run: python benchmarks/stream.py [--model NAME] [--library FOLDER] [--seconds 60]. Needs jackd.

A real server plays on JACK's dummy driver (blocks of 256 frames, profile safe, then normal); the
recording is aligned at its first sample with the same score rendered in this process by the same
renderer, block by block, and compared sample by sample and as log-mel. At their first
difference sound was late: all after the concealment is shifted. Gaps are runs of silence of more
than 1 ms that the rendering does not have. Late cycles of JACK are those of this machine.
"""

import itertools
import sys
import tempfile
from pathlib import Path

import numpy as np

from audition import RATE, Recorder, on_jack, parse_model
from distill.bundle import Bundle
from distill.codes.sampling_params import SamplingParams
from distill.mel.analysis import LogMel
from distill.protocol.score import Score, Transport
from distill.protocol.tasks import LoadModel
from distill.types import Codes, FloatArray
from distill.worker.renderer import Renderer
from distill.worker.task_steps import load
from kit.clients import Client
from kit.listening import longest_silence
from usage import answer_help

COUNTED = ("output_underruns", "output_underflows", "output_held_ms", "worker_restarts")
COLUMNS = 24
SEED = 11


def render(bundle: Bundle, transport: Transport, codes: Codes | None, frames: int) -> FloatArray:
    """Render the same score in this process; shape [T, 2]."""
    renderer = Renderer(bundle, lambda _take, _codes: None)
    renderer.set_score(Score(transport, 1, codes, sampling=SamplingParams(0.9, 0, SEED)))
    parts, count = [], 0
    while count < frames + RATE:
        parts.append(renderer.render())
        count += len(parts[-1])
    sound = np.concatenate(parts)
    return sound[int(np.flatnonzero(sound.any(1))[0]) :][:frames]


def mel_distance(bundle: Bundle, one: FloatArray, two: FloatArray) -> float:
    """Mean difference of log-mel power, in dB, over sound louder than -60 dB of its peak."""
    analysis = LogMel(bundle.config.mel)
    frames = len(one) // bundle.config.mel.hop * bundle.config.mel.hop
    mels = [analysis.whole(sound[:frames].mean(1)) for sound in (one, two)]
    loud = np.maximum(*mels) > max(mel.max() for mel in mels) - 6 * np.log(10)
    return float(np.abs(mels[0] - mels[1])[loud].mean() * 10 / np.log(10))


def measure(
    client: Client, recorder: Recorder, bundle: Bundle, transport: Transport, seconds: float
) -> None:
    """Play, record, compare, print."""
    codes = None
    if transport == "play":
        config = bundle.config
        client.ask("generate", "a", "columns", COLUMNS, "seed", SEED)
        flat = np.array(client.codes("a"), np.int16)
        codes = flat.reshape(COLUMNS, config.bands, config.levels)
    recorder.silence(0.2)
    before, missed, xruns = client.status(), recorder.missed, recorder.xruns
    begin = recorder.now()
    client.ask("play", "a") if transport == "play" else client.ask("stream")
    onset = recorder.onset(begin)
    recorded = recorder.sound(onset, onset + round(seconds * RATE))
    after = client.status()
    client.ask("stop")
    rendered = render(bundle, transport, codes, len(recorded))
    same = (recorded == rendered).all(1)
    until = len(same) if same.all() else int(np.argmin(same))
    quiet = longest_silence(recorded, 1e-5) - longest_silence(rendered, 1e-5)
    counts = ", ".join(f"{n.split('_', 1)[1]} {after[n] - before[n]:g}" for n in COUNTED)
    print(f"  {transport:7}{counts}, load {after['worker_load']:.0%}")
    missed, xruns = recorder.missed - missed, recorder.xruns - xruns
    print(
        f"         gap {max(0, quiet) * 1e3 / RATE:.1f} ms; identical for {until / RATE:.2f} of "
        f"{seconds:g} s; log-mel difference {mel_distance(bundle, recorded, rendered):.2f} dB;"
        f" recorder missed {missed} frames, JACK was late {xruns} times",
        flush=True,
    )


def main() -> None:
    """Print figures for both transports."""
    model, library = parse_model(sys.argv[1:])
    seconds = float(dict(itertools.pairwise(sys.argv)).get("--seconds", 60))
    with (
        tempfile.TemporaryDirectory() as folder,
        on_jack(Path(folder), model, library, 4 * seconds + 120) as (_, server, recorder),
        server.client() as client,
    ):
        bundle = load(LoadModel(str(server.model_file), model)).bundle
        client.ask("param/seed", SEED)
        for profile in ("safe", "normal"):
            client.ask("param/profile", profile)
            print(f"model {model}, profile {profile}, {seconds:g} s each")
            measure(client, recorder, bundle, "play", seconds)
            if bundle.sampler is not None:
                measure(client, recorder, bundle, "stream", seconds)


if __name__ == "__main__":
    answer_help(__doc__)
    main()
