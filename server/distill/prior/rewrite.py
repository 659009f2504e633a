"""Fills holes in a grid: the prior writes what is free and leaves every locked code as it is."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

import numpy as np

from distill.errors import BadArgument
from distill.prior.sampler import Choice, Column, Sampler, SamplerState
from distill.types import BoolArray, Codes

FAR: Final = 1_000_000
"""Columns of chance between two ways to write one: more than a grid has."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is given before the prior writes.

    Attributes:
        codes: Shape [W, H, Q].
        free: Shape [W, H, Q]; True where the prior writes, False where `codes` stays.
        context: Shape [W', H, Q]: what came before; may have no columns.
        tries: Ways in which a column is written where one follows that is all kept; of these the
            one is taken after which the kept one surprises least.
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
    sampler: Sampler, known: Known, choice: Choice, seed: int
) -> Generator[int, None, tuple[Codes, float]]:
    """Write the free places of a grid, one column a turn, so that other work gets its turn too.

    Every column has its own chance, fixed by the seed and the column's number: to lock or free a
    place does not move the chance of another.

    Args:
        sampler: The prior.
        known: The grid, its free places, and what came before.
        choice: How freely to choose.
        seed: Where chance starts.

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
        sampler.hear(state, column)
        yield 0
    state.skip_chance(first)
    surprise = 0.0
    for index in range(first, last + 1):
        forced = np.where(free[index], -1, codes[index]).astype(np.int16)
        state, column = _lead_on(sampler, known, state, choice, (index, forced))
        written[index] = column.codes
        surprise += column.nats * int(free[index].sum())
        yield index + 1
    return written, surprise / int(free.sum())


def _lead_on(
    sampler: Sampler, known: Known, state: SamplerState, choice: Choice, here: tuple[int, Codes]
) -> tuple[SamplerState, Column]:
    """Write a column; before a kept one, in the best of some ways.

    The ways share the past and differ by chance; the first is the only one elsewhere, and chance
    of later columns is as if there were no others.
    """
    index, forced = here
    following = index + 1
    kept = following < len(known.codes) and not known.free[following].any()
    if known.tries <= 1 or not kept or (forced >= 0).all():
        return state, sampler.column(state, choice, forced)
    ways = []
    for way in range(known.tries):
        fork = state.copy()
        fork.skip_chance(way * FAR)
        column = sampler.column(fork, choice, forced)
        fork.generator = state.generator
        ahead = sampler.column(fork.copy(), choice, known.codes[following])
        ways.append((ahead.nats, way, fork, column))
    state.skip_chance(1)
    _, _, best, column = min(ways, key=lambda one: one[:2])
    return best, column
