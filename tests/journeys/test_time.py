"""Musical time in a recording: loops of whole bars, and takes and edits that fall on the bar."""

import itertools

import numpy as np
import pytest

from distill.types import FloatArray
from kit.clients import Client
from kit.listening import undisturbed
from kit.servers import Server

pytestmark = pytest.mark.slow
RATE = 48_000
TEMPO = 240.0
BAR = RATE
"""Frames of a bar of four beats at that tempo."""
CUT = 512
"""Longer than a crossfade of samples."""
EDGE = 64
"""The part of a crossfade of 192 frames that is too soft to detect."""
NEAR = 2e-3
"""Guard and limiter keep their state; the level of the sound is a tenth."""


def start(server: Server, client: Client) -> int:
    """Loop slot a in bars of one second; return a frame of the recording before it."""
    client.ask("param/tempo", TEMPO)
    client.ask("generate", "a", "columns", 4, "seed", 12)
    client.ask("generate", "b", "columns", 4, "seed", 13)
    client.ask("play", "a")  # the first sound after the fixture's panic rises slowly
    server.record(0.3)
    client.ask("stop")
    place = server.record(0.5)
    client.ask("play", "a", "bars", 1)
    return place


def began(sound: FloatArray) -> int:
    return int(np.flatnonzero(sound.any(1))[0])


def places(sound: FloatArray, wanted: FloatArray) -> list[int]:
    """Return the frame at which a part repeats, exactly."""
    found = np.flatnonzero(np.abs(sound[:, 0] - wanted[0, 0]) <= NEAR)
    ends = found[found + len(wanted) <= len(sound)]
    return [int(n) for n in ends if np.abs(sound[n : n + len(wanted)] - wanted).max() <= NEAR]


def test_a_loop_of_bars_is_as_long_as_its_bars_to_the_sample(
    server: Server, client: Client
) -> None:

    def loop() -> FloatArray:
        place = start(server, client)
        server.record(4.5)
        return server.recorded(place)

    sound = undisturbed(client, loop)
    first = began(sound)
    second, third = (sound[first + n * BAR + CUT :][: BAR - CUT] for n in (1, 2))
    np.testing.assert_allclose(second, third, atol=NEAR)
    late = sound[first + 2 * BAR + CUT + 1 :][: BAR - CUT]
    assert np.abs(second - late).max() > 10 * NEAR


def test_a_loop_of_a_sound_is_as_long_as_the_sound_to_the_sample(
    server: Server, client: Client
) -> None:
    whole = RATE * 3 // 2  # pluck.wav; 8.8 columns

    def loop() -> FloatArray:
        client.ask("encode", "pluck.wav", "c")
        start(server, client)
        client.ask("stop")
        place = server.record(0.5)
        assert client.ask("play", "c")[1] == pytest.approx(1.5)
        server.record(6.5)
        return server.recorded(place)

    sound = undisturbed(client, loop)
    first = began(sound)
    second, third, fourth = (sound[first + n * whole + CUT :][: whole - CUT] for n in (1, 2, 3))
    assert np.abs(second).max() > 10 * NEAR
    np.testing.assert_allclose(second, third, atol=NEAR)
    np.testing.assert_allclose(second, fourth, atol=NEAR)
    late = sound[first + 2 * whole + CUT + 1 :][: whole - CUT]
    assert np.abs(second - late).max() > 10 * NEAR


def test_in_bars_a_shorter_sound_goes_round_at_its_end_and_the_loop_on_the_bar(
    server: Server, client: Client
) -> None:
    whole, bars = RATE * 3 // 2, 2 * BAR

    def loop() -> FloatArray:
        client.ask("encode", "pluck.wav", "c")
        start(server, client)
        client.ask("stop")
        place = server.record(0.5)
        client.ask("play", "c", "bars", 2)
        server.record(7.0)
        return server.recorded(place)

    sound = undisturbed(client, loop)
    first = began(sound)
    second, third = (sound[first + n * bars + CUT :][: bars - CUT] for n in (1, 2))
    np.testing.assert_allclose(second, third, atol=NEAR)
    rest = bars - whole - CUT
    # What sounded before is still in the guard against DC, as an offset of .003 that drifts by 1e-6
    # from one sample to the next.
    steps = (np.diff(part, axis=0) for part in (second[whole:][:rest], second[:rest]))
    np.testing.assert_allclose(*steps, atol=1e-5)


def test_requests_with_quantize_on_take_effect_on_the_bar(server: Server, client: Client) -> None:

    def takes() -> FloatArray:
        client.ask("param/quantize", "off")
        place = start(server, client)
        client.ask("param/quantize", "bar")
        for slot in "bab":
            server.record(1.3)
            answer = client.end(client.begin("play", slot, "bars", 1))
            assert answer.end == "done"
            assert "ack" in answer.before  # it was heard, and waited
        server.record(1.5)
        return server.recorded(place)

    sound = undisturbed(client, takes)
    b = places(sound, sound[-BAR // 2 - BAR // 4 : -BAR // 4])
    assert b[-1] - b[0] > 3 * BAR  # both of its takes
    assert all((n - b[0]) % BAR == 0 for n in b)
    assert any(n - m > BAR for m, n in itertools.pairwise(b))  # and a between them


def test_an_edit_in_a_loop_is_audible_from_the_exact_sample_of_its_beat(
    server: Server, client: Client
) -> None:

    def edited() -> FloatArray:
        client.ask("param/quantize", "off")
        start(server, client)
        client.ask("stop")
        place = server.record(0.5)
        client.ask("param/quantize", "bar")
        client.ask("play", "a", "bars", 1)
        server.record(2.2)
        client.ask("param/quantize", "beat")
        client.ask("copy", "b", "a")
        server.record(1.2)
        return server.recorded(place)

    sound = undisturbed(client, edited)
    first = began(sound)
    rounds = [sound[first + n * BAR :][:BAR] for n in range((len(sound) - first) // BAR)]
    changed = [np.flatnonzero(np.abs(one - rounds[1]).max(1)[CUT:] > NEAR) for one in rounds[1:]]
    nth = next(n for n, places in enumerate(changed) if len(places))
    at = int(changed[nth][0]) + CUT
    assert at % (BAR // 4) < EDGE


def test_only_an_audible_edit_waits_and_cancel_discards_it(server: Server, client: Client) -> None:
    start(server, client)
    client.ask("param/quantize", "4bars")
    before = client.codes("a")
    assert client.end(client.begin("set", "b", 0, 0, 0, 1)).before == ()
    name = client.begin("set", "a", 0, 0, 0, 1 - int(before[0]))
    client.until(lambda heard: heard == ("ack", (name, "set")))
    assert client.status()["held"] == 1
    assert client.codes("a") == before
    taken_back = client.begin("cancel", str(name))
    assert client.end(name).values[0] == "cancelled"
    assert client.end(taken_back).values == ("cancel", 1)
    assert client.status()["held"] == 0
    client.ask("param/quantize", "beat")
    client.ask("set", "a", 0, 0, 0, 1 - int(before[0]))
    assert client.codes("a") != before
    client.ask("undo")
    assert client.codes("a") == before


def test_work_that_misses_its_beat_waits_for_the_next_and_is_reported(
    server: Server, client: Client
) -> None:
    start(server, client)
    client.ask("param/tempo", 300)
    client.ask("param/quantize", "beat")
    client.ask("generate", "a", "columns", 2000, "seed", 3)
    assert any(heard[0] == "late" and heard[1][1] == "generate" for heard in client.received)
    assert len(client.codes("a", "all", 0, 0)) == 2000
