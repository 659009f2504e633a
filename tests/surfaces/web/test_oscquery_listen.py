"""What a listener of OSCQuery says, and what it hears of a change."""

import pytest
from pythonosc.osc_message import OscMessage

from distill.engine.events import ParameterChanged
from distill.surfaces.web.oscquery_listen import ListenRequest, packets, parse_listen


def test_it_wishes_to_hear_an_address_or_not_any_more():
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
def test_what_is_not_known_is_passed_over(said):
    assert parse_listen(said) is None


def test_a_change_is_heard_as_osc_under_both_addresses():
    (address, value), (knob, position) = packets(ParameterChanged("gain", -24.0, None))
    assert (address, knob) == ("/distill/param/gain", "/distill/param/gain/normalized")
    assert (OscMessage(value).address, OscMessage(value).params) == (address, [-24.0])
    assert (OscMessage(position).address, OscMessage(position).params) == (knob, [0.5])


def test_a_whole_number_is_heard_as_an_int():
    message = OscMessage(packets(ParameterChanged("seed", 2147483647.0, None))[0][1])
    assert message.params == [2147483647]
