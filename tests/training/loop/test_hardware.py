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
def test_bfloat16_needs_permission_and_a_processor(
    monkeypatch: pytest.MonkeyPatch, able: bool, half: bool, chosen: str
) -> None:
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: able)
    assert Machine("cpu").precision(half=half) == chosen


def test_the_fastest_available_processor_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert Machine.choose(MachineRecipe()) == Machine("cuda", 1, 1)
    assert Machine.choose(MachineRecipe("cpu", devices=3)) == Machine("cpu", 3, 1)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert Machine.choose(MachineRecipe()).accelerator == "mps"


@pytest.mark.parametrize(
    ("recipe", "text"),
    [
        (MachineRecipe("tpu"), "one of auto, cuda, mps, cpu, got 'tpu'"),
        (MachineRecipe("cuda", devices=3), "3 CUDA devices are requested, this machine has 2"),
        (MachineRecipe("mps"), "1 MPS devices are requested, this machine has 0"),
        (MachineRecipe(devices=0), "devices must lie in"),
    ],
)
def test_unavailable_hardware_is_refused(
    monkeypatch: pytest.MonkeyPatch, recipe: MachineRecipe, text: str
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    with pytest.raises(BadArgument, match=text):
        Machine.choose(recipe)


def test_the_chosen_hardware_is_described_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch, "get_num_threads", lambda: 8)
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: True)
    text = Machine("cpu").describe(half=True)
    assert text == "training on the CPU (8 threads), mixed bfloat16 precision, one process"
    text = Machine("cpu", 2, 3).describe(half=False)
    assert text.endswith("32-bit precision, 6 processes on 3 machines")


@pytest.mark.parametrize(
    ("place", "first"),
    [
        ({}, True),
        ({"LOCAL_RANK": "0"}, True),
        ({"LOCAL_RANK": "1"}, False),
        ({"NODE_RANK": "1"}, False),
    ],
)
def test_only_rank_zero_is_the_main_process(
    monkeypatch: pytest.MonkeyPatch, place: dict[str, str], first: bool
) -> None:
    for name in ("RANK", "SLURM_PROCID", "NODE_RANK", "GROUP_RANK", "LOCAL_RANK"):
        monkeypatch.delenv(name, raising=False)
    for name, value in place.items():
        monkeypatch.setitem(os.environ, name, value)
    assert is_main_process() is first
