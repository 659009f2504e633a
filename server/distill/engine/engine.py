"""The heart: takes requests one by one, runs them on the session, and tells how they ended."""

import logging
import threading
from collections.abc import Iterable
from typing import Final

from distill import __version__
from distill.commands.grammar import Reply, Work
from distill.commands.parameter import GetParameter, SetParameter
from distill.engine.events import (
    Ack,
    Done,
    Event,
    Failed,
    News,
    Page,
    ParameterChanged,
    ParameterIs,
    Progress,
)
from distill.engine.inbox import Job, Mailbox, Waiting
from distill.engine.ports import Output, Request, Surface
from distill.engine.supervisor import Clock, Supervisor, WorkerSpec
from distill.errors import BY_CODE, Busy, Cancelled, Crash, DistillError, NotReady
from distill.session.messages import (
    Broke,
    Do,
    Drop,
    Finished,
    FromWorker,
    Going,
    Perform,
    Played,
    Ready,
    ToWorker,
)
from distill.session.ports import Client, Desk, Files
from distill.session.score import Score
from distill.session.session import Session
from distill.session.tasks import EncodeFile, LoadModel, ModelFacts
from distill.types import Json

log = logging.getLogger("distill.engine")

MAX_JOBS: Final = 64
"""Jobs that may wait for the worker at once."""
MAX_SYNCS: Final = 256
"""Requests that may wait for others to end; each is looked at when a job ends."""
MAX_TRIES: Final = 2
"""A job that was running when the worker died is tried once more; then it is the job's fault."""


