"""Fills holes in a grid: the prior writes what is free and leaves every locked code as it is."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Final

import numpy as np

from distill.codes.sampling_params import SamplingParams
from distill.errors import BadArgument
from distill.prior.sampler import Column, Sampler, SamplerState
from distill.types import BoolArray, Codes

FAR: Final = 1_000_000
"""Columns of chance between two ways to write one: more than a grid has."""

LEAD: Final = 2
"""Columns before a kept one that are written in several ways."""

Joint = Callable[[Codes], float]
"""Tells how badly columns [n, H, Q] join the last of them, in nats."""


@dataclass(frozen=True, slots=True, eq=False)
class KnownCodes:
    """What is given before the prior writes.

    Attributes:
        codes: Shape [W, H, Q].
        free: Shape [W, H, Q]; True where the prior writes, False where `codes` stays.
        context: Shape [W', H, Q]: what came before; may have no columns.
        tries: Ways in which the last columns are written where one follows that is all kept; of
            these the one is taken that the kept one joins best.
    """

    codes: Codes
    free: BoolArray
    context: Codes
    tries: int = 1

    def __post_init__(self) -> None:
        if self.free.shape != self.codes.shape:
            raise BadArgument(
                f"`free` marks places of `codes`: both must have one shape, "
                f"got {self.free.shape} and {self.codes.shape}"
            )


def rewrite(
    sampler: Sampler,
    known: KnownCodes,
    choice: SamplingParams,
    seed: int,
    joint: Joint | None = None,
) -> Generator[int, None, tuple[Codes, float]]:
    """Write the free places of a grid, one column a turn, so that other work gets its turn too.

    Every column has its own chance, fixed by the seed and the column's number: to lock or free a
    place does not move the chance of another.

    Args:
        sampler: The prior.
        known: The grid, its free places, and what came before.
        choice: How freely to choose.
        seed: Where chance starts.
        joint: What a joint costs beside the kept column's surprise; the last columns it is given
            are some that were written and the kept one.

    Yields:
        Columns of the grid that are done; 0 while the prior is still listening.

    Returns:
        Codes [W, H, Q], and the mean surprise of the written ones in nats (0 if none were free).

    Raises:
        BadArgument: Codes are not this prior's, or the seed is out of range.
    """
    codes, free = known.codes, known.free
    sampler.check(codes)
    sampler.check(known.context)
    written = np.array(codes, np.int16)
    touched = np.flatnonzero(free.any((1, 2)))
    if touched.size == 0:
        return written, 0.0
    first, last = int(touched[0]), int(touched[-1])
    state = sampler.start(codes[:0], seed)
    for column in np.concatenate((known.context, codes[:first]))[-sampler.config.window :]:
        sampler.observe(state, column)
        yield 0
    state.skip_draws(first)
    surprise, index = 0.0, first
    while index <= last:
        count = _lead(known, index)
        if count:
            state, columns = yield from _lead_on(
                sampler, known, state, choice, (written, index, count), joint
            )
        else:
            columns = [sampler.column(state, choice, _forced(known, index))]
        for column in columns:
            written[index] = column.codes
            surprise += column.nats * int(free[index].sum())
            index += 1
        yield index
    return written, surprise / int(free.sum())


def _lead(known: KnownCodes, index: int) -> int:
    """Tell how many columns from here on lead to a kept one, 0 if it is too far or there is none.

    Columns that are kept themselves lead nowhere.
    """
    touched: BoolArray = np.asarray(known.free.any((1, 2)))
    for count in range(LEAD + 1):
        if index + count >= len(touched):
            return 0
        if not touched[index + count]:
            return count if known.tries > 1 else 0
    return 0


def _lead_on(
    sampler: Sampler,
    known: KnownCodes,
    state: SamplerState,
    choice: SamplingParams,
    here: tuple[Codes, int, int],
    joint: Joint | None,
) -> Generator[int, None, tuple[SamplerState, list[Column]]]:
    """Write the columns before a kept one in the best of some ways.

    The ways share the past and differ by chance; chance of later columns is as if there were one.
    """
    written, index, count = here
    kept = known.codes[index + count]
    best: tuple[float, SamplerState, list[Column]] | None = None
    for way in range(known.tries):
        fork = state.copy()
        fork.skip_draws(way * FAR)
        columns = [sampler.column(fork, choice, _forced(known, index + n)) for n in range(count)]
        cost = sampler.column(fork.copy(), choice, kept).nats
        if joint is not None:
            new = [column.codes for column in columns]
            cost += joint(np.stack([*written[max(0, index - 1) : index], *new, kept]))
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
