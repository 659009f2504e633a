"""The heart: takes requests one by one, runs them on the session, and tells how they ended."""

import logging
import threading
from typing import Final

from distill.commands.grammar import Work
from distill.engine.answers import Answers
from distill.engine.conductor import Conductor
from distill.engine.ears import Ears
from distill.engine.events import Ack, Event, News, ParameterChanged, Progress
from distill.engine.gauging import Gauging
from distill.engine.inbox import Job, Mailbox
from distill.engine.ports import Pulse, Request, Sound, Surface
from distill.engine.slotnews import SlotNews
from distill.engine.supervisor import Clock, Supervisor, WorkerSpec
from distill.engine.telemetry import Telemetry
from distill.engine.waiting import WaitingRoom
from distill.errors import BY_CODE, Busy, Cancelled, Crash, DistillError, NotReady
from distill.installation import about
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
from distill.session.ports import Client, Controllers, Desk, Files, NoControllers
from distill.session.score import Score
from distill.session.session import Session
from distill.session.tasks import EncodeFile, KeepHeard, LoadModel, ModelFacts
from distill.types import Json

log = logging.getLogger("distill.engine")

MAX_JOBS: Final = 64
"""Jobs that may wait for the worker at once."""
MAX_TRIES: Final = 2
"""A job that was running when the worker died is tried once more; then it is the job's fault."""


