"""What a command may use: the session, files, audio, controllers, and the engine that runs it."""

from dataclasses import dataclass
from typing import Final, NoReturn, Protocol

from typing_extensions import override

from distill.errors import DeviceProblem, NotReady, WrongModel
from distill.protocol.input import InputPosition
from distill.protocol.output import OutputHistory, OutputSnapshot
from distill.protocol.source_folders import SourceRoots
from distill.session.preset_text import Preset
from distill.session.session import Session
from distill.session.snapshot_store import Snapshot
from distill.types import Audio, Json, Value


@dataclass(frozen=True, slots=True)
class Client:
    """A client: its surface, and a key by which that surface knows it."""

    surface: str
    key: str


class Files(Protocol):
    """Resolves names from clients to paths inside declared roots; refuses others."""

    def source(self, name: str) -> str:
        """Find a sound file inside the source and clip roots.

        Raises:
            PathRefused: It leaves the roots, or is no plain name.
            AudioFileProblem: There is no such file.
        """

    def clips(self) -> str:
        """Return the folder that clips are written to."""

    def source_folders(self) -> SourceRoots:
        """Return where the sounds are that slots come from."""

    def has_source(self, source_id: str) -> bool:
        """Return whether the sound of that id is kept, or is in the corpus of a model."""

    def source_stats(self) -> Json:
        """Return how many sounds are kept, and their size, for the status."""

    def model(self, name: str) -> str:
        """Find a model file of the library by name.

        Raises:
            ModelFileProblem: There is none; the text lists the models.
        """

    def models(self) -> tuple[str, ...]:
        """List the names of the library's models."""

    def model_of(self, codec_id: str) -> str:
        """Return the name of a model of the library that reads codes of a codec; empty for none."""

    def save_snapshot(self, name: str, snapshot: Snapshot) -> None:
        """Write a snapshot to a file, which may take long; an older one of that name is replaced.

        Raises:
            PathRefused: The name is no plain name.
            FileProblem: It cannot be written; it is found by its name until the server ends.
        """

    def snapshot(self, name: str) -> Snapshot:
        """Read a snapshot.

        Raises:
            FileProblem: There is no such file, or it is no snapshot.
        """

    def snapshots(self) -> tuple[str, ...]:
        """List the names of the snapshots that have a file."""

    def discard_snapshot(self, name: str) -> None:
        """Remove a snapshot's file, if there is one; may take long.

        Raises:
            FileProblem: It cannot be removed.
        """

    def save_preset(self, name: str, preset: Preset) -> None:
        """Write a preset to a file; an older one of that name is replaced, and becomes its backup.

        Raises:
            PathRefused: The name is no plain name.
            FileProblem: It cannot be written; nothing has changed.
        """

    def preset(self, name: str) -> Preset:
        """Read a preset, as its file is now.

        Raises:
            UnknownSlot: There is none of that name; the text lists the presets.
            BadArgument: One line for each mistake in it.
        """

    def presets(self) -> tuple[str, ...]:
        """List the names of the presets."""

    def discard_preset(self, name: str) -> None:
        """Remove a preset's file.

        Raises:
            UnknownSlot: There is none of that name; the text lists the presets.
            FileProblem: It cannot be removed.
        """


class AudioAccess(Protocol):
    """Recent audio of the output, the codes that were played, and the position of the input."""

    @property
    def log(self) -> OutputHistory:
        """The codes that were played recently."""

    def history(self) -> OutputSnapshot:
        """Return what of the output can be captured now."""

    def recent_audio(self, first: int, last: int) -> Audio:
        """Copy the output from frame `first` up to `last`, [T, 2], counted from the server's start.

        Frames that are no longer held are left out; a range that was never played is empty.
        """

    def input_position(self) -> InputPosition:
        """Return the position of the input.

        Raises:
            BadArgument: The server was started without one.
        """


