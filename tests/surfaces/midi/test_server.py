"""The MIDI surface between its ports and the engine; no process is started."""

import logging

import pytest

from distill.commands.context import Client
from distill.commands.parameter import SetParameter
from distill.engine.events import Failed, ParameterChanged
from distill.errors import BadArgument
from distill.parameters import defaults
from distill.protocol.clock_pulse import ClockPulse
from distill.surfaces.midi.port_messages import Heartbeat, OpenPorts, PortBytes
from distill.surfaces.midi.server import LEARN_CLIENT, MidiServer
from kit.maps import MemoryMap

OURS, OTHER = Client("midi", "keys"), Client("osc", "127.0.0.1:50001")
ENCODER = '[[binding]]\nsource = "cc"\nnumber = 1\ntarget = "fine"\nmode = "relative1"\n'


class Inbox(list):
    """An inbox that records its requests."""

    def submit(self, request):
        self.append(request)

    @property
    def values(self):
        return [request.command.value for request in self]


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def surface(inbox):
    return MidiServer("", MemoryMap(ENCODER), inbox, defaults(), lambda: 0.0, follow=print)


def click(surface, clicks=1):
    surface.on_message(PortBytes("keys", bytes([0xB0, 1, clicks])))


def test_a_message_reaches_the_engine_with_the_name_of_its_port(surface, inbox):
    click(surface, 127 - 64)
    assert inbox[0].client == OURS
    assert inbox[0].command == SetParameter("fine", 63 / 127)
    assert surface.stats()["received"] == surface.stats()["asked"] == 1


def test_clicks_do_not_wait_for_the_engine(surface, inbox):
    click(surface)
    click(surface)
    surface.deliver(ParameterChanged("fine", inbox.values[0], OURS))  # the first, late
    click(surface)
    assert inbox.values == pytest.approx([1 / 127, 2 / 127, 3 / 127])


def test_the_next_click_starts_from_a_value_that_another_client_set(surface, inbox):
    click(surface)
    surface.deliver(ParameterChanged("fine", 0.5, OTHER))
    click(surface)
    assert inbox.values[-1] == pytest.approx(0.5 + 1 / 127)


def test_the_surfaces_last_setting_counts_when_it_came_after_others(surface, inbox):
    click(surface)
    surface.deliver(ParameterChanged("fine", 0.5, OTHER))
    surface.deliver(ParameterChanged("fine", 1 / 127, OURS))
    click(surface)
    assert inbox.values[-1] == pytest.approx(2 / 127)


def test_a_refusal_is_counted_and_logged(surface, caplog):
    surface.deliver(Failed(OURS, 0, "unknown_slot", "nothing in a", "play"))
    surface.deliver(Failed(OTHER, 0, "unknown_slot", "not ours", "play"))
    assert surface.stats()["refused"] == 1
    assert [r.message for r in caplog.records] == ["play from keys: nothing in a (unknown_slot)"]


def test_each_port_that_comes_or_goes_is_logged_once(surface, caplog):
    caplog.set_level(logging.INFO)
    for names in ((), ("keys",), ("keys",), (), ()):
        surface.on_message(OpenPorts(names))
    assert [r.message for r in caplog.records] == [
        "no MIDI input yet; new ones are opened within seconds",
        "MIDI in from keys",
        "MIDI input keys is gone; it is reopened when it comes back",
    ]
    surface.on_message(Heartbeat(3))
    assert (surface.stats()["ports"], surface.stats()["lost"]) == (0, 3)


@pytest.fixture
def led(inbox):
    followed = []
    surface = MidiServer(
        "", MemoryMap(ENCODER), inbox, defaults(), lambda: 9.0, follow=followed.append
    )
    return surface, followed


def pulse(beat, tempo=123.456, running=True):
    return ClockPulse(tempo, beat, 5.0, running)


def test_a_running_clock_leads_and_its_stop_is_followed_once(led):
    surface, followed = led
    rows = [pulse(0.0), pulse(0.25), pulse(0.25, running=False), pulse(0.25, running=False)]
    for row in rows:
        surface.on_message(row)
    assert followed == rows[:3]


def test_a_clock_that_only_ticks_or_has_no_tempo_yet_does_not_lead(led):
    surface, followed = led
    surface.on_message(pulse(0.0, running=False))
    surface.on_message(pulse(0.0, tempo=0.0))
    assert followed == []
    assert surface.stats()["clock"] == 0


def test_the_tempo_of_a_clock_is_in_the_status_until_its_process_is_gone(led, caplog):
    surface, followed = led
    caplog.set_level(logging.INFO)
    assert surface.stats()["clock"] == 0
    surface.on_message(pulse(8.0))
    assert surface.stats()["clock"] == 123.46
    surface._on_lost("was killed")
    assert followed[-1] == ClockPulse(0.0, 8.0, 9.0, running=False)
    assert surface.stats()["clock"] == 0
    assert [r.message for r in caplog.records if "clock" in r.message] == [
        "MIDI clock is followed at 123.5 beats per minute",
        "MIDI clock is gone",
    ]


def test_subscribing_is_refused_and_unsubscribing_is_not(surface):
    with pytest.raises(BadArgument, match="use OSC"):
        surface.subscribe(OURS, 9001, 10.0)
    surface.unsubscribe(OURS, 0)


def test_a_control_being_learned_changes_nothing_until_it_is_bound(surface, inbox):
    followed = []
    surface.editor.start(surface._adopt, lambda _, *values: followed.append(values[0]))
    surface.editor.learn("width", "absolute")
    for value in range(24):
        surface.on_message(PortBytes("keys", bytes([0xB0, 1, value])))
    assert [type(request.command).__name__ for request in inbox] == ["ConfirmControl"]
    assert inbox[0].client == LEARN_CLIENT
    surface.editor.confirm("")
    surface.on_message(PortBytes("keys", bytes([0xB0, 1, 0])))
    surface.on_message(PortBytes("keys", bytes([0xB0, 1, 127])))
    assert inbox[-1].command == SetParameter("width", 1.0)
    assert surface.stats()["bindings"] == 2
    assert followed == ["learning", "bound"]


def test_a_refused_confirmation_ends_learning(surface):
    surface.editor.learn("width", "absolute")
    assert surface.stats()["learning"] == "width"
    surface.deliver(Failed(LEARN_CLIENT, 0, "disk_full", "no room", "midi/confirm"))
    assert surface.stats()["learning"] == ""


def test_a_surface_that_never_started_can_be_stopped(surface):
    surface.stop()
