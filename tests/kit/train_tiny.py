"""Trains a tiny codec in a process of its own: python train_tiny.py FOLDER STEPS [PROCESSES].

Each process writes its steps to FOLDER/process-N.json; errors are printed as on the command line.
"""

import hashlib
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from distill.errors import DistillError
from distill.training.loop.codec_stage import CodecStage, train_codec
from distill.training.loop.hardware import Machine
from distill.training.loop.trainer import quiet_lightning
from kit.learning import RECIPE, tiny_corpus
from kit.models import TINY


class Watched(CodecStage):
    """Records each step: a hash of its batch, and one of the weights after it."""

    steps: list[tuple[str, str]]

    def on_train_batch_end(self, outputs: Any, batch: torch.Tensor, batch_idx: int) -> None:
        state = self.codec.state_dict()
        after = [state[name] for name in sorted(state)]
        self.__dict__.setdefault("steps", []).append((digest([batch]), digest(after)))

    def on_train_end(self) -> None:
        reseeds = sum(row["reseeds"] for entry in self.history for row in entry["levels"])
        record = {"steps": self.steps, "reseeds": reseeds}
        (folder / f"process-{self.global_rank}.json").write_text(json.dumps(record))


def digest(tensors: list[torch.Tensor]) -> str:
    whole = hashlib.sha256()
    for tensor in tensors:
        whole.update(tensor.detach().contiguous().numpy().tobytes())
    return whole.hexdigest()


if __name__ == "__main__":
    folder, steps = Path(sys.argv[1]), int(sys.argv[2])
    processes = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    import distill.training.loop.codec_stage as module

    module.CodecStage = Watched
    quiet_lightning()
    recipe = replace(RECIPE, steps=steps, check_every=5)
    config = replace(TINY, size=64, decay=0.5)  # so fast that codes die in a few steps
    machine = Machine("cpu", devices=processes)
    try:
        result = train_codec(tiny_corpus(folder), config, recipe, folder / "codec", machine=machine)
        sys.stdout.write(f"done at step {result.steps}\n")
    except DistillError as error:
        sys.exit(f"distill: {error}")
