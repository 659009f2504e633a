"""The console, driven through a pipe of keys against a real server."""

import asyncio
import time
from collections.abc import Iterator
from subprocess import DEVNULL

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from distill.cli.console import Console
from kit.clients import PATIENCE_S
from kit.servers import START_S, Server, free_ports, make_place, running_server, serve_words

pytestmark = pytest.mark.slow


class Terminal:
    """Keys for a console, and what it has said."""

    def __init__(self, keys: PipeInput, console: Console, said: list[str]) -> None:
        self.console, self.said = console, said
        self._keys = keys

    def type(self, keys: str) -> None:
        self._keys.send_text(keys)

    async def until(self, wanted: str) -> str:
        """Wait for a line that begins with a text; return it."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            for at, line in enumerate(self.said):
                if line.startswith(wanted):
                    del self.said[: at + 1]
                    return line
            await asyncio.sleep(0.01)
        raise AssertionError(f"not said; but {self.said}; {self.console.bottom_line()}")

    async def named(self, kind: str, name: str) -> None:
        """Wait until a name is known."""
        deadline = time.monotonic() + PATIENCE_S
        while name not in self.console.state.names[kind]:
            assert time.monotonic() < deadline, self.console.state.names
            await asyncio.sleep(0.01)

    async def menu(self, word: str) -> None:
        """Wait until the menu offers a word."""
        deadline = time.monotonic() + PATIENCE_S
        buffer = self.console._session.default_buffer
        while not (menu := buffer.complete_state) or menu.completions[0].text != word:
            assert time.monotonic() < deadline, menu
            await asyncio.sleep(0.01)

    async def line(self, *words: str, seconds: float = PATIENCE_S) -> str:
        """Wait for a bottom line with these words."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            line = self.console.bottom_line()
            if all(word in line for word in words):
                return line
            await asyncio.sleep(0.01)
        raise AssertionError(f"not shown: {words}; but {self.console.bottom_line()}")


def drive(port, tmp_path, scene) -> None:
    """Run a console beside a scene that types into it; the scene's end leaves the console."""

    async def both(keys: PipeInput) -> None:
        said: list[str] = []
        console = Console("127.0.0.1", port, said.append, tmp_path / "history")
        running = asyncio.create_task(console.run())
        terminal = Terminal(keys, console, said)
        await scene(terminal)
        terminal.type("\x04")  # Ctrl-D
        await asyncio.wait_for(running, PATIENCE_S)

    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        asyncio.run(both(keys))


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("console"), "null") as server:
        yield server


def test_a_line_is_answered_in_a_sentence_and_kept_in_the_history(server, tmp_path):
    async def scene(terminal: Terminal) -> None:
        await terminal.until("the server answers: tiny, silent")
        terminal.type("generate a seconds 0.5 seed 7\r")
        assert await terminal.until("wrote") == "wrote 3 columns, 0.5 s, into a; seed 7"
        terminal.type("play a\r")
        await terminal.until("plays a, 0.5 s a round; seed ")
        await terminal.line("plays a | model tiny | 120 bpm", "late")
        terminal.type("param tempo 96\r")
        await terminal.until("tempo is 96 bpm")
        await terminal.line("96 bpm")
        terminal.type("stop\r")
        await terminal.until("the sound fades out")

    drive(server.port, tmp_path, scene)
    assert "+generate a seconds 0.5 seed 7\n" in (tmp_path / "history").read_text("utf-8")


def test_words_and_names_of_the_server_are_completed_by_tab(server, tmp_path):
    async def scene(terminal: Terminal) -> None:
        await terminal.until("the server answers")
        with server.client() as other:
            other.ask("generate", "long-name", "columns", 2)
            other.ask("snapshot", "verse")
        await terminal.named("slot", "long-name")
        terminal.type("pla")
        await terminal.menu("play")
        terminal.type("\t lo")
        await terminal.menu("long-name")
        terminal.type("\t\r")
        await terminal.until("plays long-name")
        terminal.type("stop\r")
        await terminal.until("the sound fades out")
        await terminal.named("snapshot", "verse")
        assert "tiny" in terminal.console.state.names["model"]

    drive(server.port, tmp_path, scene)


def test_mistakes_are_said_and_the_console_goes_on(server, tmp_path):
    async def scene(terminal: Terminal) -> None:
        await terminal.until("the server answers")
        for line, sentence in (
            ("genrate a", "no command 'genrate'; did you mean 'generate'?"),
            ("param fien", "no parameter 'fien'; did you mean 'fine'?"),
            ("param gain 40", "gain must lie in -60..12, got 40"),
            ("play nothing", "slot 'nothing' is empty; filled slots: "),
            ('play "a', "a quote is not closed"),
            ("set a 0 0 0 99999999999", "a whole number must lie in"),
            ("help play", "play [slot] [bars]\nLoop a slot"),
            ("status", "model"),
            ("status all", "state"),
        ):
            terminal.type(f"{line}\r")
            await terminal.until(sentence)

    drive(server.port, tmp_path, scene)


def test_control_c_cancels_what_runs_and_then_empties_the_line(server, tmp_path):
    async def scene(terminal: Terminal) -> None:
        await terminal.until("the server answers")
        terminal.type("generate b columns 8000\r")
        await terminal.line("generate", "% ", "Ctrl-C cancels")
        terminal.type("\x03")
        await terminal.until("cancelled")
        terminal.type("nonsense\x03ping\r")
        assert await terminal.until("") == "the server answers"

    drive(server.port, tmp_path, scene)


def test_who_leaves_is_told_what_still_runs_and_of_no_error(server, tmp_path):
    told: list[list[str]] = []

    async def scene(terminal: Terminal) -> None:
        await terminal.until("the server answers")
        terminal.type("generate b columns 8000\r")
        await terminal.line("generate", "% ")
        terminal.said.clear()
        told.append(terminal.said)

    drive(server.port, tmp_path, scene)
    assert told == [["1 request still running on the server"]]


def test_without_a_server_it_says_how_to_start_one_and_goes_on_when_it_comes(tmp_path):
    place = make_place(tmp_path / "user")
    port, reply_port = free_ports(2)
    words = [*serve_words(place, port, reply_port, "null"), "--model", "tiny"]

    async def scene(terminal: Terminal) -> None:
        await terminal.until("no Distill server answers")
        assert "; start one with: " in terminal.console.bottom_line()
        terminal.type("play a\r")
        await terminal.until("no Distill server answers")
        terminal.type("plya a\r")
        await terminal.until("no command 'plya'; did you mean 'play'?")
        server = await asyncio.create_subprocess_exec(
            *words, env=place.environment, stdout=DEVNULL, stderr=DEVNULL
        )
        try:
            await terminal.line("silent | model tiny | 120 bpm", seconds=START_S)
            await terminal.until("the server answers")
            terminal.type("generate a columns 2\r")
            await terminal.until("wrote 2 columns")
        finally:
            server.terminate()
            await server.wait()
        await terminal.until("no Distill server answers")

    drive(port, tmp_path, scene)


def test_lines_of_a_pipe_run_one_after_the_other(server, tmp_path):
    said: list[str] = []
    lines = iter(["generate p columns 2 seed 3\n", "play p\n", "stop\n", ""])
    console = Console("127.0.0.1", server.port, said.append, tmp_path / "history")
    asyncio.run(console.run_lines(lambda: next(lines)))
    told = [line for line in said if not line.startswith("the server answers: ")]
    assert [line.split()[0] for line in told] == ["wrote", "plays", "the"]
