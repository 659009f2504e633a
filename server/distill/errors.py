"""Every error that a client or a caller can get, as one tree.

DistillError                 code
├── BadArgument              bad_argument     a value outside what is allowed
├── BadPacket                bad_packet       bytes that are not a message
├── Forbidden                stranger         a web page or a machine that is not allowed
├── UnknownAddress           unknown_address  no such command or parameter
├── UnknownSlot              unknown_slot     nothing is stored under that name
├── Busy                     busy             a bound was reached; try again
├── Cancelled                cancelled        the client asked for it
├── NotReady                 not_ready        the model is still loading, or the worker restarts
│   └── NotRunning           not_running      no server answers; raised by the command line only
├── PathRefused              path_refused     a file outside the declared roots
├── FileProblem              bad_file         a file that cannot be used
│   ├── AudioFileProblem     bad_audio        unreadable, empty, absurd or not finite
│   ├── ModelFileProblem     bad_model        foreign, truncated, old, or from the future
│   ├── SourceGone           source_gone      the sound of a slot is not there any more, or damaged
│   └── DiskFull             disk_full        nothing was written
├── WrongModel               wrong_model      a grid made by another model
├── DeviceProblem            device           the sound card or port is not there
├── TrainingProblem          training         no memory, a loss that is no number, missing packages
└── Crash                    internal         an internal error; the server continues
"""

import difflib
from collections.abc import Callable, Iterable
from typing import ClassVar, Final

_MOST: Final = 3
"""More names than these that begin alike are no suggestion."""


class DistillError(Exception):
    """Base of all errors; the text is shown to users: what was got, what is allowed, what to do."""

    code: ClassVar[str] = "error"


class BadArgument(DistillError):
    """A value outside what is allowed."""

    code = "bad_argument"


class BadPacket(DistillError):
    """Bytes that are not an OSC message."""

    code = "bad_packet"


class Forbidden(DistillError):
    """A web page of another origin, or a machine that is not on the allow list."""

    code = "stranger"


class UnknownAddress(DistillError):
    """No such command or parameter."""

    code = "unknown_address"


class UnknownSlot(DistillError):
    """Nothing is stored under that slot name."""

    code = "unknown_slot"


class Busy(DistillError):
    """A documented limit was reached; the client may try again."""

    code = "busy"


class Cancelled(DistillError):
    """The client cancelled the request."""

    code = "cancelled"


class NotReady(DistillError):
    """The model is still loading, or the worker is being replaced."""

    code = "not_ready"


class NotRunning(NotReady):
    """No Distill server answers there."""

    code = "not_running"


class PathRefused(DistillError):
    """A file name that leaves the declared roots."""

    code = "path_refused"


class FileProblem(DistillError):
    """A file that cannot be used."""

    code = "bad_file"


class AudioFileProblem(FileProblem):
    """Sound that is unreadable, empty, out of bounds or not finite."""

    code = "bad_audio"


class ModelFileProblem(FileProblem):
    """A model file that is foreign, truncated, old, or from the future."""

    code = "bad_model"


class SourceGone(FileProblem):
    """The sound that codes were made from is not there any more, or its file is damaged."""

    code = "source_gone"


class DiskFull(FileProblem):
    """The disk is full: nothing was written and nothing was lost."""

    code = "disk_full"


class WrongModel(DistillError):
    """A grid that another model made.

    Attributes:
        made_by: Id of the codec that made it; empty if that is not known or not one.
    """

    code = "wrong_model"

    def __init__(self, text: str, made_by: str = "") -> None:
        super().__init__(text)
        self.made_by = made_by


class DeviceProblem(DistillError):
    """The sound card or the port is missing."""

    code = "device"


class TrainingProblem(DistillError):
    """A training cannot continue as it is; its checkpoints stay."""

    code = "training"


class Crash(DistillError):
    """An internal error: the command failed, the server continues."""

    code = "internal"


def _tree(root: type[DistillError]) -> dict[str, type[DistillError]]:
    found = {root.code: root}
    for child in root.__subclasses__():
        found.update(_tree(child))
    return found


BY_CODE: dict[str, type[DistillError]] = _tree(DistillError)
"""Each error class by its wire code, so that a worker's error keeps its class across processes."""


def did_you_mean(
    word: str, known: Iterable[str], otherwise: str, show: Callable[[str], str] = repr
) -> str:
    """Return the hint of a message about an unknown word.

    Names that begin with the word come first, since people shorten; then the nearest one.

    Args:
        word: What was given.
        known: What is allowed.
        otherwise: The hint where nothing is near.
        show: How a name is written in the hint.
    """
    short, names = word.lower(), list(known)
    begun = [name for name in names if name.lower() == short] or [
        name for name in names if short and _begins(name.lower(), short)
    ]
    near = begun if 0 < len(begun) <= _MOST else difflib.get_close_matches(short, names, n=1)
    return f"did you mean {' or '.join(map(show, near))}?" if near else otherwise


def _begins(name: str, short: str) -> bool:
    """Does a name begin with a word, and end before its next slash?"""
    return name.startswith(short) and "/" not in name[len(short) :]
