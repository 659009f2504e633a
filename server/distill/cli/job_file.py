"""`distill job`: say several things to a server from a file, and write down how it goes.

For programs that can start a process but have no sockets, and must not wait: Reaper's Lua, a shell.
The job is a JSON file; what becomes of it is another one beside it, which is replaced whole at each
change, so that a reader never sees half of it. Whoever deletes the job file cancels the job.
"""

import contextlib
import json
import os
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from distill.cli import hosting
from distill.cli.osc_client import Answer, OscClient, Word
from distill.errors import AudioFileProblem, BadArgument, Cancelled, DistillError
from distill.storage import atomic

RESULT: Final = ".result.json"
"""What is put behind the job file's name."""
OFTEN_S: Final = 0.05
"""Progress is written down no more often than that."""
CLEAN_S: Final = 1.0
"""Longest silence at the end; what is said there is answered at once."""
WITHOUT_MODEL: Final = ("start_server", "stop_server", "ping", "status", "models", "load", "param")
"""Words that can be said while there is no model; the others wait for it."""

Say = list[Word]


@dataclass(frozen=True)
class JobFile:
    """What to say.

    Beside the server's words (as typed behind `distill send`) there are four of our own:
    `start_server` (with options of `distill serve`) and `stop_server` for one in the background,
    `bring FILE SLOT`, which encodes a file from anywhere on this machine, and `newest`, which
    names the latest clip.

    Attributes:
        say: Requests, one after the other; the first that fails ends the job.
        finally_: Requests that are said at the end in any case; their failures are passed over.
    """

    path: Path
    say: list[Say]
    finally_: list[Say]
    host: str = "127.0.0.1"
    port: int = 9000
    patience_s: float = 60.0

    @classmethod
    def read(cls, path: Path) -> "JobFile":
        """Read a job file.

        Raises:
            BadArgument: It is none.
        """
        try:
            data = json.loads(path.read_text("utf-8"))
            job = cls(
                path,
                _sayings(data["say"]),
                _sayings(data.get("finally", [])),
                str(data.get("host", "127.0.0.1")),
                int(data.get("port", 9000)),
                float(data.get("patience", 60.0)),
            )
        except (
            OSError,
            UnicodeDecodeError,
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
        ) as error:
            raise BadArgument(
                f'{path} is no job file ({error}); it holds {{"say": [["generate", "a"], …]}}'
            ) from error
        if not 0 < job.port < 65_536:  # noqa: PLR2004 - UDP
            raise BadArgument(f"{path}: ports lie in 1..65535, got {job.port}")
        return job


@dataclass
class JobResult:
    """The result file, as it is now.

    Attributes:
        state: `running`, then `done`, `error` or `cancelled`.
        code: Of the error.
        text: Its sentence.
        request: How many requests have ended.
        fraction: 0..1 of the whole job.
        stage: What is being done.
        server: The server's status when the job began.
        answers: One for each request that ended well.
    """

    state: str = "running"
    code: str = ""
    text: str = ""
    request: int = 0
    of: int = 0
    fraction: float = 0.0
    stage: str = ""
    server: dict[str, Word] = field(default_factory=dict)
    answers: list[dict[str, Any]] = field(default_factory=list)  # Any: JSON


def run(path: Path) -> int:
    """Do a job; give the exit code."""
    if not path.exists():  # cancelled before it began, and nobody would fetch a result
        print(f"distill: there is no job file {path}", file=sys.stderr)
        return 1
    teller = ResultWriter(path.with_name(path.name + RESULT))
    told = teller.result
    teller.write()  # a sign of life
    try:
        job = JobFile.read(path)
        told.of = len(job.say)
        line = OscClient(job.host, job.port, job.patience_s)
        with contextlib.closing(line):
            line.given_up = lambda: not path.exists()
            line.on_progress = teller.on_progress
            try:
                _say_all(job, line, teller)
            finally:
                line.given_up = lambda: False
                _clean_up(job, line)
        told.state, told.fraction = "done", 1.0
    except Cancelled as error:
        told.state, told.code, told.text = "cancelled", error.code, str(error)
    except DistillError as error:
        told.state, told.code, told.text = "error", error.code, str(error)
    except Exception as error:
        told.state, told.code, told.text = "error", "internal", f"{type(error).__name__}: {error}"
        teller.write()
        raise
    teller.write()
    if told.text:
        print(f"distill: {told.text}", file=sys.stderr)
    return 0 if told.state == "done" else 1


