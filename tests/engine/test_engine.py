import os
import signal
import sys

import pytest

from distill.engine.events import Ack, Done, Failed, Notification, ParameterChanged, Progress
from distill.engine.pending_requests import MAX_SYNCS
from distill.protocol.tasks import LoadModel
from kit.engines import Bench, renewed, running_engine
from kit.instrument import CLIENT

KILL = signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL


@pytest.fixture(scope="module")
def next_bench():
    with renewed(running_engine, Bench.restore) as give:
        yield give


@pytest.fixture
def bench(next_bench):
    return next_bench()


def test_ping_is_answered_before_the_model_is_loaded_and_work_is_refused():
    with running_engine(wait=False) as early:
        assert early.ask("ping", 5) == Done(CLIENT, 1, "ping", (5,))
        answer = early.ask("encode", "kick.wav")
        assert isinstance(answer, (Failed, Done))
        if isinstance(answer, Failed):
            assert answer.code == "not_ready"


def test_work_is_acknowledged_and_done_once(bench):
    request = bench.say("encode", "kick.wav", "e")
    events = bench.surface.until(lambda e: isinstance(e, Done) and e.id == request)
    assert [type(e) for e in events if getattr(e, "id", None) == request] == [Ack, Done]
    assert events[-1].values[:2] == ("e", 4)


def test_a_failed_job_reports_why_and_changes_nothing(bench):
    slots = bench.ask("slots").values
    answer = bench.ask("encode", "bad.wav", "z")
    assert isinstance(answer, Failed)
    assert (answer.code, answer.text, answer.address) == ("bad_audio", "no sound in it", "encode")
    assert bench.ask("slots").values == slots


def test_a_job_is_cancelled_by_its_id_and_ends_once(bench):
    request = bench.say("encode", "slow.wav")
    bench.surface.until(lambda e: isinstance(e, Progress) and e.id == request)
    assert bench.ask("cancel", request).values == (1,)
    assert bench.ask("cancel", request).values == (0,)


def test_another_clients_job_is_not_cancelled(bench):
    request = bench.say("encode", "slow.wav", client="other")
    bench.surface.until(lambda e: isinstance(e, Progress) and e.id == request)
    assert bench.ask("cancel", "all").values == (0,)
    bench.say("cancel", "all", client="other")
    assert bench.end(request).code == "cancelled"


def test_sync_waits_for_what_was_asked_before_but_not_for_others(bench):
    slow = bench.say("encode", "slow.wav", client="other")
    quick = bench.say("encode", "kick.wav", "s")
    sync = bench.say("sync", 7)
    ends = []
    while sync not in ends:
        event = bench.surface.until(lambda e: isinstance(e, (Done, Failed)))[-1]
        ends += [event.id] if event.id in (slow, quick, sync) else []
    assert ends == [quick, sync]
    bench.say("cancel", "all", client="other")
    assert bench.end(slow).code == "cancelled"


def test_a_parameter_change_is_published_once(bench):
    bench.turn("fine", 0.25, 501)
    bench.turn("fine", 0.25, 502)
    events = bench.surface.until(lambda e: isinstance(e, Done) and e.id == 502)
    changes = [e for e in events if isinstance(e, ParameterChanged)]
    assert [(c.name, c.value) for c in changes] == [("fine", 0.25)]


def test_a_preset_glides_by_itself_and_each_step_is_published(bench):
    assert isinstance(bench.ask("preset/save", "wide", "pan,top_k"), Done)
    bench.turn("pan", 0.5)
    bench.turn("top_k", 8)
    assert bench.ask("preset/recall", "wide", 0.3).values == ("wide", 2, pytest.approx(0.3))
    steps = [
        event.value
        for event in bench.surface.until(lambda e: is_change(e, "pan") and e.value == 0.0)
        if is_change(event, "pan")
    ]
    assert steps == sorted(steps, reverse=True)
    assert len(steps) > 3
    assert bench.ask("ping").values == (0,)


def is_change(event, name):
    return isinstance(event, ParameterChanged) and event.name == name


def test_a_wrong_parameter_is_answered_with_its_address(bench):
    bench.turn("fine", 7.0)
    failed = bench.surface.until(lambda e: isinstance(e, Failed))[-1]
    assert (failed.code, failed.address) == ("bad_argument", "param/fine")


def test_playing_reaches_the_worker_and_panic_fades_the_output(bench):
    bench.ask("encode", "kick.wav", "p")
    bench.ask("play", "p")
    bench.ask("panic")
    assert bench.output.hushed[-1] is True
    bench.ask("play", "p")
    assert bench.output.hushed[-1] is False
    bench.ask("stop")


def test_status_is_one_flat_mapping(bench):
    request = bench.say("status")
    events = bench.surface.until(lambda e: isinstance(e, Done) and e.id == request)
    stats = {e.values[0]: e.values[1] for e in events if hasattr(e, "index")}
    assert stats["state"] == "ready"
    assert stats["model"] == "tiny"
    assert stats["output_state"] == "null"
    assert stats["test_received"] == 3
    assert all(isinstance(value, (int, float, str)) for value in stats.values())


