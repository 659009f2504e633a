"""Edits of codes: swap, copy, randomize, shift, fill, interpolate; each is one step of undo."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from typing_extensions import override

from distill.codes import edit, interpolate
from distill.codes.region import Region, Span
from distill.commands.context import CommandContext
from distill.commands.grammar import Choice, Command, Outcome, Reply, Slot, command
from distill.commands.variation import rewriting
from distill.types import MAX_SEED, Range, Unit

Columns = Annotated[int, Range(-8192, 8192), Unit.COLUMNS]
At = Annotated[int, Range(0, 8191), Unit.COLUMNS]
Seed = Annotated[int, Range(0, MAX_SEED)]
Amount = Annotated[float, Range(0.0, 1.0), Unit.RATIO]


@command("swap", musical="edit")
@dataclass(frozen=True, slots=True)
class Swap(Command):
    """Exchange a region of one slot with the same-sized region of another.

    `at` is where the other region begins; -1 means the same columns. The change of both slots is
    one undo.
    """

    a: Slot
    b: Slot
    columns: Span = Span()
    bands: Span = Span()
    levels: Span = Span()
    at: Annotated[int, Range(-1, 8191), Unit.COLUMNS] = -1

    @override
    def run(self, context: CommandContext) -> Outcome:
        session = context.session
        grid_a, grid_b = session.slot(self.a), session.slot(self.b)
        here = Region(self.columns, self.bands, self.levels)
        there = here
        if self.at >= 0:
            width = here.of(grid_a)[0]
            last = self.at + width.stop - width.start - 1
            there = Region(Span("", self.at, last), self.bands, self.levels)
        if self.a == self.b:
            session.store(f"swap {self.a}", {self.a: edit.swap_within(grid_a, here, there)})
            return Reply((self.a, self.b))
        changed_a, changed_b = edit.swap(grid_a, here, grid_b, there)
        session.store(f"swap {self.a} {self.b}", {self.a: changed_a, self.b: changed_b})
        return Reply((self.a, self.b))


@command("copy", musical="edit")
@dataclass(frozen=True, slots=True)
class Copy(Command):
    """Copy a region of one slot into another.

    `at` is the first column of the target; -1 means the same columns. An empty target gets the
    whole source first, so that `copy a b` makes a duplicate.
    """

    source: Slot
    target: Slot
    columns: Span = Span()
    bands: Span = Span()
    levels: Span = Span()
    at: Annotated[int, Range(-1, 8191), Unit.COLUMNS] = -1

    @override
    def run(self, context: CommandContext) -> Outcome:
        session = context.session
        source = session.slot(self.source)
        target = session.slots.get(self.target, source)
        region = Region(self.columns, self.bands, self.levels)
        grid = edit.copy(source, region, target, None if self.at < 0 else self.at)
        session.store(f"copy {self.source} {self.target}", {self.target: grid})
        return Reply((self.target, grid.columns))


@command("randomize", musical="edit")
@dataclass(frozen=True, slots=True)
class Randomize(Command):
    """Change the codes of a region at random; locked codes stay.

    `neighbours` moves a share of the codes to similar ones, further with the amount; `prior` lets
    the prior rewrite the region from what is around it; `noise` takes any code. Answers slot and
    the seed in use (0 requests a new one).
    """

    slot: Slot
    how: Annotated[str, Choice(("neighbours", "prior", "noise"))] = "neighbours"
    amount: Amount = 0.5
    columns: Span = Span()
    bands: Span = Span()
    levels: Span = Span()
    seed: Seed = 0

    @property
    @override
    def slow(self) -> bool:
        return self.how == "prior"

    @override
    def run(self, context: CommandContext) -> Outcome:
        session = context.session
        grid, codebook = session.readable(self.slot)
        region = Region(self.columns, self.bands, self.levels)
        seed = self.seed or session.sampling.draw_seed()
        rng = np.random.default_rng(seed)
        if self.how == "prior":
            grid = session.usable(self.slot)
            free = np.zeros(grid.codes.shape, np.bool_)
            inside = region.of(grid)
            free[inside] = rng.random(free[inside].shape) < self.amount
            return rewriting(context, self.slot, free & grid.free_of_locks(), seed, "randomize")
        if self.how == "noise":
            changed = edit.randomize_noise(grid, region, self.amount, rng)
        else:
            changed = edit.randomize_neighbours(grid, region, self.amount, codebook, rng)
        codes = np.where(grid.free_of_locks(), changed.codes, grid.codes)
        session.store(f"randomize {self.slot}", {self.slot: grid.with_codes(codes)})
        return Reply((self.slot, seed))


@command("shift", musical="edit")
@dataclass(frozen=True, slots=True)
class Shift(Command):
    """Move the codes of a region in time by whole columns.

    With `wrap` what leaves one end enters at the other; without it the edge column repeats.
    """

    slot: Slot
    by: Columns
    columns: Span = Span()
    bands: Span = Span()
    levels: Span = Span()
    wrap: bool = True

    @override
    def run(self, context: CommandContext) -> Outcome:
        grid = context.session.slot(self.slot)
        region = Region(self.columns, self.bands, self.levels)
        moved = edit.shift(grid, region, self.by, wrap=self.wrap)
        context.session.store(f"shift {self.slot}", {self.slot: moved})
        return Reply((self.slot, self.by))


@command("fill", musical="edit")
@dataclass(frozen=True, slots=True)
class Fill(Command):
    """Repeat one column of a slot over a region: a frozen moment."""

    slot: Slot
    source: At
    columns: Span = Span()
    bands: Span = Span()
    levels: Span = Span()

    @override
    def run(self, context: CommandContext) -> Outcome:
        grid = context.session.slot(self.slot)
        region = Region(self.columns, self.bands, self.levels)
        context.session.store(
            f"fill {self.slot}", {self.slot: edit.fill(grid, region, self.source)}
        )
        return Reply((self.slot,))


@command("interpolate", musical="edit")
@dataclass(frozen=True, slots=True)
class Interpolate(Command):
    """Write a grid between two slots into a third.

    `latent` blends the codes' vectors and finds the nearest codes; `dissolve` takes each position
    from the second slot with probability t; `levels` takes coarse levels from the first and fine
    ones from the second, and t sets how many are fine. At t 0 the result is exactly the first.
    Answers slot, columns and the seed in use.
    """

    a: Slot
    b: Slot
    into: Slot
    t: Amount = 0.5
    mode: Annotated[str, Choice(("latent", "dissolve", "levels"))] = "latent"
    seed: Seed = 0

    @override
    def run(self, context: CommandContext) -> Outcome:
        session = context.session
        (a, codebook), (b, _) = session.readable(self.a), session.readable(self.b)
        seed = self.seed or session.sampling.draw_seed()
        if self.mode == "latent":
            grid = interpolate.latent(a, b, self.t, codebook)
        elif self.mode == "dissolve":
            grid = interpolate.dissolve(a, b, self.t, np.random.default_rng(seed))
        else:
            grid = interpolate.levels(a, b, round((1.0 - self.t) * a.levels))
        source = f"{self.mode} {self.a} {self.b} {self.t:g}"
        session.store(f"interpolate {self.into}", {self.into: grid.with_codes(grid.codes, source)})
        return Reply((self.into, grid.columns, seed))
