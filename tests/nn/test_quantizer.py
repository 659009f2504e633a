from dataclasses import replace

import pytest
import torch

from distill.nn.quantizer import QuantizerConfig, ResidualQuantizer

CONFIG = QuantizerConfig(width=4, levels=3, size=8, vectors_per_step=64)


def trained(steps: int = 20) -> tuple[ResidualQuantizer, torch.Tensor]:
    torch.manual_seed(0)
    quantizer = ResidualQuantizer(CONFIG).train()
    vectors = torch.randn(2, 32, 4)
    quantizer.begin(vectors.flatten(0, 1))
    for _ in range(steps):
        quantizer(vectors)
    return quantizer.eval(), vectors


def test_each_level_brings_the_sum_closer() -> None:
    quantizer, vectors = trained()
    result = quantizer(vectors)
    codes = result.codes
    books = quantizer.codebooks()
    errors, total = [], torch.zeros_like(vectors)
    for level in range(3):
        total = total + books[level][codes[..., level]]
        errors.append(float((vectors - total).square().mean()))
    assert errors[0] > errors[1] > errors[2]
    assert torch.allclose(result.vectors, total, atol=1e-6)


def test_initial_entries_are_the_cluster_centres_of_the_vectors() -> None:
    torch.manual_seed(0)
    centres = 10 * torch.eye(8)[:, :8]
    vectors = centres.repeat(40, 1) + 0.01 * torch.randn(320, 8)
    quantizer = ResidualQuantizer(QuantizerConfig(width=8, levels=1, size=8))
    quantizer.begin(vectors)
    nearest = torch.cdist(centres, quantizer.codebooks()[0]).min(1).values
    assert int((nearest < 0.05).sum()) >= 6  # k-means may put two entries into one cloud


def test_fewer_vectors_than_entries_still_give_distinct_entries() -> None:
    torch.manual_seed(0)
    quantizer = ResidualQuantizer(CONFIG)
    quantizer.begin(torch.randn(3, 4))
    book = quantizer.codebooks()[0]
    assert torch.isfinite(quantizer.codebooks()).all()
    assert len(torch.unique(book, dim=0)) == CONFIG.size


def test_codebooks_from_a_file_give_the_same_codes() -> None:
    quantizer, vectors = trained()
    other = ResidualQuantizer(CONFIG).eval()
    other.set_codebooks(quantizer.codebooks())
    assert torch.equal(other(vectors).codes, quantizer(vectors).codes)


def test_the_dead_code_threshold_is_a_share_of_the_average_use() -> None:
    assert ResidualQuantizer(CONFIG).dead_below == pytest.approx(0.1 * 64 / 8)


def test_unused_codes_are_replaced_and_counted() -> None:
    torch.manual_seed(1)
    quantizer = ResidualQuantizer(replace(CONFIG, decay=0.8)).train()
    quantizer.begin(torch.randn(64, 4))
    reseeded = [quantizer(torch.randn(1, 1, 4).expand(2, 32, 4)).reseeded for _ in range(30)]
    assert sum(float(r[0]) for r in reseeded) >= 7


def test_nothing_moves_and_nothing_is_replaced_outside_training() -> None:
    quantizer, vectors = trained()
    before = quantizer.codebooks()
    result = quantizer(vectors + 5)
    assert torch.equal(quantizer.codebooks(), before)
    assert float(result.velocity.abs().sum()) == 0.0
    assert float(result.reseeded.sum()) == 0.0


def test_gradients_pass_to_the_vectors_in_half_precision_too() -> None:
    torch.manual_seed(0)
    quantizer = ResidualQuantizer(CONFIG).train()
    quantizer.begin(torch.randn(64, 4))
    vectors = torch.randn(2, 32, 4, requires_grad=True)
    with torch.autocast("cpu", torch.bfloat16):
        result = quantizer(vectors.bfloat16())
    assert result.vectors.dtype == torch.float32
    (result.vectors.square().mean() + result.commitment.sum()).backward()
    assert vectors.grad is not None
    assert float(vectors.grad.abs().sum()) > 0


def test_one_vector_and_no_vector_are_quantized() -> None:
    quantizer, vectors = trained()
    assert quantizer(vectors[:1, :1]).codes.shape == (1, 1, 3)
    assert quantizer(vectors[:, :0]).codes.shape == (2, 0, 3)
