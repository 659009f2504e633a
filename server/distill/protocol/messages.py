"""What crosses the pipe between the engine and the model worker, both ways."""

from dataclasses import dataclass, field
from typing import TypeAlias

from distill.protocol.input import ColumnsRecorded, InputSilence
from distill.protocol.output import ColumnRendered
from distill.protocol.score import Score
from distill.protocol.tasks import Result, Task
from distill.types import Codes


@dataclass(frozen=True, slots=True)
class StartTask:
    """Carry out a task.

    Attributes:
        job: Its number.
        task: What to do.
        model: Id of the codec whose codes it is about; no other carries it out. Empty: any.
    """

    job: int
    task: Task
    model: str = ""


@dataclass(frozen=True, slots=True)
class CancelTask:
    """Give a task up."""

    job: int


@dataclass(frozen=True, slots=True)
class SetScore:
    """Let this sound from now on, or from a frame on that the output gives to its device.

    Attributes:
        score: What.
        at: Frame; 0 for now.
        live: What `Frozen` told of it once, to go on from there; empty to begin.
    """

    score: Score
    at: int = 0
    live: bytes = b""


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Fill the ring from now on; until then a worker waits, and only carries out tasks."""


@dataclass(frozen=True, slots=True)
class Quit:
    """End the process."""


ToWorker: TypeAlias = StartTask | CancelTask | TakeOver | SetScore | Quit


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker is up, without a model yet."""


@dataclass(frozen=True, slots=True)
class Alive:
    """Sent several times a second from a thread of its own.

    Attributes:
        busy_s: How long the worker's main loop has been in its present step.
        figures: Load and timing, for the status.
    """

    busy_s: float
    stats: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """How far a task is."""

    job: int
    fraction: float
    stage: str


@dataclass(frozen=True, slots=True, eq=False)
class TaskFinished:
    """A task's good end."""

    job: int
    result: Result


@dataclass(frozen=True, slots=True)
class TaskFailed:
    """A task's bad end; `code` names a class of the error tree."""

    job: int
    code: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class StreamColumns:
    """Columns that the prior wrote for the stream, shape [W, H, Q]."""

    take: int
    codes: Codes


FromWorker: TypeAlias = (
    Ready
    | Alive
    | TaskProgress
    | TaskFinished
    | TaskFailed
    | StreamColumns
    | ColumnRendered
    | ColumnsRecorded
    | InputSilence
)
