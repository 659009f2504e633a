"""A whole server with a real MIDI port of JACK: a knob changes the value that OSC reports."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from distill.surfaces.midi.mapping import DEFAULT
from kit.clients import Client
from kit.jack import PATIENCE_S, Jack, jack_server
from kit.keys import PORT, Keys
from kit.servers import Server, free_ports, make_place, serve_words
from kit.shared import Shared, shared_server

MAP = (
    DEFAULT.read_text("utf-8")
    + f"""
[[binding]]
source = "nrpn"
number = 300
port = "{PORT}"
target = "seed"
range = [0, 16383]
takeover = "jump"

[[binding]]
source = "cc"
number = 20
target = "width"
takeover = "jump"
feedback = "{PORT}-in"

[[binding]]
source = "program"
number = 100
target = "preset/recall dark"

[[binding]]
source = "program"
number = 101
target = "midi/map stage"

[[binding]]
source = "nrpn"
number = 301
port = "somebody else"
target = "seed"
takeover = "jump"
"""
)

pytestmark = [pytest.mark.peer, pytest.mark.slow]


@contextlib.contextmanager
def plugged(jack: Jack, client: Client) -> Iterator[Keys]:
    """A controller whose connection, and afterwards disconnection, the server has noticed."""
    keys = Keys(jack)
    try:
        until(client, lambda status: status["midi_ports"] == 1)
        before = client.status()["midi_received"]
        while client.status()["midi_received"] == before:  # JACK takes its time to connect
            keys.send(0xB0, 119, 0)
            client.until_quiet(0.05)
        yield keys
    finally:
        keys.unplug()
    until(client, lambda status: status["midi_ports"] == 0)


@pytest.fixture(scope="module")
def jack_and_shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Jack, Shared]]:
    with jack_server() as jack:
        root = tmp_path_factory.mktemp("midi")
        (root / "map.toml").write_text(MAP, "utf-8")
        more = ("--midi", f"jack:{PORT}", "--midi-map", str(root / "map.toml"))
        with shared_server(root, "null", jack.environment, more) as shared:
            yield jack, shared


@pytest.fixture
def both(jack_and_shared: tuple[Jack, Shared]) -> tuple[Jack, Server]:
    """JACK and the server with its map, restored after each test."""
    jack, shared = jack_and_shared
    jack.restart()
    server = shared.restore()
    shutil.rmtree(server.place.root / "Distill" / "maps", ignore_errors=True)
    (server.place.root / "map.toml").write_text(MAP, "utf-8")
    with server.client() as client:
        client.end(client.begin("midi/cancel"))  # refused where nothing is learned
        client.ask("midi/map", "-")
        client.ask("midi/reload")
    return jack, server


def until(client: Client, true: Callable[[dict], bool]) -> dict:
    """Poll the status until it has some values."""
    deadline = time.monotonic() + PATIENCE_S
    while not true(status := client.status()):
        assert time.monotonic() < deadline, status
        client.until_quiet(0.05)
    return status


def send_until_effect(client: Client, keys: Keys, number: int = 10) -> None:
    """Send a knob until it takes effect: JACK may lose a message while it removes a dead client."""
    client.ask("param/width", 0.0)
    deadline = time.monotonic() + PATIENCE_S
    while client.parameter("width") != 1.0:
        assert time.monotonic() < deadline, client.status()
        keys.send(0xB0, number, 0)
        keys.send(0xB0, number, 127)
        client.until_quiet(0.1)


def test_a_knob_sets_the_temperature_that_osc_reports(both):
    jack, server = both
    with server.client() as client, plugged(jack, client) as keys:
        client.ask("param/temperature", 0.9)
        keys.send(0xB0, 1, 0)
        keys.send(0xB0, 1, 100)  # crosses, and takes it
        goal = 0.05 + 1.95 * 100 / 127
        _, (told,) = client.until(lambda h: h[0] == "param/temperature" and h[1][0] != 0.9)
        assert told == pytest.approx(goal)
        assert client.parameter("temperature") == pytest.approx(goal)


def test_a_program_recalls_the_snapshot_of_its_number_and_another_one_a_preset(both):
    jack, server = both
    with server.client() as client, plugged(jack, client) as keys:
        client.ask("param/pan", -0.5)
        client.ask("snapshot", 17)
        client.ask("param/pan", 0.5)
        client.ask("preset/save", "dark", "pan,fine")
        client.ask("param/pan", 0.0)
        keys.send(0xC0, 17)
        client.until(lambda heard: heard == ("param/pan", (-0.5,)))
        keys.send(0xC0, 100)
        client.until(lambda heard: heard == ("param/pan", (0.5,)))
        before = client.status()["midi_refused"]
        keys.send(0xC0, 99)  # there is no such snapshot: the log says so
        until(client, lambda status: status["midi_refused"] == before + 1)
        assert "no snapshot '99'" in server.log()


def test_a_key_starts_a_generation_and_another_one_a_continuation(both):
    jack, server = both
    with server.client() as client, plugged(jack, client) as keys:
        keys.send(0x90, 40, 100)
        until(client, lambda status: status["slots"] == 1)
        (before,) = client.pages("slots")
        keys.send(0x90, 41, 100)
        until(client, lambda _: client.pages("slots")[0][1] > before[1])


def test_a_program_change_switches_the_map_during_playback_and_back(both):
    jack, server = both
    with server.client() as client, plugged(jack, client) as keys:
        first = client.status()["midi_map"]
        maps = server.place.root / "Distill" / "maps"
        maps.mkdir(parents=True, exist_ok=True)
        (maps / "stage.toml").write_text(
            '[[binding]]\nsource = "cc"\nnumber = 74\ntarget = "width"\ntakeover = "jump"\n'
            '[[binding]]\nsource = "program"\nnumber = 0\ntarget = "midi/map -"\n',
            "utf-8",
        )
        assert client.pages("midi/maps") == (("stage",),)
        keys.send(0xC0, 101)
        until(client, lambda status: status["midi_map"] == str(maps / "stage.toml"))
        client.ask("param/width", 0.0)
        keys.send(0xB0, 74, 127)
        client.until(lambda heard: heard == ("param/width", (1.0,)))
        keys.send(0xC0, 0)
        until(client, lambda status: status["midi_map"] == first)
        (maps / "stage.toml").write_text("[[binding]]\nsource = 'knob'\n", "utf-8")
        code, text = client.refused("midi/map", "stage")
        assert (code, "stage.toml:2: " in text) == ("bad_argument", True)
        assert client.status()["midi_map"] == first


def test_an_nrpn_increments_and_decrements(both):
    jack, server = both
    with server.client() as client, plugged(jack, client) as keys:
        client.ask("param/seed", 8192)
        for first, second in ((99, 2), (98, 44), (96, 0), (96, 0), (97, 0)):
            keys.send(0xB0, first, second)
        goal = round(8192 + 16383 / 127)
        client.until(lambda heard: heard[0] == "param/seed" and abs(heard[1][0] - goal) <= 1)


def test_a_complete_nrpn_is_read_and_parts_from_two_ports_are_not_joined(both):
    jack, server = both
    with server.client() as client, plugged(jack, client) as keys:
        for first, second in ((99, 2), (98, 45), (6, 1), (38, 1), (98, 44), (6, 78), (38, 3)):
            keys.send(0xB0, first, second)
        client.until(lambda h: h[0] == "param/seed" and h[1][0] == 78 << 7 | 3)
        assert client.parameter("seed") == 78 << 7 | 3


def test_feedback_reports_values_set_by_osc_but_not_those_of_its_own_knob(both):
    jack, server = both
    with server.client() as client, plugged(jack, client) as keys:
        client.ask("param/width", 0.25)
        keys.until(0xB0, 20, 32)
        keys.send(0xB0, 20, 100)
        client.until(lambda h: h[0] == "param/width" and h[1][0] > 0.5)
        client.ask("param/width", 1.0)
        assert keys.until(0xB0, 20, 127) == []  # no echo of 100


def test_a_knob_is_learned_over_osc_acts_at_once_is_saved_and_removed(both):
    jack, server = both
    path = server.place.root / "map.toml"
    before = path.read_text("utf-8")
    with server.client() as client, plugged(jack, client) as keys:
        assert client.ask("midi/learn", "width") == ("width",)
        for value in (10, 11, 12, 13):
            keys.send(0xB0, 77, value)
        _, told = client.until(lambda h: h[0] == "midi" and h[1][0] == "proposed")
        control = ("width", "cc", 77, 1, f"{PORT}:out")
        assert told == ("proposed", *control, "absolute")
        assert client.ask("midi/confirm") == (*control, "absolute")
        assert path.read_text("utf-8").startswith(before)
        send_until_effect(client, keys, 77)
        assert client.ask("midi/forget", "width") == ("width", 3)
        assert "width" not in [
            word
            for line in path.read_text().splitlines()
            for word in line.split('"')
            if "target" in line
        ]
        path.write_text(before, "utf-8")
        assert client.ask("midi/reload")[0] == str(path)
        send_until_effect(client, keys)


def test_a_map_with_mistakes_keeps_the_old_one_and_every_line_is_reported(both):
    jack, server = both
    path = server.place.root / "map.toml"
    before = path.read_text("utf-8")
    with server.client() as client, plugged(jack, client) as keys:
        path.write_text('[[binding]]\nsource = "knob"\ntarget = "gian"\n', "utf-8")
        code, text = client.refused("midi/reload")
        path.write_text(before, "utf-8")
        assert code == "bad_argument"
        assert [line.split(": ")[0] for line in text.splitlines()] == [f"{path}:2", f"{path}:3"]
        assert client.status()["midi_map"] == str(path)
        send_until_effect(client, keys)


def test_the_command_line_binds_the_next_control(both):
    jack, server = both
    path = server.place.root / "map.toml"
    before = path.read_text("utf-8")
    words = [sys.executable, "-m", "distill", "midi"]
    port = ["--port", str(server.port)]
    with server.client() as client, plugged(jack, client) as keys:
        learning = subprocess.Popen(
            [*words, "learn", "pan", *port],
            env=server.place.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        client.until(lambda h: h == ("midi", ("learning", "pan")))
        for value in (1, 1, 2, 1):  # type 1 or 3; without a terminal, the likelier
            keys.send(0xB0, 78, value)
        said, _ = learning.communicate(timeout=60)
        assert learning.returncode == 0, said
        assert f"pan: cc 78 on channel 1 of {PORT}:out, relative1" in said
        for more in (["forget", "pan"], ["reload"]):
            ran = subprocess.run(
                [*words, *more, *port],
                env=server.place.environment,
                capture_output=True,
                text=True,
                check=True,
            )
            assert "bindings" in ran.stdout
        assert path.read_text("utf-8") == before


def test_a_clock_is_followed_until_it_ends(both):
    jack, server = both
    with server.client() as client, plugged(jack, client) as keys:
        keys.clock(150.0, 240)
        until(client, lambda status: abs(status["midi_clock"] - 150.0) < 1.5)
        client.until(lambda h: h[0] == "param/tempo" and abs(h[1][0] - 150.0) < 1.5)
        until(client, lambda status: status["midi_clock"] == 0)


def test_a_key_plays_and_an_error_leaves_the_server_intact(both):
    jack, server = both
    with server.client() as client, plugged(jack, client) as keys:
        before = client.status()["midi_refused"]
        keys.send(0x90, 36, 100)
        until(client, lambda status: status["midi_refused"] == before + 1)
        client.ask("generate", "a", "columns", 4, "seed", 2)
        keys.send(0x90, 36, 100)
        until(client, lambda status: status["transport"] == "play")
        keys.send(0x90, 38, 100)
        until(client, lambda status: status["transport"] == "stop")


def test_a_port_that_was_closed_and_opened_again_is_read_again(both):
    jack, server = both
    with server.client() as client:
        for value in (20, 90):
            with plugged(jack, client) as keys:
                client.ask("param/gain", -60.0)
                keys.send(0xB0, 7, 0)
                keys.send(0xB0, 7, value)
                client.until(lambda h: h[0] == "param/gain" and h[1][0] > -60.0)
                assert client.parameter("gain") == pytest.approx(-60 + 72 * value / 127)


def test_a_port_that_was_closed_for_a_moment_is_read_again(both):
    jack, server = both
    with server.client() as client, plugged(jack, client) as keys:
        before = client.status()["midi_restarts"]
        for _ in range(3):
            send_until_effect(client, keys)
            keys.replug()
        send_until_effect(client, keys)
        assert client.status()["midi_restarts"] == before


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_killed_or_frozen_port_process_is_replaced_and_reads_again(both, how):
    jack, server = both
    with server.client() as client, plugged(jack, client) as keys:
        before = client.status()
        os.kill(int(before["midi_pid"]), how)
        until(
            client,
            lambda status: (
                status["midi_restarts"] > before["midi_restarts"] and status["midi_ports"] == 1
            ),
        )
        send_until_effect(client, keys)


def test_a_jack_server_that_was_restarted_is_found_again(both):
    jack, server = both
    with server.client() as client:
        with plugged(jack, client):
            jack.kill()
        jack.start()
        with plugged(jack, client) as keys:
            send_until_effect(client, keys)


def test_without_a_port_the_server_starts_and_logs_one_line(both):
    _, server = both
    said = [line for line in server.place.log.read_text().splitlines() if "no MIDI input" in line]
    assert len(said) == 1
    assert said[0].endswith("new ones are opened within seconds")


def test_a_signal_to_the_process_group_stops_every_process(tmp_path: Path) -> None:
    with jack_server() as jack:
        place = make_place(tmp_path)
        words = [*serve_words(place, *free_ports(2), "null"), "--midi", f"jack:{PORT}"]
        with place.log.open("wb") as log:
            process = subprocess.Popen(
                [*words, "--model", "tiny"],
                env={**jack.environment, **place.environment},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + 300
        while "no MIDI input" not in place.log.read_text() or "ready" not in place.log.read_text():
            assert time.monotonic() < deadline, place.log.read_text()
            time.sleep(0.1)
        os.killpg(process.pid, signal.SIGTERM)
        assert process.wait(60) == 0
        said = place.log.read_text()
        assert "stopping" in said
        for word in ("again", "Traceback", "WARNING"):
            assert word not in said, said


def test_a_wrong_map_ends_the_start_with_every_line(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    path = tmp_path / "mine.toml"
    path.write_text('[[binding]]\nsource = "knob"\ntarget = "gian"\n')
    words = [*serve_words(place, 0, 1, "null"), "--midi", "", "--midi-map", str(path)]
    ran = subprocess.run(
        words, env=place.environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 1
    assert f"{path}:2: source takes cc" in ran.stderr
    assert f"{path}:3: no parameter and no command 'gian'; did you mean 'gain'?" in ran.stderr
    assert "Traceback" not in ran.stderr
