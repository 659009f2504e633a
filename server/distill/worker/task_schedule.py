"""Which of the waiting tasks runs its next step: short tasks go before long ones."""

from dataclasses import dataclass
from typing import Final

from distill.protocol.messages import StartTask
from distill.protocol.tasks import LoadModel

SHORT_S: Final = 0.5
"""A task that has run for less counts as short."""
LONG_EVERY_S: Final = 0.5
"""Time of short tasks after which a long one gets a step, so that none waits for ever."""


@dataclass(slots=True)
class ScheduledTask:
    """A task that has not ended.

    Attributes:
        message: The task and its job.
        used_s: Time in s that it has run for.
    """

    message: StartTask
    used_s: float = 0.0

    @property
    def is_load(self) -> bool:
        """Does it load a model?"""
        return isinstance(self.message.task, LoadModel)


class TaskSchedule:
    """The tasks that have not ended, in order of arrival.

    Short tasks run one after the other, before all long ones; those run one after the other too.
    Tasks for one slot end in order, and a load waits for all before it, as all after it wait for
    the load: what they return belongs to the model that was loaded when they were sent.

    Threads: the task thread's only.
    """

    def __init__(self) -> None:
        self._tasks: dict[int, ScheduledTask] = {}
        self._since_long_s = 0.0

    def __len__(self) -> int:
        return len(self._tasks)

    def __contains__(self, job: int) -> bool:
        return job in self._tasks

    def add(self, message: StartTask) -> None:
        """Add a task that has just arrived."""
        self._tasks[message.job] = ScheduledTask(message)

    def following(self) -> StartTask:
        """Return the task whose next step is to be run; there must be one."""
        ready = self._ready()
        long = next((task for task in ready if task.used_s >= SHORT_S), None)
        short = next((task for task in ready if task.used_s < SHORT_S), None)
        if short is None or (long is not None and self._since_long_s >= LONG_EVERY_S):
            assert long is not None  # noqa: S101 - the first of all tasks is always ready
            return long.message
        return short.message

    def charge(self, job: int, seconds: float) -> None:
        """Add the time in s of a step to its task."""
        task = self._tasks[job]
        task.used_s += seconds
        self._since_long_s = 0.0 if task.used_s >= SHORT_S else self._since_long_s + seconds

    def remove(self, job: int) -> None:
        """Forget a task that has ended."""
        del self._tasks[job]

    def _ready(self) -> list[ScheduledTask]:
        """List the tasks that need not wait for an earlier one."""
        ready: list[ScheduledTask] = []
        slots: set[str] = set()
        for task in self._tasks.values():
            if task.is_load:
                return ready or [task]
            if slots.isdisjoint(task.message.slots):
                ready.append(task)
            slots.update(task.message.slots)
        return ready
