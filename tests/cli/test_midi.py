"""`distill midi` without a server and with a stub; tests/journeys/test_midi.py has a real one."""

import socket
import threading

import pytest
from pythonosc.osc_message import OscMessage

from distill.cli import midi
from distill.errors import BadArgument, NotReady
from kit.clients import packet


class Stub:
    """A server that answers each request with the messages that a function returns."""

    def __init__(self, answer):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.verbs = []
        self.answer = answer
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with self.socket:
            while True:
                data, source = self.socket.recvfrom(2048)
                message = OscMessage(data)
                verb, params = message.address.removeprefix("/distill/"), list(message.params)
                self.verbs.append(verb)
                if verb == "unsubscribe":
                    return
                for address, *values in self.answer(verb, params[-1], params):
                    self.socket.sendto(packet(address, *values), source)


def done(verb, request_id, *values):
    return ("done", request_id, verb, *values)


def test_without_a_terminal_the_likeliest_mode_is_taken(capsys):
    control = ("fine", "cc", 7, 1, "Keys")

    def answer(verb, request_id, values):
        if verb == "midi/learn":
            return [
                done(verb, request_id, "fine"),
                ("midi", "proposed", *control, "relative1", "toggle"),
            ]
        if verb == "midi/confirm":
            return [done(verb, request_id), ("midi", "bound", *control, values[0])]
        return [done(verb, request_id)]

    stub = Stub(answer)
    midi.learn(["fine"], "ask", "127.0.0.1", stub.port)
    assert "fine: cc 7 on channel 1 of Keys, relative1" in capsys.readouterr().out
    assert stub.verbs[:3] == ["subscribe", "midi/learn", "midi/confirm"]


def test_learning_that_ended_is_an_error_with_the_reason():
    def answer(verb, request_id, values):
        events = [("midi", "ended", "fine", "no room")] if verb == "midi/learn" else []
        return [done(verb, request_id, "fine"), *events]

    with pytest.raises(NotReady, match="nothing was learned: no room"):
        midi.learn(["fine"], "absolute", "127.0.0.1", Stub(answer).port)


def test_an_error_of_the_server_keeps_its_class_and_its_text():
    def answer(verb, request_id, values):
        if verb == "subscribe":
            return [done(verb, request_id)]
        return [("error", request_id, "bad_argument", "no MIDI control is bound", verb)]

    with pytest.raises(BadArgument, match="no MIDI control is bound"):
        midi.forget(["play", "a"], "127.0.0.1", Stub(answer).port)


def test_without_a_server_one_sentence_says_how_to_start_it():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    with pytest.raises(NotReady, match="no Distill server answers on"):
        midi.reload("127.0.0.1", port)


def test_reload_prints_the_file_and_the_number_of_bindings(capsys):
    def answer(verb, request_id, values):
        pair = ("mine.toml", 3) if verb == "midi/reload" else ()
        return [done(verb, request_id, *pair)]

    midi.reload("127.0.0.1", Stub(answer).port)
    assert capsys.readouterr().out == "mine.toml: 3 bindings\n"


def test_the_controls_are_listed_as_a_table(capsys):
    def answer(verb, request_id, values):
        page = f"{verb}/page", request_id
        return [
            (*page, 0, 2, "gain", "cc", 7, 0, "", "absolute", -60.0, 12.0),
            (*page, 1, 2, "recall #", "program", -1, 3, "Keys", "trigger"),
            done(verb, request_id, "mine.toml", 2),
        ]

    midi.list_("127.0.0.1", Stub(answer).port)
    assert capsys.readouterr().out.splitlines() == [
        "cc 7     gain      absolute -60..12  any channel  any port",
        "program  recall #  trigger           channel 3    port Keys",
        "mine.toml: 2 bindings",
    ]
