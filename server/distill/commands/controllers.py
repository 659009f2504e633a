"""Teaching MIDI controllers what they turn; other surfaces ask this as well as the player."""

from dataclasses import dataclass
from typing import Annotated, Final

from typing_extensions import override

from distill.commands.grammar import Choice, Command, Outcome, Reply, command
from distill.session.ports import Desk

MODES: Final = (
    "ask", "absolute", "relative1", "relative2", "relative3", "toggle", "trigger",
)  # fmt: skip
"""How a control speaks; `ask` where that is not known."""


@command("midi/learn")
@dataclass(frozen=True, slots=True)
class LearnControl(Command):
    """Let the MIDI control that moves next turn a parameter, or fire a command like "play a".

    What is heard comes as news: /distill/midi proposed target source number channel port modes…
    (number -1 where there is none; the first mode is the likeliest). Take it with midi/confirm.
    Who says the mode here need not confirm. Until then, and for 30 s at most, controls turn
    nothing. Answers the target.
    """

    target: str
    mode: Annotated[str, Choice(MODES)] = "ask"

    @override
    def run(self, desk: Desk) -> Outcome:
        mode = "" if self.mode == "ask" else self.mode
        return Reply(desk.host.controllers.learn(self.target, mode))


@command("midi/confirm")
@dataclass(frozen=True, slots=True)
class ConfirmControl(Command):
    """Take the binding that was proposed; say the mode where more than one is possible.

    It is written to the file of the bindings, instead of what that control did before, and takes
    effect at once. Answers target, source, number, channel, port and mode.
    """

    mode: Annotated[str, Choice(MODES)] = "ask"

    @override
    def run(self, desk: Desk) -> Outcome:
        return Reply(desk.host.controllers.confirm("" if self.mode == "ask" else self.mode))


@command("midi/cancel")
@dataclass(frozen=True, slots=True)
class CancelControl(Command):
    """Learn no control any more; answers the target that was to be learned, or nothing."""

    @override
    def run(self, desk: Desk) -> Outcome:
        return Reply(desk.host.controllers.cancel())


@command("midi/forget")
@dataclass(frozen=True, slots=True)
class ForgetControl(Command):
    """Take every MIDI control from a parameter or a command, for good.

    Answers the target, and how many there were.
    """

    target: str

    @override
    def run(self, desk: Desk) -> Outcome:
        return Reply(desk.host.controllers.forget(self.target))


@command("midi/reload")
@dataclass(frozen=True, slots=True)
class ReloadControls(Command):
    """Read the file of the MIDI bindings anew; if anything in it is wrong, all stay as they were.

    Answers where it is, and how many bindings there are.
    """

    @override
    def run(self, desk: Desk) -> Outcome:
        return Reply(desk.host.controllers.reload())


@command("midi/map")
@dataclass(frozen=True, slots=True)
class ChooseMap(Command):
    """Let MIDI controls do what another map says, from now on (`-`: the map of the start).

    A map is a file in the folder of the maps; what is learned goes into the one that is in use. If
    anything in it is wrong, all controls stay as they were, and each mistake is told with its line.
    Knobs take hold as after a start. Answers where it is, and how many bindings there are.
    """

    name: str

    @override
    def run(self, desk: Desk) -> Outcome:
        return Reply(desk.host.controllers.choose(self.name))


@command("midi/keep")
@dataclass(frozen=True, slots=True)
class KeepMap(Command):
    """Write what MIDI controls do now down as a map of that name; an older one is replaced.

    The map in use stays in use. Answers where it is, and how many bindings there are.
    """

    name: str

    @override
    def run(self, desk: Desk) -> Outcome:
        return Reply(desk.host.controllers.keep(self.name))


@command("midi/maps")
@dataclass(frozen=True, slots=True)
class ListMaps(Command):
    """List the maps that can be chosen: a page for each with its name."""

    @override
    def run(self, desk: Desk) -> Outcome:
        names = desk.host.controllers.maps()
        return Reply((len(names),), tuple((name,) for name in names))
