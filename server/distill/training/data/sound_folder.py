"""Scans a folder for sound files and hashes their bytes."""

import contextlib
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from distill.errors import AudioFileProblem
from distill.storage.file_names import shown
from distill.storage.sound_file import inspect
from distill.storage.sound_listing import SOUND_SUFFIXES, files_in, sounds_in
from distill.types import Json

Seen = Mapping[str, list[int | str]]
"""Size, modification time and hash of each file, from the previous scan."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file with the suffix of a sound file.

    Attributes:
        part: `train` or `held` if its folder decides that, else empty.
        file: Its path.
        name: Its path below the folder, as valid UTF-8.
        content: Hash of its bytes; empty if they cannot be read.
    """

    part: str
    file: Path
    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The result of a scan.

    Attributes:
        found: Sound files, in order of name.
        ignored: Number of files of each other suffix.
        seen: State that makes the next scan fast.
    """

    found: tuple[Found, ...]
    ignored: dict[str, int]
    seen: Json


def amount(folder: Path) -> tuple[int, float]:
    """Return the number of sounds in a folder and their length in seconds, by their headers."""
    lengths = []
    for file in sounds_in(folder):
        with contextlib.suppress(AudioFileProblem):
            lengths.append(inspect(file).seconds)
    return len(lengths), sum(lengths)


def scan(folder: Path, held: Path | None, seen: Seen) -> Listing:
    """Find and hash all sound files.

    A file whose name, size and modification time are those in `seen` is not read again.

    Args:
        folder: Training sounds.
        held: Held-out sounds; may be inside `folder`. None if there are none.
        seen: State of the previous scan.

    Raises:
        BadArgument: `folder` or `held` is not a folder.
    """
    roots = [("" if held is None else "train", folder)] + ([] if held is None else [("held", held)])
    found: list[Found] = []
    ignored: Counter[str] = Counter()
    now: Json = {}
    for part, root in roots:
        for file in files_in(root):
            if part == "train" and held is not None and _lies_in(file, held):
                continue
            if file.suffix.lower() not in SOUND_SUFFIXES:
                ignored[shown(file.suffix.lower() or file.name)] += 1
                continue
            name = file.relative_to(root).as_posix()
            row = _hashed(file, seen.get(f"{part}/{name}"))
            if row:
                now[f"{part}/{name}"] = row
            found.append(Found(part, file, shown(name), str(row[2]) if row else ""))
    return Listing(tuple(found), dict(ignored), now)


def read_seen(file: Path) -> Seen:
    """Read the state of the previous scan; empty if it is missing or damaged."""
    try:
        seen = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return seen if isinstance(seen, dict) else {}


def seen_text(listing: Listing) -> str:
    """Serialise the state of a scan for `read_seen`."""
    return json.dumps(listing.seen)


def _lies_in(file: Path, folder: Path) -> bool:
    return (file.parent.resolve() / file.name).is_relative_to(folder.resolve())


def _hashed(file: Path, before: list[int | str] | None) -> list[int | str]:
    """Return size, modification time and hash; an empty list if the file cannot be read."""
    try:
        about = file.stat()
        known: list[int | str] = [about.st_size, about.st_mtime_ns]
        if before is not None and before[:2] == known:
            return before
        with file.open("rb") as raw:
            return [*known, hashlib.file_digest(raw, "sha256").hexdigest()]
    except OSError:
        return []
