"""A number that is sent with every frame starts a command once, at its rising edge."""

import pytest

from distill.commands.controllers import LearnControl
from distill.commands.transport import Play, Stop
from distill.commands.triggers import MAX_TRIGGERS, Triggers, command_of, number
from distill.commands.writing import Generate
from distill.errors import BadArgument, UnknownAddress


def starts(*values: float) -> list[int]:
    """The indexes of the values that start a command."""
    triggers = Triggers()
    return [
        at for at, value in enumerate(values) if triggers.starts("td", "generate/a", float(value))
    ]


@pytest.mark.parametrize(
    ("values", "want"),
    [
        ([0, 0, 1, 1, 1, 0, 0, 1, 1], [2, 7]),  # a button
        ([0, 1, 1, 2, 2, 2, 3, 0, 1], [1, 3, 6, 8]),  # a counter that wraps
        ([1, 1, 1, 0, 1], [4]),  # it was 1 at first
        ([7, 7, 8, 8], [2]),
        ([0, 0.25, 0.5, 0.75, 1, 0.5, 0.75, 1, 0], [1]),  # a gliding value is one edge
        ([-1, 0, 0.5, 0.5, -1, 1], [2, 5]),
        ([3, 2, 1, 0], []),  # down is nothing
        ([0.0] * 600, []),
        ([1.0] * 600, []),
    ],
)
def test_only_a_rising_edge_starts_the_command(values: list[float], want: list[int]) -> None:
    assert starts(*values) == want


def test_each_client_and_each_trigger_has_its_own_edge() -> None:
    triggers = Triggers()
    for client, word in (("td", "generate/a"), ("td", "generate/b"), ("pd", "generate/a")):
        assert not triggers.starts(client, word, 0)
    assert triggers.starts("td", "generate/a", 1)
    assert triggers.starts("td", "generate/b", 1)
    assert triggers.starts("pd", "generate/a", 1)


def test_the_least_recently_used_trigger_is_dropped() -> None:
    triggers = Triggers()
    for at in range(MAX_TRIGGERS + 1):
        triggers.starts("td", f"generate/{at}", 0)
    assert not triggers.starts("td", "generate/0", 1)
    assert triggers.starts("td", f"generate/{MAX_TRIGGERS}", 1)


def test_verb_and_arguments_are_the_address() -> None:
    assert command_of("generate/a") == Generate("a")
    assert command_of("generate/b/columns/4") == Generate("b", columns=4)
    assert command_of("play/a") == Play("a")
    assert command_of("stop") == Stop()
    assert command_of("midi/learn/temperature") == LearnControl("temperature")


def test_wrong_triggers_are_refused() -> None:
    with pytest.raises(UnknownAddress, match="did you mean 'generate'"):
        command_of("genrate/a")
    with pytest.raises(BadArgument, match="encode needs file"):
        command_of("encode")
    with pytest.raises(BadArgument, match="one number"):
        number(("now",))
    with pytest.raises(BadArgument, match="one number"):
        number((1, 2))
    assert number((1,)) == 1.0
