"""MIDI learn and MIDI maps: midi/learn, midi/confirm and so on."""

from dataclasses import dataclass
from typing import Annotated, Final

from typing_extensions import override

from distill.commands.context import CommandContext
from distill.commands.grammar import Choice, Command, Outcome, Reply, command

MODES: Final = (
    "ask", "absolute", "relative1", "relative2", "relative3", "toggle", "trigger",
)  # fmt: skip
"""How a control sends its value; `ask`: not known yet."""


@command("midi/learn")
@dataclass(frozen=True, slots=True)
class LearnControl(Command):
    """Bind the MIDI control that moves next to a parameter, or to a command like "play a".

    The proposal comes as news: /distill/midi proposed target source number channel port modes…
    (number -1 where there is none; the first mode is the likeliest). Accept it with midi/confirm.
    With a mode given here no confirmation is needed. Until then, and for 30 s at most, controls
    change nothing. Answers the target.
    """

    target: str
    mode: Annotated[str, Choice(MODES)] = "ask"

    @override
    def run(self, context: CommandContext) -> Outcome:
        mode = "" if self.mode == "ask" else self.mode
        return Reply(context.host.controllers.learn(self.target, mode))


@command("midi/confirm")
@dataclass(frozen=True, slots=True)
class ConfirmControl(Command):
    """Accept the proposed binding; give the mode where more than one is possible.

    It replaces the control's former binding in the file of the bindings, and takes effect at once.
    Answers target, source, number, channel, port and mode.
    """

    mode: Annotated[str, Choice(MODES)] = "ask"

    @override
    def run(self, context: CommandContext) -> Outcome:
        return Reply(context.host.controllers.confirm("" if self.mode == "ask" else self.mode))


@command("midi/cancel")
@dataclass(frozen=True, slots=True)
class CancelControl(Command):
    """Stop learning a control; answers the target that was to be learned, or nothing."""

    @override
    def run(self, context: CommandContext) -> Outcome:
        return Reply(context.host.controllers.cancel())


@command("midi/forget")
@dataclass(frozen=True, slots=True)
class ForgetControl(Command):
    """Remove every MIDI binding of a parameter or a command, for good.

    Answers the target, and how many bindings there were.
    """

    target: str

    @override
    def run(self, context: CommandContext) -> Outcome:
        return Reply(context.host.controllers.forget(self.target))


@command("midi/reload")
@dataclass(frozen=True, slots=True)
class ReloadControls(Command):
    """Read the file of the MIDI bindings again; if anything in it is wrong, nothing changes.

    Answers where it is, and how many bindings there are.
    """

    @override
    def run(self, context: CommandContext) -> Outcome:
        return Reply(context.host.controllers.reload())


@command("midi/map")
@dataclass(frozen=True, slots=True)
class ChooseMap(Command):
    """Switch to another map of MIDI bindings (`-`: the map of the start).

    A map is a file in the folder of the maps; learned bindings go into the one in use. If anything
    in it is wrong, nothing changes, and each mistake is reported with its line. Takeover begins as
    after a start. Answers the path, and how many bindings there are.
    """

    name: str

    @override
    def run(self, context: CommandContext) -> Outcome:
        return Reply(context.host.controllers.choose(self.name))


@command("midi/keep")
@dataclass(frozen=True, slots=True)
class SaveMap(Command):
    """Write the current MIDI bindings as a map of that name; an older one is replaced.

    The map in use stays in use. Answers the path, and how many bindings there are.
    """

    name: str

    @override
    def run(self, context: CommandContext) -> Outcome:
        return Reply(context.host.controllers.save_as(self.name))


@command("midi/list")
@dataclass(frozen=True, slots=True)
class ListControls(Command):
    """List the MIDI bindings in use: a page for each, in the order of the file.

    A page has target, source, number (-1 for any or none), channel (0 for any), part of the port's
    name (empty for any), mode, and for a parameter the values at both ends of the control. Answers
    the path of the file, and how many bindings there are.
    """

    @override
    def run(self, context: CommandContext) -> Outcome:
        controllers = context.host.controllers
        rows = controllers.bindings()
        return Reply((controllers.path(), len(rows)), rows)


@command("midi/maps")
@dataclass(frozen=True, slots=True)
class ListMaps(Command):
    """List the MIDI maps: a page for each with its name."""

    @override
    def run(self, context: CommandContext) -> Outcome:
        names = context.host.controllers.maps()
        return Reply((len(names),), tuple((name,) for name in names))
