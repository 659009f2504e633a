"""The thread that owns the session: it runs requests and sends replies."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from distill.commands.carried import without_sound
from distill.commands.context import (
    Client,
    CommandContext,
    Controllers,
    Files,
    NoControllers,
)
from distill.commands.grammar import Ending, FileChange, Work
from distill.engine.audio_history import AudioHistory
from distill.engine.beat_scheduler import BeatScheduler
from distill.engine.events import Notification, ParameterChanged
from distill.engine.file_changes import FileChanges
from distill.engine.load_queue import LoadPorts, LoadQueue
from distill.engine.meter_reader import MeterReader
from distill.engine.model_state import ModelState
from distill.engine.model_worker import ModelWorker, WorkerSpec
from distill.engine.notes import UNDERRUNS, LateCounter, Situation, notes
from distill.engine.notifiers import Notifiers
from distill.engine.pending_requests import PendingRequests
from distill.engine.ports import AudioPorts, Request, Surface
from distill.engine.replies import Replies
from distill.engine.request_queue import RequestQueue
from distill.engine.score_feed import ScoreFeed
from distill.engine.telemetry_publisher import TelemetryPublisher
from distill.engine.worker_jobs import WorkerJobs, killed
from distill.errors import BY_CODE, Busy, Crash, DistillError, NotReady, WrongModel
from distill.installation import about
from distill.parameters import PROFILES
from distill.protocol.clock_pulse import ClockPulse
from distill.protocol.messages import (
    CompilingKernels,
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

    Threads: `submit`, `publish`, `post`, `pulse` and `stop` from any; all else on the thread that
    is in `run`. The worker's thread reaches it only through the queue. It holds no lock, and never
    blocks on a surface or on the worker.
    """

    def __init__(
        self, session: Session, files: Files, worker: WorkerSpec, sound: AudioPorts, clock: Clock
    ) -> None:
        self._session, self._files, self._clock = session, files, clock
        output = sound.output
        self.audio = AudioHistory(output, sound.source, session.recorder)
        self._late = LateCounter(clock)
        self._queue = RequestQueue(clock)
        self._replies = Replies()
        self._model: LoadModel | None = None
        self._state = ModelState(self._replies.deliver)
        self._scores = ScoreFeed(session, output, self._send)
        self._ending = threading.Event()
        self._started = clock()
        self._commands = self._epoch = 0
        self.controllers: Controllers = NoControllers()
        self._scheduler = BeatScheduler(
            session, output, clock, lambda why: self.publish("clock", why)
        )
        self._telemetry = TelemetryPublisher(MeterReader(session, output, self.audio.log), clock)
        heard = output, self.audio.log
        self._notifiers = Notifiers(session, files, heard, self._telemetry, clock)
        self._pending = PendingRequests(self._scheduler, self._replies, self._run)
        self._changes = FileChanges(self._replies, self._queue.post, self._pending.ended)
        self._worker = ModelWorker(
            worker,
            lambda epoch, message: self._queue.post(lambda: self._on_message(epoch, message)),
            lambda epoch, reason: self._queue.post(lambda: self._on_worker_lost(epoch, reason)),
            lambda message: self._queue.post(lambda: self._loads.on_trial(message)),
            clock,
        )
        self._loads = LoadQueue(
            self._worker,
            LoadPorts(
                self._send,
                lambda progress: self._jobs.progress(progress),  # noqa: PLW0108 - made below
                lambda number, error: self._jobs.fail(number, error),  # noqa: PLW0108 - as above
                lambda: session.transport != "stop" or session.recorder.spec is not None,
            ),
        )
        ended, change = self._pending.ended, self._changes.begin
        self._jobs = WorkerJobs(
            self._replies, self._scheduler, self._send, self._loads, ended, change
        )
        self._first_load, self._refusal = False, ""  # of the model in use; why there is none

    # --- for the app

    def attach(self, surface: Surface) -> None:
        """Add a surface; before `run`."""
        self._replies.surfaces[surface.name] = surface

    def submit(self, request: Request) -> None:
        """Queue a request from any thread; never blocks."""
        self._queue.put(request)

    def publish(self, topic: str, *values: float | str) -> None:
        """Send a notification to all surfaces, from any thread (e.g. the output's state)."""
        self._queue.post(lambda: self._replies.deliver(Notification(topic, values)))

    def post(self, call: Callable[[], None]) -> None:
        """Run a call between two requests, from any thread; never blocks."""
        self._queue.post(call)

    def pulse(self, pulse: ClockPulse) -> None:
        """Follow a pulse of an external clock, from any thread."""
        self._queue.post(lambda: self._follow(pulse))

    def run(self, model: LoadModel | None) -> None:
        """Serve until `stop`; first start the worker on a model."""
        self._model = model
        self._worker.preload(model)
        self._worker.start()
        try:
            while not self._ending.is_set():
                try:
                    self._step(timeout_s=0.2)
                except Exception:
                    self._replies.crashes += 1
                    log.exception("internal error between two requests; the server continues")
        finally:
            self._worker.stop()
            self._changes.stop()

    def stop(self) -> None:
        """End `run`, from any thread."""
        self._ending.set()
        self._queue.post(lambda: None)

    # --- one turn

    def _step(self, timeout_s: float) -> None:
        glides, session = self._session.glides, self._session
        for part in (self._scheduler, self._notifiers):
            timeout_s = part.patience(timeout_s)
        wait_s = glides.patience(self._clock(), timeout_s)
        calls, request, refused = self._queue.get(wait_s)
        if self._late.due():
            self._late.recent(int(self.audio.stats().get(UNDERRUNS, 0)))
        for call in calls:
            call()
        if request is not None:
            self._serve(request)
        for one in refused:
            self._replies.fail(one, Busy(f"{len(self._queue)} requests are waiting; send slower"))
        for name, value in (changed := glides.step(self._clock(), session.parameters)):
            self._replies.deliver(ParameterChanged(name, value, None))
        if calls or changed or request is not None:
            self._send_score()
        for due in self._scheduler.due():
            due.call()
            self._send_score(due.frame)
        for event in self._notifiers.due():
            self._replies.deliver(event)

    def _follow(self, pulse: ClockPulse) -> None:
        if self._scheduler.follow(pulse):
            tempo = self._session.parameters["tempo"]
            self._replies.deliver(ParameterChanged("tempo", tempo, None))
        if not pulse.running:
            why = "the external clock has stopped; requests that waited for a beat run now"
            for due in self._scheduler.release(why):
                due.call()

    def _serve(self, request: Request) -> None:
        self._commands += 1
        grain = 0.0 if request.command.slow else self._scheduler.grain(request.command)
        if grain:
            self._pending.hold(self._jobs.number(), request, grain)
        else:
            self._run(request)

    def _run(self, request: Request) -> None:
        try:
            outcome = request.command.run(self._context(request.client))
            if isinstance(outcome, Work):
                self._begin(request, outcome)
            elif isinstance(outcome, FileChange):
                self._changes.begin(self._jobs.number(), request, outcome)
            elif outcome.after_others:
                open_requests = {**self._jobs.requests, **self._changes.requests}
                self._pending.wait_for(open_requests, request, outcome)
            else:
                self._replies.finish(request, outcome)
        except NotReady as error:
            self._replies.fail(request, self._state.explain(error))
        except WrongModel as error:
            self._replies.fail(request, self._name_model(error))
        except DistillError as error:
            self._replies.fail(request, error)
        except Exception as error:  # noqa: BLE001 - it ends the command, never the server
            self._replies.crash(request, error)

    def _name_model(self, error: WrongModel) -> WrongModel:
        """Say which model to load for codes that the loaded one does not read, if it is known."""
        name, loaded = self._files.model_of(error.made_by), self._session.model
        if not error.made_by or loaded is None:
            return error
        if not name:
            return WrongModel(f"{error}; no model of the library has their codec", error.made_by)
        return WrongModel(
            f"these codes were made by the model {name!r}, and {loaded.name!r} is loaded: send "
            f"load {name}, or encode the sound again",
            error.made_by,
        )

    def _context(self, client: Client) -> CommandContext:
        return CommandContext(self._session, self._files, self, client)

    def _send_score(self, at: int = 0) -> None:
        """Send the worker the score, if it has changed, with the frame at which it starts."""
        self._scheduler.update_meter()
        self._session.watched = self._telemetry.watched > 0
        self._scores.push(at, ready=self._state.ready)

    def _begin(self, request: Request, work: Work) -> None:
        self._state.admit(work.task)
        model = self._session.model
        if isinstance(work.task, LoadModel):
            work = replace(work, finish=partial(self._finish_load, work.task, work.finish))
        self._jobs.begin(request, work, "" if model is None else model.codec_id)

    def _finish_load(
        self, task: LoadModel, finish: Callable[[Result], Ending], result: Result
    ) -> Ending:
        """Apply a load; the worker has the model now, even if the reply fails."""
        self._model = task
        self._loads.know(task)
        self._worker.preload(task)
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
            case CompilingKernels():
                self._state.compiling(message.ready, message.total)
            case TaskProgress():
                self._first_load = self._first_load or message.job == 0
                self._jobs.progress(message)
            case TaskFinished(job=0, result=ModelInfo() as info):
                self._adopt(info)
            case TaskFinished():
                self._jobs.conclude(message)
            case TaskFailed():
                self._on_task_failed(message)
            case StreamColumns():
                self._session.streamed(message.take, message.codes, message.carriers)
            case _:
                for state in self.audio.on_message(message):
                    self._replies.deliver(Notification("listening", (state,)))

    def _on_task_failed(self, message: TaskFailed) -> None:
        if message.job == 0:
            self._first_load = False
            log.error("the model could not be loaded: %s", message.text)
            self._state.failed(message.text)
            self._jobs.resend()  # a load is run, all else ends with an error
            return
        self._jobs.fail(message.job, BY_CODE.get(message.code, Crash)(message.text))
        if self._loads.was_tried(message.job):
            self._worker.preload(self._model)

    def _send(self, message: ToWorker) -> None:
        self._worker.send(message, self._epoch)

    def _on_worker_ready(self) -> None:
        """Have a new worker load the model that was in use."""
        if self._model is None:
            if self._refusal:
                self._state.failed(self._refusal)
            else:
                self._state.missing()
            self._jobs.resend()
            return
        known = self._session.model
        self._send(StartTask(0, replace(self._model, id="" if known is None else known.id)))

    def _adopt(self, info: ModelInfo) -> None:
        """Continue where the last worker was, once a new one has loaded the model in use."""
        self._first_load = False
        if self._model is not None:
            self._loads.know(self._model)
        self._session.adopt(info)
        self._scores.resume()
        self._jobs.resend()
        log.info("ready: model %s, %d levels of %d codes", info.name, info.levels, info.size)
        self._state.restored(info.name)

    def _on_worker_lost(self, epoch: int, reason: str) -> None:
        log.debug("worker %d is gone", epoch)
        self._state.lost(reason)
        self._loads.lose()
        model = self._model
        if model is not None and self._first_load and not self._loads.knows(model):
            self._refusal = killed(model, reason)
            log.error("%s", self._refusal)
            self._model = None
            self._worker.preload(None)
        self._first_load = False
        self._jobs.retry(reason)

    # --- Host: what commands may call

    def status(self) -> Json:
        """Return the state of all parts, as one flat mapping."""
        stats: Json = {
            "state": str(self._state.phase),
            "state_about": self._state.about,
            **notes(self._situation(devices := self.audio.stats())),
            **about(),
            "uptime_s": round(self._clock() - self._started, 3),
            **self._session.stats(),
            "clips": self._files.clips(),
            **self._files.source_stats(),
            **self._scheduler.stats(),
            "held": len(self._pending.held),
            "jobs": len(self._jobs),
            "waiting": len(self._queue),
            "commands": self._commands,
            "coalesced": self._queue.coalesced,
            "refused": self._queue.refused,
            "crashes": self._replies.crashes,
            "watched": self._telemetry.watched,
        }
        stats.update({f"worker_{k}": v for k, v in self._worker.stats().items()})
        stats.update(devices)
        for surface in self._replies.surfaces.values():
            stats.update({f"{surface.name}_{k}": v for k, v in surface.stats().items()})
        return stats

    def _situation(self, devices: Json) -> Situation:
        session, model = self._session, self._session.model
        slots = {} if model is None else session.slots
        foreign = [name for name, grid in slots.items() if not session.ready().reads(grid)]
        return Situation(
            self._state.phase,
            self._state.about,
            model.name if model else self._model.name if self._model else "",
            foreign,
            without_sound(session.slots, self._files.has_source),
            devices,
            self._late.recent(int(devices.get(UNDERRUNS, 0))),
            session.parameters["profile"] == len(PROFILES) - 1,
            model.corpus.problem if model else "",
        )

    def cancel(self, client: Client, request: str) -> int:
        """Cancel this client's jobs with that id, or all of them."""
        return self._pending.cancel(client, request) + self._jobs.cancel(client, request)

    def subscribe(self, client: Client, port: int, lease_s: float) -> None:
        """Subscribe the client at its surface."""
        self._replies.surfaces[client.surface].subscribe(client, port, lease_s)

    def unsubscribe(self, client: Client, port: int) -> None:
        """Unsubscribe the client at its surface; port 0 also ends its live values."""
        self._replies.surfaces[client.surface].unsubscribe(client, port)
        if port == 0:
            self._telemetry.leave(client)

    def watch(self, client: Client, port: int, rate_hz: float, lease_s: float) -> None:
        """Send live values to a client, for a time."""
        where = port, self._replies.surfaces[client.surface].place(client, port)
        self._telemetry.watch(client, where, rate_hz, lease_s)
