"""`distill job`: send the requests of a file to a server, and write progress and result to another.

For programs that can start a process but have no sockets and must not wait: Reaper's Lua, a shell.
The job is a JSON file. The result is a second JSON file beside it, which is replaced whole at each
change, so that a reader never sees half of it. Deleting the job file cancels the job.
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
from distill.storage import atomic, jsontext, regular_file

RESULT: Final = ".result.json"
"""Suffix of the result file, appended to the name of the job file."""
MAX_BYTES: Final = 2**24
"""Largest job file that is read."""
WRITE_S: Final = 0.05
"""Least time between two writes of progress."""
CLEANUP_S: Final = 1.0
"""Longest silence of the server during the `finally` requests, which it answers at once."""
WITHOUT_MODEL: Final = ("start_server", "stop_server", "ping", "status", "models", "load", "param")
"""Requests that need no model; the others wait for one."""

Request = list[Word]


@dataclass(frozen=True)
class JobFile:
    """The requests of a job, and the server they go to.

    A request is a command of the server, as typed after `distill send`, or one of four that this
    module carries out: `start_server` (with options of `distill serve`) and `stop_server` for a
    server in the background, `bring FILE SLOT`, which encodes a file from anywhere on this
    machine (further words are those of `encode`), and `newest`, which returns the path of the
    latest clip.

    Attributes:
        requests: Sent one after the other; the first that fails ends the job. `say` in the file.
        finally_: Sent at the end in any case; their errors are ignored.
        silence_s: Longest silence of the server. `patience` in the file.
    """

    path: Path
    requests: list[Request]
    finally_: list[Request]
    host: str = "127.0.0.1"
    port: int = 9000
    silence_s: float = 60.0

    @classmethod
    def read(cls, path: Path) -> "JobFile":
        """Read a job file.

        Raises:
            BadArgument: It is not a job file.
        """
        try:
            data = jsontext.parse(regular_file.read(path, MAX_BYTES))
            job = cls(
                path,
                _parse_requests(data["say"]),
                _parse_requests(data.get("finally", [])),
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
                f'{path} is not a job file ({error}); write {{"say": [["generate", "a"], …]}}'
            ) from error
        if not 0 < job.port < 65_536:  # noqa: PLR2004 - UDP
            raise BadArgument(f"{path}: ports lie in 1..65535, got {job.port}")
        return job


@dataclass
class JobResult:
    """The content of the result file.

    Attributes:
        state: `running`, then `done`, `error` or `cancelled`.
        code: Code of the error.
        text: Sentence of the error.
        request: Requests that have ended.
        of: Requests in the job.
        fraction: 0..1 of the whole job.
        stage: Current stage.
        server: The server's status when the job began.
        answers: One for each request that succeeded.
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
    """Run a job and return the exit code."""
    if not path.exists():  # cancelled before it began: a result file would stay behind
        print(f"distill: there is no job file {path}", file=sys.stderr)
        return 1
    writer = ResultWriter(path.with_name(path.name + RESULT))
    result = writer.result
    writer.write()  # shows that the job has begun
    try:
        job = JobFile.read(path)
        result.of = len(job.requests)
        client = OscClient(job.host, job.port, job.silence_s)
        with contextlib.closing(client):
            client.is_cancelled = lambda: not path.exists()
            client.on_progress = writer.on_progress
            try:
                _send_all(job, client, writer)
            finally:
                client.is_cancelled = lambda: False
                _clean_up(job, client)
        result.state, result.fraction = "done", 1.0
    except Cancelled as error:
        result.state, result.code, result.text = "cancelled", error.code, str(error)
    except DistillError as error:
        result.state, result.code, result.text = "error", error.code, str(error)
    except Exception as error:
        result.state, result.code = "error", "internal"
        result.text = f"{type(error).__name__}: {error}"
        writer.write()
        raise
    writer.write()
    if result.text:
        print(f"distill: {result.text}", file=sys.stderr)
    return 0 if result.state == "done" else 1


