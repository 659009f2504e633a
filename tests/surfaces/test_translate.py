"""Messages become requests, events become messages; no socket is needed to see it."""

import pytest

from distill.commands.context import Client
from distill.commands.describe import ROOT, describe
from distill.commands.parameter import GetParameter, SetParameter
from distill.commands.system import Ping, Undo
from distill.commands.writing import Generate
from distill.engine.events import (
    Ack,
    Done,
    Failed,
    LiveValue,
    Notification,
    Page,
    ParameterChanged,
    ParameterValue,
    Progress,
)
from distill.engine.ports import Request
from distill.surfaces.osc.translate import OscTranslator
from distill.surfaces.wire_schema import WireMessage, messages

MAX = Client("osc", "127.0.0.1:50001")
PD = Client("osc", "127.0.0.1:50002")
TEMPERATURE = "/distill/param/temperature"


@pytest.fixture
def translator() -> OscTranslator:
    return OscTranslator()


def ask(translator: OscTranslator, address: str, *values, client: Client = MAX):
    return translator.request(WireMessage(address, values), client)


def test_a_command_comes_with_its_client_and_without_an_id_under_zero(translator):
    assert ask(translator, "/distill/ping", 7) == Request(Ping(7), MAX, 0)
    assert ask(translator, "/distill/undo") == Request(Undo(), MAX, 0)


def test_floats_for_ints_and_named_arguments_are_understood(translator):
    asked = ask(translator, "/distill/generate", "a", "seconds", 4, "seed", 12.0, "id", 3.0)
    assert asked == Request(Generate(slot="a", seconds=4.0, seed=12), MAX, 3)
    assert isinstance(asked.id, int)


def test_an_id_may_be_a_number_or_a_word(translator):
    assert ask(translator, "/distill/ping", 1, "id", 5).id == 5
    assert ask(translator, "/distill/ping", 1, "id", "take-5").id == "take-5"
    assert ask(translator, "/distill/undo", "id", 2**40).id == 2**40


@pytest.mark.parametrize("name", [0.5, "", "x" * 65, "line\nbreak"])
def test_an_invalid_id_is_refused(translator, name):
    failed = ask(translator, "/distill/ping", 1, "id", name)
    assert (failed.code, failed.address) == ("bad_argument", "/distill/ping")
    assert failed.text.startswith("an id ")


def test_every_address_of_the_vocabulary_is_known(translator):
    for row in describe():
        asked = ask(translator, row.address)
        assert not (isinstance(asked, Failed) and asked.code == "unknown_address"), row.address


def test_a_bad_argument_is_refused_with_id_and_address(translator):
    failed = ask(translator, "/distill/ping", "loud", "id", 9)
    assert failed == Failed(
        MAX, 9, "bad_argument", "ping n takes a whole number, got 'loud'", "/distill/ping"
    )


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("/distill/pnig", "did you mean /distill/ping?"),
        ("/ping", "did you mean /distill/ping?"),
        ("/distill/param/temprature", "did you mean /distill/param/temperature?"),
        ("/param/temp", "did you mean /distill/param/temperature or /distill/param/tempo?"),
        ("/distill/param/gain/normalised", "did you mean /distill/param/gain/normalized?"),
        ("/distill/param", "did you mean"),
        ("/distill/ping/", "did you mean /distill/ping?"),
        ("/xxxxxxxxxxxx", "/distill/list lists all"),
        ("/", "/distill/list lists all"),
    ],
)
def test_an_unknown_address_is_answered_with_the_nearest(translator, address, hint):
    failed = ask(translator, address, 1, "id", "q")
    assert (failed.id, failed.code, failed.address) == ("q", "unknown_address", address)
    assert failed.text.startswith(f"unknown address {address}; ")
    assert hint in failed.text


def test_looped_back_answers_are_ignored_so_that_two_servers_cannot_loop(translator):
    for word in ("ack", "progress", "codes/page", "done", "error", "pong", "synced"):
        assert ask(translator, f"{ROOT}/{word}", 1, "id", 2) is None
    assert translator.ignored == 7


