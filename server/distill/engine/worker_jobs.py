"""Requests that the model worker works on, from the task that is sent to the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from distill.commands.context import Client
from distill.commands.grammar import Work
from distill.engine.beat_scheduler import BeatScheduler
from distill.engine.events import Ack, Notification, Progress
from distill.engine.ports import Request
from distill.engine.replies import Replies
from distill.errors import Busy, Cancelled, Crash, DistillError
from distill.protocol.messages import CancelTask, StartTask, TaskFinished, TaskProgress, ToWorker
from distill.protocol.tasks import CaptureOutput, EncodeFile, LoadModel

MAX_JOBS: Final = 64
"""Jobs that may wait for the worker at once."""
MAX_TRIES: Final = 2
"""A job that was running when the worker died is tried once more; then it is the job's fault."""


@dataclass(slots=True)
class WorkerJob:
    """A request that the worker is busy with.

    Attributes:
        request: Who asked, for what.
        work: The task, and what to do with its result.
        model: Id of the codec whose codes it is about; empty: any.
        beat: When it was to be done by, if its end falls on one.
        tries: How many workers were given it.
        stage: What the worker does for it.
        fraction: How far it is.
    """

    request: Request
    work: Work
    model: str = ""
    beat: float = 0.0
    tries: int = 1
    stage: str = ""
    fraction: float = 0.0


class WorkerJobs:
    """All that the worker has been asked for and has not ended.

    Threads: the engine's only.
    """

    def __init__(
        self,
        answers: Replies,
        conductor: BeatScheduler,
        send: Callable[[ToWorker], None],
        ended: Callable[[int], None],
    ) -> None:
        """Begin without any.

        Args:
            answers: Takes how they end.
            conductor: Says on which beat.
            send: Sends the present worker a message.
            ended: Told the number of each that has ended.
        """
        self._answers = answers
        self._conductor = conductor
        self._send = send
        self._ended = ended
        self._jobs: dict[int, WorkerJob] = {}
        self._last = 0

    def __len__(self) -> int:
        return len(self._jobs)

    @property
    def requests(self) -> Mapping[int, Request]:
        """Who asked, by the number of the job."""
        return {number: job.request for number, job in self._jobs.items()}

    def number(self) -> int:
        """Give the next number; requests that wait for a beat take theirs from here too."""
        self._last += 1
        return self._last

    def begin(self, request: Request, work: Work, codec_id: str) -> None:
        """Have the worker carry out a task.

        Args:
            request: Who asked.
            work: The task, and what to do with its result.
            codec_id: Of the model in use; empty while there is none.

        Raises:
            Busy: Too many wait for the worker.
        """
        if len(self._jobs) >= MAX_JOBS:
            raise Busy(f"{MAX_JOBS} jobs are running or waiting; wait for a done or cancel some")
        # codes mean nothing to another codec
        about_codes = not isinstance(work.task, (LoadModel, EncodeFile, CaptureOutput))
        job = WorkerJob(request, work, codec_id if about_codes else "")
        if grain := self._conductor.grain(request.command):
            job.beat = self._conductor.following(grain)
        number = self.number()
        self._jobs[number] = job
        self._answers.deliver(Ack(request.client, request.id, request.command.verb))
        self._send(StartTask(number, work.task, job.model))

    def resend(self) -> None:
        """Give a new worker everything that is still to be done."""
        for number, job in self._jobs.items():
            self._send(StartTask(number, job.work.task, job.model))

    def retry(self, reason: str) -> None:
        """Count another try for each, since the worker was lost; give up those with too many."""
        for number, job in list(self._jobs.items()):
            job.tries += 1
            if job.tries > MAX_TRIES:
                text = f"the model worker {reason} while it did this, twice"
                self.fail(number, Crash(text))

    def progress(self, message: TaskProgress) -> None:
        """Tell the client how far its job is."""
        job = self._jobs.get(message.job)
        if job is not None:
            job.fraction, job.stage = message.fraction, message.stage
            client, name = job.request.client, job.request.id
            self._answers.deliver(Progress(client, name, message.fraction, message.stage))

    def conclude(self, message: TaskFinished) -> None:
        """Let finished work take effect: now, or on its beat."""
        job = self._jobs.get(message.job)
        grain = 0.0 if job is None else self._conductor.grain(job.request.command)
        if job is None or grain == 0:
            self._settle(message)
            return
        beat = self._conductor.following(grain)
        if beat > job.beat:
            text = "was not ready in time; it waits for the next"
            self._answers.deliver(
                Notification("late", (job.request.id, job.request.command.verb, text))
            )
        self._conductor.hold(lambda: self._settle(message), beat)

    def fail(self, number: int, error: DistillError) -> None:
        """End a job with an error; nothing if it has ended already."""
        job = self._jobs.pop(number, None)
        if job is not None:
            self._answers.fail(job.request, error)
            self._ended(number)

    def cancel(self, client: Client, name: str) -> int:
        """Cancel the jobs of a client with that id, or `all`; tell how many."""
        mine = [
            number
            for number, job in self._jobs.items()
            if job.request.client == client and name in ("all", str(job.request.id))
        ]
        for number in mine:
            self._send(CancelTask(number))
            if not isinstance(self._jobs[number].work.task, LoadModel):  # it says if in time
                self.fail(number, Cancelled("cancelled by its client"))
        return len(mine)

    def _settle(self, message: TaskFinished) -> None:
        job = self._jobs.pop(message.job, None)
        if job is None:
            return
        try:
            self._answers.finish(job.request, job.work.finish(message.result))
        except DistillError as error:
            self._answers.fail(job.request, error)
        except Exception as error:  # noqa: BLE001 - it ends the command, never the server
            self._answers.crash(job.request, error)
        self._ended(message.job)
