import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from distill.codec.seams import soften

FRAMES = 8


def step(height: float = 8.0) -> torch.Tensor:
    """One bin, level in two columns, with a jump where they meet."""
    return torch.cat((torch.zeros(1, FRAMES), torch.full((1, FRAMES), height)), dim=1)


def test_a_jump_becomes_a_rise_of_four_frames() -> None:
    softened = soften(step(), FRAMES, 1.0)[0]
    assert softened.tolist() == [0, 0, 0, 0, 0, 0, 1, 3, 5, 7, 8, 8, 8, 8, 8, 8]


def test_the_share_that_is_not_spread_stays_a_jump() -> None:
    changes = soften(step(), FRAMES, 0.5)[0].diff()
    assert changes[FRAMES - 1] == pytest.approx(8 - 0.5 * 8 * 0.75)
    assert float(changes.sum()) == 8.0


def test_a_constant_slope_is_no_jump() -> None:
    slope = torch.arange(4.0 * FRAMES).expand(3, -1)
    assert torch.equal(soften(slope, FRAMES, 1.0), slope)


def test_frames_away_from_seams_are_unchanged() -> None:
    picture = torch.randn(2, 5, 3 * FRAMES, generator=torch.Generator().manual_seed(0))
    moved = (soften(picture, FRAMES, 0.85) != picture).any(0).any(0).nonzero().flatten().tolist()
    assert moved == [6, 7, 8, 9, 14, 15, 16, 17]


def test_the_given_mel_is_not_changed() -> None:
    given_picture = step()
    soften(given_picture, FRAMES, 1.0)
    assert torch.equal(given_picture, step())


def test_without_a_share_or_a_seam_nothing_changes() -> None:
    assert torch.equal(soften(step(), FRAMES, 0.0), step())
    assert torch.equal(soften(step(), 2 * FRAMES, 1.0), step())
    assert soften(step()[:, :0], FRAMES, 1.0).shape == (1, 0)


@given(st.integers(1, 5), st.integers(1, 4), st.floats(0, 1))
def test_seams_of_columns_of_any_length_are_smoothed(
    frames: int, columns: int, share: float
) -> None:
    picture = torch.randn(3, columns * frames, generator=torch.Generator().manual_seed(1))
    softened = soften(picture, frames, share)
    assert softened.shape == picture.shape
    assert bool(softened.isfinite().all())
