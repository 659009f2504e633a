"""Live values go to who asked, as often as asked, until the lease ends; nobody asks, nothing is."""

import re
from collections.abc import Iterator

import pytest

from distill.commands.context import Client
from distill.commands.grammar import parse
from distill.engine.events import Done, LiveValue
from distill.engine.meter_reader import Readings
from distill.engine.telemetry_publisher import MAX_WATCHERS, TelemetryPublisher
from distill.errors import BadArgument, Busy
from kit.engines import Bench, running_engine

ONE, TWO = Client("test", "1"), Client("test", "2")


class Counted:
    """Gauges that count how often they are read."""

    def __init__(self) -> None:
        self.times: list[float] = []

    def read(self, at_s: float) -> Readings:
        self.times.append(at_s)
        return (("level", at_s),)


class Room:
    def __init__(self) -> None:
        self.now = 100.0
        self.gauges = Counted()
        self.telemetry = TelemetryPublisher(self.gauges, lambda: self.now)

    def watch(self, client: Client, port: int, rate: float, lease: float = 300.0) -> None:
        self.telemetry.watch(client, (port, f"{client.key}/{port}"), rate, lease)

    def seconds(self, seconds: float, step: float = 0.001) -> list[LiveValue]:
        told = []
        for _ in range(round(seconds / step)):
            self.now += step
            told += self.telemetry.due()
        return told


@pytest.fixture
def room() -> Room:
    return Room()


def test_nobody_asked_nothing_is_read(room: Room) -> None:
    assert room.seconds(1.0) == []
    assert room.telemetry.patience(5.0) == 5.0
    assert room.gauges.times == []


@pytest.mark.parametrize("rate", [1, 30, 60])
def test_the_rate_is_kept(room: Room, rate: int) -> None:
    room.watch(ONE, 9002, rate)
    assert rate <= len(room.seconds(1.0)) <= rate + 1


def test_each_is_told_at_its_own_rate_and_what_is_due_together_is_read_once(room: Room) -> None:
    room.watch(ONE, 9002, 60)
    room.watch(TWO, 0, 30)
    told = room.seconds(1.0)
    counts = [sum(live.client == one for live in told) for one in (ONE, TWO)]
    assert counts[0] == pytest.approx(60, abs=1)
    assert counts[1] == pytest.approx(30, abs=1)
    assert len(room.gauges.times) < len(told)
    assert told[0] == LiveValue(ONE, 9002, (("level", 100.001),))


def test_what_is_late_is_left_out(room: Room) -> None:
    room.watch(ONE, 9002, 60)
    room.telemetry.due()
    room.now += 1.0
    assert len(room.telemetry.due()) == 1
    assert len(room.seconds(0.1)) <= 8


def test_it_ends_with_the_lease_with_rate_0_and_with_who_leaves(room: Room) -> None:
    room.watch(ONE, 9002, 60, lease=1.0)
    assert len(room.seconds(3.0)) == pytest.approx(60, abs=1)
    assert room.telemetry.watched == 0
    room.watch(ONE, 9002, 60)
    room.watch(ONE, 9002, 0)
    assert room.seconds(0.1) == []
    room.watch(ONE, 9002, 60)
    room.watch(TWO, 9003, 60)
    room.telemetry.leave(ONE)
    assert {live.client for live in room.seconds(0.1)} == {TWO}


def test_who_asks_again_is_told_once(room: Room) -> None:
    for _ in range(5):
        room.watch(ONE, 9002, 30)
    assert len(room.seconds(1.0)) <= 31


def test_too_many_are_refused_and_an_ended_lease_makes_room(room: Room) -> None:
    for port in range(MAX_WATCHERS):
        room.watch(ONE, 9100 + port, 1, lease=10.0)
    with pytest.raises(Busy, match="32 places"):
        room.watch(TWO, 9002, 1)
    room.watch(ONE, 9100, 2)
    room.now += 11.0
    room.watch(TWO, 9002, 1)


def test_patience_is_until_the_next_reading(room: Room) -> None:
    room.watch(ONE, 9002, 50)
    assert room.telemetry.patience(1.0) == 0
    room.telemetry.due()
    assert room.telemetry.patience(1.0) == pytest.approx(0.02)


# --- in a running engine


@pytest.fixture
def bench() -> Iterator[Bench]:
    with running_engine() as running:
        yield running


def test_a_client_asks_and_is_told_and_the_status_counts_it(bench: Bench) -> None:
    answer = bench.ask("telemetry", 60, 9002, 20)
    assert isinstance(answer, Done)
    assert answer.values == (60.0, 9002, 20.0)
    live = bench.surface.until(lambda e: isinstance(e, LiveValue))[-1]
    assert isinstance(live, LiveValue)
    assert (live.client, live.port) == (Client("test", "1"), 9002)
    names = [name for name, _ in live.values]
    assert names[:5] == ["level", "onset", "entropy", "position", "buffer"]
    request = bench.say("status")
    told = bench.surface.until(lambda e: isinstance(e, Done) and e.id == request)
    figures = dict(page.values for page in told if hasattr(page, "total"))
    assert figures["watched"] == 1
    assert isinstance(bench.ask("telemetry", 0, 9002), Done)


@pytest.mark.parametrize("rate", [-1, 61, 1e9])
def test_a_rate_that_is_not_allowed_is_refused(rate: float) -> None:
    with pytest.raises(BadArgument, match=re.escape("telemetry rate must lie in 0..60")):
        parse("telemetry", [rate])
