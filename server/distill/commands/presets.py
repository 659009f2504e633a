"""Presets of the parameters: files by name, recalled at once or with a glide."""

from dataclasses import dataclass
from typing import Annotated, Final

from typing_extensions import override

from distill.commands.context import CommandContext
from distill.commands.grammar import Command, Outcome, Reply, command
from distill.session.preset_text import ALL, GLIDE, Preset, choose
from distill.types import Range, Unit

AS_WRITTEN: Final = -1.0
"""Instead of seconds: the glide in the preset's file."""


@command("preset/save")
@dataclass(frozen=True, slots=True)
class SavePreset(Command):
    """Save values of parameters as a file that you may edit; an older one is replaced.

    Give names with commas between them (`coarse,fine,gain`), or `all`: all but tempo, beats,
    quantize and profile, which belong to the stage. `glide` is how long the values take when they
    are recalled. Answers the name, and how many parameters it has.
    """

    name: str
    parameters: str = ALL
    glide: Annotated[float, GLIDE, Unit.SECONDS] = 0.0

    @override
    def run(self, context: CommandContext) -> Outcome:
        values = choose(self.parameters, context.session.parameters)
        context.files.save_preset(self.name, Preset(values, self.glide))
        return Reply((self.name, len(values)), topic="preset")


@command("preset/recall", musical="take")
@dataclass(frozen=True, slots=True)
class RecallPreset(Command):
    """Set the parameters of a preset; all others stay.

    The file is read again each time. If anything in it is wrong nothing changes, and each mistake
    is reported with its line. With `glide` (-1: as the file says) the values take so long; a
    parameter that is changed meanwhile leaves the glide. Answers the name, how many parameters it
    has, and the seconds.
    """

    name: str
    glide: Annotated[float, Range(AS_WRITTEN, GLIDE.high), Unit.SECONDS] = AS_WRITTEN

    @override
    def run(self, context: CommandContext) -> Outcome:
        session = context.session
        preset = context.files.preset(self.name)
        seconds = preset.glide_s if self.glide < 0 else self.glide
        before = dict(session.parameters)
        session.glides.send(preset.values, session.parameters, seconds)
        now = session.parameters
        changed = tuple((name, now[name]) for name in now if now[name] != before[name])
        return Reply((self.name, len(preset.values), seconds), changed=changed)


@command("preset/list")
@dataclass(frozen=True, slots=True)
class ListPresets(Command):
    """List the presets: a page for each with its name."""

    @override
    def run(self, context: CommandContext) -> Outcome:
        names = context.files.presets()
        return Reply((len(names),), tuple((name,) for name in names))


@command("preset/discard")
@dataclass(frozen=True, slots=True)
class DiscardPreset(Command):
    """Remove the file of a preset; answers the name."""

    name: str

    @override
    def run(self, context: CommandContext) -> Outcome:
        context.files.discard_preset(self.name)
        return Reply((self.name,), topic="preset")
