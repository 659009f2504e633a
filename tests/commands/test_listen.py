"""The command listen."""

import numpy as np
import pytest

from distill.errors import BadArgument
from distill.protocol.input import ColumnsRecorded, InputPosition, InputSpec
from kit.instrument import COLUMN, new_player, some_codes


@pytest.fixture
def player():
    return new_player()


def test_listen_answers_slot_and_the_columns_it_holds(player):
    assert player.say("listen", "in", 10 * COLUMN / 48_000) == ("in", 10)
    assert player.context.session.score().input_spec == InputSpec(1, "input", 4800, limit=10)


def test_a_dash_ends_recording_and_answers_slot_and_columns(player):
    player.say("listen", "in")
    player.context.session.recorder.on_message(
        ColumnsRecorded(1, 0, some_codes(3), np.ones(3, np.bool_), "codec-tiny")
    )
    assert player.say("listen", "-") == ("in", 3)
    assert player.say("listen", "-") == ("-", 0)


def test_without_an_input_listen_is_refused(player):
    player.context.host.audio.source = InputPosition("", 0)
    with pytest.raises(BadArgument, match="no input"):
        player.say("listen", "in")
    assert player.context.session.score().input_spec is None


@pytest.mark.parametrize("wrong", [("in", 0), ("in", 121), ("in", 4, "sing")])
def test_wrong_arguments_are_refused(player, wrong):
    with pytest.raises(BadArgument, match="listen"):
        player.say("listen", *wrong)
    assert player.context.session.score().input_spec is None


def test_the_mode_can_be_given_by_name(player):
    player.say("listen", "in", "mode", "answer")
    assert player.context.session.recorder.slot == "in"