class Engine:
    """Owns the session.

    Threads: `submit` from any thread; all else on the thread that is in `run`. The worker's
    threads reach it only through the mailbox. It never blocks on a surface or on the worker.
    """

    def __init__(
        self, session: Session, files: Files, worker: WorkerSpec, sound: Sound, clock: Clock
    ) -> None:
        self._session = session
        self._files = files
        self._output = output = sound.output
        self.ears = Ears(output, sound.source, session.attention)
        self._clock = clock
        self._mailbox = Mailbox(clock)
        self._answers = Answers()
        self._jobs: dict[int, Job] = {}
        self._next_job = 0
        self._at = 0
        self._model: LoadModel | None = None
        self._state = "loading"
        self._score: Score | None = None
        self._ending = threading.Event()
        self._started = clock()
        self._commands = 0
        self._epoch = 0
        self.controllers: Controllers = NoControllers()
        self._conductor = Conductor(session, output, clock, lambda why: self.tell("clock", why))
        self._slot_news = SlotNews(session.changes, clock)
        self._telemetry = Telemetry(Gauging(session, output, self.ears.log), clock)
        self._waiting = WaitingRoom(self._conductor, self._answers, self._run)
        self._supervisor = Supervisor(
            worker,
            lambda epoch, message: self._mailbox.post(lambda: self._hear(epoch, message)),
            lambda epoch, reason: self._mailbox.post(lambda: self._lose(epoch, reason)),
            clock,
        )

    # --- for the app

    def attach(self, surface: Surface) -> None:
        """Let a surface take part; before `run`."""
        self._answers.surfaces[surface.name] = surface

    def submit(self, request: Request) -> None:
        """Hand a request over from any thread; never blocks."""
        self._mailbox.put(request)

    def tell(self, topic: str, *values: float | str) -> None:
        """Pass news on from any thread (the output's state, for instance)."""
        self._mailbox.post(lambda: self._answers.deliver(News(topic, values)))

    def pulse(self, pulse: Pulse) -> None:
        """Let a clock from outside lead, from any thread."""
        self._mailbox.post(lambda: self._follow(pulse))

    def run(self, model: LoadModel | None) -> None:
        """Serve until `stop`; begins by starting the worker on a model."""
        self._model = model
        self._supervisor.rehearse(model)
        self._supervisor.start()
        try:
            while not self._ending.is_set():
                try:
                    self._turn(timeout_s=0.2)
                except Exception:
                    self._answers.crashes += 1
                    log.exception("our fault, between two requests; the server goes on")
        finally:
            self._supervisor.stop()

    def stop(self) -> None:
        """End `run`, from any thread."""
        self._ending.set()
        self._mailbox.post(lambda: None)

    # --- one turn

    def _turn(self, timeout_s: float) -> None:
        glides, session = self._session.glides, self._session
        for part in (self._conductor, self._slot_news, self._telemetry):
            timeout_s = part.patience(timeout_s)
        patience_s = glides.patience(self._clock(), timeout_s)
        calls, request, refused = self._mailbox.take(patience_s)
        for call in calls:
            call()
        if request is not None:
            self._serve(request)
        for one in refused:
            self._answers.fail(one, Busy(f"{len(self._mailbox)} requests are waiting; send slower"))
        turned = glides.step(self._clock(), session.parameters)
        for name, value in turned:
            self._answers.deliver(ParameterChanged(name, value, None))
        if calls or turned or request is not None:
            self._perform()
        for due in self._conductor.due():
            due.call()
            self._perform(due.frame)
        told: list[Event] = [*self._slot_news.due(), *self._telemetry.due()]
        for event in told:
            self._answers.deliver(event)

    def _follow(self, pulse: Pulse) -> None:
        if self._conductor.follow(pulse):
            tempo = self._session.parameters["tempo"]
            self._answers.deliver(ParameterChanged("tempo", tempo, None))
        if not pulse.running:
            why = "the clock from outside has stopped; what waited for a beat is done now"
            for due in self._conductor.release(why):
                due.call()

    def _serve(self, request: Request) -> None:
        self._commands += 1
        grain = 0.0 if request.command.slow else self._conductor.grain(request.command)
        if grain:
            self._next_job += 1
            self._waiting.hold(self._next_job, request, grain)
        else:
            self._run(request)

    def _run(self, request: Request) -> None:
        try:
            outcome = request.command.run(self._desk(request.client))
            if isinstance(outcome, Work):
                self._begin(request, outcome)
            elif outcome.after_others:
                jobs = {number: job.request for number, job in self._jobs.items()}
                self._waiting.wait_for(jobs, request, outcome)
            else:
                self._answers.finish(request, outcome)
        except NotReady as error:
            missing = NotReady("no model is loaded; load one (models lists them)")
            self._answers.fail(request, missing if self._state == "no model" else error)
        except DistillError as error:
            self._answers.fail(request, error)
        except Exception as error:  # noqa: BLE001 - our fault ends the command, never the server
            self._answers.crash(request, error)

    def _desk(self, client: Client) -> Desk:
        return Desk(self._session, self._files, self, client)

    def _perform(self, at: int = 0) -> None:
        """Tell the worker what should sound, if that has changed, and from which frame on.

        What comes while the worker still waits for a frame is told for that frame too: it says
        everything anew. Only to stop never waits.
        """
        self._conductor.keep_time()
        self._session.watched = self._telemetry.watched > 0
        score = self._session.score()
        if score.same(self._score):
            return
        before, self._score = self._score, score
        if before is not None and score.panic != before.panic:
            self._output.hush(on=True)
        elif score.transport != "stop" and (before is None or score.take != before.take):
            self._output.hush(on=False)
        self._at = max(at, self._at)
        urgent = score.transport == "stop" or (before is not None and score.panic != before.panic)
        if self._state == "ready":
            waits = not urgent and self._at > self._output.clock()
            self._send(Perform(score, self._at if waits else 0, self._session.take_live()))

    # --- jobs

    def _begin(self, request: Request, work: Work) -> None:
        if len(self._jobs) >= MAX_JOBS:
            raise Busy(f"{MAX_JOBS} jobs are running or waiting; wait for a done or cancel some")
        loading = isinstance(work.task, LoadModel) and self._state == "no model"
        if self._state != "ready" and not loading:
            raise NotReady(f"the state is {self._state}; wait for ready, or load a model")
        self._next_job += 1
        model = self._session.model
        if model is None or isinstance(work.task, (LoadModel, EncodeFile, KeepHeard)):
            job = Job(request, work)
        else:  # it is about codes, which mean nothing to another model
            job = Job(request, work, model.codec_id)
        if grain := self._conductor.grain(request.command):
            job.beat = self._conductor.following(grain)
        self._jobs[self._next_job] = job
        self._answers.deliver(Ack(request.client, request.id, request.command.verb))
        self._send(Do(self._next_job, work.task, job.model))

    def _send_jobs(self) -> None:
        """Give a new worker everything that is still to be done."""
        for number, job in self._jobs.items():
            self._send(Do(number, job.work.task, job.model))

    def _fail_job(self, number: int, error: DistillError) -> None:
        job = self._jobs.pop(number, None)
        if job is not None:
            self._answers.fail(job.request, error)
            self._waiting.ended(number)

    def _conclude(self, message: Finished) -> None:
        """Let finished work take effect: now, or on its beat."""
        job = self._jobs.get(message.job)
        grain = 0.0 if job is None else self._conductor.grain(job.request.command)
        if job is None or grain == 0:
            self._settle(message)
            return
        beat = self._conductor.following(grain)
        if beat > job.beat:
            text = "was not ready in time; it waits for the next"
            self._answers.deliver(News("late", (job.request.id, job.request.command.verb, text)))
        self._conductor.hold(lambda: self._settle(message), beat)

    def _settle(self, message: Finished) -> None:
        job = self._jobs.pop(message.job, None)
        if job is None:
            return
        if isinstance(job.work.task, LoadModel):
            self._model = job.work.task
            self._supervisor.rehearse(self._model)
        try:
            reply = job.work.finish(message.result)
            if isinstance(job.work.task, LoadModel):
                self._state = "ready"
                self._score = None  # told again, it lets go of models that nothing plays
            self._answers.finish(job.request, reply)
        except DistillError as error:
            self._answers.fail(job.request, error)
        except Exception as error:  # noqa: BLE001 - our fault ends the command, never the server
            self._answers.crash(job.request, error)
        self._waiting.ended(message.job)

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
            case _:
                for word in self.ears.hear(message):
                    self._answers.deliver(News("listening", (word,)))

    def _hear_going(self, message: Going) -> None:
        job = self._jobs.get(message.job)
        if job is not None:
            job.fraction, job.stage = message.fraction, message.stage
            client, name = job.request.client, job.request.id
            self._answers.deliver(Progress(client, name, message.fraction, message.stage))

    def _hear_broke(self, message: Broke) -> None:
        if message.job == 0:
            self._state = "no model"
            log.error("the model could not be loaded: %s", message.text)
            self._answers.deliver(News("state", (self._state, message.text)))
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
            self._answers.deliver(News("state", (self._state, "load one: see models")))
            self._send_jobs()
            return
        self._send(Do(0, self._model))

    def _adopt(self, facts: ModelFacts) -> None:
        """The model in use is loaded by a new worker: go on where the last one was."""
        self._session.adopt(facts)
        self._state = "ready"
        self._score = self._session.resumed_score()
        self._send(Perform(self._score, 0, self._session.take_live()))
        self._send_jobs()
        log.info("ready: model %s, %d levels of %d codes", facts.name, facts.levels, facts.size)
        self._answers.deliver(News("state", (self._state, facts.name)))

    def _lose(self, epoch: int, reason: str) -> None:
        log.debug("worker %d is gone", epoch)
        self._state = "restarting"
        self._answers.deliver(News("state", (self._state, f"the model worker {reason}")))
        for number, job in list(self._jobs.items()):
            job.tries += 1
            if job.tries > MAX_TRIES:
                text = f"the model worker {reason} while it did this, twice"
                self._fail_job(number, Crash(text))

    # --- Host: what commands may ask

    def status(self) -> Json:
        """Tell the state of everything, flat."""
        figures: Json = {
            "state": self._state,
            **about(),
            "uptime_s": round(self._clock() - self._started, 3),
            **self._session.figures(),
            "clips": self._files.clips(),
            **self._conductor.figures(),
            "held": len(self._waiting.held),
            "jobs": len(self._jobs),
            "waiting": len(self._mailbox),
            "commands": self._commands,
            "coalesced": self._mailbox.coalesced,
            "refused": self._mailbox.refused,
            "crashes": self._answers.crashes,
            "watched": self._telemetry.watched,
        }
        figures.update({f"worker_{k}": v for k, v in self._supervisor.facts().items()})
        figures.update(self.ears.figures())
        for surface in self._answers.surfaces.values():
            figures.update({f"{surface.name}_{k}": v for k, v in surface.figures().items()})
        return figures

    def cancel(self, client: Client, request: str) -> int:
        """Cancel this client's jobs with that id, or all of them."""
        held = self._waiting.cancel(client, request)
        mine = [
            number
            for number, job in self._jobs.items()
            if job.request.client == client and request in ("all", str(job.request.id))
        ]
        for number in mine:
            self._send(Drop(number))
            if not isinstance(self._jobs[number].work.task, LoadModel):  # it says if in time
                self._fail_job(number, Cancelled("cancelled by its client"))
        return len(mine) + held

    def subscribe(self, client: Client, port: int, lease_s: float) -> None:
        """Pass on to the client's surface."""
        self._answers.surfaces[client.surface].subscribe(client, port, lease_s)

    def unsubscribe(self, client: Client, port: int) -> None:
        """Pass on to the client's surface; who leaves altogether is sent no live values either."""
        self._answers.surfaces[client.surface].unsubscribe(client, port)
        if port == 0:
            self._telemetry.leave(client)

    def watch(self, client: Client, port: int, rate_hz: float, lease_s: float) -> None:
        """Send live values to a client, for a time."""
        where = port, self._answers.surfaces[client.surface].place(client, port)
        self._telemetry.watch(client, where, rate_hz, lease_s)