class Controllers(Protocol):
    """The bindings of MIDI controllers, and MIDI learn."""

    def learn(self, target: str, mode: str) -> tuple[Value, ...]:
        """Bind the control that moves next; return the target as it was parsed.

        Raises:
            BadArgument: The target cannot be bound.
            DeviceProblem: There is no MIDI.
        """

    def confirm(self, mode: str) -> tuple[Value, ...]:
        """Accept the proposed binding, write it to the file, and return it.

        Raises:
            BadArgument: No binding was proposed, or the mode of the control is ambiguous.
            FileProblem: It cannot be written; nothing has changed.
            DeviceProblem: There is no MIDI.
        """

    def cancel(self) -> tuple[Value, ...]:
        """Cancel MIDI learn; return its target, empty if there was none."""

    def forget(self, target: str) -> tuple[Value, ...]:
        """Remove every binding of a target, for good; return it, and how many there were.

        Raises:
            BadArgument: No control is bound to it.
            FileProblem: It cannot be written; nothing has changed.
            DeviceProblem: There is no MIDI.
        """

    def reload(self) -> tuple[Value, ...]:
        """Read the bindings again; return the path, and how many there are.

        Raises:
            BadArgument: One line for each mistake; the bindings stay as they were.
            DeviceProblem: There is no MIDI.
        """

    def choose(self, name: str) -> tuple[Value, ...]:
        """Switch to the bindings of another file (`-`: that of the start); return as `reload`.

        Raises:
            PathRefused: The name is no plain name.
            BadArgument: There is none of that name, or one line for each mistake; the bindings stay
                as they were.
            DeviceProblem: There is no MIDI.
        """

    def save_as(self, name: str) -> tuple[Value, ...]:
        """Write the bindings to a file of that name; return the path, and how many there are.

        Raises:
            PathRefused: The name is no plain name.
            FileProblem: It cannot be written; nothing has changed.
            DeviceProblem: There is no MIDI.
        """

    def path(self) -> str:
        """Return the path of the file of the bindings.

        Raises:
            DeviceProblem: There is no MIDI.
        """

    def bindings(self) -> tuple[tuple[Value, ...], ...]:
        """Return each binding as `midi/list` lists it.

        Raises:
            DeviceProblem: There is no MIDI.
        """

    def maps(self) -> tuple[str, ...]:
        """List the names of the maps.

        Raises:
            DeviceProblem: There is no MIDI.
        """


class NoControllers(Controllers):
    """Controllers without MIDI: every request is refused."""

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
    def path(self) -> NoReturn:
        raise _no_midi()

    @override
    def bindings(self) -> NoReturn:
        raise _no_midi()

    @override
    def maps(self) -> NoReturn:
        raise _no_midi()


def _no_midi() -> DeviceProblem:
    return DeviceProblem("MIDI is off; start the server without `--midi off`")


class Host(Protocol):
    """What a command may use of the engine that runs it."""

    controllers: Controllers

    @property
    def audio(self) -> AudioAccess:
        """Recent audio, and the input."""

    def status(self) -> Json:
        """Return the state of all parts, as one flat mapping of numbers and text."""

    def cancel(self, client: Client, request: str) -> int:
        """Cancel this client's jobs with that id, or `all`; return how many."""

    def subscribe(self, client: Client, port: int, lease_s: float) -> None:
        """Send this client's replies and all notifications to a port, for a time."""

    def unsubscribe(self, client: Client, port: int) -> None:
        """End a subscription; port 0 ends all of the client's, and its live values."""

    def watch(self, client: Client, port: int, rate_hz: float, lease_s: float) -> None:
        """Send this client live values, for a time; rate 0 ends it.

        Raises:
            BadArgument: The port is not allowed.
            Busy: Too many clients receive live values.
        """


@dataclass(frozen=True, slots=True)
class CommandContext:
    """Everything that a command may use while it runs."""

    session: Session
    files: Files
    host: Host
    client: Client


UNKNOWN_MODEL: Final = "?"
"""In place of the name of a model that is not in the library."""


def model_to_load(session: Session, files: Files, slot: str) -> str:
    """Return the model to load before a slot can be used.

    Empty if the loaded model reads it, or if it is empty; `?` if no model of the library reads it.
    """
    if slot not in session.slots:
        return ""
    try:
        session.usable(slot)
    except (NotReady, WrongModel):
        return files.model_of(session.slots[slot].model) or UNKNOWN_MODEL
    return ""
