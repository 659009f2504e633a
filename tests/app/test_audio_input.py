"""The way in for sound: off unless it is asked for, and then it says how it is."""

import queue

import pytest

from distill.app.audio_input import OFF, AudioInput
from distill.errors import BadArgument

PATIENCE_S = 30.0


def test_an_input_that_is_off_opens_nothing_and_says_what_to_do() -> None:
    source = AudioInput(OFF)
    source.start(lambda *_: None)
    with pytest.raises(BadArgument, match="--input NAME"):
        source.position()
    assert source.stats() == {
        "state": "closed", "about": "the input is off (serve --input)", "lost": 0, "restarts": 0,
    }  # fmt: skip
    source.stop()


def test_a_device_that_is_not_there_is_waited_for_and_that_is_told() -> None:
    told: queue.SimpleQueue[tuple[object, ...]] = queue.SimpleQueue()
    source = AudioInput("a device that nobody has")
    source.start(lambda *news: told.put(news))
    try:
        news = told.get(timeout=PATIENCE_S)
        while news[1] != "waiting":
            news = told.get(timeout=PATIENCE_S)
        assert news[0] == "input"
        assert str(news[2]).endswith("nothing is recorded until one appears")
        assert source.position().end == 0
        assert source.stats()["state"] == "waiting"
        assert source.stats()["restarts"] == 0
    finally:
        source.stop()
