"""The OSC server with a small engine: answers, notifications and hostile packets."""

import queue
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from distill.commands.context import Client, CommandContext
from distill.commands.grammar import Reply
from distill.commands.parameter import GetParameter, SetParameter
from distill.commands.transport import Play
from distill.engine.events import (
    Done,
    Event,
    Failed,
    LiveValue,
    Notification,
    ParameterChanged,
    ParameterValue,
)
from distill.engine.ports import Request
from distill.errors import BadArgument, DeviceProblem, DistillError
from distill.surfaces.osc.decoder import decode
from distill.surfaces.osc.encoder import encode
from distill.surfaces.osc.server import OscServer, OscSettings
from distill.surfaces.wire_schema import WireMessage
from kit.instrument import FolderOfNames, tiny_session
from kit.peers import need

PATIENCE_S = 10.0
"""Timeout of a test that hangs, not a measure."""


class SmallEngine:
    """Runs commands on a thread of its own; implements `engine.ports.Inbox` and
    `commands.context.Host`."""

    def __init__(self) -> None:
        self.surface: OscServer | None = None
        self.requests: list[Request] = []
        self._inbox: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._session = tiny_session()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def submit(self, request: Request) -> None:
        self.requests.append(request)
        self._inbox.put(request)

    def status(self):
        return {}

    def cancel(self, client: Client, request: int | str) -> int:
        return 0

    def subscribe(self, client: Client, port: int, lease_s: float) -> None:
        self.surface.subscribe(client, port, lease_s)

    def unsubscribe(self, client: Client, port: int) -> None:
        self.surface.unsubscribe(client, port)

    def start(self, surface: OscServer) -> None:
        self.surface = surface
        self._thread.start()

    def stop(self) -> None:
        self._inbox.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (request := self._inbox.get()) is not None:
            for event in self._events(request):
                self.surface.deliver(event)

    def _events(self, request: Request) -> Iterator[Event]:
        command, client = request.command, request.client
        context = CommandContext(self._session, FolderOfNames(), self, client)
        try:
            reply = command.run(context)
        except DistillError as error:
            yield Failed(client, request.id, error.code, str(error), command.verb)
            return
        assert isinstance(reply, Reply)
        if isinstance(command, SetParameter):
            yield ParameterChanged(*reply.values, client)
        elif isinstance(command, GetParameter):
            yield ParameterValue(client, *reply.values, command.normalized)
        else:
            yield Done(client, request.id, command.verb, reply.values)


class Player:
    """A client with one socket, or two as Max has: one that sends, one that receives."""

    def __init__(self, server: tuple[str, int], family: int = socket.AF_INET) -> None:
        self._server = server
        self.wire = socket.socket(family, socket.SOCK_DGRAM)
        self.wire.bind((server[0], 0))
        self.wire.settimeout(PATIENCE_S)

    @property
    def port(self) -> int:
        return self.wire.getsockname()[1]

    def send(self, address: str, *values) -> None:
        self.send_packet(encode(f"/distill/{address}", values))

    def send_packet(self, packet: bytes) -> None:
        self.wire.sendto(packet, self._server)

    def read(self) -> WireMessage:
        packet, source = self.wire.recvfrom(65_535)
        assert source[1] == self._server[1], "answers come from the listening port"
        (message,) = decode(packet)
        return message

    def ask(self, address: str, *values) -> WireMessage:
        """Send, and read the next message; any other in between fails the comparison."""
        self.send(address, *values)
        return self.read()

    def received_nothing(self) -> bool:
        """Return whether a pong is the next message: UDP on one machine keeps its order."""
        return self.ask("ping", 4711) == WireMessage("/distill/pong", (4711,))


@contextmanager
def served(engine=None, **more) -> Iterator[tuple[OscServer, SmallEngine, Player]]:
    """A started server on a free port, its engine, and the listener at the reply port."""
    fallback = Player(("127.0.0.1", 0))
    engine = engine or SmallEngine()
    settings = OscSettings(port=0, reply_port=fallback.port, **more)
    server = OscServer(settings, engine, lambda: 0.0)
    server.start()
    fallback._server = server.address
    engine.start(server)
    try:
        yield server, engine, fallback
    finally:
        engine.stop()
        server.stop()
        fallback.wire.close()