def test_a_parameter_is_read_without_and_set_with_a_value(translator):
    assert ask(translator, TEMPERATURE).command == GetParameter("temperature")
    normalized = TEMPERATURE + "/normalized"
    assert ask(translator, normalized).command == GetParameter("temperature", normalized=True)
    assert ask(translator, TEMPERATURE, 0.5).command == SetParameter("temperature", 0.5)
    asked = ask(translator, normalized, 1, "id", 3)
    assert asked == Request(SetParameter("temperature", 1, normalized=True), MAX, 3)
    named = ask(translator, "/distill/param/profile", "low")
    assert named.command == SetParameter("profile", "low")


@pytest.mark.parametrize(
    ("address", "values", "text"),
    [
        (TEMPERATURE, (3.5,), "temperature must lie in 0.05..2, got 3.5"),
        (TEMPERATURE, ("hot",), "temperature takes numbers only; got 'hot'"),
        (TEMPERATURE, ("",), "temperature takes numbers only; got ''"),
        (TEMPERATURE, (0.5, 0.6), "temperature takes one value, got 2"),
        (TEMPERATURE + "/normalized", (1.5,), "temperature/normalized must lie in 0..1, got 1.5"),
        ("/distill/param/top_k", (2.5,), "top_k takes a whole number, got 2.5"),
    ],
)
def test_a_setting_out_of_range_is_refused_each_time_and_at_once(translator, address, values, text):
    for _ in range(2):
        failed = ask(translator, address, *values)
        assert failed == Failed(MAX, 0, "bad_argument", text, address)


def test_a_value_repeated_with_each_frame_is_dropped(translator):
    assert ask(translator, TEMPERATURE, 0.5) is not None
    for _ in range(60):
        assert ask(translator, TEMPERATURE, 0.5) is None
    assert translator.repeated == 60
    assert ask(translator, TEMPERATURE, 0.6) is not None
    assert ask(translator, TEMPERATURE, 0.5) is not None


def test_the_last_value_wins_also_across_clients(translator):
    assert ask(translator, TEMPERATURE, 0.5, client=MAX) is not None
    assert ask(translator, TEMPERATURE, 0.9, client=PD) is not None
    assert ask(translator, TEMPERATURE, 0.5, client=MAX) is not None
    assert ask(translator, TEMPERATURE, 0.5, client=PD) is None


def test_both_addresses_of_a_parameter_share_the_last_setting(translator):
    normalized = TEMPERATURE + "/normalized"
    assert ask(translator, TEMPERATURE, 0.5) is not None
    assert ask(translator, normalized, 0.5) is not None
    assert ask(translator, normalized, 0.5) is None
    assert ask(translator, TEMPERATURE, 0.5) is not None


def test_a_setting_with_an_id_and_a_query_are_never_dropped(translator):
    for _ in range(2):
        assert ask(translator, TEMPERATURE, 0.5, "id", 1) is not None
        assert ask(translator, TEMPERATURE) is not None
    assert ask(translator, TEMPERATURE, 0.5) is not None


def test_after_midi_moved_the_parameter_the_same_value_is_no_repetition(translator):
    ask(translator, TEMPERATURE, 0.5)
    translator.changed(ParameterChanged("temperature", 0.5, MAX))
    assert ask(translator, TEMPERATURE, 0.5) is None
    translator.changed(ParameterChanged("temperature", 0.7, Client("midi", "1")))
    assert ask(translator, TEMPERATURE, 0.5) is not None
    translator.changed(ParameterChanged("gain", -3.0, None))