class ResultWriter:
    """Writes the result file."""

    def __init__(self, path: Path) -> None:
        self.result = JobResult()
        self._path = path
        self._written = 0.0

    def on_progress(self, fraction: float, stage: str) -> None:
        """Record the progress of the current request."""
        self.result.fraction = (self.result.request + fraction) / max(1, self.result.of)
        self.result.stage = stage
        if time.monotonic() - self._written > WRITE_S:
            self.write()

    def on_answer(self, answer: Answer) -> None:
        """Record the answer of a request."""
        self.result.answers.append(
            {"verb": answer.verb, "values": answer.values, "pages": answer.pages}
        )
        self.result.request += 1
        self.on_progress(0.0, answer.verb)

    def write(self) -> None:
        """Replace the result file."""
        text = json.dumps(vars(self.result), allow_nan=False)
        atomic.replace(self._path, text, durable=False)  # nobody reads it after a power cut
        self._written = time.monotonic()


def _parse_requests(data: Any) -> list[Request]:
    """Check a list of requests (Any: JSON)."""
    for words in data:
        if not isinstance(words, list) or not words or not isinstance(words[0], str):
            raise TypeError(f"a request is a list that begins with a word, got {words!r}")
        if not all(isinstance(word, (int, float, str)) for word in words):
            raise TypeError(f"a request holds numbers and texts, got {words!r}")
    return list(data)


def _send_all(job: JobFile, client: OscClient, writer: ResultWriter) -> None:
    """Send every request; those that need a model wait for it."""
    for words in job.requests:
        if client.is_cancelled():
            raise Cancelled("cancelled")
        if words[0] not in WITHOUT_MODEL and not writer.result.server:
            hosting.await_model(client, time.monotonic() + hosting.START_S)
            writer.result.server = client.status()
        writer.on_answer(_send(job, client, writer.result, words))


def _send(job: JobFile, client: OscClient, result: JobResult, words: Request) -> Answer:
    verb, rest = str(words[0]), words[1:]
    if verb == "start_server":
        how = hosting.start(client, job.port, [str(word) for word in rest])
        return Answer(verb, [how])
    if verb == "stop_server":
        hosting.stop(client, job.port)
        return Answer(verb, [])
    if verb == "bring":
        clips, file, *more = Path(str(result.server["clips"])), *rest
        return _encode_outside(client, clips, Path(str(file)), more)
    if verb == "newest":
        return Answer(verb, [_newest(Path(str(result.server["clips"])))])
    return client.ask(verb, *rest)


def _clean_up(job: JobFile, client: OscClient) -> None:
    client.silence_s = min(client.silence_s, CLEANUP_S)  # a silent server gets no second wait
    for words in job.finally_:
        with contextlib.suppress(DistillError):
            client.ask(str(words[0]), *words[1:])


def _encode_outside(client: OscClient, clips: Path, file: Path, more: Request) -> Answer:
    """Encode a file from outside the server's folders: copy it to its clip folder first."""
    if not file.is_file():
        raise AudioFileProblem(f"there is no file {file}; is the item's source offline?")
    folder = clips / ".brought"
    copy = folder / f"{os.getpid()}-{time.monotonic_ns()}{file.suffix}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
        return client.ask("encode", copy.as_posix(), *more)
    except OSError as error:
        raise AudioFileProblem(f"{file} cannot be copied to {folder}: {error.strerror}") from error
    finally:
        copy.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            folder.rmdir()


def _newest(clips: Path) -> str:
    """Return the path of the clip that was written last."""
    found = [path for path in clips.glob("*.wav") if path.is_file()]
    if not found:
        raise BadArgument(f"there is no clip in {clips} yet; generate one first")
    return max(found, key=lambda path: path.stat().st_mtime_ns).as_posix()


def job_argument(arguments: Sequence[str]) -> Path | None:
    """Return FILE if the arguments are `job FILE`: no other command needs to be imported then."""
    if len(arguments) == 2 and arguments[0] == "job" and not arguments[1].startswith("-"):  # noqa: PLR2004 - job FILE
        return Path(arguments[1])
    return None
