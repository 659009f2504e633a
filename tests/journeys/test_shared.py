"""Whatever a test leaves behind on the shared server, the next one finds none of it."""

import contextlib
import os
import signal
from collections.abc import Callable

import pytest

from distill.parameters import PARAMETERS
from distill.storage import modelfile
from kit.bundles import tiny_model
from kit.clients import Client, Receiver
from kit.servers import Server
from kit.shared import QUIET, Shared

pytestmark = pytest.mark.slow


class Midway(Exception):
    """An error in the middle of a test."""


def other_model(server: Server, client: Client) -> None:
    modelfile.save(server.place.library / "mute" / "mute.distill", *tiny_model(prior=False))
    client.ask("generate", "a", "columns", 4)
    client.ask("load", "mute")


def sound(server: Server, client: Client) -> None:
    client.ask("stream")
    client.ask("generate", "a", "columns", 4)
    client.ask("generate", "b", "columns", 4)
    client.ask("lock", "a", "1", "all", "all")
    client.ask("towards", "b")
    client.begin("generate", "long", "columns", 8192)
    client.until(lambda heard: heard[0] == "progress")


def knobs(server: Server, client: Client) -> None:
    client.ask("preset/save", "slow", "gain,fine", 60.0)
    client.ask("snapshot", "here")
    for row in PARAMETERS.values():
        client.ask(f"param/{row.name}", row.range.high)
    client.ask("preset/recall", "slow")


def ports(server: Server, client: Client) -> None:
    for one in (Receiver(), Receiver()):
        client.ask("subscribe", one.port)
        client.ask("telemetry", 60, one.port)
        one.close()


def files(server: Server, client: Client) -> None:
    client.ask("generate", "a", "columns", 2)
    client.ask("clip", "a", "kept")
    (server.place.sounds / "pluck.wav").unlink()
    (server.place.sounds / "more.wav").write_bytes(b"RIFF")
    server.model_file.write_bytes(b"broken")


def worker(server: Server, client: Client) -> None:
    before = client.status()
    os.kill(int(str(before["worker_pid"])), getattr(signal, "SIGKILL", signal.SIGTERM))
    while client.status()["worker_pid"] == before["worker_pid"]:  # its death is noticed
        client.until_quiet(0.02)


def facts(server: Server) -> dict[str, object]:
    """Return the state that a test may rely on."""
    with server.client() as one:
        status = one.status()
        return {
            **{name: status[name] for name in (*QUIET, "model", "model_id")},
            **{name: one.parameter(name) for name in PARAMETERS},
            **{verb: one.pages(verb) for verb in ("slots", "snapshots", "preset/list", "models")},
            "sounds": sorted(path.name for path in server.place.sounds.iterdir()),
            "clips": list(server.place.clips.iterdir()),
            "file": server.model_file.read_bytes(),
        }


@pytest.mark.parametrize("leave", [other_model, sound, knobs, ports, files, worker])
def test_a_test_that_fails_in_the_middle_leaves_nothing_behind(
    shared: Shared, leave: Callable[[Server, Client], None]
) -> None:
    before, starts = facts(shared.restore()), len(shared.restarts)
    with contextlib.suppress(Midway), shared.server.client() as client:
        leave(shared.server, client)
        raise Midway
    assert facts(shared.restore()) == before
    assert len(shared.restarts) == starts, shared.restarts


def test_a_dead_server_is_restarted(shared: Shared) -> None:
    before = facts(shared.restore())
    shared.server.kill()
    assert facts(shared.restore()) == before
    assert shared.restarts[-1] == "its process has ended"
