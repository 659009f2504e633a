"""One server for most journeys, as good as new before each; those that break it start their own."""

from collections.abc import Iterator

import numpy as np
import pytest
import soundfile

from distill.storage import modelfile
from kit.bundles import tiny_model
from kit.clients import Client, Receiver, receiver
from kit.servers import Server
from kit.shared import Shared, shared_server


def pluck(seconds: float, rate: int, hertz: float, seed: int = 0) -> np.ndarray:
    """A stereo sound with an attack, partials and some noise, shape [T, 2]."""
    time = np.arange(round(seconds * rate)) / rate
    partials = sum(np.sin(2 * np.pi * hertz * n * time) / n for n in range(1, 9))
    noise = np.random.default_rng(seed).standard_normal(len(time)) * np.exp(-60 * time)
    mono = 0.2 * partials * np.exp(-3 * time) + 0.2 * noise
    return np.stack([mono, 0.7 * mono], axis=1)


def two_sounds(server: Server) -> None:
    soundfile.write(server.place.sounds / "pluck.wav", pluck(1.5, 44_100, 220), 44_100)
    soundfile.write(server.place.sounds / "low.flac", pluck(1.2, 32_000, 110, 1), 32_000)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    with shared_server(tmp_path_factory.mktemp("house"), prepare=two_sounds) as one:
        yield one


@pytest.fixture
def server(shared: Shared) -> Server:
    """The server, as it was when it started: with its model, silent, empty, all at its default."""
    return shared.restore()


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    """A client with a subscribed port."""
    with server.client() as one:
        yield one


@pytest.fixture
def replies(server: Server) -> Iterator[Receiver]:
    """Where answers go to those that did not subscribe."""
    with receiver(server.reply_port, server.log) as one:
        yield one


@pytest.fixture
def other_models(server: Server) -> None:
    """Two more models in the library: one of another codec, and one without a prior."""
    for name, made in (("other", tiny_model(9)), ("mute", tiny_model(prior=False))):
        modelfile.save(server.place.library / name / f"{name}.distill", *made)
