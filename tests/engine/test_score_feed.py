"""What the worker is told to sound, when, and whether the output is hushed."""

import pytest

from distill.engine.score_feed import ScoreFeed
from kit.engines import NoOutput
from kit.instrument import some_codes, tiny_facts, tiny_session

FAR = 10**12
"""A frame that no clock reaches."""


class Fed:
    """A session with a loop in slot a, and what the worker is told of it."""

    def __init__(self):
        self.session, self.output, self.sent = tiny_session(), NoOutput(), []
        self.session.store("a", {"a": self.session.grid(some_codes(4), "")})
        self.feed = ScoreFeed(self.session, self.output, self.sent.append)

    def push(self, at=0, *, ready=True):
        """Push, and give what was sent by that."""
        before = len(self.sent)
        self.feed.push(at, ready=ready)
        return self.sent[before:]


@pytest.fixture
def fed():
    return Fed()


def test_a_score_is_sent_once_and_again_when_something_has_changed(fed):
    fed.session.play("a")
    (sent,) = fed.push()
    assert (sent.score.transport, sent.at) == ("play", 0)
    assert fed.push() == []
    fed.session.set_parameter("coarse", 0.5)
    assert len(fed.push()) == 1


def test_what_is_due_later_is_told_with_its_frame_and_so_is_what_comes_meanwhile(fed):
    fed.session.play("a")
    assert [sent.at for sent in fed.push(FAR)] == [FAR]
    fed.session.set_parameter("coarse", 0.5)
    assert [sent.at for sent in fed.push()] == [FAR]


def test_to_stop_never_waits(fed):
    fed.session.play("a")
    fed.push(FAR)
    fed.session.stop()
    assert [(sent.score.transport, sent.at) for sent in fed.push(FAR)] == [("stop", 0)]


def test_a_panic_hushes_the_output_and_the_next_take_lets_sound_through(fed):
    fed.session.play("a")
    fed.push()
    fed.session.panic()
    fed.push()
    assert fed.output.hushed == [False, True]
    fed.session.play("a")
    fed.push()
    assert fed.output.hushed == [False, True, False]


def test_while_there_is_no_worker_nothing_is_sent_and_the_output_is_hushed_all_the_same(fed):
    fed.session.play("a")
    assert fed.push(ready=False) == []
    fed.session.panic()
    assert fed.push(ready=False) == []
    assert fed.output.hushed == [False, True]


def test_after_another_model_was_loaded_the_same_score_is_sent_again(fed):
    fed.session.play("a")
    fed.push()
    fed.feed.forget()
    assert len(fed.push()) == 1


def test_what_was_recalled_while_the_worker_was_replaced_goes_on_and_only_once(fed):
    fed.session.play("a")
    snapshot = fed.session.snapshot(b"live")
    fed.session.recall("recall", snapshot)
    assert fed.push(ready=False) == []
    fed.session.adopt(tiny_facts())
    fed.feed.resume()
    fed.session.set_parameter("coarse", 0.5)
    fed.push()
    assert [sent.live for sent in fed.sent] == [b"live", b""]