@pytest.fixture
def stage():
    with served() as (server, engine, fallback):
        players = [Player(server.address) for _ in range(2)]
        yield server, engine, fallback, *players
        for player in players:
            player.wire.close()


def test_a_client_without_subscription_is_answered_at_its_source_and_the_reply_port(stage):
    _, _, fallback, ada, _ = stage
    pong = WireMessage("/distill/pong", (7,))
    assert ada.ask("ping", 7) == pong
    assert fallback.read() == pong


def test_each_subscriber_gets_its_own_answers_at_its_own_port(stage):
    server, _, fallback, ada, bob = stage
    ears = [Player(server.address), Player(server.address)]
    for player, ear in zip((ada, bob), ears, strict=True):
        player.send("subscribe", ear.port, 60.0, "id", "here")
        assert ear.read() == WireMessage("/distill/done", ("here", "subscribe", ear.port, 60.0))
    ada.send("ping", 1)
    bob.send("ping", 2)
    ada.send("ping", 3, "id", 33)
    assert ears[0].read() == WireMessage("/distill/pong", (1,))
    assert ears[1].read() == WireMessage("/distill/pong", (2,))
    assert ears[0].read() == WireMessage("/distill/pong", (3,))
    assert ears[0].read() == WireMessage("/distill/done", (33, "ping", 3))
    assert fallback.received_nothing()
    for ear in ears:
        ear.wire.close()


def test_a_parameter_change_is_sent_to_all_clients_but_its_origin(stage):
    _, _, fallback, ada, bob = stage
    for player in (ada, bob):
        player.ask("subscribe", player.port)
    ada.send("param/gain", -24.0)
    assert bob.read() == WireMessage("/distill/param/gain", (-24.0,))
    assert bob.read() == WireMessage("/distill/param/gain/normalized", (0.5,))
    assert ada.received_nothing()
    assert bob.ask("param/gain") == WireMessage("/distill/param/gain", (-24.0,))
    assert fallback.received_nothing()


def test_without_subscribers_notifications_go_to_the_reply_port(stage):
    server, _, fallback, _, _ = stage
    server.deliver(Notification("startup", ("0.1.0", 48_000)))
    assert fallback.read() == WireMessage("/distill/startup", ("0.1.0", 48_000))


def test_a_value_repeated_with_each_frame_reaches_the_engine_once(stage):
    server, engine, _, ada, bob = stage
    bob.ask("subscribe", bob.port)
    for _ in range(10):
        for _ in range(50):
            ada.send("param/coarse", 0.25)
        assert ada.received_nothing()
    assert [r.command for r in engine.requests].count(SetParameter("coarse", 0.25)) == 1
    figures = server.stats()
    assert figures["repeated"] + figures["replaced"] == 499
    assert bob.read() == WireMessage("/distill/param/coarse", (0.25,))
    assert bob.read() == WireMessage("/distill/param/coarse/normalized", (0.25,))
    assert bob.received_nothing()


def test_a_bundle_runs_in_order(stage):
    _, engine, _, ada, _ = stage
    parts = [encode("/distill/param/seed", (5,)), encode("/distill/ping", (1,))]
    body = b"".join(struct.pack(">i", len(part)) + part for part in parts)
    ada.send_packet(b"#bundle\0" + b"\xff" * 8 + body)
    assert ada.read() == WireMessage("/distill/pong", (1,))
    assert [type(r.command).__name__ for r in engine.requests] == ["SetParameter", "Ping"]


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"#bundle\0" + b"\0" * 8 + struct.pack(">i", -4),
        b"#bundle\0" + b"\xff" * 8 + struct.pack(">i", -4) + b"/a\0\0",
        b"/" + b"*" * 58 + b"\0" + b",\0\0\0",
        b"/a\0\0,iQi" + b"\0" * 12,
        b"/a\0\0,f\0\0\x7f\xc0\0\0",
        b"/distill/ping\0\0\0,s\0\0\xff\xff\xff\0",
        b"/a\0\0,s\0\0" + b"x" * 9_000,
    ],
    ids=["empty", "loop", "loop far off", "stars", "unknown tag", "nan", "not utf-8", "long"],
)
def test_a_hostile_packet_is_answered_counted_and_survived(stage, packet):
    server, engine, _, ada, _ = stage
    ada.send_packet(packet)
    told = ada.read()
    assert told.address == "/distill/error"
    assert (told.values[0], told.values[1], told.values[3]) == (0, "bad_packet", "")
    assert ada.received_nothing()
    assert server.stats()["bad"] == 1
    assert len(engine.requests) == 1


