"""When a Link session leads, and what is sent to it; no session is needed."""

import importlib.util

import pytest

from distill.commands.context import Client
from distill.engine.events import ParameterChanged
from distill.errors import BadArgument, DeviceProblem
from distill.parameters import defaults
from distill.protocol.clock_pulse import ClockPulse
from distill.surfaces.link import process
from distill.surfaces.link.modes import ON, TRANSPORT
from distill.surfaces.link.process import SessionRequest, SessionState
from distill.surfaces.link.server import LinkServer, check

CLIENT = Client("osc", "127.0.0.1:5000")


class Party:
    """A Link surface, and the pulses and notifications that it passes to the engine."""

    def __init__(self, mode=ON):
        self.followed, self.notified = [], []
        self.server = LinkServer(mode, defaults(), self.followed.append)
        self.server._notify = lambda *values: self.notified.append(values)

    @property
    def request(self) -> SessionRequest:
        return self.server._request

    def pulse(self, tempo, *, peers=1, playing=True, serial=None):
        """Deliver a pulse of the session; return what the engine is to follow."""
        before = len(self.followed)
        serial = self.request.serial if serial is None else serial
        state = SessionState(ClockPulse(tempo, 1.0, 2.0, running=playing), peers, serial, playing)
        self.server.on_message(state)
        return self.followed[before:]

    def sends(self, tempo, origin=None, name="tempo"):
        before = self.request
        self.server.deliver(ParameterChanged(name, tempo, origin))
        return self.request != before


def test_a_session_leads_as_soon_as_it_has_a_peer():
    party = Party()
    assert party.pulse(100.0, peers=0) == []
    assert party.pulse(100.0, peers=2) == [ClockPulse(100.0, 1.0, 2.0)]
    assert party.notified == [("link", 0, 100.0), ("link", 2, 100.0)]
    assert party.server.stats()["peers"] == 2


def test_playback_continues_when_all_peers_have_left():
    party = Party()
    party.pulse(100.0)
    assert party.pulse(100.0, peers=0) == []
    assert party.pulse(100.0, peers=1) == [ClockPulse(100.0, 1.0, 2.0)]


def test_with_transport_a_stop_is_followed_once_and_the_session_leads_no_more():
    party = Party(TRANSPORT)
    assert party.pulse(100.0, playing=False) == []
    assert party.pulse(100.0) == [ClockPulse(100.0, 1.0, 2.0)]
    assert party.pulse(100.0, playing=False) == [ClockPulse(100.0, 1.0, 2.0, running=False)]
    assert party.pulse(100.0, playing=False) == []


def test_the_sessions_own_tempo_is_not_sent_back():
    party = Party()
    party.pulse(121.37)
    assert not party.sends(121.4)
    party.pulse(400.0)
    assert not party.sends(300.0)
    party.pulse(130.0)
    party.pulse(131.0)
    assert not party.sends(130.0)  # the engine is a pulse behind


def test_tempos_of_clients_and_presets_are_sent_to_the_session():
    party = Party()
    party.pulse(120.0)
    assert party.sends(100.0, CLIENT)
    assert party.sends(120.0, CLIENT)
    assert (party.request.tempo, party.request.turned) == (120.0, 2)
    assert party.sends(90.0)  # a preset has no origin
    assert not party.sends(0.5, CLIENT, "fine")


def test_a_state_from_before_the_last_request_is_ignored():
    party = Party()
    party.pulse(120.0)
    party.sends(100.0, CLIENT)
    assert party.pulse(120.0, serial=party.request.serial - 1) == []
    assert party.pulse(100.0) == [ClockPulse(100.0, 1.0, 2.0)]
    assert not party.sends(100.0)


def test_a_bar_length_changes_no_tempo():
    party = Party()
    party.pulse(133.0)
    assert party.sends(3.0, CLIENT, "beats")
    assert party.request == SessionRequest(133.0, 3, 0, 1)


def test_a_restarted_process_starts_with_the_tempo_of_the_session():
    party = Party()
    party.sends(100.0, CLIENT)
    party.pulse(133.0)
    entry, (request, sync) = party.server._entry()
    assert (entry, request.tempo, sync) == (process.run, 133.0, False)
    assert request.serial == party.request.serial


def test_link_that_does_not_load_leads_nothing(caplog):
    party = Party()
    quiet = SessionState(
        ClockPulse(0.0, 0.0, 0.0, running=False), 0, 0, playing=False, trouble="no Link"
    )
    party.server.on_message(quiet)
    party.server.on_message(quiet)
    assert party.followed == []
    assert [record.message for record in caplog.records] == ["no Link"]
    assert party.request.tempo == 120.0


def test_subscriptions_are_refused():
    with pytest.raises(BadArgument, match="use OSC"):
        Party().server.subscribe(CLIENT, 9005, 10.0)


def test_without_the_package_the_start_says_what_to_install(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(DeviceProblem, match="pip install LinkPython-extern"):
        check()
