"""Inpainting: the prior samples the free codes of a grid; locked codes stay."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from distill.codes.sampling_params import SamplingParams
from distill.corpus.corpus_columns import NO_COLUMN
from distill.errors import BadArgument
from distill.prior.sampler import Column, Sampler, SamplerState
from distill.types import BoolArray, Codes

FAR: Final = 1_000_000
"""Columns of random numbers between two candidates: more than a grid has."""

LEAD: Final = 2
"""Columns before a locked one for which several candidates are sampled."""

Joint = Callable[[Codes], float]
"""Returns the cost in nats of joining the last of columns [n, H, Q] to those before it."""


@dataclass(frozen=True, slots=True, eq=False)
class KnownCodes:
    """A grid with free codes, and its context.

    Attributes:
        codes: Shape [W, H, Q].
        free: Shape [W, H, Q]; True where the prior samples, False where `codes` stays.
        context: Shape [W', H, Q]: the columns before; may be empty.
        tries: Candidates for the last columns before one that is locked as a whole; the one with
            the cheapest joint is chosen.
        loops: Does the first column sound again after the last?
    """

    codes: Codes
    free: BoolArray
    context: Codes
    tries: int = 1
    loops: bool = False

    def __post_init__(self) -> None:
        if self.free.shape != self.codes.shape:
            raise BadArgument(
                f"`free` marks positions of `codes`: both must have the same shape, "
                f"got {self.free.shape} and {self.codes.shape}"
            )


@dataclass(frozen=True, slots=True, eq=False)
class Rewritten:
    """What was sampled.

    Attributes:
        codes: Shape [W, H, Q].
        nats: Mean surprise of the sampled codes; 0 if none were.
        places: Shape [W]; column of the corpus that each was taken from, or `NO_COLUMN`.
    """

    codes: Codes
    nats: float
    places: npt.NDArray[np.int64]


def rewrite(
    sampler: Sampler,
    known: KnownCodes,
    params: SamplingParams,
    seed: int,
    joint: Joint | None = None,
) -> Generator[int, None, Rewritten]:
    """Sample the free codes of a grid, one column per step, so that a caller can interleave work.

    The seed and the column's index determine the random numbers of a column: locking or freeing
    one code does not change those of another.

    Args:
        sampler: The prior.
        known: The grid, its free codes, and its context.
        params: Sampling parameters.
        seed: Of the random numbers.
        joint: Cost of a joint, added to the locked column's surprise; it gets the column before,
            the sampled columns and the locked one.

    Yields:
        Columns of the grid that are done; 0 while the prior processes the context.

    Returns:
        The codes, and how they were chosen.

    Raises:
        BadArgument: Codes do not fit this prior, or the seed is out of range.
    """
    codes, free = known.codes, known.free
    sampler.check(codes)
    sampler.check(known.context)
    written, places = np.array(codes, np.int16), np.full(len(codes), NO_COLUMN, np.int64)
    open_columns = np.flatnonzero(free.any((1, 2)))
    if open_columns.size == 0:
        return Rewritten(written, 0.0, places)
    first, last = int(open_columns[0]), int(open_columns[-1])
    state = sampler.start(codes[:0], seed, len(known.context) + first)
    for column in np.concatenate((known.context, codes[:first]))[-sampler.config.window :]:
        sampler.observe(state, column)
        yield 0
    state.skip_draws(first)
    surprise, index = 0.0, first
    while index <= last:
        count = _lead_length(known, index)
        if count:
            state, columns = yield from _sample_lead(
                sampler, known, state, params, (written, index, count), joint
            )
        else:
            columns = [sampler.column(state, params, _forced(known, index))]
        for column in columns:
            written[index], places[index] = column.codes, column.place
            surprise += column.nats * int(free[index].sum())
            index += 1
        yield index
    return Rewritten(written, surprise / int(free.sum()), places)


def _lead_length(known: KnownCodes, index: int) -> int:
    """Count the columns from here to a locked one, or to the end of a loop; 0 if it is too far.

    The count is 0 at a locked column too.
    """
    is_open: BoolArray = np.asarray(known.free.any((1, 2)))
    for count in range(LEAD + 1):
        if index + count >= len(is_open):
            return count if known.loops and known.tries > 1 and index else 0
        if not is_open[index + count]:
            return count if known.tries > 1 else 0
    return 0


def _sample_lead(
    sampler: Sampler,
    known: KnownCodes,
    state: SamplerState,
    params: SamplingParams,
    here: tuple[Codes, int, int],
    joint: Joint | None,
) -> Generator[int, None, tuple[SamplerState, list[Column]]]:
    """Sample candidates for the columns before a locked one; return the best.

    Candidates share the past and differ in random numbers; those of later columns do not depend on
    the number of candidates.
    """
    written, index, count = here
    after = index + count
    locked = known.codes[after] if after < len(known.codes) else written[0]
    best: tuple[float, SamplerState, list[Column]] | None = None
    for candidate in range(known.tries):
        fork = state.copy()
        fork.skip_draws(candidate * FAR)
        columns = [sampler.column(fork, params, _forced(known, index + n)) for n in range(count)]
        cost = sampler.column(fork.copy(), params, locked).nats
        if joint is not None:
            new = [column.codes for column in columns]
            cost += joint(np.stack([*written[max(0, index - 1) : index], *new, locked]))
        if best is None or cost < best[0]:
            best = cost, fork, columns
        yield index
    assert best is not None  # noqa: S101 - tries > 1
    state.skip_draws(count)
    _, fork, columns = best
    fork.generator = state.generator
    return fork, columns


def _forced(known: KnownCodes, index: int) -> Codes:
    return np.where(known.free[index], -1, known.codes[index]).astype(np.int16)
