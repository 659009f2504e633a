"""The hardware of a training: kind of processor, number of processes, precision."""

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
"""Variables in which launchers give the rank of a process; all are 0 in the main process."""
_HEAD_START: Final = 0.5
"""Seconds that the other processes wait for the main process to remove an old mark, and between
two checks, where there is no process group for a barrier."""


@dataclass(frozen=True, slots=True)
class Machine:
    """The chosen hardware.

    Attributes:
        accelerator: Kind of processor.
        devices: Processes on this machine; with CUDA, each has its own GPU.
        nodes: Machines.
    """

    accelerator: Accelerator
    devices: int = 1
    nodes: int = 1

    @classmethod
    def choose(cls, recipe: MachineRecipe) -> "Machine":
        """Choose the requested kind of processor, or the fastest one available.

        Raises:
            BadArgument: It is not available, or there are too few devices.
        """
        if recipe.accelerator not in ACCELERATORS:
            raise BadArgument(
                f"accelerator must be one of {', '.join(ACCELERATORS)}, got {recipe.accelerator!r}"
            )
        available: dict[Accelerator, int] = {
            "cuda": torch.cuda.device_count() if torch.cuda.is_available() else 0,
            "mps": int(torch.backends.mps.is_available()),
            "cpu": 4096,
        }
        fastest = next(kind for kind, count in available.items() if count)
        kind = next((kind for kind in available if kind == recipe.accelerator), fastest)
        Range(1, 4096).check("devices", recipe.devices)
        Range(1, 4096).check("nodes", recipe.nodes)
        if available[kind] < recipe.devices:
            raise BadArgument(
                f"{recipe.devices} {kind.upper()} devices are requested, this machine has "
                f"{available[kind]}; give fewer devices or another accelerator"
            )
        return cls(kind, recipe.devices, recipe.nodes)

    @property
    def processes(self) -> int:
        """Return the number of processes on all machines."""
        return self.devices * self.nodes

    def precision(self, *, half: bool = True) -> Precision:
        """Choose the precision of the training.

        bfloat16 is 1.6 (codec) to 1.9 times (prior) as fast where the processor supports it, and
        slower where it does not; both measured on CPUs.

        Args:
            half: Is bfloat16 allowed?
        """
        if self.accelerator == "cuda":
            able = torch.cuda.is_bf16_supported()
        elif self.accelerator == "cpu":
            able = torch.cpu._is_avx512_bf16_supported()  # noqa: SLF001 - torch has no public API
        else:
            able = False  # not measured there
        return "bf16-mixed" if half and able else "32-true"

    def describe(self, *, half: bool) -> str:
        """Describe the hardware in a sentence."""
        if self.accelerator == "cuda":
            name, available = torch.cuda.get_device_name(0), torch.cuda.device_count()
            more = f"; {available - self.devices} more here: --devices {available}"
            where = f"CUDA ({name}){more if available > self.devices else ''}"
        elif self.accelerator == "mps":
            where = "the GPU of this Mac (MPS)"
        else:
            threads = torch.get_num_threads()
            where = f"the CPU ({threads} thread{'s' if threads > 1 else ''})"
        bits = "mixed bfloat16" if self.precision(half=half) != "32-true" else "32-bit"
        processes = f"{self.processes} processes" if self.processes > 1 else "one process"
        on = f" on {self.nodes} machines" if self.nodes > 1 else ""
        return f"training on {where}, {bits} precision, {processes}{on}"


def is_main_process() -> bool:
    """Is this the process of a distributed training that prints and writes files?"""
    return all(os.environ.get(name, "0") == "0" for name in _RANKS)


def barrier() -> None:
    """Wait for all processes; a single process continues at once."""
    if torch.distributed.is_available() and torch.distributed.is_initialized():
        torch.distributed.barrier()


def broadcast(trainer: lightning.Trainer, value: Value) -> Value:
    """Return the main process's value in all processes, so that all decide alike."""
    if trainer.world_size == 1:
        return value
    shared: Value = trainer.strategy.broadcast(value)
    return shared


def main_process_first(work: Callable[[], Value], mark: Path) -> Value:
    """Run a function in the main process first; the others then reuse the files it wrote.

    Processes that the main process starts run later anyway; those started beside it wait.

    Args:
        work: The function; fast once its files exist.
        mark: A file that exists once the main process is done.
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
