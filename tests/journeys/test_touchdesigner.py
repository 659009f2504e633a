"""The committed TouchDesigner network plays a real server, sixty frames a second."""

import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from distill.parameters import PARAMETERS
from house.test_touchdesigner import built, state
from kit.clients import PATIENCE_S, Client
from kit.listening import longest_silence
from kit.peers import unheard
from kit.servers import Server, free_ports, make_place, running_server, serve_words
from kit.touch import Operator, Touch

pytestmark = pytest.mark.slow
FRAMES = 8 * 60
NOW, PAST, FUTURE, NONE = 1, 1 << 32, 2**64 - 1, 0
"""Time tags: now, 1900, the end of the era, and none at all."""
HELD = 3_000
"""Frames that may be silent: the seam of a concealment, on a slow machine."""


class Stage:
    """A project with our component, and a server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.touch = Touch()
        (live,) = free_ports(1)
        self.box: Operator = built(self.touch, server.port, server.reply_port, live)
        self._due = time.monotonic()

    def frame(self, seconds: float = 1 / 60) -> None:
        """Advance a frame in real time: sixty in a second, if the machine can."""
        self._due = max(self._due + seconds, time.monotonic() - seconds)
        time.sleep(max(0.0, self._due - time.monotonic()))
        self.touch.frame(seconds)

    def until(self, name: str, value: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while self.state(name) != value:
            assert time.monotonic() < deadline, (name, self.state(name), self.server.log())
            self.frame()

    def state(self, name: str) -> str:
        return state(self.box, name)

    def set(self, chop: str, channel: str, value: float) -> None:
        par = self.box.op(chop).par
        at = next(n for n in range(99) if getattr(par, f"const{n}name").eval() == channel)
        setattr(par, f"const{at}value", value)

    def say(self, *words: float | str) -> None:
        self.box.op("callbacks").module.say(*words)


@pytest.fixture
def stage(server: Server) -> Iterator[Stage]:
    made = Stage(server)
    yield made
    made.say("unsubscribe", 0)
    made.say("telemetry", 0, int(made.box.op("live").par.port.eval()))
    made.touch.close()


def test_the_table_shows_connection_model_output_and_results(stage: Stage) -> None:
    stage.until("connected", "1")
    stage.until("server", "ready")
    stage.until("model", "tiny")
    stage.until("output", "running")
    stage.say("generate", "a", "columns", 3)
    stage.until("slot a", "3")
    stage.say("play", "nowhere")
    stage.until("code", "unknown_slot")
    assert stage.state("help").startswith("slot 'nowhere' is empty; filled slots: a")
    stage.say("encode", "../secret.wav", "b")
    stage.until("code", "path_refused")
    assert "secret.wav" in stage.state("help")


@pytest.mark.usefixtures("other_models")
def test_a_slot_of_another_model_is_an_error_that_says_what_to_do(
    stage: Stage, client: Client
) -> None:
    stage.until("connected", "1")
    stage.say("generate", "a", "columns", 2)
    stage.until("slot a", "2")
    stage.say("load", "other")
    stage.until("model", "other")
    stage.say("play", "a")
    stage.until("code", "wrong_model")
    said = stage.state("help")
    assert said.startswith("these codes were made by the model '")
    assert "'other' is loaded: send load " in said
    client.ask("load", "tiny")
    stage.until("model", "tiny")


def test_without_a_sound_card_the_table_shows_that_the_output_is_missing(tmp_path: Path) -> None:
    with running_server(tmp_path, "device", more=["--device", "no such card"]) as server:
        stage = Stage(server)
        try:
            stage.until("server", "ready")
            stage.until("output", "waiting")
            assert stage.state("help").startswith("the server plays, but nobody hears it: ")
            assert unheard() in stage.state("help")
        finally:
            stage.touch.close()


@pytest.mark.parametrize("numbers", ["float", "double"])
def test_channels_in_every_frame_with_odd_time_tags_trigger_nothing_twice(
    stage: Stage, client: Client, server: Server, numbers: str
) -> None:
    stage.until("connected", "1")
    knobs = stage.box.op("knobs_out").par
    knobs.sendevents = True  # the worst: all channels, every frame
    knobs.numericformat = stage.box.op("triggers_out").par.numericformat = numbers
    before = client.status()
    stage.set("triggers", "distill/trigger/stream/a", 0.0)
    client.ask("stream")
    begin = server.record(1.0)
    asked, pings, past = 0, 0, len(stage.touch.received)
    for frame in range(FRAMES):
        stage.touch.time_tag = (NOW, PAST, FUTURE, NONE)[frame % 4]
        stage.set("knobs", "distill/param/fine", (frame % 120) / 120)
        down = frame % 60 in range(10, 40)  # a button that is held for half a second
        stage.set("triggers", "distill/trigger/generate/a", float(down))
        asked += frame % 60 == 10
        if frame % 30 == 0:
            client.begin("ping", frame)
            pings += 1
        stage.frame()
        client.drained()
    stage.set("knobs", "distill/param/fine", 0.75)
    stage.frame()
    client.ask("sync")
    end = server.record(0.3)
    stage.until("param/fine", "0.75")
    after = client.status()
    pongs = sum(word == "pong" for word, _ in client.received)
    said = [(word, values[1]) for word, values in stage.touch.received[past:] if len(values) > 1]
    assert asked == FRAMES // 60
    assert said.count(("/distill/ack", "generate")) == asked, "once for each press of the button"
    assert said.count(("/distill/done", "generate")) == asked
    assert "/distill/error" not in {word for word, _ in said}
    assert pongs >= pings
    assert client.parameter("fine") == 0.75
    for name in ("refused", "crashes", "osc_bad", "osc_dropped"):
        assert after[name] == before[name], name
    assert after["waiting"] == 0
    channels = len(PARAMETERS) + 5
    assert int(after["osc_repeated"]) - int(before["osc_repeated"]) > 0.8 * FRAMES * channels * (
        (channels - 2) / channels
    )
    assert longest_silence(server.recorded(begin)[: end - begin]) < HELD


def test_live_values_arrive_as_channels(stage: Stage, client: Client) -> None:
    client.ask("generate", "a", "columns", 2)
    client.ask("play", "a")
    stage.until("connected", "1")
    live = stage.box.op("live")
    deadline = time.monotonic() + PATIENCE_S
    while not live.channels.get("level", 0) > 0:
        assert time.monotonic() < deadline
        stage.frame()
    assert set(live.channels) == {
        "level", "onset", "entropy", "position", "buffer", "level0/activity", "level1/activity",
    }  # fmt: skip
    assert 0 <= live.channels["position"] < 2


def test_a_channel_at_one_triggers_nothing_when_the_server_first_receives_it(
    stage: Stage, client: Client
) -> None:
    stage.set("triggers", "distill/trigger/generate/a", 1.0)
    stage.until("connected", "1")
    for _ in range(60):
        stage.frame()
    client.ask("sync")
    assert client.pages("slots") == ()
    stage.set("triggers", "distill/trigger/generate/a", 2.0)
    stage.until("slot a", str(len_of_default(client)))


def len_of_default(client: Client) -> int:
    """Columns of a generation without a given length."""
    return int(client.ask("generate", "other")[1])


def test_a_server_that_starts_later_stops_and_starts_again_is_found(
    tmp_path: Path,
) -> None:
    place = make_place(tmp_path)
    port, reply_port = free_ports(2)
    late = Server(place)
    late.port, late.reply_port = port, reply_port
    stage = Stage(late)
    words = [*serve_words(place, port, reply_port, "null"), "--model", "tiny"]
    try:
        for _ in range(2):
            stage.until("server", "no answer")
            assert stage.state("connected") == "0"
            assert f"no answer from 127.0.0.1:{port}: start the server" in stage.state("help")
            with place.log.open("wb") as log:
                late.process = subprocess.Popen(
                    words,
                    env=place.environment,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
                )
            stage.until("server", "ready")
            assert (stage.state("connected"), stage.state("help")) == ("1", "")
            assert late.stop() == 0
    finally:
        stage.touch.close()
        if late.process is not None and late.process.poll() is None:
            late.process.kill()


def test_the_bundles_are_what_touchdesigner_sends(stage: Stage) -> None:
    """One bundle a frame, all channels in it, with a time tag."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind(("127.0.0.1", 0))
        wire.settimeout(PATIENCE_S)
        stage.box.op("triggers_out").par.port = wire.getsockname()[1]
        stage.touch.time_tag = FUTURE
        stage.frame()
        packet = wire.recv(65_535)
    assert packet[:16] == b"#bundle\0" + struct.pack(">Q", FUTURE)
    assert packet.count(b"/distill/trigger/") == 5
