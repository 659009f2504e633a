"""OSCQuery's LISTEN and IGNORE, and the packets of a change."""

import pytest
from pythonosc.osc_message import OscMessage

from distill.engine.events import ParameterChanged
from distill.surfaces.web.oscquery_listen import ListenRequest, packets, parse_listen


def test_listen_and_ignore_are_parsed():
    said = '{"COMMAND": "LISTEN", "DATA": "/distill/param/gain"}'
    assert parse_listen(said) == ListenRequest("/distill/param/gain", on=True)
    assert parse_listen(said.replace("LISTEN", "IGNORE")) == ListenRequest(
        "/distill/param/gain", on=False
    )


@pytest.mark.parametrize(
    "said",
    [
        "", "[]", "LISTEN", '{"COMMAND": "LISTEN"}', '{"COMMAND": "LISTEN", "DATA": 3}',
        '{"COMMAND": "LISTEN", "DATA": "/distill/play"}', '{"COMMAND": "LISTEN", "DATA": ["/"]}',
        '{"COMMAND": ["LISTEN"], "DATA": "/distill/param/gain"}',
        '{"COMMAND": "SHOUT", "DATA": "/distill/param/gain"}',
    ],
)  # fmt: skip
def test_unknown_messages_are_ignored(said):
    assert parse_listen(said) is None


def test_a_change_becomes_osc_under_both_addresses():
    (address, value), (knob, position) = packets(ParameterChanged("gain", -24.0, None))
    assert (address, knob) == ("/distill/param/gain", "/distill/param/gain/normalized")
    assert (OscMessage(value).address, OscMessage(value).params) == (address, [-24.0])
    assert (OscMessage(position).address, OscMessage(position).params) == (knob, [0.5])


def test_a_whole_number_becomes_an_int():
    message = OscMessage(packets(ParameterChanged("seed", 2147483647.0, None))[0][1])
    assert message.params == [2147483647]
