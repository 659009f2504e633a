"""What a training runs on: which processors, how many processes, and how long its numbers are."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeVar

import lightning.pytorch as lightning
import torch

from distill.errors import BadArgument
from distill.training.recipe import MachineRecipe
from distill.types import Range

Accelerator = Literal["cuda", "mps", "cpu"]
Precision = Literal["bf16-mixed", "32-true"]
Value = TypeVar("Value")

ACCELERATORS: Final = ("auto", "cuda", "mps", "cpu")
_RANKS: Final = ("RANK", "SLURM_PROCID", "NODE_RANK", "GROUP_RANK", "LOCAL_RANK")
"""Where launchers say which process this is; the first one has 0 everywhere."""
_HEAD_START: Final = 0.5
"""Seconds that the others leave the first process to say that it is not done yet, where they
cannot wait for each other since no training has begun."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What was chosen.

    Attributes:
        accelerator: Kind of processor.
        devices: Processes on this machine; with CUDA each has a GPU of its own.
        nodes: Machines.
    """

    accelerator: Accelerator
    devices: int = 1
    nodes: int = 1

    @classmethod
    def choose(cls, wish: MachineRecipe) -> "Machine":
        """Take what is asked, or the fastest kind of processor that is there.

        Raises:
            BadArgument: It is not there, or there are fewer of them.
        """
        if wish.accelerator not in ACCELERATORS:
            raise BadArgument(
                f"accelerator must be one of {', '.join(ACCELERATORS)}, got {wish.accelerator!r}"
            )
        there: dict[Accelerator, int] = {
            "cuda": torch.cuda.device_count() if torch.cuda.is_available() else 0,
            "mps": int(torch.backends.mps.is_available()),
            "cpu": 4096,
        }
        fastest = next(kind for kind, count in there.items() if count)
        kind = next((kind for kind in there if kind == wish.accelerator), fastest)
        Range(1, 4096).check("devices", wish.devices)
        Range(1, 4096).check("nodes", wish.nodes)
        if there[kind] < wish.devices:
            raise BadArgument(
                f"{wish.devices} {kind.upper()} devices are asked for, this machine has "
                f"{there[kind]}; ask for fewer, or for another accelerator"
            )
        return cls(kind, wish.devices, wish.nodes)

    @property
    def processes(self) -> int:
        """All of them."""
        return self.devices * self.nodes

    def precision(self, *, half: bool = True) -> Precision:
        """Choose the length of numbers in training.

        Half-length ones are 1.6 (codec) to 1.9 times (prior) as fast where the processor has
        them, and slower where it has not; both measured on CPUs.

        Args:
            half: Are they wanted at all?
        """
        if self.accelerator == "cuda":
            able = torch.cuda.is_bf16_supported()
        elif self.accelerator == "cpu":
            able = torch.cpu._is_avx512_bf16_supported()  # noqa: SLF001 - torch has no public question
        else:
            able = False  # nobody has measured it there
        return "bf16-mixed" if half and able else "32-true"

    def words(self, *, half: bool) -> str:
        """Say what was chosen, in a sentence."""
        if self.accelerator == "cuda":
            name, there = torch.cuda.get_device_name(0), torch.cuda.device_count()
            more = f"; {there - self.devices} more here: --devices {there}"
            where = f"CUDA ({name}){more if there > self.devices else ''}"
        elif self.accelerator == "mps":
            where = "the GPU of this Mac (MPS)"
        else:
            threads = torch.get_num_threads()
            where = f"the CPU ({threads} thread{'s' if threads > 1 else ''})"
        bits = "16 bits where that will do" if self.precision(half=half) != "32-true" else "32 bits"
        processes = f"{self.processes} processes" if self.processes > 1 else "one process"
        on = f" on {self.nodes} machines" if self.nodes > 1 else ""
        return f"training on {where}, numbers of {bits}, {processes}{on}"


def is_main_process() -> bool:
    """Is this the process that speaks and writes files, of those that train together?"""
    return all(os.environ.get(name, "0") == "0" for name in _RANKS)


def barrier() -> None:
    """Wait until every process has come here; alone, go on."""
    if torch.distributed.is_available() and torch.distributed.is_initialized():
        torch.distributed.barrier()


def agreed(trainer: lightning.Trainer, value: Value) -> Value:
    """Take the first process's value in all of them, so that all decide alike."""
    if trainer.world_size == 1:
        return value
    shared: Value = trainer.strategy.broadcast(value)
    return shared


def main_process_first(work: Callable[[], Value], mark: Path) -> Value:
    """Let the first process do what leaves files, and the others after it, who find them.

    Processes that it starts itself come later anyway; those that are started beside it wait.

    Args:
        work: What to do; the second time it is quick.
        mark: A file that is there once the first one is done.
    """
    if is_main_process():
        mark.unlink(missing_ok=True)
        barrier()
        value = work()
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        return value
    barrier()
    time.sleep(_HEAD_START)
    while not mark.exists():
        time.sleep(_HEAD_START)
    return work()