class ResultWriter:
    """Keep the result file."""

    def __init__(self, path: Path) -> None:
        self.result = JobResult()
        self._path = path
        self._written = 0.0

    def on_progress(self, fraction: float, stage: str) -> None:
        """Take note of the progress of the request that is under way."""
        self.result.fraction = (self.result.request + fraction) / max(1, self.result.of)
        self.result.stage = stage
        if time.monotonic() - self._written > OFTEN_S:
            self.write()

    def ended(self, answer: Answer) -> None:
        """Take note of the end of a request."""
        self.result.answers.append(
            {"verb": answer.verb, "values": answer.values, "pages": answer.pages}
        )
        self.result.request += 1
        self.on_progress(0.0, answer.verb)

    def write(self) -> None:
        """Replace the file."""
        text = json.dumps(vars(self.result), allow_nan=False)
        atomic.replace(self._path, text, durable=False)  # only for who reads it now
        self._written = time.monotonic()


def _sayings(data: Any) -> list[Say]:
    """Check a list of requests (Any: JSON)."""
    for words in data:
        if not isinstance(words, list) or not words or not isinstance(words[0], str):
            raise TypeError(f"a request is a list that begins with a word, got {words!r}")
        if not all(isinstance(word, (int, float, str)) for word in words):
            raise TypeError(f"a request holds numbers and texts, got {words!r}")
    return list(data)


def _say_all(job: JobFile, line: OscClient, teller: ResultWriter) -> None:
    """Say everything; what is not about the server itself waits for the model."""
    for words in job.say:
        if line.given_up():
            raise Cancelled("cancelled")
        if words[0] not in WITHOUT_MODEL and not teller.result.server:
            hosting.await_model(line, time.monotonic() + hosting.START_S)
            teller.result.server = line.status()
        teller.ended(_say(job, line, teller, words))


def _say(job: JobFile, line: OscClient, teller: ResultWriter, words: Say) -> Answer:
    verb, rest = str(words[0]), words[1:]
    if verb == "start_server":
        how = hosting.start(line, job.port, [str(word) for word in rest])
        return Answer(verb, [how])
    if verb == "stop_server":
        hosting.stop(line, job.port)
        return Answer(verb, [])
    if verb == "bring":
        file, slot = (str(word) for word in rest)
        return _bring(line, Path(str(teller.result.server["clips"])), Path(file), slot)
    if verb == "newest":
        return Answer(verb, [_newest(Path(str(teller.result.server["clips"])))])
    return line.ask(verb, *rest)


def _clean_up(job: JobFile, line: OscClient) -> None:
    line.patience_s = min(line.patience_s, CLEAN_S)  # who was silent before is not waited for again
    for words in job.finally_:
        with contextlib.suppress(DistillError):
            line.ask(str(words[0]), *words[1:])


def _bring(line: OscClient, clips: Path, file: Path, slot: str) -> Answer:
    """Encode a file from outside the server's folders, by way of its clip folder."""
    if not file.is_file():
        raise AudioFileProblem(f"there is no file {file}; is the item's source offline?")
    folder = clips / ".brought"
    guest = folder / f"{os.getpid()}-{time.monotonic_ns()}{file.suffix}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, guest)
        return line.ask("encode", guest.as_posix(), slot)
    except OSError as error:
        raise AudioFileProblem(f"{file} cannot be brought to {folder}: {error.strerror}") from error
    finally:
        guest.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            folder.rmdir()


def _newest(clips: Path) -> str:
    """Name the clip that was written last."""
    found = [path for path in clips.glob("*.wav") if path.is_file()]
    if not found:
        raise BadArgument(f"there is no clip in {clips} yet; generate one first")
    return max(found, key=lambda path: path.stat().st_mtime_ns).as_posix()


def words_of(arguments: Sequence[str]) -> Path | None:
    """Is this the command line of a job and nothing else? Then it needs no other command's code."""
    if len(arguments) == 2 and arguments[0] == "job" and not arguments[1].startswith("-"):  # noqa: PLR2004 - job FILE
        return Path(arguments[1])
    return None
