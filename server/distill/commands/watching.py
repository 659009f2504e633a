"""Data for displays: distances of codes, surprise of columns, spectrum of what is heard."""

from dataclasses import dataclass
from typing import Annotated, Final

from typing_extensions import override

from distill.audio.spectrum import HOP, WINDOW, measure_spectrum
from distill.commands.context import CommandContext
from distill.commands.grammar import Command, Outcome, Reply, Slot, Work, command
from distill.commands.sound import PAGE_SIZE
from distill.errors import BadArgument
from distill.protocol.tasks import MeasureSurprise, Result, Surprise
from distill.types import Range, Value

MAX_SPECTRA: Final = 20
"""Most spectra in one answer: one second."""


@command("colours")
@dataclass(frozen=True, slots=True)
class Colours(Command):
    """Report the place of each code of a level in its codebook, in three numbers.

    Pages hold three numbers from -1 to 1 for each code, in order: its place along the three main
    directions of the level's codebook; similar codes are near each other. Answers level, codes, the
    share of the differences between codes that this shows (0..1), then for each band 1 if the first
    direction leads to louder codes there and -1 if to softer ones.
    """

    level: Annotated[int, Range(0, 63)] = 0

    @override
    def run(self, context: CommandContext) -> Outcome:
        model = context.session.ready()
        info, place = model.info, model.codebook.map
        if self.level >= info.levels:
            raise BadArgument(f"colours level takes 0..{info.levels - 1}, got {self.level}")
        flat: list[Value] = [round(float(at), 4) for at in place.places[self.level].ravel()]
        pages = tuple(tuple(flat[i : i + PAGE_SIZE]) for i in range(0, len(flat), PAGE_SIZE))
        measured = info.louder.shape[0] > self.level
        louder = [int(sign) for sign in info.louder[self.level]] if measured else [1] * info.bands
        share = round(float(place.share[self.level]), 4)
        return Reply((self.level, info.size, share, *louder), pages)


@command("surprise")
@dataclass(frozen=True, slots=True)
class ReportSurprise(Command):
    """Report how little the prior expected each column of a slot, in nats for each code.

    The prior reads the slot from its beginning. Pages hold a number for each column, in order.
    Answers slot, columns, and the mean.
    """

    slot: Slot = Slot("a")

    @override
    def run(self, context: CommandContext) -> Outcome:
        context.session.prior()
        grid = context.session.usable(self.slot)

        def reply(result: Result) -> Reply:
            assert isinstance(result, Surprise)  # noqa: S101 - the worker answers in kind
            flat = [round(float(nats), 4) for nats in result.nats]
            pages = tuple(tuple(flat[i : i + PAGE_SIZE]) for i in range(0, len(flat), PAGE_SIZE))
            return Reply((self.slot, len(flat), float(result.nats.mean())), pages)

        return Work(MeasureSurprise(grid.codes), reply)


@command("spectrum")
@dataclass(frozen=True, slots=True)
class Spectrum(Command):
    """Report the spectrum of what is heard, 20 times a second, since the one numbered `since`.

    Each page is one spectrum: the peak left and right, then 64 regions of pitch from low (40 Hz) to
    high (16 kHz), in dB below full scale. Answers the number of the newest spectrum, the `since` of
    the next request; at most a second of them, and only the newest for 0.
    """

    since: Annotated[int, Range(0, 2**31 - 1)] = 0

    @override
    def run(self, context: CommandContext) -> Outcome:
        audio = context.host.audio
        newest = audio.history().end // HOP
        first = max(self.since, newest - MAX_SPECTRA) if self.since else newest - 1
        pages: list[tuple[Value, ...]] = []
        for number in range(max(first, 1), newest):
            sound = audio.recent_audio(max(0, (number + 1) * HOP - WINDOW), (number + 1) * HOP)
            if len(sound) == WINDOW:
                pages.append(tuple(round(float(level), 1) for level in measure_spectrum(sound)))
        return Reply((newest,), tuple(pages))