def test_a_worker_that_dies_is_replaced_and_its_state_restored():
    with running_engine() as bench:
        bench.ask("encode", "kick.wav", "k")
        bench.ask("play", "k")
        os.kill(bench.engine.status()["worker_pid"], KILL)
        bench.state("restarting")
        bench.state("ready")
        assert bench.engine.status()["transport"] == "play"
        assert bench.ask("undo").values[0] == "encode k"
        assert bench.engine.status()["worker_restarts"] == 1


def test_a_job_that_kills_the_worker_twice_fails():
    with running_engine() as bench:
        answer = bench.ask("encode", "death.wav")
        assert isinstance(answer, Failed)
        assert answer.code == "internal"
        assert "twice" in answer.text
        bench.state("ready")
        assert bench.ask("encode", "kick.wav").verb == "encode"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot stop a process")
def test_a_frozen_worker_is_replaced():
    with running_engine() as bench:
        os.kill(bench.engine.status()["worker_pid"], signal.SIGSTOP)
        bench.state("restarting")
        bench.state("ready")


def test_a_model_that_cannot_be_loaded_leaves_a_server_that_answers():
    with running_engine("broken", wait=False) as bench:
        bench.state("no model")
        assert bench.ask("ping", 1).values == (1,)
        answer = bench.ask("load", "tiny")
        assert isinstance(answer, Done)
        assert bench.engine.status()["state"] == "ready"


def test_a_load_where_there_was_no_model_publishes_the_new_state():
    with running_engine("broken", wait=False) as bench:
        bench.state("no model")
        request = bench.say("load", "tiny")
        events = bench.surface.until(lambda e: isinstance(e, Done) and e.id == request)
        assert [e.values for e in events if isinstance(e, Notification) and e.topic == "state"] == [
            ("ready", "tiny")
        ]


def test_a_command_that_crashes_fails_alone(bench, monkeypatch):
    from distill.session.session import Session

    def crash(*_: object) -> None:
        raise ZeroDivisionError("an internal error")

    monkeypatch.setattr(Session, "undo", crash)
    answer = bench.ask("undo")
    assert isinstance(answer, Failed)
    assert answer.code == "internal"
    assert bench.ask("ping", 2).values == (2,)


def test_notifications_reach_every_surface(bench):
    bench.engine.publish("output", "lost", "the device went away")
    news = bench.surface.until(lambda e: isinstance(e, Notification) and e.topic == "output")[-1]
    assert news.values == ("lost", "the device went away")


def test_a_load_that_is_cancelled_in_time_keeps_the_model(bench):
    request = bench.say("load", "slow")
    bench.surface.until(lambda e: isinstance(e, Ack) and e.id == request)
    bench.ask("cancel", request)
    assert bench.ask("sync", 1).values == (1,)
    assert bench.engine.status()["model"] == "tiny"
    assert bench.engine.status()["jobs"] == 0


def test_a_load_that_is_cancelled_too_late_is_done_as_the_worker_has_the_model_now():
    with running_engine() as own:
        request = own.say("load", "late")
        own.surface.until(lambda e: isinstance(e, Ack) and e.id == request)
        own.say("cancel", request)
        answer = own.end(request)
        assert isinstance(answer, Done)
        assert own.engine.status()["model"] == "late"


@pytest.mark.parametrize("verb", [("load", "deadly"), ("load", "tiny")])
def test_a_request_without_a_model_ends_even_if_the_worker_dies_of_it(verb):
    with running_engine("broken", wait=False) as own:
        own.state("no model")
        answer = own.ask(*verb)
        if verb[1] == "deadly":
            assert answer.code == "bad_model"
            assert "while it loaded 'deadly'" in answer.text
        else:
            assert answer.values[0] == "tiny"


def test_requests_end_when_the_model_cannot_be_loaded_again():
    with running_engine("broken", wait=False) as own:
        own.state("no model")
        own.ask("load", "tiny")
        own.engine._model = LoadModel("x", "broken")  # its file is damaged meanwhile
        first = own.say("encode", "death.wav")
        assert own.end(first).code == "internal"


def test_a_flood_of_syncs_behind_a_job_is_bounded_and_each_ends(bench):
    slow = bench.say("encode", "slow.wav", client="flood")
    asked = [bench.say("sync", n, client="flood") for n in range(MAX_SYNCS + 5)]
    refused = [bench.end(request) for request in asked[MAX_SYNCS:]]
    assert {answer.code for answer in refused} == {"busy"}
    bench.say("cancel", client="flood")
    events = bench.surface.until(lambda e: isinstance(e, Done) and e.id == asked[MAX_SYNCS - 1])
    ended = [e.id for e in events if isinstance(e, (Done, Failed))]
    assert ended == [slow, *asked[:MAX_SYNCS]]


def test_an_internal_error_between_two_requests_does_not_end_the_server(bench, monkeypatch):
    from distill.session.session import Session

    crashes = bench.engine.status()["crashes"]
    score = Session.score

    def crash(_self: object) -> None:
        raise ZeroDivisionError("an internal error")

    monkeypatch.setattr(Session, "score", crash)
    assert bench.ask("ping", 3).values == (3,)
    monkeypatch.setattr(Session, "score", score)
    assert bench.ask("ping", 4).values == (4,)
    assert bench.engine.status()["crashes"] > crashes


