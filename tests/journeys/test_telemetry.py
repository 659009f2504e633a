"""Live values of a real server, compared with the recording and with the output of the prior."""

from collections.abc import Iterator

import numpy as np
import pytest

from distill.codes.sampling_params import SamplingParams
from distill.parameters import FINE_TEMPERATURE
from distill.types import FloatArray
from kit.bundles import CONFIG, tiny_bundle
from kit.clients import Client, Receiver, receiver
from kit.servers import Server

pytestmark = pytest.mark.slow
COLUMN = 8192
COLUMNS = 4
WINDOW = 1024
NAMES = ["level", "onset", "entropy", "position", "buffer", "level0/activity", "level1/activity"]


@pytest.fixture
def chop(server: Server) -> Iterator[Receiver]:
    """A port for live values only."""
    with receiver(0, server.log) as one:
        yield one


def readings(chop: Receiver, count: int) -> list[dict[str, float]]:
    """Receive so many complete readings."""
    chop.until(lambda h: h[0] == "live/level")
    told: list[dict[str, float]] = [{"level": float(chop.received[-1][1][0])}]
    while len(told) <= count:
        address, values = chop.until(lambda _: True)
        name = address.removeprefix("live/")
        if name == "level":
            told.append({})
        told[-1][name] = float(values[0])
    return told[:count]


def rms(power: FloatArray, ends: np.ndarray) -> np.ndarray:
    """Return the level of the frames before each of some frames of a recording; [T]: its power."""
    sums = np.concatenate([[0.0], np.cumsum(power)])
    return np.sqrt((sums[ends] - sums[ends - WINDOW]) / WINDOW)


def test_level_and_position_belong_to_the_audible_sample(
    server: Server, client: Client, chop: Receiver
) -> None:
    client.ask("generate", "a", "columns", COLUMNS, "seed", 43)  # its level moves
    begin = server.record(0.2)
    client.ask("play", "a")
    server.record((COLUMNS + 2) * COLUMN / 48_000)
    assert client.ask("telemetry", 60, chop.port, 60) == (60.0, chop.port, 60.0)
    told = readings(chop, 80)
    client.ask("telemetry", 0, chop.port)
    server.record((COLUMNS + 2) * COLUMN / 48_000)
    client.ask("stop")
    assert [list(one) for one in told] == [NAMES] * 80
    heard = server.recorded(begin)
    start = int(np.flatnonzero(heard.any(1))[0])
    power = np.square(heard[start:].astype(np.float64)).mean(axis=1)
    levels = np.array([one["level"] for one in told])
    places = np.array([round(one["position"] * COLUMN) for one in told])
    loop = COLUMNS * COLUMN
    frames = places[0] + np.concatenate([[0], np.cumsum(np.diff(places) % loop)])
    assert levels.min() > 0.003
    assert levels.std() > 0.1 * levels.mean(), "a level that does not move shows nothing"

    def error(shift: int) -> float:
        """Compare with what was recorded in these rounds: each has phases of its own."""
        ends = frames + shift
        if ends[0] < WINDOW or ends[-1] > len(power):
            return np.inf
        return float(np.abs(rms(power, ends) / levels - 1).mean())

    shift = min(range(-COLUMN, len(power) - int(frames[-1]), 16), key=error)
    assert error(shift) < 0.005
    assert abs((shift + loop // 2) % loop - loop // 2) <= 512
    assert {int(one["position"]) for one in told} == set(range(COLUMNS))
    assert {one["entropy"] for one in told} == {0.0}
    assert min(one["buffer"] for one in told) > 0
    assert np.mean([one["buffer"] for one in told]) > 0.5


def test_entropy_and_activity_belong_to_the_column_that_the_prior_wrote(
    server: Server, client: Client, chop: Receiver
) -> None:
    client.ask("param/temperature", 1.4)
    client.ask("param/seed", 77)
    client.ask("telemetry", 60, chop.port)
    client.ask("stream")
    told: list[dict[str, float]] = []
    while not told or told[-1]["position"] < 7.5:
        told += readings(chop, 1)
    client.ask("telemetry", 0, chop.port)
    client.ask("stop")
    sampler = tiny_bundle().sampler
    assert sampler is not None
    state = sampler.start(np.zeros((0, CONFIG.bands, CONFIG.levels), np.int16), 77)
    choice = SamplingParams(1.4, fine=FINE_TEMPERATURE)
    columns = [sampler.column(state, choice) for _ in range(8)]
    seen = set()
    for one in (one for one in told if one["level"] > 0 and one["position"] > 0):
        number = int(one["position"])
        assert one["entropy"] == pytest.approx(columns[number].entropy, rel=1e-5)
        assert 0 < one["entropy"] <= np.log(CONFIG.size)
        if number:
            moved = (columns[number].codes != columns[number - 1].codes).mean(axis=0)
            shares = [one[f"level{level}/activity"] for level in range(CONFIG.levels)]
            assert shares == pytest.approx(moved.tolist())
        seen.add(number)
    assert seen == set(range(8))


def test_each_onset_is_reported_once_and_silence_has_no_onset(
    server: Server, client: Client, chop: Receiver
) -> None:
    client.ask("generate", "a", "columns", 1, "seed", 3)
    server.record(0.5)
    client.ask("telemetry", 60, chop.port)
    quiet = readings(chop, 10)
    assert {value for one in quiet for value in one.values()} == {0.0}
    client.ask("play", "a")
    begun = chop.until(lambda h: h[0] == "live/onset" and h[1][0] > 0)
    assert begun[1][0] > 0.5
    client.ask("stop")
    chop.until(lambda h: h[0] == "live/level" and h[1][0] == 0)
    assert chop.until(lambda h: h[0] == "live/onset")[1][0] == 0
    assert chop.until(lambda h: h[0] == "live/position")[1][0] == 0


def test_values_arrive_no_faster_than_requested_and_stop_with_the_subscription(
    server: Server, client: Client, chop: Receiver
) -> None:
    client.ask("telemetry", 30, chop.port)
    begin = server.frames()
    told = readings(chop, 45)
    seconds = (server.record(0.1) - begin) / 48_000 + 0.1
    assert len(told) <= 30 * seconds + 2
    client.ask("telemetry", 0, chop.port)
    chop.until_quiet(0.2)
    assert client.status()["watched"] == 0
    server.record(0.2)
    assert chop.receive(0.01) is None


def test_without_a_port_values_go_to_the_port_of_the_answers(client: Client) -> None:
    client.ask("telemetry", 60)
    assert 0 <= client.until(lambda h: h[0] == "live/buffer")[1][0] <= 1
    client.ask("telemetry", 0)
    assert client.refused("telemetry", 30, 80) == (
        "bad_argument",
        "telemetry port takes 1024..65535, got 80",
    )


def test_live_values_sent_back_to_the_server_are_ignored(client: Client) -> None:
    ignored = client.status()["osc_ignored"]
    client.send("live/level", 0.5)
    client.send("live/level0/activity", 0.5)
    assert client.status()["osc_ignored"] == int(ignored) + 2
