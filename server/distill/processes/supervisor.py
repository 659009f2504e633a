"""Keeps a process running: starts it, passes on its messages, replaces it when it dies or hangs."""

import contextlib
import logging
import math
import multiprocessing
import signal
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Final

from distill.processes.child import FLUSH_S, KILL_S, Child, Entry, Message
from distill.processes.heartbeat import StartWatchdog, by_messages
from distill.types import Clock

log = logging.getLogger("distill.processes")

POLL_S: Final = 0.1
"""Longest wait for a message between two checks of the watchdog."""
POLITE_EXITS: Final = (0, -signal.SIGTERM)
"""Exit codes of a process that was asked to end."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """How long to wait before a process is replaced.

    Attributes:
        pauses_s: Pause after each successive failure; the last one repeats.
        healthy_s: A process that ran longer than this resets the pauses.
    """

    pauses_s: tuple[float, ...] = (0.2, 1.0, 2.0, 5.0)
    healthy_s: float = 60.0

    def pause_s(self, failures: int) -> float:
        """Return the pause after so many failures in a row; 0: the process was healthy."""
        return self.pauses_s[min(max(failures - 1, 0), len(self.pauses_s) - 1)]


@dataclass(frozen=True, slots=True)
class EndPolicy:
    """How a process ends.

    Attributes:
        message: Asks it to end.
        patience_s: How long it may take to end before it is killed.
        grace_s: A process that exits as if it was asked to is not lost if this server is asked to
            end within this time: a signal may go to the whole group.
        verb: How an exit is described: `ended (exit code 1)`.
    """

    message: Message = "end"
    patience_s: float = 2.0
    grace_s: float = 1.0
    verb: str = "ended"


@dataclass(frozen=True, slots=True)
class SpareSpec:
    """A second process that waits to take over; `ProcessSupervisor.start_spare` says when.

    Attributes:
        on_message: Called with each message of the spare.
        on_lost: Called with how a spare ended; another one is started after `again_s`.
        again_s: Pause before a dead spare is replaced; infinite: it is not.
        on_dropped: Called when a spare has been ended by `drop_spare`.
        verdict: Returns what is wrong with the spare, at a time; it is ended then.
    """

    on_message: Callable[[Message], None]
    on_lost: Callable[[str], None]
    again_s: float
    on_dropped: Callable[[], None] = lambda: None
    verdict: Callable[[float], str] = lambda _now: ""


def _do_nothing(_: bool) -> None:  # noqa: FBT001 - a callback with one argument
    """Do nothing when a process becomes the active one."""


@dataclass(frozen=True, slots=True)
class ProcessSpec:
    """The process to keep running, and callbacks. All calls are made on the supervisor's thread.

    Attributes:
        name: Name of the process and its threads.
        entry: Called before each start; returns function and arguments. The function ends
            when the end message comes through the pipe, or when the pipe closes.
        on_message: Called with each message of the active process.
        on_lost: Called with how a process ended unexpectedly; another one is about to start.
        on_active: Called when a process becomes the active one, before any of its messages is
            passed on; the argument is whether it was the spare.
        watchdog: Creates the watchdog that detects a hanging process.
        backoff: The pauses before a process is replaced.
        end: How the process ends.
        spare: The second process that waits to take over; None for none.
        first: The first process, if it was started before; None: it is started by the supervisor.
    """

    name: str
    entry: Callable[[], Entry]
    on_message: Callable[[Message], None]
    on_lost: Callable[[str], None]
    on_active: Callable[[bool], None] = _do_nothing
    watchdog: StartWatchdog = by_messages()  # noqa: RUF009 - it keeps no state
    backoff: Backoff = Backoff()
    end: EndPolicy = EndPolicy()
    spare: SpareSpec | None = None
    first: Child | None = None


class ProcessSupervisor:
    """Keeps one active process running; optionally a second waits to take over.

    Threads: `start`, `restart`, `expect_end` and `stop` from the app's. `send`, `post`,
    `post_spare`, `start_spare` and `drop_spare` from any. The callbacks of the spec run on the
    thread of this class; only that thread starts and ends processes. Other threads read the active
    process through one reference that is replaced atomically, and set single attributes; there is
    no lock.

    Attributes:
        epoch: Number of the active process, the first is 1.
        restarts: How often a process had to be replaced.
    """

    def __init__(self, spec: ProcessSpec, clock: Clock = time.monotonic) -> None:
        self._spec = spec
        self._clock = clock
        self._context = multiprocessing.get_context("spawn")
        self._ending = threading.Event()
        self._change = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"{spec.name}-watch", daemon=True)
        self._active: tuple[int, Child] | None = None
        self._first = spec.first
        self._spare: Child | None = None
        self._spare_due = math.inf
        self._spare_unwanted = False
        self.epoch = 0
        self.restarts = 0

    @property
    def pid(self) -> int:
        """Process id of the active process, 0 while there is none."""
        active = self._active
        return active[1].pid if active is not None else 0

    @property
    def spare_pid(self) -> int:
        """Process id of the spare, 0 while there is none."""
        spare = self._spare
        return spare.pid if spare is not None else 0

    def start(self) -> None:
        """Start the supervisor's thread, which starts the process."""
        self._thread.start()

    def restart(self) -> None:
        """End the active process in an orderly way, and start another at once."""
        self._change.set()

    def send(self, message: Message) -> bool:
        """Send the active process a message; False when there is none.

        Blocks while the process does not read; returns when it is killed for that.
        """
        active = self._active
        return active is not None and active[1].post(message).result()

    def post(self, message: Message, epoch: int) -> None:
        """Queue a message for one process; dropped if that was replaced. Never blocks."""
        active = self._active
        if active is not None and active[0] == epoch:
            active[1].post(message)

    def post_spare(self, message: Message) -> None:
        """Queue a message for the spare; dropped while there is none. Never blocks."""
        spare = self._spare
        if spare is not None:
            spare.post(message)

    def start_spare(self, after_s: float) -> None:
        """Start a spare after a delay, unless there is one or the spec has none."""
        if self._spec.spare is not None and self._spare is None:
            self._spare_due = self._clock() + after_s

    def drop_spare(self) -> None:
        """End the spare, if there is one, before it can take over; no other one is started."""
        self._spare_unwanted = True

    def expect_end(self) -> None:
        """Stop replacing the process: it may be ended together with this server."""
        self._ending.set()

    def stop(self) -> None:
        """End the process in an orderly way, then the thread."""
        self._ending.set()
        self._change.set()
        if self._thread.is_alive():
            self._thread.join(self._spec.end.patience_s + 2 * (KILL_S + FLUSH_S))

    # --- on the supervisor's thread

    def _run(self) -> None:
        failures = 0
        while not self._ending.is_set():
            self._change.clear()
            if self._ending.is_set():  # `stop` came between the two lines above
                break
            started = self._clock()
            reason = self._run_one()
            if self._change.is_set() or self._ending.is_set():
                continue
            self.restarts += 1
            self._call(self._spec.on_lost, reason)
            healthy = self._clock() - started > self._spec.backoff.healthy_s
            failures = 0 if healthy else failures + 1
            self._change.wait(self._spec.backoff.pause_s(failures))
        spare, self._spare = self._spare, None
        if spare is not None:
            spare.kill()
            spare.close()

    def _run_one(self) -> str:
        """Run one process until it has ended; return how it ended."""
        self._end_unwanted()
        spare, self._spare = self._spare, None
        first, self._first = self._first, None
        try:
            child = spare or first or self._start_child()
        except OSError as error:
            return f"could not be started ({error})"
        self.epoch += 1
        self._active = self.epoch, child
        self._call(self._spec.on_active, spare is not None)
        reason = self._supervise(child)
        self._active = None
        child.kill()
        with contextlib.suppress(EOFError, OSError):
            while child.pipe.poll(0):  # what it sent before it was killed
                self._call(self._spec.on_message, child.pipe.recv())
        child.close()
        self._spare_due = math.inf
        return reason

    def _start_child(self) -> Child:
        return Child(self._context, self._spec.name, self._spec.entry())

    def _supervise(self, child: Child) -> str:
        """Pass messages on until the process ends or must be ended; return why."""
        watchdog = self._spec.watchdog(child.pid, self._clock())
        kill_at = math.inf
        while True:
            ready = wait([child.pipe, *self._spare_pipe()], POLL_S)
            self._supervise_spare(ready)
            now = self._clock()
            if self._change.is_set() and kill_at == math.inf:
                child.post(self._spec.end.message)
                kill_at = now + self._spec.end.patience_s
            if now > kill_at:
                return "did not end"
            if child.pipe in ready:
                try:
                    message = child.pipe.recv()
                except (EOFError, OSError):
                    return self._exit_reason(child)
                watchdog.feed(message, now)
                self._call(self._spec.on_message, message)
            if kill_at == math.inf and (reason := watchdog.verdict(now)):
                return reason

    def _exit_reason(self, child: Child) -> str:
        end = self._spec.end
        code = child.exit_code(end.patience_s)
        if code in POLITE_EXITS and not self._change.is_set():
            self._ending.wait(end.grace_s)
        return f"{end.verb} (exit code {code})"

    def _spare_pipe(self) -> list[Connection]:
        return [] if self._spare is None else [self._spare.pipe]

    def _supervise_spare(self, ready: Iterable[object]) -> None:
        """Start a spare when it is due, and pass on what it sends."""
        spec, spare = self._spec.spare, self._spare
        if spec is None:
            return
        if self._spare_unwanted:
            self._end_unwanted()
        elif spare is None:
            if self._clock() >= self._spare_due and not self._ending.is_set():
                self._spare_due = math.inf
                try:
                    self._spare = self._start_child()
                except OSError as error:
                    self._lose_spare(spec, f"could not be started ({error})")
        elif spare.pipe in ready:
            try:
                message = spare.pipe.recv()
            except (EOFError, OSError):
                self._spare = None
                spare.kill()
                spare.close()
                verb = self._spec.end.verb
                self._lose_spare(spec, f"{verb} (exit code {spare.exit_code(0)})")
            else:
                self._call(spec.on_message, message)
        elif reason := spec.verdict(self._clock()):
            self._spare = None
            spare.kill()
            spare.close()
            self._lose_spare(spec, reason)

    def _end_unwanted(self) -> None:
        spec = self._spec.spare
        if not self._spare_unwanted or spec is None:
            return
        self._spare_unwanted = False
        spare, self._spare = self._spare, None
        self._spare_due = math.inf
        if spare is not None:
            spare.kill()
            spare.close()
        self._call(lambda _: spec.on_dropped(), "")

    def _lose_spare(self, spec: SpareSpec, reason: str) -> None:
        self._spare_due = self._clock() + spec.again_s
        self._call(spec.on_lost, reason)

    def _call(self, callback: Callable[[Message], None], argument: Message) -> None:
        """Call a callback; its errors are logged and do not end the supervision."""
        try:
            callback(argument)
        except Exception:
            log.exception("internal error in %s, with %s", self._spec.name, argument)