@pytest.fixture
def own():
    with running_engine() as running:
        running.ask("encode", "kick.wav", "p")
        running.ask("play", "p")
        yield running


def sounding(bench):
    stats = bench.engine.status()
    return stats["transport"], stats["playing_model"], stats["model"]


def test_a_load_during_playback_is_published_and_playback_continues(own):
    request = own.say("load", "other")
    events = own.surface.until(lambda e: isinstance(e, Done) and e.id == request)
    news = [e.values for e in events if isinstance(e, Notification) and e.topic == "model"]
    assert news == [(request, *events[-1].values)]
    assert events[-1].values == ("other", "id-other", 2, 8, 1, "", "", "")
    assert sounding(own) == ("play", "tiny", "other")
    assert own.ask("randomize", "p", "neighbours").verb == "randomize"
    own.ask("encode", "kick.wav", "q")
    own.ask("play", "q")
    assert sounding(own) == ("play", "other", "other")


def test_a_failed_load_is_reported_and_changes_nothing(own):
    answer = own.ask("load", "broken")
    assert isinstance(answer, Failed)
    assert (answer.code, answer.text) == ("bad_model", "truncated")
    assert sounding(own) == ("play", "tiny", "tiny")
    assert own.engine.status()["state"] == "ready"
    os.kill(own.engine.status()["worker_pid"], KILL)
    own.state("ready")
    assert sounding(own) == ("play", "tiny", "tiny")


def test_a_worker_that_dies_comes_back_with_the_model_loaded_last(own):
    own.ask("load", "other")
    os.kill(own.engine.status()["worker_pid"], KILL)
    own.state("ready")
    assert sounding(own) == ("stop", "", "other")
    own.ask("encode", "kick.wav", "q")
    own.ask("play", "q")
    assert sounding(own) == ("play", "other", "other")


def test_a_load_that_would_kill_the_worker_kills_another_process_while_something_plays(own):
    pid = own.engine.status()["worker_pid"]
    answer = own.ask("load", "deadly")
    assert answer.code == "bad_model"
    assert answer.text == (
        "the process that tried 'deadly' died (exit code 9), so it is not loaded; nothing else is "
        "changed"
    )
    status = own.engine.status()
    assert (status["worker_pid"], status["worker_restarts"]) == (pid, 0)
    assert sounding(own) == ("play", "tiny", "tiny")


def test_loads_keep_their_order_and_a_refused_one_does_not_hold_the_next(own):
    asked = [own.say("load", name) for name in ("other", "deadly", "broken", "tiny")]
    ends = [own.end(request) for request in asked]
    assert [getattr(end, "code", "done") for end in ends] == [
        "done",
        "bad_model",
        "bad_model",
        "done",
    ]
    assert sounding(own) == ("play", "tiny", "tiny")
    assert own.engine.status()["worker_restarts"] == 0


def test_a_load_that_is_tried_without_end_is_cancelled_at_once(own):
    request = own.say("load", "slow")
    own.surface.until(lambda e: isinstance(e, Progress) and e.stage == "try")
    assert own.ask("cancel", request).values == (1,)
    assert own.ask("load", "other").values[0] == "other"
    assert own.engine.status()["worker_restarts"] == 0


def test_a_load_is_tried_again_if_the_worker_dies_meanwhile(own):
    request = own.say("load", "slow")
    os.kill(own.engine.status()["worker_pid"], KILL)
    own.state("ready")
    assert sounding(own) == ("play", "tiny", "tiny")
    assert own.engine.status()["jobs"] == 1
    own.ask("cancel", request)
    assert own.ask("load", "other").values[0] == "other"


def test_a_first_model_that_kills_the_worker_is_not_loaded_again():
    with running_engine("deadly", wait=False) as bench:
        bench.state("no model")
        status = bench.engine.status()
        assert (status["state"], status["worker_restarts"]) == ("no model", 1)
        assert bench.ask("load", "tiny").values[0] == "tiny"


def test_codes_of_another_model_are_refused_with_the_model_to_load(bench):
    bench.ask("encode", "kick.wav", "k")
    bench.ask("load", "other")
    answer = bench.ask("play", "k")
    assert answer.code == "wrong_model"
    assert answer.text == (
        "these codes were made by the model 'tiny', and 'other' is loaded: send load tiny, or "
        "encode the sound again"
    )
    request = bench.say("slots")
    events = bench.surface.until(lambda e: isinstance(e, Done) and e.id == request)
    assert [e.values for e in events if hasattr(e, "index")] == [
        ("k", 4, pytest.approx(4 * 1024 / 48_000), "file kick.wav", "tiny")
    ]
    bench.engine._files.names = ("other",)  # the file of `tiny` is gone
    assert bench.ask("play", "k").text.endswith("; no model of the library has their codec")
    bench.engine._files.names = ("tiny", "other", "slow", "late", "deadly", "broken")
    bench.ask("load", "tiny")
    assert bench.ask("play", "k").verb == "play"
