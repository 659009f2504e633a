import math

import pytest
import torch

from distill.nn.patches import Emphasis, cut
from distill.nn.quantizer import Quantized
from distill.nn.trainable_codec import Reconstruction
from distill.training.loop.losses import (
    REFERENCE_MELS,
    mel_error_db,
    reconstruction_loss,
    to_reference_bins,
)
from kit.models import TINY


def test_ten_times_the_power_is_ten_decibels() -> None:
    true = torch.randn(2, 8, 5)
    assert mel_error_db(true, true + math.log(10)).tolist() == pytest.approx([10.0, 10.0])


def test_cells_80_db_below_the_peak_do_not_count() -> None:
    true = torch.zeros(1, 2, 1)
    true[0, 1] = -20.0
    decoded = true.clone()
    decoded[0, 1] = -30.0
    assert float(mel_error_db(true, decoded)) == 0.0


def test_the_loss_weights_the_parts_of_a_patch_and_the_commitment() -> None:
    nothing = torch.zeros(0)
    commitment = torch.tensor([0.5, 1.5])
    quantized = Quantized(nothing, nothing, commitment, nothing, nothing)
    mel = torch.randn(2, 32, 8)
    made = Reconstruction(mel + 1.0, quantized)
    emphasis = Emphasis(level=2.0, attack=9.0, tone=9.0, texture=9.0)
    assert float(reconstruction_loss(made, mel, TINY, (emphasis, 0.1))) == pytest.approx(4.0 + 0.2)
    wild = Reconstruction(torch.randn(2, 32, 8), quantized)
    even = reconstruction_loss(wild, mel, TINY, (Emphasis(1, 1, 1, 1), 0.0))
    assert float(even) == pytest.approx(float(cut(wild.mel - mel, TINY).square().mean()))


def test_twice_as_many_bins_are_summed_in_pairs() -> None:
    loud = torch.arange(1.0, 2 * REFERENCE_MELS + 1)[None, :, None]
    added = to_reference_bins(loud.log()).exp()
    torch.testing.assert_close(added, loud[:, 0::2] + loud[:, 1::2])
    few = torch.randn(1, 96, 3)
    assert to_reference_bins(few) is few
