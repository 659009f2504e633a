"""The progress of a task between two of its steps, where it can be cancelled."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeAlias

from distill.protocol.tasks import Result


@dataclass(frozen=True, slots=True)
class Step:
    """Progress of a task: a fraction 0..1, and the present stage."""

    fraction: float
    stage: str


Steps: TypeAlias = Generator[Step, None, Result]
