"""The arguments of telemetry: rate, port, lease."""

import pytest

from distill.errors import BadArgument
from kit.instrument import CLIENT, Player, new_player


@pytest.fixture
def player() -> Player:
    return new_player()


def watched(player: Player) -> object:
    return player.context.host.watched


def test_a_client_gives_rate_port_and_lease(player: Player) -> None:
    assert player.say("telemetry", 60, 9002, 20) == (60.0, 9002, 20.0)
    assert watched(player) == {(CLIENT, 9002): (60.0, 20.0)}
    assert player.say("telemetry", "port", 9003) == (30.0, 9003, 300.0)
    assert player.say("telemetry", 0, 9003) == (0.0, 9003, 300.0)
    assert watched(player)[CLIENT, 9003] == (0.0, 300.0)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ((60.5,), "telemetry rate must lie in 0..60, got 60.5"),
        ((30, 70_000), "telemetry port must lie in 0..65535, got 70000"),
        ((30, 9002, 0), "telemetry lease must lie in 1..86400, got 0"),
        (("often",), "telemetry rate takes a number, got 'often'"),
    ],
)
def test_a_wrong_argument_is_answered_with_what_is_allowed(
    player: Player, words: tuple[float | str, ...], text: str
) -> None:
    with pytest.raises(BadArgument) as refused:
        player.say("telemetry", *words)
    assert str(refused.value).startswith(text)
