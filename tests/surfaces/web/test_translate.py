"""JSON becomes requests, events become JSON; no socket is needed to see it."""

import json

import pytest

from distill.commands.context import Client
from distill.commands.grammar import VERBS
from distill.commands.parameter import GetParameter, SetParameter
from distill.commands.sound import SetCodes
from distill.commands.system import Ping
from distill.commands.writing import Generate
from distill.engine.events import Ack, Done, Failed, Notification, Page, ParameterChanged, Progress
from distill.engine.ports import Request
from distill.errors import BY_CODE, BadPacket, DistillError
from distill.surfaces.web.translate import (
    MAX_VALUES,
    STATUS,
    done,
    plain,
    posted,
    read,
    refusal,
    request,
    sent,
    texts,
)

ADA = Client("web", "socket 1")
MISSPELT = "generate has no 'secnds'; did you mean 'seconds'?"
TOO_LARGE = "n takes numbers, text, true and false; got a number that is too large"
SEED = "/distill/param/seed"


def post(verb, body):
    return request(posted(f"/distill/{verb}", body), ADA)


def say(**said):
    return request(sent(json.dumps(said)), ADA)


def test_a_command_comes_with_values_in_order_or_by_name():
    wanted = Request(Generate(slot="a", seconds=4.0, seed=12), ADA, 3)
    assert post("generate", {"args": ["a", "seconds", 4, "seed", 12], "id": 3}) == wanted
    assert post("generate", {"slot": "a", "seconds": 4, "seed": 12.0, "id": 3}) == wanted
    args = {"slot": "a", "seconds": 4, "seed": 12}
    assert say(send="/distill/generate", args=args, id=3) == wanted
    assert say(send="/distill/generate", args=["a", "seconds", 4, "seed", 12, "id", 3]) == wanted


def test_without_values_and_id_there_are_none():
    assert post("ping", {}) == Request(Ping(0), ADA, 0)
    assert say(send="/distill/ping") == Request(Ping(0), ADA, 0)
    assert say(send="/distill/ping", args=None, id=None) == Request(Ping(0), ADA, 0)


def test_an_id_may_be_a_number_or_a_word_and_is_in_every_refusal():
    assert say(send="/distill/ping", id="take-5").id == "take-5"
    assert say(send="/distill/ping", id=5.0).id == 5
    failed = say(send="/distill/ping", args=["loud"], id=9)
    text = "ping n takes a whole number, got 'loud'"
    assert failed == Failed(ADA, 9, "bad_argument", text, "/distill/ping")
    assert say(send="/distill/ping", args=[None], id=9).id == 9
    assert say(send="/distill/ping", args=7, id=9).id == 9


@pytest.mark.parametrize("name", [0.5, "", "x" * 65, "line\nbreak", [], {}, "\ud800"])
def test_an_invalid_id_is_refused(name):
    assert say(send="/distill/ping", id=name).code == "bad_argument"


def test_codes_come_as_one_list_by_name_and_as_the_rest_in_order():
    named = {"slot": "a", "columns": 0, "bands": "all", "levels": 0, "codes": [1, 2.0, 3]}
    asked = post("set", named).command
    assert isinstance(asked, SetCodes)
    assert asked.codes == (1, 2, 3)
    assert post("set", {"args": ["a", 0, "all", 0, 1, 2, 3]}).command == asked


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        ([1, "x"], "codes takes a whole number, got 'x'"),
        ([1.5], "codes takes a whole number, got 1.5"),
        ([[1]], "codes takes numbers, text, true and false; got a list"),
        ([1] * (MAX_VALUES + 1), f"codes has up to {MAX_VALUES} values, got {MAX_VALUES + 1}"),
    ],
)
def test_a_list_of_other_values_than_codes_is_refused(codes, text):
    named = {"slot": "a", "columns": 0, "bands": "all", "levels": 0, "codes": codes}
    failed = post("set", named)
    assert (failed.code, failed.text) == ("bad_argument", text)


def test_a_parameter_is_read_without_and_set_with_a_value():
    assert post("param/gain", {}).command == GetParameter("gain")
    assert post("param/gain", {"value": -6}).command == SetParameter("gain", -6)
    assert post("param/gain/normalized", {"args": [0.5]}).command == SetParameter(
        "gain", 0.5, normalized=True
    )
    assert post("param/profile", {"value": "low"}).command == SetParameter("profile", "low")
    assert say(send="/distill/param/gain", args=[-6]).command == SetParameter("gain", -6)


