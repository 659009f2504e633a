"""The one thread that owns the session: runs requests on it, and answers them."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from distill.commands.grammar import Reply, Work
from distill.engine.answers import Answers
from distill.engine.conductor import Conductor
from distill.engine.ears import Ears
from distill.engine.events import Event, News, ParameterChanged
from distill.engine.gauging import Gauging
from distill.engine.inbox import Mailbox
from distill.engine.model_state import ModelState
from distill.engine.model_worker import ModelWorker, WorkerSpec
from distill.engine.ports import Pulse, Request, Sound, Surface
from distill.engine.score_feed import ScoreFeed
from distill.engine.slotnews import SlotNews
from distill.engine.telemetry import Telemetry
from distill.engine.waiting import WaitingRoom
from distill.engine.worker_jobs import WorkerJobs
from distill.errors import BY_CODE, Busy, Crash, DistillError, NotReady
from distill.installation import about
from distill.session.messages import (
    Broke,
    Do,
    Finished,
    FromWorker,
    Going,
    Played,
    Ready,
    ToWorker,
)
from distill.session.ports import Client, Controllers, Desk, Files, NoControllers
from distill.session.session import Session
from distill.session.tasks import LoadModel, ModelFacts, Result
from distill.types import Clock, Json

log = logging.getLogger("distill.engine")


class Engine:
    """Owns the session.

    Threads: `submit`, `tell`, `pulse` and `stop` from any; all else on the thread that is in `run`.
    The worker's thread reaches it only through the mailbox. It holds no lock, and never blocks on
    a surface or on the worker.
    """

    def __init__(
        self, session: Session, files: Files, worker: WorkerSpec, sound: Sound, clock: Clock
    ) -> None:
        self._session = session
        self._files = files
        output = sound.output
        self.ears = Ears(output, sound.source, session.attention)
        self._clock = clock
        self._mailbox = Mailbox(clock)
        self._answers = Answers()
        self._model: LoadModel | None = None
        self._state = ModelState(self._answers.deliver)
        self._scores = ScoreFeed(session, output, self._send)
        self._ending = threading.Event()
        self._started = clock()
        self._commands = 0
        self._epoch = 0
        self.controllers: Controllers = NoControllers()
        self._conductor = Conductor(session, output, clock, lambda why: self.tell("clock", why))
        self._slot_news = SlotNews(session.changes, clock)
        self._telemetry = Telemetry(Gauging(session, output, self.ears.log), clock)
        self._waiting = WaitingRoom(self._conductor, self._answers, self._run)
        self._jobs = WorkerJobs(self._answers, self._conductor, self._send, self._waiting.ended)
        self._worker = ModelWorker(
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
        self._worker.rehearse(model)
        self._worker.start()
        try:
            while not self._ending.is_set():
                try:
                    self._turn(timeout_s=0.2)
                except Exception:
                    self._answers.crashes += 1
                    log.exception("our fault, between two requests; the server goes on")
        finally:
            self._worker.stop()

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
            self._waiting.hold(self._jobs.number(), request, grain)
        else:
            self._run(request)

    def _run(self, request: Request) -> None:
        try:
            outcome = request.command.run(self._desk(request.client))
            if isinstance(outcome, Work):
                self._begin(request, outcome)
            elif outcome.after_others:
                self._waiting.wait_for(self._jobs.requests, request, outcome)
            else:
                self._answers.finish(request, outcome)
        except NotReady as error:
            self._answers.fail(request, self._state.explain(error))
        except DistillError as error:
            self._answers.fail(request, error)
        except Exception as error:  # noqa: BLE001 - our fault ends the command, never the server
            self._answers.crash(request, error)

    def _desk(self, client: Client) -> Desk:
        return Desk(self._session, self._files, self, client)

    def _perform(self, at: int = 0) -> None:
        """Tell the worker what should sound, if that has changed, and from which frame on."""
        self._conductor.keep_time()
        self._session.watched = self._telemetry.watched > 0
        self._scores.push(at, ready=self._state.ready)

    def _begin(self, request: Request, work: Work) -> None:
        self._state.admit(work.task)
        model = self._session.model
        if isinstance(work.task, LoadModel):
            work = replace(work, finish=partial(self._finish_load, work.task, work.finish))
        self._jobs.begin(request, work, "" if model is None else model.codec_id)

    def _finish_load(
        self, task: LoadModel, finish: Callable[[Result], Reply], result: Result
    ) -> Reply:
        """Let a load take effect; the worker has the model now, whatever becomes of the reply."""
        self._model = task
        self._worker.rehearse(task)
        reply = finish(result)
        self._state.loaded(task.name)
        self._scores.forget()
        return reply

    # --- the worker

    def _hear(self, epoch: int, message: FromWorker) -> None:
        if epoch != self._worker.epoch:
            return
        match message:
            case Ready():
                self._epoch = epoch
                self._greet()
            case Going():
                self._jobs.progress(message)
            case Finished(job=0, result=ModelFacts() as facts):
                self._adopt(facts)
            case Finished():
                self._jobs.conclude(message)
            case Broke():
                self._hear_broke(message)
            case Played():
                self._session.streamed(message.take, message.codes)
            case _:
                for word in self.ears.hear(message):
                    self._answers.deliver(News("listening", (word,)))

    def _hear_broke(self, message: Broke) -> None:
        if message.job == 0:
            log.error("the model could not be loaded: %s", message.text)
            self._state.failed(message.text)
            self._jobs.resend()  # a load is carried out, all else ends with an error
            return
        self._jobs.fail(message.job, BY_CODE.get(message.code, Crash)(message.text))

    def _send(self, message: ToWorker) -> None:
        self._worker.send(message, self._epoch)

    def _greet(self) -> None:
        """A new worker is up: load the model that was in use."""
        if self._model is None:
            self._state.missing()
            self._jobs.resend()
            return
        self._send(Do(0, self._model))

    def _adopt(self, facts: ModelFacts) -> None:
        """The model in use is loaded by a new worker: go on where the last one was."""
        self._session.adopt(facts)
        self._scores.resume()
        self._jobs.resend()
        log.info("ready: model %s, %d levels of %d codes", facts.name, facts.levels, facts.size)
        self._state.restored(facts.name)

    def _lose(self, epoch: int, reason: str) -> None:
        log.debug("worker %d is gone", epoch)
        self._state.lost(reason)
        self._jobs.retry(reason)

    # --- Host: what commands may ask

    def status(self) -> Json:
        """Tell the state of everything, flat."""
        figures: Json = {
            "state": str(self._state.phase),
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
        figures.update({f"worker_{k}": v for k, v in self._worker.stats().items()})
        figures.update(self.ears.figures())
        for surface in self._answers.surfaces.values():
            figures.update({f"{surface.name}_{k}": v for k, v in surface.figures().items()})
        return figures

    def cancel(self, client: Client, request: str) -> int:
        """Cancel this client's jobs with that id, or all of them."""
        return self._waiting.cancel(client, request) + self._jobs.cancel(client, request)

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
