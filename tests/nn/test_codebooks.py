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


def test_a_vector_is_named_by_the_nearest_entry_and_by_what_that_leaves_over() -> None:
    entries = FixedCodebooks(2, 2, 1)
    entries.set_codebooks(torch.tensor([[[0.0], [10.0]], [[-1.0], [2.0]]]))
    codes = entries.encode(torch.tensor([[[9.5], [1.5]]]))
    assert codes.tolist() == [[[1, 0], [0, 1]]]
    assert entries.decode(codes).flatten().tolist() == [9.0, 2.0]


@pytest.mark.parametrize("search", [1, 4])
def test_they_name_and_sum_as_those_that_learned_do(search: int) -> None:
    entries, vectors = filled(), torch.randn(2, 32, 4)
    learned = ResidualQuantizer(QuantizerConfig(width=4, levels=3, size=8))
    learned.set_codebooks(entries.codebooks())
    codes = entries.encode(vectors, search)
    assert torch.equal(codes, learned.encode(vectors, search))
    assert torch.equal(entries.decode(codes), learned.decode(codes))


def test_they_do_not_learn() -> None:
    with pytest.raises(BadArgument, match="do not learn"):
        filled().begin(torch.randn(9, 4))


@pytest.mark.slow
def test_what_plays_a_model_does_not_import_what_learns() -> None:
    code = (
        "import sys, distill.worker.task_steps; print([m for m in sys.modules if 'vector_q' in m])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