def test_a_burst_is_read_in_order_and_beside_it_everybody_else(stage):
    server, engine, _, ada, bob = stage
    for number in range(100):
        ada.send("ping", number)
    bob.send("ping", -1)
    assert bob.read() == WireMessage("/distill/pong", (-1,))
    assert [ada.read().values for _ in range(100)] == [(number,) for number in range(100)]
    assert server.stats()["lost"] == 0
    assert len(engine.requests) == 101


def test_the_largest_packet_is_read(stage):
    _, _, _, ada, _ = stage
    text = "x" * (8192 - 28)
    ada.send_packet(b"/distill/ping\0\0\0,si\0" + text[4:].encode() + b"\0" * 4 + b"\0\0\0\1")
    assert ada.read().values[1] == "bad_argument"


def test_errors_carry_the_id_and_the_address(stage):
    _, _, _, ada, _ = stage
    told = ada.ask("pnig", 1, "id", "q")
    text = "unknown address /distill/pnig; did you mean /distill/ping?"
    assert told == WireMessage("/distill/error", ("q", "unknown_address", text, "/distill/pnig"))
    told = ada.ask("play", "nowhere", "id", 3)
    assert told.values[:2] == (3, "unknown_slot")
    assert told.values[3] == "/distill/play"


def test_neither_system_ports_nor_the_servers_own_can_be_subscribed(stage):
    server, _, _, ada, _ = stage
    for port in (53, server.address[1]):
        assert ada.ask("subscribe", port).values[1] == "bad_argument"
    assert server.stats()["subscribers"] == 0


def test_after_unsubscribing_answers_go_to_the_source_again(stage):
    server, _, _, ada, bob = stage
    ada.send("subscribe", bob.port)
    assert bob.read().address == "/distill/done"
    assert server.stats()["subscribers"] == 1
    assert ada.ask("unsubscribe", 0).values[:2] == (0, "unsubscribe")
    assert ada.received_nothing()


def test_packets_from_hosts_off_the_allow_list_are_dropped_and_counted(stage):
    server, engine, _, ada, _ = stage
    server._receive(encode("/distill/ping", (1,)), ("203.0.113.5", 5000))
    server._receive(b"rubbish", ("203.0.113.5", 5000))
    assert ada.received_nothing()
    assert server.stats()["strangers"] == 2
    assert [r.client.key for r in engine.requests] == [f"127.0.0.1:{ada.port}"]
    assert server.stats()["bad"] == 0


def test_a_host_open_to_other_machines_needs_an_allow_list_and_logs_a_warning(caplog):
    everywhere = "0.0.0.0"  # noqa: S104 - what is tested
    with pytest.raises(BadArgument, match=r"allow-list, or listen on 127\.0\.0\.1"):
        OscServer(OscSettings(everywhere, 0), SmallEngine(), lambda: 0.0).start()
    with served(host=everywhere, allow=("198.51.100.7",)) as (server, engine, _):
        assert "0.0.0.0 for 198.51.100.7" in caplog.text
        ada = Player(("127.0.0.1", server.address[1]))
        assert ada.ask("ping", 1) == WireMessage("/distill/pong", (1,))
        server._receive(encode("/distill/ping", (2,)), ("198.51.100.7", 5000))
        assert engine.requests[-1].client == Client("osc", "198.51.100.7:5000")
        ada.wire.close()


def test_a_taken_port_is_refused_with_what_to_do():
    with served() as (server, _, _):
        other = OscServer(OscSettings(port=server.address[1]), SmallEngine(), lambda: 0.0)
        with pytest.raises(DeviceProblem, match=f"port {server.address[1]} .* choose another port"):
            other.start()
        other.stop()


@pytest.mark.parametrize("host", ["no.such.host.invalid", "", "a" * 300])
def test_an_unknown_host_is_refused(host):
    with pytest.raises((DeviceProblem, BadArgument)):
        OscServer(OscSettings(host, 0), SmallEngine(), lambda: 0.0).start()


def test_a_host_of_another_machine_is_refused():
    settings = OscSettings("203.0.113.1", 0, allow=("203.0.113.2",))
    with pytest.raises(DeviceProblem, match=r"203\.0\.113\.1 cannot be opened"):
        OscServer(settings, SmallEngine(), lambda: 0.0).start()