def test_a_position_is_remembered_as_the_value_it_means(translator):
    address = "/distill/param/gain/normalized"
    ask(translator, address, 0.5)
    translator.changed(ParameterChanged("gain", -24.0, MAX))
    assert ask(translator, address, 0.5) is None


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Ack(MAX, 4, "encode"), [("/distill/ack", 4, "encode")]),
        (Progress(MAX, "x", 0.5, "codec"), [("/distill/progress", "x", 0.5, "codec")]),
        (Page(MAX, 4, "codes", 0, 2, (5, 6)), [("/distill/codes/page", 4, 0, 2, 5, 6)]),
        (Done(MAX, 0, "swap", ("a", "b")), [("/distill/done", 0, "swap", "a", "b")]),
        (Done(MAX, 0, "ping", (7,)), [("/distill/pong", 7)]),
        (Done(MAX, 5, "sync", (7,)), [("/distill/synced", 7), ("/distill/done", 5, "sync", 7)]),
        (
            Failed(MAX, 4, "busy", "wait", "generate"),
            [("/distill/error", 4, "busy", "wait", "/distill/generate")],
        ),
        (Failed(MAX, 0, "bad_packet", "no", ""), [("/distill/error", 0, "bad_packet", "no", "")]),
        (ParameterValue(MAX, "gain", -6.0, normalized=False), [("/distill/param/gain", -6.0)]),
        (
            ParameterValue(MAX, "gain", 0.75, normalized=True),
            [("/distill/param/gain/normalized", 0.75)],
        ),
        (
            ParameterChanged("gain", -24.0, None),
            [("/distill/param/gain", -24.0), ("/distill/param/gain/normalized", 0.5)],
        ),
        (Notification("clip", (0, "/c/a.wav", 8192)), [("/distill/clip", 0, "/c/a.wav", 8192)]),
        (Notification("startup", ()), [("/distill/startup",)]),
    ],
)
def test_each_event_becomes_its_messages(event, said):
    assert [(m.address, *m.values) for m in messages(event)] == said


def test_a_seed_is_sent_as_an_int_since_float32_cannot_hold_it():
    (told,) = messages(ParameterValue(MAX, "seed", 2147483647.0, normalized=False))
    assert told.values == (2147483647,)
    assert isinstance(told.values[0], int)


def test_a_done_with_too_many_values_is_paged():
    told = messages(Done(MAX, 3, "codes", tuple(range(500))))
    assert [m.address for m in told] == ["/distill/codes/page"] * 3 + ["/distill/done"]
    assert [m.values[:3] for m in told[:3]] == [(3, i, 3) for i in range(3)]
    assert [v for m in told[:3] for v in m.values[3:]] == list(range(500))
    assert told[3].values == (3, "codes", 500)


def test_a_refused_setting_is_no_repetition_when_it_is_sent_again():
    translator, client = OscTranslator(), Client("osc", "127.0.0.1:5000")
    message = WireMessage("/distill/param/gain", (-7.0,))
    first = translator.request(message, client)
    assert translator.request(message, client) is None
    translator.failed(Failed(client, 0, "busy", "send slower", "param/gain"))
    assert translator.request(message, client) == first


def test_a_trigger_starts_at_its_edge_and_its_repetitions_cost_one_comparison(translator):
    address = "/distill/trigger/generate/a"
    values = [0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0]
    told = [ask(translator, address, value) for value in values]
    started = Request(Generate("a"), MAX, 0)
    assert told == [None, None, started, None, None, None, started]
    assert translator.repeated == 5
    assert ask(translator, address, 1.0, client=PD) is None


def test_an_unknown_trigger_is_refused_when_it_starts_and_not_with_every_frame(translator):
    told = [ask(translator, "/distill/trigger/genrate/a", value) for value in (0, 1, 1, 1)]
    assert [type(one) for one in told] == [type(None), Failed, type(None), type(None)]
    assert told[1].code == "unknown_address"
    assert ask(translator, "/distill/trigger/stop", "now").code == "bad_argument"


def test_live_values_become_a_message_each_and_are_ignored_when_looped_back(translator):
    values = (("level", 0.5), ("level1/activity", 0.25))
    told = messages(LiveValue(MAX, 9002, values))
    assert told == [
        WireMessage("/distill/live/level", (0.5,)),
        WireMessage("/distill/live/level1/activity", (0.25,)),
    ]
    assert [translator.request(message, MAX) for message in told] == [None, None]
    assert translator.ignored == 2
