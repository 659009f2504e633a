"""What lies in a folder of sounds: files that may be sound, each known by a hash of its bytes."""

import contextlib
import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from distill.errors import AudioFileProblem, BadArgument
from distill.storage.sound_file import inspect
from distill.types import Json

SOUND_SUFFIXES: Final = frozenset(
    [
        ".wav",
        ".flac",
        ".ogg",
        ".oga",
        ".opus",
        ".mp3",
        ".aif",
        ".aiff",
        ".aifc",
        ".au",
        ".snd",
        ".caf",
        ".w64",
        ".rf64",
        ".voc",
        ".m4a",
        ".aac",
        ".wma",
    ]
)
"""Names that are tried; whether libsndfile reads them is found out by reading."""

Seen = Mapping[str, list[int | str]]
"""Size, time of change and hash of each file, as they were the last time."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may be sound.

    Attributes:
        part: `train` or `held` if the folder it lies in decides that, else empty.
        file: Where it lies.
        name: Its path below the folder, as text that can be written anywhere.
        content: Hash of its bytes; empty if they cannot be read.
    """

    part: str
    file: Path
    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Listing:
    """All that was found.

    Attributes:
        found: Files that may be sound, by name.
        ignored: How many files of each other suffix there are.
        seen: What makes the next look fast.
    """

    found: tuple[Found, ...]
    ignored: dict[str, int]
    seen: Json


def sounds_in(folder: Path) -> list[Path]:
    """List every file of a folder and its sub-folders that may be sound.

    Raises:
        BadArgument: It is not a folder.
    """
    return [file for file in _files(folder) if file.suffix.lower() in SOUND_SUFFIXES]


def amount(folder: Path) -> tuple[int, float]:
    """Say how many sounds a folder has and how many seconds they last, by their headers."""
    lengths = []
    for file in sounds_in(folder):
        with contextlib.suppress(AudioFileProblem):
            lengths.append(inspect(file).seconds)
    return len(lengths), sum(lengths)


def scan(folder: Path, held: Path | None, seen: Seen) -> Listing:
    """Find and hash all sounds.

    A file whose name, size and time of change are those of `seen` is not read again.

    Args:
        folder: Sounds to learn from.
        held: Sounds never learned from, even if they lie inside `folder`; None if there are none.
        seen: Of the last look.

    Raises:
        BadArgument: `folder` or `held` is not a folder.
    """
    roots = [("" if held is None else "train", folder)] + ([] if held is None else [("held", held)])
    found: list[Found] = []
    ignored: Counter[str] = Counter()
    now: Json = {}
    for part, root in roots:
        for file in _files(root):
            if part == "train" and held is not None and _lies_in(file, held):
                continue
            if file.suffix.lower() not in SOUND_SUFFIXES:
                ignored[file.suffix.lower() or file.name] += 1
                continue
            name = _text(file.relative_to(root).as_posix())
            row = _hashed(file, seen.get(f"{part}/{name}"))
            if row:
                now[f"{part}/{name}"] = row
            found.append(Found(part, file, name, str(row[2]) if row else ""))
    return Listing(tuple(found), dict(ignored), now)


def read_seen(file: Path) -> Seen:
    """Read what the last look left; nothing if there was none, or it is damaged."""
    try:
        seen = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return seen if isinstance(seen, dict) else {}


def seen_text(listing: Listing) -> str:
    """Write what `read_seen` reads."""
    return json.dumps(listing.seen)


def _files(folder: Path) -> Iterator[Path]:
    """List all files that are not hidden, in order of name."""
    if not folder.is_dir():
        what = "is a file: give the folder it lies in" if folder.exists() else "does not exist"
        raise BadArgument(f"{folder} {what}; a folder with sounds is needed")
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if not hidden and file.is_file():
            yield file


def _lies_in(file: Path, folder: Path) -> bool:
    return (file.parent.resolve() / file.name).is_relative_to(folder.resolve())


def _text(name: str) -> str:
    """Make a file name that is not UTF-8 one that can be written."""
    return os.fsencode(name).decode("utf-8", "replace")


def _hashed(file: Path, before: list[int | str] | None) -> list[int | str]:
    """Give size, time of change and hash; an empty list if the file cannot be read."""
    try:
        about = file.stat()
        known: list[int | str] = [about.st_size, about.st_mtime_ns]
        if before is not None and before[:2] == known:
            return before
        with file.open("rb") as raw:
            return [*known, hashlib.file_digest(raw, "sha256").hexdigest()]
    except OSError:
        return []
