"""Changes of files: one after the other beside the engine, each answered when it has ended."""

import queue
import threading

import pytest

from distill.commands.context import Client
from distill.commands.grammar import FileChange, Reply, parse
from distill.engine.events import Done, Failed, Notification
from distill.engine.file_changes import MAX_CHANGES, FileChanges
from distill.engine.ports import Request
from distill.engine.replies import Replies
from distill.errors import BadArgument, DiskFull
from kit.engines import Collector

ME = Client("test", "me")


class Rig:
    """Changes whose ends run when the test says so."""

    def __init__(self):
        self.surface, self.ended, self.calls = Collector(), [], queue.Queue()
        self.replies = Replies()
        self.replies.surfaces["test"] = self.surface
        self.changes = FileChanges(self.replies, self.calls.put, self.ended.append)

    def begin(self, change, *, number=1, finish=None):
        request = Request(parse("discard", ("x",)), ME, number)
        self.changes.begin(
            number,
            request,
            FileChange(change, finish or (lambda why: Reply(("x",), topic="snapshot", error=why))),
        )

    def run(self):
        self.calls.get(timeout=10)()
        return self.events()

    def events(self):
        found = []
        while not self.surface.heard.empty():
            found.append(self.surface.heard.get())
        return found


@pytest.fixture
def rig():
    made = Rig()
    yield made
    made.changes.stop()


def failing(error):
    def fail():
        raise error

    return fail


def test_a_change_is_answered_on_the_engines_thread_when_it_has_ended(rig):
    ready, threads = threading.Event(), []

    def change():
        assert ready.wait(10)
        threads.append(threading.current_thread())

    rig.begin(change, finish=lambda _: Reply((str(len(threads)),)))
    assert list(rig.changes.requests) == [1]
    assert (rig.events(), rig.ended) == ([], [])
    ready.set()
    assert rig.run() == [Done(ME, 1, "discard", ("1",))]
    assert (rig.ended, dict(rig.changes.requests)) == ([1], {})
    assert threads != [threading.current_thread()]


def test_an_error_is_the_answer_and_the_news_still_come(rig):
    rig.begin(failing(DiskFull("no room")))
    assert rig.run() == [
        Notification("snapshot", (1, "x")),
        Failed(ME, 1, "disk_full", "no room", "discard"),
    ]
    assert rig.ended == [1]


def test_an_error_of_the_end_and_an_internal_one_end_the_request_too(rig):
    rig.begin(lambda: None, finish=lambda _: failing(BadArgument("no"))())
    assert rig.run() == [Failed(ME, 1, "bad_argument", "no", "discard")]
    rig.begin(failing(ZeroDivisionError()), number=2)
    assert rig.run()[0].code == "internal"
    rig.begin(lambda: None, number=3, finish=lambda _: failing(ZeroDivisionError())())
    assert rig.run()[0].code == "internal"
    assert (rig.ended, rig.replies.crashes) == ([1, 2, 3], 2)


def test_changes_run_in_order_and_too_many_are_refused(rig):
    ready, order = threading.Event(), []
    rig.begin(lambda: ready.wait(10), number=0)
    for number in range(1, MAX_CHANGES):
        rig.begin(lambda number=number: order.append(number), number=number)
    rig.begin(lambda: order.append(-1), number=99)
    assert [event.code for event in rig.events() if isinstance(event, Failed)] == ["busy"]
    ready.set()
    answers = [event for _ in range(MAX_CHANGES) for event in rig.run()]
    assert [event.id for event in answers if isinstance(event, Done)] == list(range(MAX_CHANGES))
    assert order == list(range(1, MAX_CHANGES))
