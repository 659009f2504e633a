import os
from pathlib import Path

import pytest
import torch

from distill.training.loop.checkpoints import WholeCheckpoints, newest_whole, read_checkpoint
from kit.learning import little_room

STATE = {"state_dict": {"w": torch.arange(3.0)}, "global_step": 4}


def written(file: Path, age: int = 0) -> Path:
    WholeCheckpoints().save_checkpoint(STATE, file)
    os.utime(file, (1e9 - age, 1e9 - age))
    return file


def test_a_checkpoint_survives_its_file(tmp_path: Path) -> None:
    content = read_checkpoint(written(tmp_path / "last.ckpt"))
    assert content is not None
    assert content["global_step"] == 4
    assert content["state_dict"]["w"].tolist() == [0.0, 1.0, 2.0]


def test_a_training_resumes_from_its_last_checkpoint(tmp_path: Path) -> None:
    assert newest_whole(tmp_path) == (None, [])
    written(tmp_path / "best-step=9.ckpt")
    last = written(tmp_path / "last.ckpt", age=100)
    assert newest_whole(tmp_path) == (last, [])


@pytest.mark.parametrize("damage", ["cut", "emptied", "overwritten", "foreign"])
def test_a_damaged_checkpoint_is_skipped_for_the_newest_complete_one(
    tmp_path: Path, damage: str
) -> None:
    written(tmp_path / "best-step=3.ckpt", age=50)
    newest = written(tmp_path / "best-step=6.ckpt", age=10)
    last = written(tmp_path / "last.ckpt")
    content = last.read_bytes()
    last.write_bytes(
        {
            "cut": content[: len(content) // 2],
            "emptied": b"",
            "overwritten": content[:200] + bytes(300) + content[500:],
            "foreign": b"RIFF",
        }[damage]
    )
    assert newest_whole(tmp_path) == (newest, ["last.ckpt"])


def test_a_full_disk_is_reported_and_keeps_the_existing_checkpoint(tmp_path: Path) -> None:
    old = written(tmp_path / "last.ckpt")
    checkpoints = WholeCheckpoints()
    with little_room(100):
        checkpoints.save_checkpoint({**STATE, "global_step": 5}, old)
        checkpoints.remove_checkpoint(old)
    assert "no room" in checkpoints.problem
    content = read_checkpoint(old)
    assert content is not None
    assert content["global_step"] == 4
    checkpoints.save_checkpoint({**STATE, "global_step": 5}, old)
    assert checkpoints.problem == ""
    checkpoints.remove_checkpoint(old)
    assert not old.exists()
