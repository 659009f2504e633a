import math

import pytest
import torch

from distill.training.losses import mel_error_db


def test_ten_times_the_power_is_ten_decibels() -> None:
    true = torch.randn(2, 8, 5)
    assert mel_error_db(true, true + math.log(10)).tolist() == pytest.approx([10.0, 10.0])


def test_what_lies_80_db_under_the_peak_does_not_count() -> None:
    true = torch.zeros(1, 2, 1)
    true[0, 1] = -20.0
    painted = true.clone()
    painted[0, 1] = -30.0
    assert float(mel_error_db(true, painted)) == 0.0
