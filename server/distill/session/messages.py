"""What crosses the pipe between the engine and the model worker, both ways."""

from dataclasses import dataclass, field
from typing import TypeAlias

from distill.session.heard import Painted
from distill.session.listening import Listened, Silence
from distill.session.score import Score
from distill.session.tasks import Result, Task
from distill.types import Codes


@dataclass(frozen=True, slots=True)
class Do:
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
class Drop:
    """Give a task up."""

    job: int


@dataclass(frozen=True, slots=True)
class Perform:
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
class Enter:
    """Fill the ring from now on; until then a worker waits, and only carries out tasks."""


@dataclass(frozen=True, slots=True)
class Quit:
    """End the process."""


ToWorker: TypeAlias = Do | Drop | Enter | Perform | Quit


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
    figures: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Going:
    """How far a task is."""

    job: int
    fraction: float
    stage: str


@dataclass(frozen=True, slots=True, eq=False)
class Finished:
    """A task's good end."""

    job: int
    result: Result


@dataclass(frozen=True, slots=True)
class Broke:
    """A task's bad end; `code` names a class of the error tree."""

    job: int
    code: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """Columns that the prior wrote for the stream, shape [W, H, Q]."""

    take: int
    codes: Codes


FromWorker: TypeAlias = (
    Ready | Alive | Going | Finished | Broke | Played | Painted | Listened | Silence
)
