"""Whether there is a model to work with: each state, how it is reached, and what is said then."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from distill.engine.events import Notification
from distill.errors import NotReady
from distill.protocol.tasks import LoadModel, Task

TOPIC: Final = "state"
"""Topic of the news."""


class ModelPhase(StrEnum):
    """The states, as they are called on the wire."""

    LOADING = "loading"
    """The server has just been started; the first worker loads its model."""
    READY = "ready"
    """A worker has loaded the model in use."""
    RESTARTING = "restarting"
    """The worker was lost; another one takes over, or is being started."""
    NO_MODEL = "no model"
    """The worker is up, and has no model: none was found, or it could not be loaded."""


class ModelState:
    """The present state; each change of it is told as news.

    Threads: the engine's only.
    """

    def __init__(self, tell: Callable[[Notification], None]) -> None:
        """Begin with `LOADING`, which nobody is told: there is nobody yet."""
        self._tell = tell
        self._phase = ModelPhase.LOADING

    @property
    def phase(self) -> ModelPhase:
        """The present state."""
        return self._phase

    @property
    def ready(self) -> bool:
        """Whether the worker has the model in use."""
        return self._phase is ModelPhase.READY

    def restored(self, name: str) -> None:
        """A new worker has loaded the model that was in use."""
        self._enter(ModelPhase.READY, name)

    def loaded(self, name: str) -> None:
        """A command has loaded a model; news only where there was none before."""
        if not self.ready:
            self._enter(ModelPhase.READY, name)

    def failed(self, reason: str) -> None:
        """The model that was in use could not be loaded."""
        self._enter(ModelPhase.NO_MODEL, reason)

    def missing(self) -> None:
        """A new worker is up, and there is no model for it."""
        self._enter(ModelPhase.NO_MODEL, "load one: see models")

    def lost(self, reason: str) -> None:
        """The worker is gone."""
        self._enter(ModelPhase.RESTARTING, f"the model worker {reason}")

    def admit(self, task: Task) -> None:
        """See whether the worker can be given this task.

        Raises:
            NotReady: It has no model, and this loads none.
        """
        loads = isinstance(task, LoadModel) and self._phase is ModelPhase.NO_MODEL
        if not (self.ready or loads):
            raise NotReady(f"the state is {self._phase}; wait for ready, or load a model")

    def explain(self, error: NotReady) -> NotReady:
        """Say of a command that needs a model what to do where there is none."""
        if self._phase is not ModelPhase.NO_MODEL:
            return error
        return NotReady("no model is loaded; load one (models lists them)")

    def _enter(self, phase: ModelPhase, text: str) -> None:
        self._phase = phase
        self._tell(Notification(TOPIC, (str(phase), text)))
