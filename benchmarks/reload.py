"""Load models while sound plays through JACK: measure gaps, and find the samples that change.

Run: python benchmarks/reload.py [--model NAME] [--library FOLDER] [--profile low]. Needs jackd.

A real server plays on JACK's dummy driver. Its library also holds `two`, with another codec,
and `again`, the same codec with another prior; both are loaded while a loop or a stream of the
model plays. Then a take begins on `two`, or the stream switches to `again`. Up to there the
recording is compared with the sound without a load. On a busy machine JACK, the recorder and the
worker are late in any case: the counts of the first two are in the same line, and the first line
of each transport is without a load.
"""

import itertools
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import torch

from audition import RATE, Recorder, on_jack, parse_model
from distill.app.settings import Settings
from distill.bundle import Bundle, build
from distill.protocol.score import Transport
from distill.storage import modelfile
from distill.storage.library import Library
from distill.types import FloatArray
from kit.clients import Client
from kit.listening import longest_silence
from stream import COLUMNS, COUNTED, SEED, render
from usage import answer_help

BEFORE_S, AFTER_S = 1.0, 3.0


def make_library(library: Path, model: Path) -> None:
    """Write the model, and two that differ from it, as the models one, two and again."""
    header, arrays = modelfile.load(model)
    header["metadata"].pop("prior_codec_id", None)
    prior = min((name for name in arrays if name.startswith("prior.")), default="")
    for name, halved in {"one": "", "two": "codec.codebooks", "again": prior}.items():
        changed = {n: value * np.float32(0.5 if n == halved else 1) for n, value in arrays.items()}
        modelfile.save(library / name / f"{name}.distill", header, changed)


def measure(
    client: Client, recorder: Recorder, bundle: Bundle, transport: Transport, other: str
) -> None:
    """Play on one model, load the other (unless that is empty), play on it, print."""
    client.ask("load", "one")
    client.ask("generate", "a", "columns", COLUMNS, "seed", SEED)
    config = bundle.config
    codes = np.array(client.codes("a"), np.int16).reshape(COLUMNS, config.bands, config.levels)
    recorder.silence(0.2)
    before, missed, xruns = client.status(), recorder.missed, recorder.xruns
    begin = recorder.now()
    client.ask(transport, "a")
    onset = recorder.onset(begin)
    recorder.wait_for(onset + round(BEFORE_S * RATE))
    clock = time.monotonic()
    asked = recorder.now()
    if other:
        client.ask("load", other)
    took, loaded = time.monotonic() - clock, recorder.now()
    if other == "two":
        recorder.wait_for(loaded + RATE)
        client.ask("generate", "b", "columns", COLUMNS, "seed", SEED)
        loaded = recorder.now()
        client.ask(transport, "b")
    recorder.wait_for(loaded + round(AFTER_S * RATE))
    after, last = client.status(), recorder.now()
    client.ask("stop")
    recorded = recorder.sound(onset, last)
    counts = ", ".join(f"{n.split('_', 1)[1]} {after[n] - before[n]:g}" for n in COUNTED)
    print(f"  {transport:7}{f'{other}, {took:.1f} s' if other else '-':13}{counts}")
    alone = render(bundle, transport, codes, (loaded if other else last) - onset)
    comparison = compare(recorded, alone, asked - onset)
    missed, xruns = recorder.missed - missed, recorder.xruns - xruns
    print(
        f"         {comparison}; on {after['playing_model']} now;"
        f" recorder missed {missed} frames, JACK was late {xruns} times",
        flush=True,
    )


def compare(recorded: FloatArray, alone: FloatArray, asked: int) -> str:
    """Describe how long nothing differed, from the request of the load."""
    same = (recorded[: len(alone)] == alone).all(1)
    until = len(same) if same.all() else int(np.argmin(same))
    return (
        f"longest silence {longest_silence(recorded, 1e-5) * 1e3 / RATE:.1f} ms, without a load "
        f"{longest_silence(alone, 1e-5) * 1e3 / RATE:.1f} ms; "
        f"same samples for {(until - asked) / RATE:.2f} of {(len(alone) - asked) / RATE:.2f} s "
        "from asking to the next take"
    )


def main() -> None:
    """Print figures for each profile."""
    model, library = parse_model(sys.argv[1:])
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        models = Path(folder) / "models"
        found = Library((library,) if library else Settings().library).find(model)
        make_library(models, found)
        with (
            on_jack(Path(folder), "one", models, 300) as (_, server, recorder),
            server.client() as client,
        ):
            bundle = build(*modelfile.load(server.model_file))
            client.ask("param/seed", SEED)
            profile = dict(itertools.pairwise(sys.argv)).get("--profile", "normal")
            client.ask("param/profile", profile)
            print(f"model {model}, profile {profile}")
            for other in ("", "two"):
                measure(client, recorder, bundle, "play", other)
            for other in ("", "two", "again") if bundle.sampler else ():
                measure(client, recorder, bundle, "stream", other)


if __name__ == "__main__":
    answer_help(__doc__)
    main()
