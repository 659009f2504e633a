"""The one thread that owns the session: runs requests on it, and answers them."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from distill.commands.context import Client, CommandContext, Controllers, Files, NoControllers
from distill.commands.grammar import Reply, Work
from distill.engine.audio_history import AudioHistory
from distill.engine.beat_scheduler import BeatScheduler
from distill.engine.events import Event, Notification, ParameterChanged
from distill.engine.meter_reader import MeterReader
from distill.engine.model_state import ModelState
from distill.engine.model_worker import ModelWorker, WorkerSpec
from distill.engine.pending_requests import PendingRequests
from distill.engine.ports import AudioPorts, ClockPulse, Request, Surface
from distill.engine.replies import Replies
from distill.engine.request_queue import RequestQueue
from distill.engine.score_feed import ScoreFeed
from distill.engine.slot_notifier import SlotNotifier
from distill.engine.telemetry_publisher import TelemetryPublisher
from distill.engine.worker_jobs import WorkerJobs
from distill.errors import BY_CODE, Busy, Crash, DistillError, NotReady
from distill.installation import about
from distill.protocol.messages import (
    FromWorker,
    Ready,
    StartTask,
    StreamColumns,
    TaskFailed,
    TaskFinished,
    TaskProgress,
    ToWorker,
)
from distill.protocol.tasks import LoadModel, ModelInfo, Result
from distill.session.session import Session
from distill.types import Clock, Json

log = logging.getLogger("distill.engine")


class Engine:
    """Owns the session.

    Threads: `submit`, `tell`, `pulse` and `stop` from any; all else on the thread that is in `run`.
    The worker's thread reaches it only through the mailbox. It holds no lock, and never blocks on
    a surface or on the worker.
    """

    def __init__(
        self, session: Session, files: Files, worker: WorkerSpec, sound: AudioPorts, clock: Clock
    ) -> None:
        self._session = session
        self._files = files
        output = sound.output
        self.audio = AudioHistory(output, sound.source, session.recorder)
        self._clock = clock
        self._mailbox = RequestQueue(clock)
        self._answers = Replies()
        self._model: LoadModel | None = None
        self._state = ModelState(self._answers.deliver)
        self._scores = ScoreFeed(session, output, self._send)
        self._ending = threading.Event()
        self._started = clock()
        self._commands = 0
        self._epoch = 0
        self.controllers: Controllers = NoControllers()
        self._conductor = BeatScheduler(
            session, output, clock, lambda why: self.publish("clock", why)
        )
        self._slot_news = SlotNotifier(session.changes, clock)
        self._telemetry = TelemetryPublisher(MeterReader(session, output, self.audio.log), clock)
        self._waiting = PendingRequests(self._conductor, self._answers, self._run)
        self._jobs = WorkerJobs(self._answers, self._conductor, self._send, self._waiting.ended)
        self._worker = ModelWorker(
            worker,
            lambda epoch, message: self._mailbox.post(lambda: self._on_message(epoch, message)),
            lambda epoch, reason: self._mailbox.post(lambda: self._on_worker_lost(epoch, reason)),
            clock,
        )

    # --- for the app

    def attach(self, surface: Surface) -> None:
        """Let a surface take part; before `run`."""
        self._answers.surfaces[surface.name] = surface

    def submit(self, request: Request) -> None:
        """Hand a request over from any thread; never blocks."""
        self._mailbox.put(request)

    def publish(self, topic: str, *values: float | str) -> None:
        """Pass news on from any thread (the output's state, for instance)."""
        self._mailbox.post(lambda: self._answers.deliver(Notification(topic, values)))

    def pulse(self, pulse: ClockPulse) -> None:
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
                    self._step(timeout_s=0.2)
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

    def _step(self, timeout_s: float) -> None:
        glides, session = self._session.glides, self._session
        for part in (self._conductor, self._slot_news, self._telemetry):
            timeout_s = part.patience(timeout_s)
        patience_s = glides.patience(self._clock(), timeout_s)
        calls, request, refused = self._mailbox.get(patience_s)
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
            self._send_score()
        for due in self._conductor.due():
            due.call()
            self._send_score(due.frame)
        told: list[Event] = [*self._slot_news.due(), *self._telemetry.due()]
        for event in told:
            self._answers.deliver(event)

    def _follow(self, pulse: ClockPulse) -> None:
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

    def _desk(self, client: Client) -> CommandContext:
        return CommandContext(self._session, self._files, self, client)

    def _send_score(self, at: int = 0) -> None:
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

    def _on_message(self, epoch: int, message: FromWorker) -> None:
        if epoch != self._worker.epoch:
            return
        match message:
            case Ready():
                self._epoch = epoch
                self._on_worker_ready()
            case TaskProgress():
                self._jobs.progress(message)
            case TaskFinished(job=0, result=ModelInfo() as facts):
                self._adopt(facts)
            case TaskFinished():
                self._jobs.conclude(message)
            case TaskFailed():
                self._on_task_failed(message)
            case StreamColumns():
                self._session.streamed(message.take, message.codes)
            case _:
                for word in self.audio.on_message(message):
                    self._answers.deliver(Notification("listening", (word,)))

    def _on_task_failed(self, message: TaskFailed) -> None:
        if message.job == 0:
            log.error("the model could not be loaded: %s", message.text)
            self._state.failed(message.text)
            self._jobs.resend()  # a load is carried out, all else ends with an error
            return
        self._jobs.fail(message.job, BY_CODE.get(message.code, Crash)(message.text))

    def _send(self, message: ToWorker) -> None:
        self._worker.send(message, self._epoch)

    def _on_worker_ready(self) -> None:
        """A new worker is up: load the model that was in use."""
        if self._model is None:
            self._state.missing()
            self._jobs.resend()
            return
        self._send(StartTask(0, self._model))

    def _adopt(self, facts: ModelInfo) -> None:
        """The model in use is loaded by a new worker: go on where the last one was."""
        self._session.adopt(facts)
        self._scores.resume()
        self._jobs.resend()
        log.info("ready: model %s, %d levels of %d codes", facts.name, facts.levels, facts.size)
        self._state.restored(facts.name)

    def _on_worker_lost(self, epoch: int, reason: str) -> None:
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
            **self._session.stats(),
            "clips": self._files.clips(),
            **self._conductor.stats(),
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
        figures.update(self.audio.stats())
        for surface in self._answers.surfaces.values():
            figures.update({f"{surface.name}_{k}": v for k, v in surface.stats().items()})
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
