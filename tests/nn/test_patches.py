import pytest
import torch

from distill.nn.patches import Emphasis, cut, join
from kit.models import TINY


def test_joined_patches_are_the_original_log_mel() -> None:
    mel = torch.randn(2, 32, 5 * TINY.column_frames)
    patches = cut(mel, TINY)
    assert patches.shape == (2, 5, TINY.bands, TINY.column_frames, TINY.band_mels)
    assert torch.equal(join(patches, TINY), mel)


def test_a_patch_holds_one_column_and_one_band() -> None:
    mel = torch.zeros(1, 32, 5 * TINY.column_frames)
    mel[0, 9, 3 * TINY.column_frames + 2] = 1.0  # mel bin 9: band 2, bin 1
    assert cut(mel, TINY).nonzero().tolist() == [[0, 3, 2, 2, 1]]


@pytest.mark.parametrize(
    ("part", "patch"),
    [
        ("level", torch.ones(4, 3)),
        ("attack", torch.tensor([[-1.0], [-1], [1], [1]]).expand(4, 3)),
        ("tone", torch.tensor([1.0, -2, 1]).expand(4, 3)),
        ("texture", torch.tensor([[-1.0], [1], [1], [-1]]) * torch.tensor([1.0, -2, 1])),
    ],
)
def test_each_part_is_multiplied_by_its_own_weight(part: str, patch: torch.Tensor) -> None:
    factors = {"level": 2.0, "attack": 3.0, "tone": 5.0, "texture": 7.0}
    weighed = Emphasis(**factors).weigh(patch)
    torch.testing.assert_close(weighed, factors[part] * patch)


def test_undo_inverts_weigh() -> None:
    patches, emphasis = torch.randn(3, 4, 16, 24), Emphasis()
    torch.testing.assert_close(emphasis.undo(emphasis.weigh(patches)), patches)
