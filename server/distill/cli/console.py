"""`distill console`: a prompt for a running server, with completion, history and live state."""

import asyncio
import contextlib
import shlex
import shutil
import sys
import textwrap
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Final

from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.patch_stdout import patch_stdout

from distill import __version__
from distill.app.settings import HOME
from distill.cli import answers, send_request, status_table
from distill.cli.completion import OWN_WORDS, LineCompleter
from distill.cli.console_state import LISTS, ConsoleState
from distill.cli.ended import Ended, count
from distill.cli.osc_client import OpenRequest
from distill.commands.grammar import VERBS, usage, verb
from distill.errors import BadArgument, DistillError, NotReady, UnknownAddress
from distill.parameters import PARAMETERS

WELCOME: Final = (
    f"Distill {__version__}. Tab completes, Ctrl-C cancels what runs, Ctrl-D leaves; "
    "help lists the commands."
)
REFRESH_S: Final = 0.5
"""Time between two drawings of the bottom line."""
QUIT: Final = ("quit", "exit")


def run_console(host: str, port: int) -> None:
    """Run the console on this terminal, or on the lines of a pipe."""
    asyncio.run(_run(host, port))


async def _run(host: str, port: int) -> None:
    shown = Console(host, port, print)
    if sys.stdin.isatty():
        with patch_stdout(raw=True):
            await shown.run()
    else:
        await shown.run_lines(sys.stdin.readline)


class Console:
    """Reads lines, sends them as requests, and says what came of each; many may run at once.

    Threads: the event loop's only.
    """

    def __init__(
        self, host: str, port: int, say: Callable[[str], None], history: Path | None = None
    ) -> None:
        """Connect to a server, which need not be there yet.

        Args:
            host: Of the server.
            port: UDP port of the server.
            say: Prints a line.
            history: File of the lines of former sessions; by default in ~/Distill.
        """
        self.state: Final = ConsoleState(host, port, say)
        self._say = say
        self._history = history or HOME / "console_history"
        self._running: dict[OpenRequest, str] = {}
        self._session: PromptSession[str] | None = None

    async def run(self) -> None:
        """Prompt for lines until Ctrl-D or `quit`."""
        session = self._session = PromptSession(
            "distill> ",
            completer=LineCompleter(lambda kind: self.state.names.get(kind, [])),
            complete_while_typing=True,
            history=_open_history(self._history),
            key_bindings=self._keys(),
            bottom_toolbar=self.bottom_line,
            refresh_interval=REFRESH_S,
        )
        self._say(WELCOME)
        lines: set[asyncio.Task[None]] = set()
        async with self._connected() as tasks:
            while True:
                try:
                    line = await session.prompt_async()
                except EOFError:
                    line = QUIT[0]
                if line.strip() in QUIT:
                    break
                lines.add(task := tasks.create_task(self.run_line(line)))
                task.add_done_callback(lines.discard)
            if self._running:
                self._say(f"{count(len(self._running), 'request')} still running on the server")
            for task in [*lines]:
                task.cancel()

    async def run_lines(self, read: Callable[[], str]) -> None:
        """Run lines one after the other, as from a pipe, until `read` returns an empty text."""
        async with self._connected():
            while (line := await asyncio.to_thread(read)) and line.strip() not in QUIT:
                await self.run_line(line)

    async def run_line(self, line: str) -> None:
        """Run one line and say what came of it; errors are said, too."""
        try:
            words = _split(line)
            if words:
                self._say(await self._answer(words))
        except DistillError as error:
            self._say(str(error))

    def cancel(self) -> bool:
        """Cancel what runs; False if nothing does."""
        for request in self._running:
            if not request.cancelling:
                self.state.client.cancel(request)
        return bool(self._running)

    def bottom_line(self) -> str:
        """Return the bottom line: progress of what runs, then the state of the server."""
        running = [f"{text} (Ctrl-C cancels)" for text in self._running.values() if text]
        lines = [*running, *self.state.line().splitlines()]
        width = shutil.get_terminal_size().columns
        return "\n".join(part for line in lines for part in textwrap.wrap(line, width))

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[asyncio.TaskGroup]:
        """Follow the server; at the end leave what still runs to it."""
        await self.state.client.open()
        try:
            async with asyncio.TaskGroup() as tasks:
                following = tasks.create_task(self.state.follow())
                yield tasks
                following.cancel()
                await asyncio.wait([following])
                self.state.client.fail_all()
        finally:
            self.state.client.close()

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()

        @keys.add("c-c")
        def _(event: KeyPressEvent) -> None:
            if not self.cancel():
                event.current_buffer.reset()

        return keys

    async def _answer(self, words: list[str]) -> str:
        if words[0] == "help":
            return _help(words[1:])
        if words == ["param"]:
            return f"parameters: {', '.join(PARAMETERS)}"
        everything = words[0] == "status" and words[1:] in (["all"], ["--all"])
        name, values, _ = send_request.message_of(words[:1] if everything else words)
        request, future = self.state.client.begin(name, values)
        self._running[request] = ""

        def note(fraction: float, stage: str) -> None:
            self._running[request] = f"{name} {100 * fraction:.0f} % {stage}"

        request.on_progress = note
        try:
            answer = await future
        except (NotReady, UnknownAddress):
            send_request.check(words)  # a mistake is named where no server can name it
            raise
        finally:
            del self._running[request]
            self.state.refresh(*LISTS)
        if everything:
            return status_table.everything({str(page[0]): page[1] for page in answer.pages})
        if name in answers.MEASURED:
            await self.state.measure()
        return answers.sentence(Ended(answer, values, self.state.seconds))


def _open_history(path: Path) -> History:
    """Open the history; where its file cannot be written, it lasts as long as the console."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8"):
            return FileHistory(path)
    except OSError:
        return InMemoryHistory()


def _split(line: str) -> list[str]:
    """Split a line into words; quotes hold a word together, and a backslash is a character.

    Raises:
        BadArgument: A quote is not closed.
    """
    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split, lexer.commenters, lexer.escape = True, "", ""
    try:
        return list(lexer)
    except ValueError as error:
        raise BadArgument(f"a quote is not closed ({error}): {line.strip()}") from None


def _help(words: Sequence[str]) -> str:
    """Explain a command, or list them all."""
    if not words:
        rows = [*((f"{row.name} {usage(row)}" if row.arguments else row.name, row.about)
                  for row in VERBS.values()), *OWN_WORDS.items()]  # fmt: skip
        return "\n".join(f"{word}\n    {about}" for word, about in rows)
    if words[0] in OWN_WORDS:
        return OWN_WORDS[words[0]]
    if (parameter := PARAMETERS.get(words[0])) is not None:
        return parameter.about
    row = verb(words[0])
    return f"{row.name} {usage(row)}\n{row.manual}"