@pytest.mark.parametrize(
    ("path", "body", "text"),
    [
        ("param/gain", {"value": 40}, "gain must lie in -60..12, got 40"),
        ("param/gain", {"value": [1, 2]}, "gain takes one value, got 2"),
        ("param/gain", {"args": [1, 2]}, "gain takes one value, got 2"),
        ("param/gain", {"vale": 1}, "gain takes a value, got vale"),
        ("param/gain", {"value": None}, "value takes numbers, text, true and false; got null"),
        ("ping", {"n": {}}, "n takes numbers, text, true and false; got an object"),
        ("ping", {"m": 1}, "ping has no 'm'; it takes [n]"),
        ("ping", {"n": [1]}, "ping n takes one value, got a list"),
        ("ping", {"args": [1], "n": 1}, "give args, or arguments by name, not both; got n too"),
        ("ping", {"args": 1}, "args is a list, or an object with names; got a number"),
        ("ping", {"n": 10**400}, TOO_LARGE),
        ("play", {"slot": "\ud800"}, "slot takes numbers, text, true and false; got text"),
        ("swap", {}, "swap needs a, b; it takes a b [columns] [bands] [levels] [at]"),
        ("generate", {"slot": "a", "secnds": 1}, MISSPELT),
    ],
)  # fmt: skip
def test_a_bad_argument_names_what_was_got_and_what_is_allowed(path, body, text):
    failed = post(path, body)
    assert (failed.code, failed.text) == ("bad_argument", text)
    assert failed.address == f"/distill/{path}"


def test_an_unknown_address_is_answered_with_the_nearest():
    assert post("pnig", {}).code == "unknown_address"
    assert post("pnig", {}).text.endswith("did you mean /distill/ping?")
    assert say(send="/nowhere").code == "unknown_address"


def test_every_command_can_be_sent_and_no_argument_has_a_reserved_name():
    for row in VERBS.values():
        assert not {a.name for a in row.arguments} & {"id", "args", "send"}
        asked = post(row.name, {})
        assert not (isinstance(asked, Failed) and asked.code != "bad_argument"), row.name


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "nope", '{"n": NaN}', '{"n": Infinity}', '{"n": -Infinity}', "[" * 100_000,
        '{"n": ' + "9" * 5_000 + "}", b"\xff\xfe", b'{"n": "\xc3"}', "{}{}", "// {}",
    ],
)  # fmt: skip
def test_invalid_json_is_refused(text):
    with pytest.raises(BadPacket, match="this is not JSON"):
        read(text)


@pytest.mark.parametrize("text", ["[]", "3", '"x"', "null", "true"])
def test_json_other_than_an_object_is_refused(text):
    with pytest.raises(BadPacket, match="a request is a JSON object, got "):
        read(text)


def test_a_number_too_large_for_a_float_is_refused():
    assert post("ping", read('{"n": 1e999}')).text == TOO_LARGE
    assert post("ping", {"args": 0.5}).code == "bad_argument"


@pytest.mark.parametrize(
    "said", ["nope", "[]", "{}", '{"send": 3}', '{"send": "/distill/ping", "n": 1}']
)
def test_a_malformed_message_is_a_bad_packet(said):
    assert request(sent(said), ADA).code == "bad_packet"


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Ack(ADA, 7, "generate"), [("/distill/ack", [7, "generate"])]),
        (Progress(ADA, 7, 0.5, "write"), [("/distill/progress", [7, 0.5, "write"])]),
        (Page(ADA, 7, "codes", 0, 2, (1, 2)), [("/distill/codes/page", [7, 0, 2, 1, 2])]),
        (Done(ADA, 7, "play", ("a",)), [("/distill/done", [7, "play", "a"])]),
        (Failed(ADA, 7, "busy", "wait", "play"), [("/distill/error", [7, "busy", "wait",
                                                                      "/distill/play"])]),
        (Notification("state", ("ready", "grün")), [("/distill/state", ["ready", "grün"])]),
        (ParameterChanged("seed", 0.0, None), [(SEED, [0]), (f"{SEED}/normalized", [0.0])]),
    ],
)  # fmt: skip
def test_each_event_becomes_the_messages_of_osc(event, said):
    told = [json.loads(text) for text in texts(event)]
    assert [(one["address"], one["args"]) for one in told] == said


def test_nan_and_infinity_become_text_since_json_has_neither():
    assert plain((1, 0.5, float("nan"), float("inf"), "x")) == [1, 0.5, "nan", "inf", "x"]


def test_a_done_has_pages_only_if_there_were_some():
    assert done(Done(ADA, 1, "ping", (5,)), []) == {"done": "ping", "values": [5]}
    answer = done(Done(ADA, 1, "codes", ("a",)), [(1, 2), (3,)])
    assert answer == {"done": "codes", "values": ["a"], "pages": [[1, 2], [3]]}


def test_an_error_has_code_text_and_the_full_address():
    status, body = refusal(Failed(ADA, 1, "unknown_slot", "nothing there", "play"))
    assert status == 404
    assert body == {"error": "unknown_slot", "text": "nothing there", "address": "/distill/play"}


def test_every_error_that_a_client_can_get_has_a_status():
    ours = {DistillError.code, "internal", "training", "not_running"}
    assert set(STATUS) == set(BY_CODE) - ours
    assert refusal(Failed(ADA, 1, "internal", "ours", ""))[0] == 500
