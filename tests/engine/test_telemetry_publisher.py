"""Live values go to the clients that asked, at their rate, until their leases end."""

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


class CountedMeters:
    """Meters that count how often they are read."""

    def __init__(self) -> None:
        self.times: list[float] = []

    def read(self, at_s: float) -> Readings:
        self.times.append(at_s)
        return (("level", at_s),)


class Rig:
    def __init__(self) -> None:
        self.now = 100.0
        self.meters = CountedMeters()
        self.telemetry = TelemetryPublisher(self.meters, lambda: self.now)

    def watch(self, client: Client, port: int, rate: float, lease: float = 300.0) -> None:
        self.telemetry.watch(client, (port, f"{client.key}/{port}"), rate, lease)

    def seconds(self, seconds: float, step: float = 0.001) -> list[LiveValue]:
        sent = []
        for _ in range(round(seconds / step)):
            self.now += step
            sent += self.telemetry.due()
        return sent


@pytest.fixture
def rig() -> Rig:
    return Rig()


def test_without_clients_nothing_is_read(rig: Rig) -> None:
    assert rig.seconds(1.0) == []
    assert rig.telemetry.patience(5.0) == 5.0
    assert rig.meters.times == []


@pytest.mark.parametrize("rate", [1, 30, 60])
def test_the_rate_is_kept(rig: Rig, rate: int) -> None:
    rig.watch(ONE, 9002, rate)
    assert rate <= len(rig.seconds(1.0)) <= rate + 1


def test_each_client_has_its_own_rate_and_readings_due_together_are_shared(rig: Rig) -> None:
    rig.watch(ONE, 9002, 60)
    rig.watch(TWO, 0, 30)
    sent = rig.seconds(1.0)
    counts = [sum(live.client == one for live in sent) for one in (ONE, TWO)]
    assert counts[0] == pytest.approx(60, abs=1)
    assert counts[1] == pytest.approx(30, abs=1)
    assert len(rig.meters.times) < len(sent)
    assert sent[0] == LiveValue(ONE, 9002, (("level", 100.001),))


def test_late_readings_are_dropped(rig: Rig) -> None:
    rig.watch(ONE, 9002, 60)
    rig.telemetry.due()
    rig.now += 1.0
    assert len(rig.telemetry.due()) == 1
    assert len(rig.seconds(0.1)) <= 8


def test_live_values_end_with_the_lease_with_rate_0_and_with_the_client(rig: Rig) -> None:
    rig.watch(ONE, 9002, 60, lease=1.0)
    assert len(rig.seconds(3.0)) == pytest.approx(60, abs=1)
    assert rig.telemetry.watched == 0
    rig.watch(ONE, 9002, 60)
    rig.watch(ONE, 9002, 0)
    assert rig.seconds(0.1) == []
    rig.watch(ONE, 9002, 60)
    rig.watch(TWO, 9003, 60)
    rig.telemetry.leave(ONE)
    assert {live.client for live in rig.seconds(0.1)} == {TWO}


def test_a_repeated_request_does_not_double_the_readings(rig: Rig) -> None:
    for _ in range(5):
        rig.watch(ONE, 9002, 30)
    assert len(rig.seconds(1.0)) <= 31


def test_too_many_clients_are_refused_and_an_ended_lease_makes_room(rig: Rig) -> None:
    for port in range(MAX_WATCHERS):
        rig.watch(ONE, 9100 + port, 1, lease=10.0)
    with pytest.raises(Busy, match="32 places"):
        rig.watch(TWO, 9002, 1)
    rig.watch(ONE, 9100, 2)
    rig.now += 11.0
    rig.watch(TWO, 9002, 1)


def test_patience_is_until_the_next_reading(rig: Rig) -> None:
    rig.watch(ONE, 9002, 50)
    assert rig.telemetry.patience(1.0) == 0
    rig.telemetry.due()
    assert rig.telemetry.patience(1.0) == pytest.approx(0.02)


# --- in a running engine


@pytest.fixture
def bench() -> Iterator[Bench]:
    with running_engine() as running:
        yield running


def test_a_client_receives_live_values_and_the_status_counts_it(bench: Bench) -> None:
    answer = bench.ask("telemetry", 60, 9002, 20)
    assert isinstance(answer, Done)
    assert answer.values == (60.0, 9002, 20.0)
    live = bench.surface.until(lambda e: isinstance(e, LiveValue))[-1]
    assert isinstance(live, LiveValue)
    assert (live.client, live.port) == (Client("test", "1"), 9002)
    names = [name for name, _ in live.values]
    assert names[:5] == ["level", "onset", "entropy", "position", "buffer"]
    request = bench.say("status")
    sent = bench.surface.until(lambda e: isinstance(e, Done) and e.id == request)
    stats = dict(page.values for page in sent if hasattr(page, "total"))
    assert stats["watched"] == 1
    assert isinstance(bench.ask("telemetry", 0, 9002), Done)


@pytest.mark.parametrize("rate", [-1, 61, 1e9])
def test_a_rate_that_is_not_allowed_is_refused(rate: float) -> None:
    with pytest.raises(BadArgument, match=re.escape("telemetry rate must lie in 0..60")):
        parse("telemetry", [rate])
