"""What the instrument needs from outside, named by it: files, and the engine around it."""

from dataclasses import dataclass
from typing import NoReturn, Protocol

from typing_extensions import override

from distill.errors import DeviceProblem
from distill.protocol.input import InputPosition
from distill.protocol.output import OutputHistory, OutputSnapshot
from distill.session.preset_text import Preset
from distill.session.session import Session
from distill.session.snapshot_store import Snapshot
from distill.types import Audio, Json, Value


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks: the surface that heard it, and a key that means something to that surface."""

    surface: str
    key: str


class Files(Protocol):
    """Names from clients become paths inside declared roots, or are refused."""

    def source(self, name: str) -> str:
        """Find a sound file inside the source and clip roots.

        Raises:
            PathRefused: It leaves the roots, or is no plain name.
            AudioFileProblem: It is not there.
        """

    def clips(self) -> str:
        """Tell the folder that clips are written to."""

    def model(self, name: str) -> str:
        """Find a model file of the library by name.

        Raises:
            ModelFileProblem: There is none; says which there are.
        """

    def models(self) -> tuple[str, ...]:
        """List the names of the library's models."""

    def save_snapshot(self, name: str, snapshot: Snapshot) -> None:
        """Write a snapshot down, soon; an older one of that name is replaced.

        Raises:
            PathRefused: The name is no plain name.
        """

    def snapshot(self, name: str) -> Snapshot:
        """Read a snapshot.

        Raises:
            FileProblem: It is not there, or is none.
        """

    def snapshots(self) -> tuple[str, ...]:
        """List the names of the snapshots that were written down."""

    def discard_snapshot(self, name: str) -> None:
        """Remove a snapshot's file, if there is one."""

    def save_preset(self, name: str, preset: Preset) -> None:
        """Write a preset down; an older one of that name is replaced, and kept beside it.

        Raises:
            PathRefused: The name is no plain name.
            FileProblem: It cannot be; all is as it was.
        """

    def preset(self, name: str) -> Preset:
        """Read a preset, as its file is now.

        Raises:
            UnknownSlot: There is none of that name; says which there are.
            BadArgument: One line for each thing that is wrong in it.
        """

    def presets(self) -> tuple[str, ...]:
        """List the names of the presets."""

    def discard_preset(self, name: str) -> None:
        """Remove a preset's file.

        Raises:
            UnknownSlot: There is none of that name; says which there are.
            FileProblem: It cannot be.
        """


class AudioAccess(Protocol):
    """What can be known of what was heard and is heard."""

    @property
    def log(self) -> OutputHistory:
        """Which codes were heard lately."""

    def history(self) -> OutputSnapshot:
        """Tell what of the output can be taken now."""

    def recent_audio(self, first: int, last: int) -> Audio:
        """Copy what was heard from a frame on up to another, [T, 2]; both since the server began.

        Less than asked for where it is gone already, nothing where it never was.
        """

    def input_position(self) -> InputPosition:
        """Tell where the input stands.

        Raises:
            BadArgument: The server was started without one.
        """


class Controllers(Protocol):
    """The bindings of MIDI controllers, and how to teach them."""

    def learn(self, target: str, mode: str) -> tuple[Value, ...]:
        """Bind the control that moves next; tell the target as it was understood.

        Raises:
            BadArgument: Nothing that can be bound.
            DeviceProblem: There is no MIDI.
        """

    def confirm(self, mode: str) -> tuple[Value, ...]:
        """Take the binding that was proposed, write it down, tell it.

        Raises:
            BadArgument: Nothing was proposed, or it is not clear how the control speaks.
            FileProblem: It cannot be written; all is as it was.
            DeviceProblem: There is no MIDI.
        """

    def cancel(self) -> tuple[Value, ...]:
        """End the learning; tell its target, empty when there was none."""

    def forget(self, target: str) -> tuple[Value, ...]:
        """Take every control from a target, for good; tell it, and how many there were.

        Raises:
            BadArgument: Nothing turns it.
            FileProblem: It cannot be written; all is as it was.
            DeviceProblem: There is no MIDI.
        """

    def reload(self) -> tuple[Value, ...]:
        """Read the bindings anew; tell where from, and how many.

        Raises:
            BadArgument: One line for each thing that is wrong; the bindings stay as they were.
            DeviceProblem: There is no MIDI.
        """

    def choose(self, name: str) -> tuple[Value, ...]:
        """Go on with the bindings of another file (`-`: that of the start); tell as `reload`.

        Raises:
            PathRefused: The name is no plain name.
            BadArgument: There is none of that name, or one line for each thing that is wrong; the
                bindings stay as they were.
            DeviceProblem: There is no MIDI.
        """

    def save_as(self, name: str) -> tuple[Value, ...]:
        """Write the bindings down under a name; tell where, and how many.

        Raises:
            PathRefused: The name is no plain name.
            FileProblem: It cannot be written; all is as it was.
            DeviceProblem: There is no MIDI.
        """

    def maps(self) -> tuple[str, ...]:
        """List the names that can be chosen.

        Raises:
            DeviceProblem: There is no MIDI.
        """


class NoControllers(Controllers):
    """There is no MIDI: every request says so."""

    @override
    def learn(self, target: str, mode: str) -> NoReturn:
        raise _no_midi()

    @override
    def confirm(self, mode: str) -> NoReturn:
        raise _no_midi()

    @override
    def cancel(self) -> NoReturn:
        raise _no_midi()

    @override
    def forget(self, target: str) -> NoReturn:
        raise _no_midi()

    @override
    def reload(self) -> NoReturn:
        raise _no_midi()

    @override
    def choose(self, name: str) -> NoReturn:
        raise _no_midi()

    @override
    def save_as(self, name: str) -> NoReturn:
        raise _no_midi()

    @override
    def maps(self) -> NoReturn:
        raise _no_midi()


def _no_midi() -> DeviceProblem:
    return DeviceProblem("MIDI is off; start the server without `--midi off`")


class Host(Protocol):
    """What a command may ask of the engine that runs it."""

    controllers: Controllers

    @property
    def audio(self) -> AudioAccess:
        """What it hears."""

    def status(self) -> Json:
        """Tell the state of everything, one level deep, numbers and text only."""

    def cancel(self, client: Client, request: str) -> int:
        """Cancel this client's jobs whose id reads so (`all` for each of them); tell how many."""

    def subscribe(self, client: Client, port: int, lease_s: float) -> None:
        """Send this client's replies and all events to a port, for a time."""

    def unsubscribe(self, client: Client, port: int) -> None:
        """End a subscription; port 0 ends all of the client's, and its live values."""

    def watch(self, client: Client, port: int, rate_hz: float, lease_s: float) -> None:
        """Send this client live values, for a time; rate 0 ends it.

        Raises:
            BadArgument: A port that is not allowed.
            Busy: Too many want them.
        """


@dataclass(frozen=True, slots=True)
class CommandContext:
    """Everything a command has in reach while it runs."""

    session: Session
    files: Files
    host: Host
    client: Client
