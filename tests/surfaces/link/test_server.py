"""Who leads, who is passed over, and what is passed on; no session is needed."""

import importlib.util

import pytest

from distill.commands.context import Client
from distill.engine.events import ParameterChanged
from distill.engine.ports import ClockPulse
from distill.errors import BadArgument, DeviceProblem
from distill.parameters import defaults
from distill.surfaces.link import process
from distill.surfaces.link.process import SessionRequest, SessionState
from distill.surfaces.link.server import ON, TRANSPORT, LinkServer, check

HAND = Client("osc", "127.0.0.1:5000")


class Party:
    """A surface, what it asks the engine to follow, and what it would tell the session."""

    def __init__(self, mode=ON):
        self.followed, self.news = [], []
        self.server = LinkServer(mode, defaults(), self.followed.append)
        self.server._tell = lambda *values: self.news.append(values)

    @property
    def wish(self) -> SessionRequest:
        return self.server._wish

    def pulse(self, tempo, *, peers=1, playing=True, serial=None):
        """The session speaks; the engine follows as the conductor does."""
        before = len(self.followed)
        serial = self.wish.serial if serial is None else serial
        told = SessionState(ClockPulse(tempo, 1.0, 2.0, running=playing), peers, serial, playing)
        self.server.on_message(told)
        return self.followed[before:]

    def turned(self, tempo, origin=None, name="tempo"):
        before = self.wish
        self.server.deliver(ParameterChanged(name, tempo, origin))
        return self.wish != before


def test_a_session_leads_as_soon_as_there_is_anybody_in_it():
    party = Party()
    assert party.pulse(100.0, peers=0) == []
    assert party.pulse(100.0, peers=2) == [ClockPulse(100.0, 1.0, 2.0)]
    assert party.news == [("link", 0, 100.0), ("link", 2, 100.0)]
    assert party.server.stats()["peers"] == 2


def test_when_all_have_left_nothing_stops():
    party = Party()
    party.pulse(100.0)
    assert party.pulse(100.0, peers=0) == []
    assert party.pulse(100.0, peers=1) == [ClockPulse(100.0, 1.0, 2.0)]


def test_with_starts_and_stops_a_stopped_song_is_told_once_and_leads_no_more():
    party = Party(TRANSPORT)
    assert party.pulse(100.0, playing=False) == []
    assert party.pulse(100.0) == [ClockPulse(100.0, 1.0, 2.0)]
    assert party.pulse(100.0, playing=False) == [ClockPulse(100.0, 1.0, 2.0, running=False)]
    assert party.pulse(100.0, playing=False) == []


def test_the_sessions_own_tempo_is_not_passed_on_to_it():
    party = Party()
    party.pulse(121.37)
    assert not party.turned(121.4)
    party.pulse(400.0)
    assert not party.turned(300.0)
    party.pulse(130.0)
    party.pulse(131.0)
    assert not party.turned(130.0)  # the engine is a pulse behind


def test_a_hand_a_preset_and_a_second_thought_are_passed_on():
    party = Party()
    party.pulse(120.0)
    assert party.turned(100.0, HAND)
    assert party.turned(120.0, HAND)
    assert (party.wish.tempo, party.wish.turned) == (120.0, 2)
    assert party.turned(90.0)  # a preset has no origin
    assert not party.turned(0.5, HAND, "fine")


def test_what_was_said_before_a_wish_is_passed_over():
    party = Party()
    party.pulse(120.0)
    party.turned(100.0, HAND)
    assert party.pulse(120.0, serial=party.wish.serial - 1) == []
    assert party.pulse(100.0) == [ClockPulse(100.0, 1.0, 2.0)]
    assert not party.turned(100.0)


def test_the_length_of_the_bar_changes_nobodys_tempo():
    party = Party()
    party.pulse(133.0)
    assert party.turned(3.0, HAND, "beats")
    assert party.wish == SessionRequest(133.0, 3, 0, 1)


def test_another_process_begins_with_the_tempo_of_the_session():
    party = Party()
    party.turned(100.0, HAND)
    party.pulse(133.0)
    entry, (wish, sync) = party.server._entry()
    assert (entry, wish.tempo, sync) == (process.run, 133.0, False)
    assert wish.serial == party.wish.serial


def test_link_that_does_not_load_leads_nothing(caplog):
    party = Party()
    quiet = SessionState(
        ClockPulse(0.0, 0.0, 0.0, running=False), 0, 0, playing=False, trouble="no Link"
    )
    party.server.on_message(quiet)
    party.server.on_message(quiet)
    assert party.followed == []
    assert [record.message for record in caplog.records] == ["no Link"]
    assert party.wish.tempo == 120.0


def test_nobody_subscribes_to_it():
    with pytest.raises(BadArgument, match="use OSC"):
        Party().server.subscribe(HAND, 9005, 10.0)


def test_without_the_package_the_start_says_what_to_install(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(DeviceProblem, match="pip install LinkPython-extern"):
        check()
