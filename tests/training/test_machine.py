import pytest
import torch

from distill.training.machine import precision


@pytest.mark.parametrize(
    ("able", "half", "chosen"),
    [(True, True, "bf16-mixed"), (True, False, "32-true"), (False, True, "32-true")],
)
def test_half_length_numbers_need_a_wish_and_a_processor(
    monkeypatch: pytest.MonkeyPatch, able: bool, half: bool, chosen: str
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: able)
    assert precision(half=half) == chosen
