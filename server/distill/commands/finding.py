"""Places of the sounds that the model remembers: find, quote, map."""

from dataclasses import dataclass
from typing import Annotated, Final

from typing_extensions import override

from distill.codes.region import Region, Span
from distill.commands.context import CommandContext
from distill.commands.files import files_of, packed
from distill.commands.grammar import Bars, Command, Outcome, Reply, Slot, Work, command
from distill.commands.sound import PAGE_SIZE
from distill.commands.writing import Duration, Length, written_columns
from distill.corpus.file_patterns import named
from distill.errors import BadArgument
from distill.protocol.corpus_tasks import (
    CorpusMap,
    FindPlaces,
    FoundPlaces,
    MapCorpus,
    QuoteCorpus,
    Quoted,
)
from distill.protocol.tasks import Result
from distill.types import Range, Unit, Value

MOST_PLACES: Final = 12
MAX_SOUGHT: Final = 256
"""Columns (44 s) that are compared at most."""
MAX_POINTS: Final = 2000


@command("find")
@dataclass(frozen=True, slots=True)
class Find(Command):
    """Find the places in the model's sounds that are most like a region: to copy from.

    They are compared column by column, by timbre. At most 12 are found, no two within a second of
    each other, and never where the region itself comes from. A page for each, the nearest first,
    holds file, second, and distance: 0 is the same, 1 as far as any two places. Answers slot, first
    column, columns, and how many places there are. `quote` puts one into a slot.
    """

    slot: Slot = Slot("a")
    columns: Span = Span()

    @property
    @override
    def slow(self) -> bool:
        return True

    @override
    def run(self, context: CommandContext) -> Outcome:
        files_of(context.session)
        grid = context.session.usable(self.slot)
        where = Region(self.columns).of(grid)[0]
        count = where.stop - where.start
        if count > MAX_SOUGHT:
            raise BadArgument(
                f"find compares at most {MAX_SOUGHT} columns, got {count}; give a region, as in "
                f"find {self.slot} 0-7"
            )

        def told(result: Result) -> Reply:
            assert isinstance(result, FoundPlaces)  # noqa: S101 - the worker answers in kind
            pages = tuple(
                (one.file, round(one.second, 3), round(one.distance, 3)) for one in result.places
            )
            return Reply((self.slot, where.start, count, len(pages)), pages)

        carriers = None if grid.carriers is None else grid.carriers.taken(where)
        return Work(FindPlaces(grid.codes[where], carriers, MOST_PLACES), told)


@command("quote", musical="edit")
@dataclass(frozen=True, slots=True)
class Quote(Command):
    """Put a stretch of one of the model's sounds into a slot, as it is.

    The file is one of `files`, or a part of its name that no other has; the second is where the
    quote begins. Give a length in columns, seconds or bars (4 s if none is given); it ends where
    the sound ends. It sounds like the original. Answers slot, columns, file, and the second at
    which its first column begins.
    """

    slot: Slot
    file: str
    second: Annotated[float, Range(0.0, 86_400.0), Unit.SECONDS]
    columns: Length = 0
    seconds: Duration = 0.0
    bars: Bars = 0

    @property
    @override
    def slow(self) -> bool:
        return True

    @override
    def run(self, context: CommandContext) -> Outcome:
        session = context.session
        file = named(list(files_of(session)), self.file)
        count = written_columns(context, self.columns, self.seconds, self.bars)

        def store(result: Result) -> Reply:
            assert isinstance(result, Quoted)  # noqa: S101 - the worker answers in kind
            source = f"quote {file} {result.second:.2f}"
            grid = session.grid(result.codes, source, 0, result.carriers)
            session.store(f"quote {self.slot}", {self.slot: grid})
            return Reply((self.slot, grid.columns, file, round(result.second, 3)))

        return Work(QuoteCorpus(file, self.second, count), store)


@command("map")
@dataclass(frozen=True, slots=True)
class ReadMap(Command):
    """Read the map of the model's sounds: moments that sound alike are near each other.

    First come pages with the names of the files, several in each. The pages after them hold four
    numbers for each point: x and y, 0..1, the index of the file, and the second in it. At most
    `most` points are chosen evenly. Answers how many files and how many points there are. The
    parameters `map_x`, `map_y` and `map_pull` lead what is written to a place.
    """

    most: Annotated[int, Range(1, MAX_POINTS)] = 1000

    @property
    @override
    def slow(self) -> bool:
        return True

    @override
    def run(self, context: CommandContext) -> Outcome:
        files_of(context.session)

        def told(result: Result) -> Reply:
            assert isinstance(result, CorpusMap)  # noqa: S101 - the worker answers in kind
            flat: list[Value] = []
            for (x, y), file, second in zip(result.points, result.file, result.second, strict=True):
                flat += [round(float(x), 4), round(float(y), 4), int(file), round(float(second), 2)]
            pages = tuple(tuple(flat[i : i + PAGE_SIZE]) for i in range(0, len(flat), PAGE_SIZE))
            names = packed((name,) for name in result.files)
            return Reply((len(result.files), len(result.points)), names + pages)

        return Work(MapCorpus(self.most), told)
