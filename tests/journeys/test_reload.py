"""Models are loaded while something sounds: not a sample changes, and nothing is missing after."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from safetensors.numpy import save_file

from distill.bundle import Bundle, build
from distill.codes.sampling_params import SamplingParams
from distill.parameters import FINE_TEMPERATURE
from distill.protocol.score import Score
from distill.storage import modelfile
from distill.types import Codes, FloatArray
from distill.worker.renderer import Renderer
from kit.bundles import CONFIG, SHORT, tiny_model
from kit.clients import Client
from kit.listening import longest_silence
from kit.servers import Server
from kit.shared import Shared, shared_server

pytestmark = pytest.mark.slow
RATE = 48_000
GAP = RATE // 100
SEED = 5


@pytest.fixture(scope="module")
def shared_stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    def add(server: Server) -> None:
        put(server, "short", 4, config=SHORT)

    with shared_server(tmp_path_factory.mktemp("stage"), prepare=add) as one:
        yield one


@pytest.fixture
def stage(shared_stage: Shared) -> Server:
    return shared_stage.restore()


@pytest.fixture
def client(stage: Server) -> Iterator[Client]:
    """A client; the model `tiny` is loaded and as it was, nothing sounds."""
    with stage.client() as one:
        one.ask("param/profile", "safe")
        one.ask("param/seed", SEED)
        one.ask("generate", "a", "columns", 1)
        one.ask("play", "a")  # the first sound after a panic rises slowly
        stage.record(0.3)
        one.ask("stop")
        one.ask("clear", "*")
        stage.record(0.3)
        yield one


def put(stage: Server, name: str, *args: object, **more: object) -> Path:
    """Write a model over the one of that name, as a training does."""
    path = stage.place.library / name / f"{name}.distill"
    modelfile.save(path, *tiny_model(*args, **more))
    return path


def counted(client: Client) -> tuple[object, ...]:
    status = client.status()
    names = ("output_underruns", "output_held_ms", "worker_restarts", "crashes")
    return tuple(status[name] for name in names)


def rendered(score: Score, frames: int) -> FloatArray:
    """What the model `tiny` plays if nothing is loaded meanwhile, shape [T, 2]."""
    bundle: Bundle = build(*tiny_model())
    renderer = Renderer(bundle, lambda *_: None)
    renderer.set_score(score)
    parts = [renderer.render() for _ in range(frames // CONFIG.mel.hop + 10)]
    return from_onset(np.concatenate(parts))[:frames]


def from_onset(sound: FloatArray) -> FloatArray:
    return sound[int(np.flatnonzero(sound.any(1))[0]) :]


def slot(client: Client, name: str) -> Codes:
    flat = np.array(client.codes(name), np.int16)
    return flat.reshape(-1, CONFIG.bands, CONFIG.levels)


@pytest.mark.parametrize("verb", ["play", "stream"])
def test_while_a_model_loads_no_sample_changes_and_the_next_take_crosses_over(
    stage: Server, client: Client, verb: str
) -> None:
    client.ask("generate", "a", "columns", 3, "seed", 12)
    before = counted(client)
    begin = stage.record(0.1)
    client.ask(verb, "a")
    stage.record(0.5)
    assert client.ask("load", "short")[0] == "short"
    loaded = stage.record(1.0)
    status = client.status()
    assert (status["model"], status["playing_model"], status["transport"]) == (
        "short",
        "tiny",
        verb,
    )
    client.ask("generate", "n", "columns", 9)
    client.ask(verb, "n")
    assert client.status()["playing_model"] == "short"
    stage.record(1.0)
    sound = from_onset(stage.recorded(begin))
    client.ask("stop")
    assert counted(client) == before
    sampling = SamplingParams(0.9, 0, SEED, FINE_TEMPERATURE)
    score = Score(verb, 1, slot(client, "a"), sampling=sampling)  # type: ignore[arg-type] # words above
    alone = rendered(score, loaded - begin - RATE // 10)
    assert len(alone) > RATE
    assert np.array_equal(sound[: len(alone)], alone)
    assert longest_silence(sound) < GAP


def test_a_stream_goes_on_with_a_prior_that_was_trained_again(
    stage: Server, client: Client
) -> None:
    client.ask("generate", "a", "columns", 3, "seed", 12)
    first = client.status()["model_id"]
    before = counted(client)
    client.ask("stream", "a")
    begin = stage.record(0.5)
    put(stage, "tiny", retrained=1)
    assert client.ask("load", "tiny")[1] != first
    stage.record(1.0)
    status = client.status()
    assert (status["transport"], status["playing_model"]) == ("stream", "tiny")
    client.ask("play", "a")
    stage.record(0.5)
    assert counted(client) == before
    assert longest_silence(stage.recorded(begin)) < GAP


def test_a_file_that_broke_is_told_and_nothing_changes(stage: Server, client: Client) -> None:
    client.ask("generate", "a", "columns", 3, "seed", 12)
    before, model = counted(client), client.status()["model_id"]
    client.ask("play", "a")
    begin = stage.record(0.5)
    path = put(stage, "short", 6, config=SHORT)
    path.write_bytes(path.read_bytes()[:-1000])
    assert client.refused("load", "short")[0] == "bad_model"
    stage.record(0.5)
    status = client.status()
    assert (status["model_id"], status["transport"], status["state"]) == (model, "play", "ready")
    assert counted(client) == before
    assert longest_silence(stage.recorded(begin)) < GAP


def test_a_model_that_ends_the_process_that_tries_it_does_not_reach_the_sound(
    stage: Server, client: Client
) -> None:
    client.ask("generate", "a", "columns", 3, "seed", 12)
    client.ask("play", "a")
    begin = stage.record(0.5)
    before, model = counted(client), client.status()["model_id"]
    put(stage, "short", 7, config=SHORT)
    assert stage.process is not None
    server = psutil.Process(stage.process.pid)
    others = set(server.children(recursive=True))
    request = client.begin("load", "short")
    trial: set[psutil.Process] = set()
    while not trial:
        trial = set(server.children(recursive=True)) - others
    for process in trial:
        process.kill()
    answer = client.end(request)
    assert answer.end == "error"
    assert answer.values[0] in ("bad_model", "not_ready")  # before or after it began to load
    stage.record(0.5)
    status = client.status()
    assert (status["model_id"], status["transport"], status["state"]) == (model, "play", "ready")
    assert counted(client) == before
    assert longest_silence(stage.recorded(begin)) < GAP
    assert client.ask("load", "short")[0] == "short"
    assert counted(client) == before


@pytest.mark.parametrize(
    "change", [{"hidden": 1_000_000}, {"blocks": 2000}, {"column_frames": 2_000_000}, {}]
)
def test_a_hostile_description_is_refused_while_something_plays(
    stage: Server, client: Client, change: dict[str, int]
) -> None:
    """Without a change, the header is nested 50,000 deep."""
    client.ask("generate", "a", "columns", 3, "seed", 12)
    client.ask("play", "a")
    header, arrays = tiny_model(8)
    told = json.dumps(
        {
            **header,
            "format": modelfile.FORMAT,
            "version": modelfile.VERSION,
            "model_type": "vqvae",
            "codec": {**header["codec"], **change},
        }
    )
    if not change:
        told = f'{told[:-1]}, "training": {"[" * 50_000}{"]" * 50_000}}}'
    save_file(arrays, stage.place.library / "short" / "short.distill", {"distill": told})
    before = counted(client)
    code, text = client.refused("load", "short")[:2]
    assert code == "bad_model"
    assert f"{next(iter(change), 'nested more than 64 deep')}" in text
    assert client.status()["transport"] == "play"
    assert counted(client) == before
