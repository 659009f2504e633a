"""Checkpoints that survive a kill, a full disk and a damaged file."""

import logging
from pathlib import Path
from typing import Any, Final

import torch
from lightning.pytorch.plugins.io import TorchCheckpointIO
from typing_extensions import override

from distill.errors import DiskFull
from distill.storage.atomic import replacing, sweep

LAST: Final = "last.ckpt"
"""Checkpoint that a training resumes from."""
BEST: Final = "best-"
"""Prefix of the checkpoints of the best validations."""
log = logging.getLogger("distill.training")


class WholeCheckpoints(TorchCheckpointIO):
    """Writes checkpoints atomically. When the disk is full, the training continues and retries.

    Lightning's own class uses a temporary folder that may be on another disk.

    Threads: the training's own.

    Attributes:
        problem: Why the latest checkpoint could not be written; empty if it was.
    """

    def __init__(self) -> None:
        self.problem = ""

    @override
    def save_checkpoint(
        self, checkpoint: dict[str, Any], path: str | Path, storage_options: Any = None
    ) -> None:
        """Write a checkpoint. Any: Lightning's own types."""
        try:
            with replacing(Path(path)) as file:
                torch.save(checkpoint, file)
        except DiskFull as full:
            self.problem = str(full)
        else:
            self.problem = ""

    @override
    def remove_checkpoint(self, path: str | Path) -> None:
        """Remove a checkpoint, but only if its replacement was written."""
        if not self.problem:
            Path(path).unlink(missing_ok=True)


def read_checkpoint(file: Path) -> dict[str, Any] | None:
    """Read a checkpoint to the CPU; None if it is damaged. Any: Lightning's own format."""
    try:
        content = torch.load(file, weights_only=True, map_location="cpu")  # noqa: TID251 - our own checkpoint, tensors only
    except Exception as error:  # noqa: BLE001 - a damaged file raises many errors
        log.warning("%s is damaged (%s)", file.name, type(error).__name__)
        return None
    return content if isinstance(content, dict) and "state_dict" in content else None


def newest_whole(folder: Path) -> tuple[Path | None, list[str]]:
    """Find the checkpoint to resume from: the last, or the newest one that is not damaged.

    Returns:
        The checkpoint, or None if there is none; and the names of newer, damaged ones.
    """
    sweep(folder)
    others = sorted(folder.glob(f"{BEST}*.ckpt"), key=lambda f: f.stat().st_mtime, reverse=True)
    damaged: list[str] = []
    for file in [folder / LAST, *others]:
        if not file.exists():
            continue
        if read_checkpoint(file) is not None:
            return file, damaged
        damaged.append(file.name)
    return None, damaged
