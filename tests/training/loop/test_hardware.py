import os

import pytest
import torch

from distill.errors import BadArgument
from distill.training.loop.hardware import Machine, is_main_process
from distill.training.recipe import MachineRecipe


@pytest.mark.parametrize(
    ("able", "half", "chosen"),
    [(True, True, "bf16-mixed"), (True, False, "32-true"), (False, True, "32-true")],
)
def test_half_length_numbers_need_a_wish_and_a_processor(
    monkeypatch: pytest.MonkeyPatch, able: bool, half: bool, chosen: str
) -> None:
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: able)
    assert Machine("cpu").precision(half=half) == chosen


def test_the_fastest_processor_that_is_there_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert Machine.choose(MachineRecipe()) == Machine("cuda", 1, 1)
    assert Machine.choose(MachineRecipe("cpu", devices=3)) == Machine("cpu", 3, 1)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert Machine.choose(MachineRecipe()).accelerator == "mps"


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (MachineRecipe("tpu"), "one of auto, cuda, mps, cpu, got 'tpu'"),
        (MachineRecipe("cuda", devices=3), "3 CUDA devices are asked for, this machine has 2"),
        (MachineRecipe("mps"), "1 MPS devices are asked for, this machine has 0"),
        (MachineRecipe(devices=0), "devices must lie in"),
    ],
)
def test_what_is_not_there_is_refused(
    monkeypatch: pytest.MonkeyPatch, wish: MachineRecipe, said: str
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    with pytest.raises(BadArgument, match=said):
        Machine.choose(wish)


def test_what_was_chosen_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch, "get_num_threads", lambda: 8)
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: True)
    said = Machine("cpu").words(half=True)
    assert (
        said
        == "training on the CPU (8 threads), numbers of 16 bits where that will do, one process"
    )
    assert Machine("cpu", 2, 3).words(half=False).endswith("32 bits, 6 processes on 3 machines")


@pytest.mark.parametrize(
    ("place", "first"),
    [
        ({}, True),
        ({"LOCAL_RANK": "0"}, True),
        ({"LOCAL_RANK": "1"}, False),
        ({"NODE_RANK": "1"}, False),
    ],
)
def test_one_process_speaks(
    monkeypatch: pytest.MonkeyPatch, place: dict[str, str], first: bool
) -> None:
    for name in ("RANK", "SLURM_PROCID", "NODE_RANK", "GROUP_RANK", "LOCAL_RANK"):
        monkeypatch.delenv(name, raising=False)
    for name, value in place.items():
        monkeypatch.setitem(os.environ, name, value)
    assert is_main_process() is first
