"""The audio input: off unless it is set, and then it reports its state."""

import queue

import pytest

from distill.app.audio_input import OFF, AudioInput
from distill.errors import BadArgument

PATIENCE_S = 30.0


def test_an_input_that_is_off_opens_nothing_and_its_error_has_the_option() -> None:
    source = AudioInput(OFF)
    source.start(lambda *_: None)
    with pytest.raises(BadArgument, match="--input NAME"):
        source.position()
    assert source.stats() == {
        "state": "closed", "about": "the input is off (serve --input)", "lost": 0, "restarts": 0,
    }  # fmt: skip
    source.stop()


def test_a_missing_device_is_waited_for_and_reported() -> None:
    published: queue.SimpleQueue[tuple[object, ...]] = queue.SimpleQueue()
    source = AudioInput("a device that nobody has")
    source.start(lambda *message: published.put(message))
    try:
        message = published.get(timeout=PATIENCE_S)
        while message[1] != "waiting":
            message = published.get(timeout=PATIENCE_S)
        assert message[0] == "input"
        assert str(message[2]).endswith("nothing is recorded until one appears")
        assert source.position().end == 0
        assert source.stats()["state"] == "waiting"
        assert source.stats()["restarts"] == 0
    finally:
        source.stop()
