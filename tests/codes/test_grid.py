"""A grid is a checked, frozen value."""

import dataclasses

import numpy as np
import pytest

from distill.codes.carriers import Carriers
from distill.codes.grid import Grid
from distill.errors import BadArgument, WrongModel
from distill.types import Samples
from kit.grids import carried, encoded, grid


def test_codes_are_read_only_and_a_copy_of_the_given_array() -> None:
    source = np.zeros((2, 3, 2), dtype=np.int16)
    made = Grid(source, 8, "m", Samples(8192))
    source[:] = 7
    assert made.codes.max() == 0
    with pytest.raises(ValueError, match="read-only"):
        made.codes[0, 0, 0] = 1


def test_counts_and_seconds_come_from_the_shape() -> None:
    made = grid(columns=6, bands=8, levels=4)
    assert (made.columns, made.bands, made.levels) == (6, 8, 4)
    assert made.seconds == pytest.approx(1.024)


@pytest.mark.parametrize("shape", [(2, 3), (0, 3, 2), (2, 0, 2), (2, 3, 0), (1, 2, 3, 4)])
def test_a_grid_without_columns_bands_or_levels_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(BadArgument, match="columns, bands and levels"):
        Grid(np.zeros(shape, dtype=np.int16), 8, "m", Samples(8192))


@pytest.mark.parametrize("code", [-1, 8, 70_000])
def test_a_code_outside_the_codebook_is_refused(code: int) -> None:
    with pytest.raises(BadArgument, match=r"0\.\.7"):
        Grid(np.full((1, 1, 1), code), 8, "m", Samples(8192))


def test_fractions_are_not_codes() -> None:
    with pytest.raises(BadArgument, match="whole numbers"):
        Grid(np.zeros((1, 1, 1), dtype=np.float32), 8, "m", Samples(8192))  # type: ignore[arg-type]


def test_equality_is_by_model_and_codes() -> None:
    one = grid()
    assert one == grid()
    assert one != grid(seed=1)
    assert one != dataclasses.replace(one, model="model-b")
    assert one != grid(columns=5)
    assert one == dataclasses.replace(one, source="elsewhere")


def test_mixing_models_is_refused_with_both_names() -> None:
    one = grid()
    one.check_kind(grid(columns=9, seed=3))
    with pytest.raises(WrongModel, match="model-b"):
        one.check_kind(dataclasses.replace(one, model="model-b"))
    with pytest.raises(WrongModel, match="K=16"):
        one.check_kind(grid(size=16))


def test_a_grid_is_as_long_as_its_sound_which_may_end_inside_the_last_column() -> None:
    whole, inside = grid(columns=3), dataclasses.replace(grid(columns=3), samples=Samples(20_000))
    assert (whole.samples, whole.seconds) == (3 * 8192, pytest.approx(0.512))
    assert inside.seconds == pytest.approx(20_000 / 48_000)
    assert inside != whole


@pytest.mark.parametrize("samples", [-1, 1, 2 * 8192, 3 * 8192 + 1])
def test_a_length_that_does_not_end_in_the_last_column_is_refused(samples: int) -> None:
    with pytest.raises(BadArgument, match=r"16385\.\.24576"):
        dataclasses.replace(grid(columns=3), samples=Samples(samples))


def test_an_edit_keeps_the_length_and_other_columns_are_whole() -> None:
    inside = dataclasses.replace(grid(columns=3), samples=Samples(20_000))
    assert inside.with_codes(grid(columns=3, seed=1).codes).samples == 20_000
    assert inside.with_lock((slice(1), slice(1), slice(1)), on=True).samples == 20_000
    assert inside.with_codes(grid(columns=5).codes).samples == 5 * 8192


@pytest.mark.parametrize(("samples", "wanted"), [(513, 2400), (2401, 2401), (0, 8192)])
def test_a_loop_has_at_least_50_ms(samples: int, wanted: int) -> None:
    assert dataclasses.replace(grid(columns=1), samples=samples).round_samples == wanted
    small = dataclasses.replace(grid(columns=1), column=Samples(1024), samples=min(samples, 1024))
    assert small.round_samples == 1024


def test_carriers_are_kept_by_an_edit_and_shared_with_the_grid_before() -> None:
    before = encoded(grid(columns=3), "x")
    for after in (
        before.with_codes(grid(columns=3, seed=1).codes),
        before.with_lock((slice(1), slice(1), slice(1)), on=True),
        before.with_codes(before.codes, "elsewhere"),
    ):
        assert after.carriers is before.carriers
    assert before.sources == ("x",)
    assert before == grid(columns=3)
    assert grid().sources == ()


def test_other_columns_cut_the_carriers_or_add_columns_that_nothing_carries() -> None:
    before = encoded(grid(columns=3), "x")
    assert carried(before.with_codes(grid(columns=2).codes)).carried.all()
    longer = carried(before.with_codes(grid(columns=5).codes))
    assert longer.carried.all(-1).tolist() == [True] * 3 + [False] * 2


def test_carriers_that_carry_nothing_are_none_and_sources_that_left_are_dropped() -> None:
    made = grid(columns=2)
    nothing = Carriers.none(made.codes.shape)
    assert made.with_carriers(nothing).carriers is None
    both = Carriers.of_source("x", made.codes).joined(Carriers.of_source("y", made.codes))
    assert dataclasses.replace(made, carriers=both).sources == ("x",)
    late = nothing.joined(Carriers.of_source("y", made.codes))
    assert dataclasses.replace(made, carriers=late).carriers is None


def test_carriers_of_another_model_are_refused() -> None:
    for other in (grid(bands=4), grid(levels=3)):
        with pytest.raises(BadArgument, match="do not fit"):
            grid().with_carriers(Carriers.of_source("x", other.codes))
    with pytest.raises(BadArgument, match=r"carriers must lie in 0\.\.7"):
        grid().with_carriers(Carriers.of_source("x", grid().codes + np.int16(8)))
