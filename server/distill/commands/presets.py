"""Settings of the parameters by name: keep them as files, go back to them at once or slowly."""

from dataclasses import dataclass
from typing import Annotated, Final

from typing_extensions import override

from distill.commands.grammar import Command, Outcome, Reply, command
from distill.session.ports import Desk
from distill.session.presets import ALL, GLIDE, Preset, choose
from distill.types import Range, Unit

AS_WRITTEN: Final = -1.0
"""Instead of seconds: what the file says."""


@command("preset/save")
@dataclass(frozen=True, slots=True)
class SavePreset(Command):
    """Keep where parameters are, as a file that may be changed by hand; an older one is replaced.

    Say names with commas between them (`coarse,fine,gain`), or `all`: that is all but tempo, beats,
    quantize and profile, which are about the stage. With `glide` they take so long when they are
    recalled. Answers the name, and how many parameters it has.
    """

    name: str
    parameters: str = ALL
    glide: Annotated[float, GLIDE, Unit.SECONDS] = 0.0

    @override
    def run(self, desk: Desk) -> Outcome:
        values = choose(self.parameters, desk.session.parameters)
        desk.files.keep_preset(self.name, Preset(values, self.glide))
        return Reply((self.name, len(values)), news="preset")


@command("preset/recall", musical="take")
@dataclass(frozen=True, slots=True)
class RecallPreset(Command):
    """Turn the parameters of a preset to where it has them; all others stay.

    The file is read anew each time. If anything in it is wrong nothing is turned, and each mistake
    is told with its line. With `glide` (-1: as the file says) they are on the way for so long; one
    that is turned by hand meanwhile stays in that hand. Answers the name, how many parameters it
    has, and the seconds.
    """

    name: str
    glide: Annotated[float, Range(AS_WRITTEN, GLIDE.high), Unit.SECONDS] = AS_WRITTEN

    @override
    def run(self, desk: Desk) -> Outcome:
        session = desk.session
        preset = desk.files.preset(self.name)
        seconds = preset.glide_s if self.glide < 0 else self.glide
        before = dict(session.parameters)
        session.glides.send(preset.values, session.parameters, seconds)
        now = session.parameters
        turned = tuple((name, now[name]) for name in now if now[name] != before[name])
        return Reply((self.name, len(preset.values), seconds), turned=turned)


@command("preset/list")
@dataclass(frozen=True, slots=True)
class ListPresets(Command):
    """List the presets: a page for each with its name."""

    @override
    def run(self, desk: Desk) -> Outcome:
        names = desk.files.presets()
        return Reply((len(names),), tuple((name,) for name in names))


@command("preset/discard")
@dataclass(frozen=True, slots=True)
class DiscardPreset(Command):
    """Remove the file of a preset; answers the name."""

    name: str

    @override
    def run(self, desk: Desk) -> Outcome:
        desk.files.discard_preset(self.name)
        return Reply((self.name,), news="preset")
