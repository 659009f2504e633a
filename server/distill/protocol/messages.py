"""The messages on the pipe between the engine and the model worker, in both directions."""

from dataclasses import dataclass, field
from typing import TypeAlias

from distill.codes.carriers import Carriers
from distill.protocol.input import ColumnsRecorded, InputSilence, SourceRecorded
from distill.protocol.output import ColumnRendered
from distill.protocol.score import Score
from distill.protocol.tasks import Result, Task
from distill.types import Codes


@dataclass(frozen=True, slots=True)
class StartTask:
    """Run a task.

    Attributes:
        job: Number of the job.
        task: The task.
        model: Id of the codec whose codes the task uses; a model with another codec refuses it.
            Empty: any model.
        slots: Slots that its result may go to: tasks for one slot end in the order of arrival.
    """

    job: int
    task: Task
    model: str = ""
    slots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CancelTask:
    """Cancel a task."""

    job: int


@dataclass(frozen=True, slots=True)
class SetScore:
    """Play a score from now on, or from a frame of the output clock.

    Attributes:
        score: The score.
        at: Frame; 0 for now.
        live: A `LiveSnapshot.live` to continue from; empty to begin.
    """

    score: Score
    at: int = 0
    live: bytes = b""


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Fill the ring of this name from now on; until then a worker waits, and only runs tasks."""

    ring: str


@dataclass(frozen=True, slots=True)
class Quit:
    """End the process."""


ToWorker: TypeAlias = StartTask | CancelTask | TakeOver | SetScore | Quit


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has started; it has no model yet."""


@dataclass(frozen=True, slots=True)
class Alive:
    """Heartbeat, sent ten times a second from a thread of its own.

    Attributes:
        busy_s: How long the worker's main loop has been in its present step.
        stats: Load and timing, for the status.
    """

    busy_s: float
    stats: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """Progress of a task."""

    job: int
    fraction: float
    stage: str


@dataclass(frozen=True, slots=True)
class CompilingKernels:
    """Before a model is loaded, kernels are compiled that were not in the cache.

    Attributes:
        ready: Kernels that are compiled.
        total: All kernels.
    """

    ready: int
    total: int


@dataclass(frozen=True, slots=True, eq=False)
class TaskFinished:
    """A task succeeded."""

    job: int
    result: Result


@dataclass(frozen=True, slots=True)
class TaskFailed:
    """A task failed; `code` is the code of an error class."""

    job: int
    code: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class StreamColumns:
    """Columns [W, H, Q] of a stream that are certain to be played, and what carries them."""

    take: int
    codes: Codes
    carriers: Carriers | None = None


FromWorker: TypeAlias = (
    Ready
    | Alive
    | TaskProgress
    | CompilingKernels
    | TaskFinished
    | TaskFailed
    | StreamColumns
    | ColumnRendered
    | ColumnsRecorded
    | InputSilence
    | SourceRecorded
)
