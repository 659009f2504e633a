"""The words of `distill send`; with a server it is in tests/journeys/test_cli.py."""

import subprocess
import sys

import pytest

from distill.cli.send_request import SendArguments, message_of, plain_arguments, read_word
from distill.commands import grammar


@pytest.mark.parametrize(
    ("line", "given"),
    [
        ("send ping", SendArguments(["ping"])),
        ("send --port 9123 shift a -3", SendArguments(["shift", "a", "-3"], port=9123)),
        ("send play a --port=9123 --raw", SendArguments(["play", "a"], port=9123, raw=True)),
        ("send status --all --host ::1", SendArguments(["status"], host="::1", all=True)),
        ("send --wait 0.5 -- snapshot --all", SendArguments(["snapshot", "--all"], wait=0.5)),
    ],
)
def test_plain_words_need_no_typer(line, given):
    assert plain_arguments(line.split()) == given


@pytest.mark.parametrize(
    "line",
    ["", "serve", "send", "send --help", "send param", "send ping --port", "send ping --port x",
     "send ping --wait soon", "send ping --loud"],
)  # fmt: skip
def test_typer_says_what_is_missing_or_wrong(line):
    assert plain_arguments(line.split()) is None


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["generate", "a", "seconds", "4"], ("generate", ["a", "seconds", 4], False)),
        (["param", "fine"], ("param/fine", [], True)),
        (["param/fine"], ("param/fine", [], True)),
        (["param", "fine", "0.6"], ("param/fine", [0.6], False)),
        (["param", "quantize", "bar"], ("param/quantize", ["bar"], False)),
    ],
)
def test_words_become_a_message(words, message):
    assert message_of(words) == message


@pytest.mark.parametrize("word", ["1", "-1", "0.5", "1e3", "a", "4-7", "", "nan", "01", "1_0"])
def test_a_word_is_read_as_the_vocabulary_reads_it(word):
    assert repr(read_word(word)) == repr(grammar.read_word(word))


def test_what_costs_time_is_not_imported():
    code = (
        "import sys; from distill.cli import send_request; import distill.parameters;"
        "heavy = {'numpy', 'typer', 'rich', 'aiohttp', 'asyncio', 'distill.commands'};"
        "print(heavy & {*sys.modules})"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"
