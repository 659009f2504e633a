import subprocess
import sys

import pytest
import torch

from distill.errors import BadArgument
from distill.nn.codebooks import FixedCodebooks
from distill.nn.quantizer import QuantizerConfig, ResidualQuantizer


def filled() -> FixedCodebooks:
    torch.manual_seed(0)
    entries = FixedCodebooks(3, 8, 4)
    entries.set_codebooks(torch.randn(3, 8, 4))
    return entries


def test_a_vector_is_quantized_to_its_nearest_entry_then_its_residual() -> None:
    entries = FixedCodebooks(2, 2, 1)
    entries.set_codebooks(torch.tensor([[[0.0], [10.0]], [[-1.0], [2.0]]]))
    codes = entries.encode(torch.tensor([[[9.5], [1.5]]]))
    assert codes.tolist() == [[[1, 0], [0, 1]]]
    assert entries.decode(codes).flatten().tolist() == [9.0, 2.0]


@pytest.mark.parametrize("search", [1, 4])
def test_fixed_codebooks_encode_and_decode_as_trained_ones_do(search: int) -> None:
    entries, vectors = filled(), torch.randn(2, 32, 4)
    learned = ResidualQuantizer(QuantizerConfig(width=4, levels=3, size=8))
    learned.set_codebooks(entries.codebooks())
    codes = entries.encode(vectors, search)
    assert torch.equal(codes, learned.encode(vectors, search))
    assert torch.equal(entries.decode(codes), learned.decode(codes))


def test_fixed_codebooks_are_not_trainable() -> None:
    with pytest.raises(BadArgument, match="not trainable"):
        filled().begin(torch.randn(9, 4))


@pytest.mark.slow
def test_inference_does_not_import_the_trainable_quantizer() -> None:
    code = (
        "import sys, distill.worker.task_steps; print([m for m in sys.modules if 'vector_q' in m])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