def test_stopping_frees_the_port_and_can_be_done_twice_and_before_starting():
    engine = SmallEngine()
    OscServer(OscSettings(port=0), engine, lambda: 0.0).stop()
    first = OscServer(OscSettings(port=0), engine, lambda: 0.0)
    first.deliver(Notification("startup", ()))
    first.start()
    port = first.address[1]
    first.stop()
    first.stop()
    first.deliver(Notification("startup", ()))
    second = OscServer(OscSettings(port=port), engine, lambda: 0.0)
    second.start()
    assert second.address == ("127.0.0.1", port)
    second.stop()


def test_an_internal_error_fails_one_message_and_not_the_server(caplog):
    class Broken(SmallEngine):
        def submit(self, request: Request) -> None:
            if isinstance(request.command, Play):
                raise ZeroDivisionError
            super().submit(request)

    with served(Broken()) as (server, _, _):
        ada = Player(server.address)
        told = ada.ask("play", "a")
        assert told.values[1] == "internal"
        assert told.values[3] == "/distill/play"
        assert "internal error" in caplog.text
        assert ada.received_nothing()
        ada.wire.close()


def test_events_for_other_surfaces_are_ignored(stage):
    server, _, _, ada, _ = stage
    server.deliver(Done(Client("midi", "1"), 0, "ping", (1,)))
    assert ada.received_nothing()


def test_an_answer_that_cannot_be_sent_is_only_counted(stage):
    server, _, _, ada, _ = stage
    server.deliver(Done(Client("osc", "127.0.0.1:0"), 0, "stop", ()))
    assert server.stats()["dropped"] == 1
    assert ada.received_nothing()


def test_it_also_listens_on_ipv6_loopback():
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with served(host="::1") as (server, _, _):
        ada = Player(server.address, socket.AF_INET6)
        assert ada.ask("ping", 6) == WireMessage("/distill/pong", (6,))
        ada.wire.close()


@pytest.mark.peer
def test_oscsend_is_understood_in_all_its_types(stage):
    oscsend = need("oscsend")
    server, _, fallback, _, _ = stage
    port = str(server.address[1])

    def say(*words: str) -> WireMessage:
        subprocess.run([oscsend, "127.0.0.1", port, *words], check=True, timeout=PATIENCE_S)
        return fallback.read()

    assert say("/distill/ping", "i", "7") == WireMessage("/distill/pong", (7,))
    for tag in "hfd":
        assert say("/distill/ping", tag, "8") == WireMessage("/distill/pong", (8,))
    assert say("/distill/ping", "T") == WireMessage("/distill/pong", (1,))
    assert say("/distill/undo", "ss", "id", "q").values[0] == "q"
    assert say("/distill/ping", "f", "nan").values[1] == "bad_packet"
    subprocess.run(
        [oscsend, "127.0.0.1", port, "/distill/param/width/normalized", "T"],
        check=True,
        timeout=PATIENCE_S,
    )
    assert fallback.read() == WireMessage("/distill/param/width", (1.0,))


def test_live_values_go_to_the_given_port_or_where_answers_go():
    with served() as (server, _, fallback):
        chop = Player(server.address)
        client = Client("osc", f"127.0.0.1:{chop.port}")
        values = (("level", 0.5), ("level0/activity", 0.25))
        server.deliver(LiveValue(client, fallback.port, values))
        assert [fallback.read(), fallback.read()] == [
            WireMessage("/distill/live/level", (0.5,)),
            WireMessage("/distill/live/level0/activity", (0.25,)),
        ]
        server.deliver(LiveValue(client, 0, values[:1]))
        assert chop.read() == fallback.read() == WireMessage("/distill/live/level", (0.5,))
        server.deliver(LiveValue(Client("web", "127.0.0.1:5"), fallback.port, values))
        assert fallback.received_nothing()
        chop.wire.close()


def test_a_destination_has_one_key_for_all_clients_and_a_forbidden_port_is_refused():
    with served() as (server, _, _):
        one, two = Client("osc", "127.0.0.1:5001"), Client("osc", "127.0.0.1:5002")
        assert server.place(one, 9002) == server.place(two, 9002)
        assert server.place(one, 0) != server.place(two, 0)
        for port in (80, 1023, server.address[1]):
            with pytest.raises(BadArgument, match=str(port)):
                server.place(one, port)
