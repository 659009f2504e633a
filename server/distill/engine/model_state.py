"""State machine of the model in use: each state, its transitions and their messages."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from distill.engine.events import Notification
from distill.errors import NotReady
from distill.protocol.tasks import LoadModel, Task

TOPIC: Final = "state"
"""Topic of the notifications."""


class ModelPhase(StrEnum):
    """The states; the values are their names on the wire."""

    LOADING = "loading"
    """The server has just been started; the first worker loads its model."""
    READY = "ready"
    """A worker has loaded the model in use."""
    RESTARTING = "restarting"
    """The worker was lost; another one takes over or is starting."""
    NO_MODEL = "no model"
    """The worker is up without a model: none was found, or it could not be loaded."""


class ModelState:
    """The current state; each change is published.

    Threads: the engine's only.
    """

    def __init__(self, publish: Callable[[Notification], None]) -> None:
        """Begin with `LOADING`, which is not published: no client is connected yet."""
        self._publish = publish
        self._phase = ModelPhase.LOADING
        self._about = ""

    @property
    def about(self) -> str:
        """The text of the latest message: the model, a reason, or what is being done."""
        return self._about

    @property
    def phase(self) -> ModelPhase:
        """The current state."""
        return self._phase

    @property
    def ready(self) -> bool:
        """Whether the worker has the model in use."""
        return self._phase is ModelPhase.READY

    def restored(self, name: str) -> None:
        """Enter `READY`: a new worker has loaded the model that was in use."""
        self._enter(ModelPhase.READY, name)

    def loaded(self, name: str) -> None:
        """Enter `READY`: a command has loaded a model; published only if there was none before."""
        if not self.ready:
            self._enter(ModelPhase.READY, name)

    def failed(self, reason: str) -> None:
        """Enter `NO_MODEL`: the model that was in use could not be loaded."""
        self._enter(ModelPhase.NO_MODEL, reason)

    def missing(self) -> None:
        """Enter `NO_MODEL`: a new worker is up, and there is no model for it."""
        self._enter(ModelPhase.NO_MODEL, "load one: see models")

    def lost(self, reason: str) -> None:
        """Enter `RESTARTING`: the worker has ended."""
        self._enter(ModelPhase.RESTARTING, f"the model worker {reason}")

    def compiling(self, ready: int, total: int) -> None:
        """Say how far the kernels are compiled; the state stays the same."""
        if not self.ready:  # a command loads another model, and its client is told
            text = f"compiling for this machine, once: {ready} of {total} kernels are ready"
            self._enter(self._phase, text)

    def admit(self, task: Task) -> None:
        """Check that the worker can be given this task.

        Raises:
            NotReady: The worker has no model, and the task loads none.
        """
        loads = isinstance(task, LoadModel) and self._phase is ModelPhase.NO_MODEL
        if not (self.ready or loads):
            raise NotReady(f"the state is {self._phase}; wait for ready, or load a model")

    def explain(self, error: NotReady) -> NotReady:
        """Replace the error of a command that needs a model, if there is none, by why."""
        if self._phase is ModelPhase.LOADING and self._about:
            return NotReady(f"{self._about}; wait for status state = ready")
        if self._phase is not ModelPhase.NO_MODEL:
            return error
        return NotReady("no model is loaded; load one (models lists them)")

    def _enter(self, phase: ModelPhase, text: str) -> None:
        self._phase, self._about = phase, text
        self._publish(Notification(TOPIC, (str(phase), text)))
