"""Which scores the worker is sent, when, and whether the output fades."""

import pytest

from distill.engine.score_feed import ScoreFeed
from kit.engines import NoOutput
from kit.instrument import some_codes, tiny_facts, tiny_session

FAR = 10**12
"""A frame that no clock reaches."""


class Rig:
    """A session with a loop in slot a, and the scores that the worker is sent."""

    def __init__(self):
        self.session, self.output, self.sent = tiny_session(), NoOutput(), []
        self.session.store("a", {"a": self.session.grid(some_codes(4), "")})
        self.feed = ScoreFeed(self.session, self.output, self.sent.append)

    def push(self, at=0, *, ready=True):
        """Push; return the messages sent by that."""
        before = len(self.sent)
        self.feed.push(at, ready=ready)
        return self.sent[before:]


@pytest.fixture
def rig():
    return Rig()


def test_a_score_is_sent_once_and_again_when_something_has_changed(rig):
    rig.session.play("a")
    (sent,) = rig.push()
    assert (sent.score.transport, sent.at) == ("play", 0)
    assert rig.push() == []
    rig.session.set_parameter("coarse", 0.5)
    assert len(rig.push()) == 1


def test_a_later_score_is_sent_with_its_frame_and_so_are_those_that_follow_meanwhile(rig):
    rig.session.play("a")
    assert [sent.at for sent in rig.push(FAR)] == [FAR]
    rig.session.set_parameter("coarse", 0.5)
    assert [sent.at for sent in rig.push()] == [FAR]


def test_a_stop_never_waits(rig):
    rig.session.play("a")
    rig.push(FAR)
    rig.session.stop()
    assert [(sent.score.transport, sent.at) for sent in rig.push(FAR)] == [("stop", 0)]


def test_a_panic_fades_the_output_and_the_next_take_lets_sound_through(rig):
    rig.session.play("a")
    rig.push()
    rig.session.panic()
    rig.push()
    assert rig.output.hushed == [False, True]
    rig.session.play("a")
    rig.push()
    assert rig.output.hushed == [False, True, False]


def test_without_a_worker_nothing_is_sent_but_the_output_still_fades(rig):
    rig.session.play("a")
    assert rig.push(ready=False) == []
    rig.session.panic()
    assert rig.push(ready=False) == []
    assert rig.output.hushed == [False, True]


def test_after_another_model_was_loaded_the_same_score_is_sent_again(rig):
    rig.session.play("a")
    rig.push()
    rig.feed.forget()
    assert len(rig.push()) == 1


def test_a_recall_while_the_worker_is_replaced_is_resumed_once(rig):
    rig.session.play("a")
    snapshot = rig.session.snapshot(b"live")
    rig.session.recall("recall", snapshot)
    assert rig.push(ready=False) == []
    rig.session.adopt(tiny_facts())
    rig.feed.resume()
    rig.session.set_parameter("coarse", 0.5)
    rig.push()
    assert [sent.live for sent in rig.sent] == [b"live", b""]
