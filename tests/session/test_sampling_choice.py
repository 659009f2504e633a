"""What is written follows the parameters, the chosen files and the beat."""

import numpy as np
import pytest

from distill.parameters import defaults
from distill.protocol.meter import Meter
from distill.session.sampling_choice import SamplingChoice

COLUMN = 8192


def choice() -> SamplingChoice:
    return SamplingChoice(defaults(), np.random.default_rng(0))


def test_a_seed_is_drawn_unless_one_is_set() -> None:
    chosen = choice()
    assert chosen.draw_seed() != chosen.draw_seed()
    chosen.parameters = {**defaults(), "seed": 7.0}
    assert chosen.draw_seed() == chosen.params(0, Meter(), COLUMN).seed == 7
    assert chosen.params(9, Meter(), COLUMN).seed == 9


def test_a_beat_is_followed_when_it_is_asked_for_or_starts_are_quantized() -> None:
    chosen, meter = choice(), Meter(tempo=90.0)
    assert chosen.params(1, meter, COLUMN).beat == 0
    columns = 60 / 90 * 48_000 / COLUMN
    assert chosen.params(1, meter, COLUMN, on_beat=True).beat == pytest.approx(columns)
    chosen.parameters = {**defaults(), "quantize": 2.0}
    assert chosen.params(1, meter, COLUMN).beat == pytest.approx(columns)
    assert chosen.params(1, meter, 0).beat == 0


def test_the_files_are_passed_on() -> None:
    chosen = choice()
    chosen.only, chosen.avoid = ("drums",), ("*.ogg",)
    params = chosen.params(1, Meter(), COLUMN)
    assert (params.only, params.avoid) == (("drums",), ("*.ogg",))
