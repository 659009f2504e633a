"""Jobs of the model worker, from the task that is sent to the reply."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from distill.commands.context import Client
from distill.commands.grammar import FileChange, Slot, Work, verb
from distill.engine.beat_scheduler import BeatScheduler
from distill.engine.events import Ack, Notification, Progress
from distill.engine.ports import Request
from distill.engine.replies import Replies
from distill.errors import Busy, Cancelled, Crash, DistillError
from distill.protocol.messages import CancelTask, StartTask, TaskFinished, TaskProgress, ToWorker
from distill.protocol.tasks import CaptureOutput, EncodeFile, LoadModel, SampleCodes

MAX_JOBS: Final = 64
"""Jobs that may wait for the worker at once."""
MAX_TRIES: Final = 2
"""A job that was running when the worker died is tried once more; then it fails."""


@dataclass(slots=True)
class WorkerJob:
    """A request that the worker runs or will run.

    Attributes:
        request: The client's request.
        work: The task, and what to do with its result.
        model: Id of the codec that its codes belong to; empty: any.
        beat: The beat on which it was to take effect, if it waits for one.
        slots: Slots that its result may go to.
        tries: Number of workers that it was sent to.
        stage: Current stage of the task.
        fraction: Its progress, 0..1.
    """

    request: Request
    work: Work
    model: str = ""
    beat: float = 0.0
    slots: tuple[str, ...] = ()
    tries: int = 1
    stage: str = ""
    fraction: float = 0.0


class WorkerJobs:
    """All jobs that have not ended.

    Threads: the engine's only.
    """

    def __init__(
        self,
        replies: Replies,
        scheduler: BeatScheduler,
        send: Callable[[ToWorker], None],
        ended: Callable[[int], None],
        change: Callable[[int, Request, FileChange], None],
    ) -> None:
        """Begin without any.

        Args:
            replies: Sends their replies.
            scheduler: Finds the beats on which they take effect.
            send: Sends the current worker a message.
            ended: Called with the number of each job that has ended.
            change: Called with the number and request of a job that ends with a change of a file.
        """
        self._replies = replies
        self._scheduler = scheduler
        self._send = send
        self._ended = ended
        self._change = change
        self._jobs: dict[int, WorkerJob] = {}
        self._last = 0

    def __len__(self) -> int:
        return len(self._jobs)

    @property
    def requests(self) -> Mapping[int, Request]:
        """The requests of the jobs, by job number."""
        return {number: job.request for number, job in self._jobs.items()}

    def number(self) -> int:
        """Return the next job number; requests that wait for a beat are numbered here too."""
        self._last += 1
        return self._last

    def begin(self, request: Request, work: Work, codec_id: str) -> None:
        """Send a task to the worker.

        Args:
            request: The client's request.
            work: The task, and what to do with its result.
            codec_id: Id of the codec in use; empty while there is none.

        Raises:
            Busy: There are `MAX_JOBS` already.
        """
        if len(self._jobs) >= MAX_JOBS:
            raise Busy(f"{MAX_JOBS} jobs are running or waiting; wait for a done or cancel some")
        # codes mean nothing to another codec
        about_codes = not isinstance(work.task, (LoadModel, EncodeFile, CaptureOutput))
        writes = isinstance(work.task, (EncodeFile, SampleCodes, CaptureOutput))
        slots = slots_of(request) if writes else ()
        job = WorkerJob(request, work, codec_id if about_codes else "", slots=slots)
        if grain := self._scheduler.grain(request.command):
            job.beat = self._scheduler.next_beat(grain)
        number = self.number()
        self._jobs[number] = job
        self._replies.deliver(Ack(request.client, request.id, request.command.verb))
        self._send(StartTask(number, work.task, job.model, job.slots))

    def resend(self) -> None:
        """Send a new worker all jobs."""
        for number, job in self._jobs.items():
            self._send(StartTask(number, job.work.task, job.model, job.slots))

    def retry(self, reason: str) -> None:
        """Count another try for each job, since the worker was lost; fail those with too many."""
        for number, job in list(self._jobs.items()):
            job.tries += 1
            if job.tries > MAX_TRIES:
                text = f"the model worker {reason} while it did this, twice"
                self.fail(number, Crash(text))

    def progress(self, message: TaskProgress) -> None:
        """Report the progress of a job to its client."""
        job = self._jobs.get(message.job)
        if job is not None:
            job.fraction, job.stage = message.fraction, message.stage
            client, request_id = job.request.client, job.request.id
            self._replies.deliver(Progress(client, request_id, message.fraction, message.stage))

    def conclude(self, message: TaskFinished) -> None:
        """Apply the result of a task: now, or on its beat."""
        job = self._jobs.get(message.job)
        grain = 0.0 if job is None else self._scheduler.grain(job.request.command)
        if job is None or grain == 0:
            self._finish(message)
            return
        beat = self._scheduler.next_beat(grain)
        if beat > job.beat:
            text = "was not ready in time; it waits for the next"
            self._replies.deliver(
                Notification("late", (job.request.id, job.request.command.verb, text))
            )
        self._scheduler.hold(lambda: self._finish(message), beat)

    def fail(self, number: int, error: DistillError) -> None:
        """End a job with an error, unless it has ended already."""
        job = self._jobs.pop(number, None)
        if job is not None:
            self._replies.fail(job.request, error)
            self._ended(number)

    def cancel(self, client: Client, request_id: str) -> int:
        """Cancel the jobs of a client, by id or `all`; return how many."""
        mine = [
            number
            for number, job in self._jobs.items()
            if job.request.client == client and request_id in ("all", str(job.request.id))
        ]
        for number in mine:
            self._send(CancelTask(number))
            if not isinstance(
                self._jobs[number].work.task, LoadModel
            ):  # the worker reports whether it was in time
                self.fail(number, Cancelled("cancelled by its client"))
        return len(mine)

    def _finish(self, message: TaskFinished) -> None:
        job = self._jobs.pop(message.job, None)
        if job is None:
            return
        try:
            ending = job.work.finish(message.result)
            if isinstance(ending, FileChange):
                self._change(message.job, job.request, ending)
                return
            self._replies.finish(job.request, ending)
        except DistillError as error:
            self._replies.fail(job.request, error)
        except Exception as error:  # noqa: BLE001 - it ends the command, never the server
            self._replies.crash(job.request, error)
        self._ended(message.job)


def slots_of(request: Request) -> tuple[str, ...]:
    """Return the slots that a command names."""
    command = request.command
    names = (one.name for one in verb(command.verb).arguments if one.kind is Slot)
    return tuple(str(getattr(command, name)) for name in names)
