"""Live values are asked for: how often, where to, for how long."""

import pytest

from distill.errors import BadArgument
from kit.instrument import CLIENT, Player, new_player


@pytest.fixture
def player() -> Player:
    return new_player()


def watched(player: Player) -> object:
    return player.context.host.watched


def test_a_client_says_rate_port_and_lease(player: Player) -> None:
    assert player.say("telemetry", 60, 9002, 20) == (60.0, 9002, 20.0)
    assert watched(player) == {(CLIENT, 9002): (60.0, 20.0)}
    assert player.say("telemetry", "port", 9003) == (30.0, 9003, 300.0)
    assert player.say("telemetry", 0, 9003) == (0.0, 9003, 300.0)
    assert watched(player)[CLIENT, 9003] == (0.0, 300.0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((60.5,), "telemetry rate must lie in 0..60, got 60.5"),
        ((30, 70_000), "telemetry port must lie in 0..65535, got 70000"),
        ((30, 9002, 0), "telemetry lease must lie in 1..86400, got 0"),
        (("often",), "telemetry rate takes a number, got 'often'"),
    ],
)
def test_what_is_not_allowed_is_said(
    player: Player, words: tuple[float | str, ...], said: str
) -> None:
    with pytest.raises(BadArgument) as refused:
        player.say("telemetry", *words)
    assert str(refused.value).startswith(said)
