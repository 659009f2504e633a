"""A whole server in a real Link session: tempo and bars agree, whoever changes them."""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest

from kit.clients import Client
from kit.jack import PATIENCE_S
from kit.linked import LinkPeer, joined, own_network
from kit.servers import running_server
from kit.shared import Shared, shared_server

pytestmark = [pytest.mark.peer, pytest.mark.slow]

OLDER_S = 0.8
"""The session of the older side leads, if it is older by half a second; else Link lets their random
ids decide, and a server starts faster than that."""
NEAR = 0.25
"""Beats: a clock that is followed is always this close, an independent one seldom."""


@contextlib.contextmanager
def session(root, mode: str, *, sync: bool = False) -> Iterator[tuple[Client, LinkPeer]]:
    """A server and a peer that have found each other."""
    with own_network(), joined(LinkPeer(100.0, sync=sync)) as peer, contextlib.ExitStack() as stack:
        time.sleep(OLDER_S)
        server = stack.enter_context(running_server(root, "null", more=("--link", mode)))
        client = stack.enter_context(server.client())
        until(lambda: client.status()["link_peers"] == 1, client)
        yield client, peer


@pytest.fixture(scope="module")
def peer_and_shared(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[LinkPeer, Shared]]:
    with own_network(), joined(LinkPeer(100.0)) as peer:
        root = tmp_path_factory.mktemp("link")
        with shared_server(root, "null", more=("--link", "on")) as shared:
            yield peer, shared


@pytest.fixture
def both(peer_and_shared: tuple[LinkPeer, Shared]) -> Iterator[tuple[Client, LinkPeer]]:
    """A server in its initial state and a peer that have found each other."""
    peer, shared = peer_and_shared
    with shared.restore().client() as client:
        until(lambda: client.status()["link_peers"] == 1, client)
        until(lambda: client.parameter("tempo") == pytest.approx(peer.tempo, abs=1e-3), client)
        yield client, peer


def until(true: Callable[[], bool], client: Client) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, client.status()
        client.until_quiet(0.05)


def stays(true: Callable[[], bool], client: Client, pulses: int = 10) -> bool:
    """Is a condition true, and still true at so many more checks, a tenth of a second apart?"""
    held = []
    for _ in range(pulses):
        client.until_quiet(0.1)
        held.append(true())
    return all(held)


def off(client: Client, peer: LinkPeer, beats: int) -> float:
    """Return the distance of the bars in beats, in the shorter direction."""
    apart = client.status()["beat"] - peer.phase(beats)
    return abs((apart + beats / 2) % beats - beats / 2)


def test_the_server_follows_tempo_and_bars_of_the_session(both):
    client, peer = both
    peer.set_tempo(100.0)
    until(lambda: client.parameter("tempo") == 100.0, client)
    until(lambda: off(client, peer, 4) < NEAR, client)
    assert stays(lambda: off(client, peer, 4) < NEAR, client)
    client.ask("param/beats", 3)
    until(lambda: off(client, peer, 3) < NEAR, client)
    assert stays(lambda: off(client, peer, 3) < NEAR, client)


def test_a_tempo_change_of_a_peer_is_followed_and_not_reverted(both):
    client, peer = both
    for tempo in (141.0, 90.37, 133.5):
        peer.set_tempo(tempo)
    until(lambda: client.parameter("tempo") == 133.5, client)
    assert stays(lambda: peer.tempo == pytest.approx(133.5, abs=1e-3), client)
    peer.set_tempo(400.0)
    until(lambda: client.parameter("tempo") == 300.0, client)
    assert stays(lambda: peer.tempo == pytest.approx(400.0, abs=1e-2), client)


def test_a_tempo_change_of_the_server_reaches_the_session(both):
    client, peer = both
    peer.set_tempo(100.0)
    until(lambda: client.parameter("tempo") == 100.0, client)
    for tempo in (90.0, 100.0, 77.7):
        client.ask("param/tempo", tempo)
    until(lambda: peer.tempo == pytest.approx(77.7, abs=1e-3), client)
    assert stays(lambda: client.parameter("tempo") == pytest.approx(77.7, abs=1e-4), client)
    client.ask("preset/save", "slow", "tempo")
    client.ask("param/tempo", 120.0)
    until(lambda: peer.tempo == pytest.approx(120.0, abs=1e-3), client)
    client.ask("preset/recall", "slow")
    until(lambda: peer.tempo == pytest.approx(77.7, abs=1e-3), client)


def test_a_killed_link_process_joins_again_and_changes_no_tempo(both):
    client, peer = both
    peer.set_tempo(100.0)
    until(lambda: client.parameter("tempo") == 100.0, client)
    before = client.status()
    os.kill(int(before["link_pid"]), signal.SIGKILL)
    until(lambda: client.status()["link_restarts"] == before["link_restarts"] + 1, client)
    until(lambda: client.status()["link_pid"] not in (0, before["link_pid"]), client)
    until(lambda: client.status()["link_peers"] == 1, client)
    assert stays(lambda: peer.tempo == pytest.approx(100.0, abs=1e-3), client)
    peer.set_tempo(111.0)
    until(lambda: client.parameter("tempo") == 111.0, client)


def test_with_transport_on_the_session_starts_and_stops_the_server(tmp_path):
    with session(tmp_path, "transport", sync=True) as (client, peer):
        assert stays(lambda: client.parameter("tempo") == 120.0, client)
        peer.set_playing(on=True)
        until(lambda: client.parameter("tempo") == 100.0, client)
        until(lambda: off(client, peer, 4) < NEAR, client)
        client.ask("generate", "a", "columns", 4)
        client.ask("param/tempo", 20.0)  # a bar of twelve seconds
        until(lambda: peer.tempo == pytest.approx(20.0, abs=1e-3), client)
        client.ask("param/quantize", "4bars")
        client.begin("play", "a")
        until(lambda: client.status()["held"] == 1, client)
        peer.set_playing(on=False)
        _, (why,) = client.until(lambda heard: heard[0] == "clock")
        assert "stopped" in why
        until(lambda: client.status()["transport"] == "play", client)
