"""Sound to codes and back: encode, clip, codes, set."""

from dataclasses import dataclass
from typing import Annotated

from typing_extensions import override

from distill.codes.edit import set_codes
from distill.codes.region import Region, Span
from distill.commands.context import CommandContext
from distill.commands.grammar import (
    Bars,
    Choice,
    CodeList,
    Command,
    Outcome,
    Reply,
    Slot,
    SourceFile,
    Work,
    command,
)
from distill.errors import BadArgument
from distill.names import automatic_clip_name, check_clip_name
from distill.parameters import Scope, in_scope, live_values
from distill.protocol.tasks import Clip, Encoded, EncodeFile, RenderClip, Result
from distill.session.slots import MAX_COLUMNS
from distill.types import Json, Range, Unit, Value

PAGE_SIZE = 240
"""Most values in one page: fits every client's lists and packets (peers.md D6)."""
MAX_PAGES = 64
"""Most pages in one answer: more would overflow a client's receive buffer (clients.md 1.4)."""


@command("encode")
@dataclass(frozen=True, slots=True)
class Encode(Command):
    """Turn a sound file into codes in a slot.

    The slot is as long as the sound, to the sample, though its last column may not be full. A WAV
    clip that carries its codes restores them exactly, and the sounds that carry them, or if those
    are gone its own. Any other sound is kept beside the slot, to be heard from then on; `carry` 0
    keeps only its codes. Answers slot, columns, seconds, 1 if the codes came from the clip itself,
    and 1 if a sound carries them: 0 on a full disk, too.
    """

    file: SourceFile
    slot: Slot = Slot("a")
    start: Annotated[float, Range(0.0, 86_400.0), Unit.SECONDS] = 0.0
    length: Annotated[float, Range(0.0, 86_400.0), Unit.SECONDS] = 0.0
    carry: bool = True

    @override
    def run(self, context: CommandContext) -> Outcome:
        context.session.ready()
        source = context.files.source(self.file)
        part = self.start, self.length, MAX_COLUMNS
        task = EncodeFile(source, *part, *context.files.source_folders(), self.carry)
        return Work(task, lambda result: self._store(context, result))

    def _store(self, context: CommandContext, result: Result) -> Reply:
        assert isinstance(result, Encoded)  # noqa: S101 - the worker answers in kind
        about = f"file {self.file}", result.samples, result.carriers
        grid = context.session.grid(result.codes, *about)
        context.session.store(f"encode {self.slot}", {self.slot: grid})
        flags = int(result.restored), int(grid.carriers is not None)
        return Reply((self.slot, grid.columns, grid.seconds, *flags))


@command("clip", "decode")
@dataclass(frozen=True, slots=True)
class MakeClip(Command):
    """Write a slot as a WAV file into the clip folder, with its codes and settings inside.

    An existing file is never overwritten. Answers path, samples, rate; every subscriber gets
    /distill/clip with the request's id first. A clip is what the slot holds: of the live macros
    only `carry` is applied. `auto` is the slot's name, without what file names cannot have. With
    `bars` the clip has exactly so many bars at the current tempo and loops without a click: a
    longer slot is cut, a shorter one repeats within them. Other programs find tempo, beats and loop
    points in it.
    """

    slot: Slot = Slot("a")
    name: str = "auto"
    format: Annotated[str, Choice(("float", "pcm24"))] = "float"
    bars: Bars = 0

    @override
    def run(self, context: CommandContext) -> Outcome:
        session = context.session
        auto = self.name == "auto"
        name = automatic_clip_name(self.slot) if auto else check_clip_name(self.name)
        grid = session.usable(self.slot)
        info = session.ready().info
        values = live_values(session.parameters)
        sidecar: Json = {
            "carry": values["carry"],
            "model": info.id,
            "codec": info.codec_id,
            "model_name": info.name,
            "source": grid.source,
            "slot": self.slot,
            "parameters": {row.name: values[row.name] for row in in_scope(Scope.MASTER)},
        }
        if self.bars:
            meter = session.meter
            sidecar |= {"bars": self.bars, "tempo": meter.tempo, "beats": meter.beats}
        task = RenderClip(
            context.files.clips(),
            name,
            grid.codes,
            sidecar,
            values,
            "FLOAT" if self.format == "float" else "PCM_24",
            round(self.bars * session.meter.bar_frames),
            grid.samples,
            self.bars,
            session.meter,
            grid.carriers,
            session.source_folders,
        )
        return Work(task, _clip_reply)


def _clip_reply(result: Result) -> Reply:
    assert isinstance(result, Clip)  # noqa: S101 - the worker answers in kind
    return Reply((result.path, result.samples, result.rate), topic="clip")


@command("codes")
@dataclass(frozen=True, slots=True)
class ReadCodes(Command):
    """Read the codes of a region, in pages of up to 240 numbers.

    Each page is /distill/codes/page id index total codes…; the order is column, band, level.
    Answers slot, first column, columns, first band, bands, first level, levels.
    """

    slot: Slot = Slot("a")
    columns: Span = Span()
    bands: Span = Span()
    levels: Span = Span()

    @override
    def run(self, context: CommandContext) -> Outcome:
        grid = context.session.slot(self.slot)
        where = Region(self.columns, self.bands, self.levels).of(grid)
        flat: list[Value] = [int(code) for code in grid.codes[where].ravel()]
        if len(flat) > PAGE_SIZE * MAX_PAGES:
            per_column = len(flat) // (where[0].stop - where[0].start)
            raise BadArgument(
                f"{len(flat)} codes are too many for one answer; ask for at most "
                f"{PAGE_SIZE * MAX_PAGES // per_column} columns at once, as in "
                f"codes {self.slot} 0-99"
            )
        pages = tuple(tuple(flat[i : i + PAGE_SIZE]) for i in range(0, len(flat), PAGE_SIZE))
        shape: list[Value] = []
        for part in where:
            shape += [part.start, part.stop - part.start]
        return Reply((self.slot, *shape), pages)


@command("set", musical="edit")
@dataclass(frozen=True, slots=True)
class SetCodes(Command):
    """Write codes into a region: one code for all of it, or one for each position.

    The order is column, band, level, as in the answer of `codes`. Send long lists in several
    commands, region by region.
    """

    slot: Slot
    columns: Span
    bands: Span
    levels: Span
    codes: CodeList

    @override
    def run(self, context: CommandContext) -> Outcome:
        grid = context.session.slot(self.slot)
        region = Region(self.columns, self.bands, self.levels)
        values = self.codes
        context.session.store(f"set {self.slot}", {self.slot: set_codes(grid, region, values)})
        return Reply((self.slot, len(self.codes)))
