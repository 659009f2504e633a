"""`distill midi` without a server, and with one that refuses; learning itself is a journey."""

import socket
import threading

import pytest
from pythonosc.osc_message import OscMessage

from distill.cli import midi
from distill.errors import BadArgument, NotReady
from kit.clients import packet


class Stub:
    """A server that answers each request as told."""

    def __init__(self, answer):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.asked = []
        self.answer = answer
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with self.socket:
            while True:
                data, source = self.socket.recvfrom(2048)
                message = OscMessage(data)
                verb, values = message.address.removeprefix("/distill/"), list(message.params)
                self.asked.append(verb)
                if verb == "unsubscribe":
                    return
                for address, *told in self.answer(verb, values[-1], values):
                    self.socket.sendto(packet(address, *told), source)


def done(verb, name, *values):
    return ("done", name, verb, *values)


def test_the_likeliest_mode_is_taken_without_a_terminal(capsys):
    control = ("fine", "cc", 7, 1, "Keys")

    def answer(verb, name, values):
        if verb == "midi/learn":
            return [done(verb, name, "fine"), ("midi", "proposed", *control, "relative1", "toggle")]
        if verb == "midi/confirm":
            return [done(verb, name), ("midi", "bound", *control, values[0])]
        return [done(verb, name)]

    stub = Stub(answer)
    midi.learn(["fine"], "ask", "127.0.0.1", stub.port)
    assert "fine: cc 7 on channel 1 of Keys, relative1" in capsys.readouterr().out
    assert stub.asked[:3] == ["subscribe", "midi/learn", "midi/confirm"]


def test_a_lesson_that_ended_is_an_error_that_says_why():
    def answer(verb, name, values):
        news = [("midi", "ended", "fine", "no room")] if verb == "midi/learn" else []
        return [done(verb, name, "fine"), *news]

    with pytest.raises(NotReady, match="nothing was learned: no room"):
        midi.learn(["fine"], "absolute", "127.0.0.1", Stub(answer).port)


def test_a_refusal_keeps_its_kind_and_its_words():
    def answer(verb, name, values):
        if verb == "subscribe":
            return [done(verb, name)]
        return [("error", name, "bad_argument", "no MIDI control is bound", verb)]

    with pytest.raises(BadArgument, match="no MIDI control is bound"):
        midi.forget(["play", "a"], "127.0.0.1", Stub(answer).port)


def test_without_a_server_one_sentence_says_how_to_start_it():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    with pytest.raises(NotReady, match="no Distill server answers on"):
        midi.reload("127.0.0.1", port)


def test_what_was_reloaded_is_told(capsys):
    def answer(verb, name, values):
        told = ("mine.toml", 3) if verb == "midi/reload" else ()
        return [done(verb, name, *told)]

    midi.reload("127.0.0.1", Stub(answer).port)
    assert capsys.readouterr().out == "mine.toml: 3 bindings\n"