class Engine:
    """Owns the session.

    Threads: `submit` from any thread; all else on the thread that is in `run`. The worker's
    threads reach it only through the mailbox. It never blocks on a surface or on the worker.
    """

    def __init__(
        self, session: Session, files: Files, worker: WorkerSpec, output: Output, clock: Clock
    ) -> None:
        self._session = session
        self._files = files
        self._output = output
        self._clock = clock
        self._mailbox = Mailbox()
        self._surfaces: dict[str, Surface] = {}
        self._jobs: dict[int, Job] = {}
        self._waiting: list[Waiting] = []
        self._next_job = 0
        self._model: LoadModel | None = None
        self._state = "loading"
        self._score: Score | None = None
        self._ending = threading.Event()
        self._started = clock()
        self._commands = 0
        self._crashes = 0
        self._epoch = 0
        self._supervisor = Supervisor(
            worker,
            lambda epoch, message: self._mailbox.post(lambda: self._hear(epoch, message)),
            lambda epoch, reason: self._mailbox.post(lambda: self._lose(epoch, reason)),
            clock,
        )

    # --- for the app

    def attach(self, surface: Surface) -> None:
        """Let a surface take part; before `run`."""
        self._surfaces[surface.name] = surface

    def submit(self, request: Request) -> None:
        """Hand a request over from any thread; never blocks."""
        self._mailbox.put(request)

    def tell(self, topic: str, *values: float | str) -> None:
        """Pass news on from any thread (the output's state, for instance)."""
        self._mailbox.post(lambda: self._deliver(News(topic, values)))

    def run(self, model: LoadModel | None) -> None:
        """Serve until `stop`; begins by starting the worker on a model."""
        self._model = model
        self._supervisor.start()
        try:
            while not self._ending.is_set():
                try:
                    self._turn(timeout_s=0.2)
                except Exception:
                    self._crashes += 1
                    log.exception("our fault, between two requests; the server goes on")
        finally:
            self._supervisor.stop()

    def stop(self) -> None:
        """End `run`, from any thread."""
        self._ending.set()
        self._mailbox.post(lambda: None)

    # --- one turn

    def _turn(self, timeout_s: float) -> None:
        calls, request, refused = self._mailbox.take(timeout_s)
        for call in calls:
            call()
        if request is not None:
            self._serve(request)
        for one in refused:
            self._fail(one, Busy(f"{len(self._mailbox)} requests are waiting; send slower"))
        if calls or request is not None:
            self._perform()

    def _serve(self, request: Request) -> None:
        self._commands += 1
        try:
            outcome = request.command.run(self._desk(request.client))
            if isinstance(outcome, Work):
                self._begin(request, outcome)
            elif outcome.after_others:
                self._wait_for_others(request, outcome)
            else:
                self._finish(request, outcome)
        except DistillError as error:
            self._fail(request, error)
        except Exception as error:  # noqa: BLE001 - our fault ends the command, never the server
            self._crash(request, error)

    def _desk(self, client: Client) -> Desk:
        return Desk(self._session, self._files, self, client)

    def _perform(self) -> None:
        """Tell the worker what should sound, if that has changed."""
        score = self._session.score()
        if score.same(self._score):
            return
        before, self._score = self._score, score
        if before is not None and score.panic != before.panic:
            self._output.hush(on=True)
        elif score.transport != "stop" and (before is None or score.take != before.take):
            self._output.hush(on=False)
        if self._state == "ready":
            self._send(Perform(score))

    # --- jobs

    def _begin(self, request: Request, work: Work) -> None:
        if len(self._jobs) >= MAX_JOBS:
            raise Busy(f"{MAX_JOBS} jobs are running or waiting; wait for a done or cancel some")
        loading = isinstance(work.task, LoadModel) and self._state == "no model"
        if self._state != "ready" and not loading:
            raise NotReady(f"the state is {self._state}; wait for ready, or load a model")
        self._next_job += 1
        model = self._session.model
        if model is None or isinstance(work.task, (LoadModel, EncodeFile)):
            job = Job(request, work)
        else:  # it is about codes, which mean nothing to another model
            job = Job(request, work, model.codec_id)
        self._jobs[self._next_job] = job
        self._deliver(Ack(request.client, request.id, request.command.verb))
        self._send(Do(self._next_job, work.task, job.model))

    def _send_jobs(self) -> None:
        """Give a new worker everything that is still to be done."""
        for number, job in self._jobs.items():
            self._send(Do(number, job.work.task, job.model))

    def _wait_for_others(self, request: Request, reply: Reply) -> None:
        mine = {n for n, job in self._jobs.items() if job.request.client == request.client}
        if not mine:
            self._finish(request, reply)
        elif len(self._waiting) >= MAX_SYNCS:
            raise Busy(f"{MAX_SYNCS} requests wait for others to end; wait for one of them")
        else:
            self._waiting.append(Waiting(request, reply, mine))

    def _fail_job(self, number: int, error: DistillError) -> None:
        job = self._jobs.pop(number, None)
        if job is not None:
            self._fail(job.request, error)
            self._answer_waiting(number)

    def _answer_waiting(self, ended: int) -> None:
        for waiting in list(self._waiting):
            waiting.jobs.discard(ended)
            if not waiting.jobs:
                self._waiting.remove(waiting)
                self._finish(waiting.request, waiting.reply)

    def _conclude(self, message: Finished) -> None:
        job = self._jobs.pop(message.job, None)
        if job is None:
            return
        if isinstance(job.work.task, LoadModel):
            self._model = job.work.task
        try:
            reply = job.work.finish(message.result)
            if isinstance(job.work.task, LoadModel):
                self._state = "ready"
                self._score = None  # told again, it lets go of models that nothing plays
            self._finish(job.request, reply)
        except DistillError as error:
            self._fail(job.request, error)
        except Exception as error:  # noqa: BLE001 - our fault ends the command, never the server
            self._crash(job.request, error)
        self._answer_waiting(message.job)

    # --- the worker

    def _hear(self, epoch: int, message: FromWorker) -> None:
        if epoch != self._supervisor.epoch:
            return
        match message:
            case Ready():
                self._epoch = epoch
                self._greet()
            case Going():
                self._hear_going(message)
            case Finished(job=0, result=ModelFacts() as facts):
                self._adopt(facts)
            case Finished():
                self._conclude(message)
            case Broke():
                self._hear_broke(message)
            case Played():
                self._session.streamed(message.take, message.codes)

    def _hear_going(self, message: Going) -> None:
        job = self._jobs.get(message.job)
        if job is not None:
            job.fraction, job.stage = message.fraction, message.stage
            client, name = job.request.client, job.request.id
            self._deliver(Progress(client, name, message.fraction, message.stage))

    def _hear_broke(self, message: Broke) -> None:
        if message.job == 0:
            self._state = "no model"
            log.error("the model could not be loaded: %s", message.text)
            self._deliver(News("state", (self._state, message.text)))
            self._send_jobs()  # a load is carried out, all else ends with an error
            return
        error = BY_CODE.get(message.code, Crash)(message.text)
        self._fail_job(message.job, error)

    def _send(self, message: ToWorker) -> None:
        self._supervisor.send(message, self._epoch)

    def _greet(self) -> None:
        """A new worker is up: load the model that was in use."""
        if self._model is None:
            self._state = "no model"
            self._deliver(News("state", (self._state, "load one: see models")))
            self._send_jobs()
            return
        self._send(Do(0, self._model))

    def _adopt(self, facts: ModelFacts) -> None:
        """The model in use is loaded by a new worker: go on where the last one was."""
        self._session.adopt(facts)
        self._state = "ready"
        self._score = self._session.resumed_score()
        self._send(Perform(self._score))
        self._send_jobs()
        log.info("ready: model %s, %d levels of %d codes", facts.name, facts.levels, facts.size)
        self._deliver(News("state", (self._state, facts.name)))

    def _lose(self, epoch: int, reason: str) -> None:
        log.debug("worker %d is gone", epoch)
        self._state = "restarting"
        self._deliver(News("state", (self._state, f"the model worker {reason}")))
        for number, job in list(self._jobs.items()):
            job.tries += 1
            if job.tries > MAX_TRIES:
                text = f"the model worker {reason} while it did this, twice"
                self._fail_job(number, Crash(text))

    # --- answers

    def _finish(self, request: Request, reply: Reply) -> None:
        command, client = request.command, request.client
        if isinstance(command, (SetParameter, GetParameter)):
            self._answer_parameter(request, reply)
            return
        total = len(reply.pages)
        for index, values in enumerate(reply.pages):
            self._deliver(Page(client, request.id, command.verb, index, total, values))
        if reply.news:
            self._deliver(News(reply.news, (request.id, *reply.values)))
        self._deliver(Done(client, request.id, command.verb, reply.values))

    def _answer_parameter(self, request: Request, reply: Reply) -> None:
        command, client = request.command, request.client
        name, value = str(reply.values[0]), float(reply.values[1])
        if isinstance(command, GetParameter):
            self._deliver(ParameterIs(client, name, value, command.normalized))
        elif reply.news:
            self._deliver(ParameterChanged(name, value, client))
        if request.id != 0:
            self._deliver(Done(client, request.id, command.verb, reply.values))

    def _fail(self, request: Request, error: DistillError) -> None:
        verb = request.command.verb
        if isinstance(request.command, (SetParameter, GetParameter)):
            verb = f"param/{request.command.name}"
        self._deliver(Failed(request.client, request.id, error.code, str(error), verb))

    def _crash(self, request: Request, error: Exception) -> None:
        self._crashes += 1
        log.error("our fault, in %s", request.command, exc_info=error)
        self._fail(request, Crash("this went wrong inside the server; its log says where"))

    def _deliver(self, event: Event) -> None:
        for surface in self._audience(event):
            try:
                surface.deliver(event)
            except Exception:
                self._crashes += 1
                log.exception("surface %s failed to pass on %s", surface.name, event)

    def _audience(self, event: Event) -> Iterable[Surface]:
        if isinstance(event, (News, ParameterChanged)):
            return self._surfaces.values()
        surface = self._surfaces.get(event.client.surface)
        return [] if surface is None else [surface]

    # --- Host: what commands may ask

    def status(self) -> Json:
        """Tell the state of everything, flat."""
        figures: Json = {
            "state": self._state,
            "version": __version__,
            "uptime_s": round(self._clock() - self._started, 3),
            **self._session.figures(),
            "clips": self._files.clips(),
            "jobs": len(self._jobs),
            "waiting": len(self._mailbox),
            "commands": self._commands,
            "coalesced": self._mailbox.coalesced,
            "refused": self._mailbox.refused,
            "crashes": self._crashes,
            "worker_restarts": self._supervisor.restarts,
            "worker_pid": self._supervisor.pid,
        }
        figures.update({f"worker_{k}": v for k, v in self._supervisor.figures.items()})
        figures.update({f"output_{k}": v for k, v in self._output.figures().items()})
        for surface in self._surfaces.values():
            figures.update({f"{surface.name}_{k}": v for k, v in surface.figures().items()})
        return figures

    def cancel(self, client: Client, request: str) -> int:
        """Cancel this client's jobs with that id, or all of them."""
        mine = [
            number
            for number, job in self._jobs.items()
            if job.request.client == client and request in ("all", str(job.request.id))
        ]
        for number in mine:
            self._send(Drop(number))
            if not isinstance(
                self._jobs[number].work.task, LoadModel
            ):  # the worker says if in time
                self._fail_job(number, Cancelled("cancelled by its client"))
        return len(mine)

    def subscribe(self, client: Client, port: int, lease_s: float) -> None:
        """Pass on to the client's surface."""
        self._surfaces[client.surface].subscribe(client, port, lease_s)

    def unsubscribe(self, client: Client, port: int) -> None:
        """Pass on to the client's surface."""
        self._surfaces[client.surface].unsubscribe(client, port)
