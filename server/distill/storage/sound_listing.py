"""Lists the sound files of a folder, by their suffixes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from distill.errors import BadArgument

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
"""Suffixes that are tried; only reading shows whether libsndfile supports a file."""


def sounds_in(folder: Path) -> list[Path]:
    """List the sound files of a folder and its sub-folders, by suffix.

    Raises:
        BadArgument: `folder` is not a folder.
    """
    return [file for file in files_in(folder) if file.suffix.lower() in SOUND_SUFFIXES]


def files_in(folder: Path) -> Iterator[Path]:
    """Yield all files of a folder and its sub-folders that are not hidden, in order of name.

    Raises:
        BadArgument: `folder` is not a folder.
    """
    if not folder.is_dir():
        what = "is a file: give the folder it lies in" if folder.exists() else "does not exist"
        raise BadArgument(f"{folder} {what}; a folder with sounds is needed")
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if not hidden and file.is_file():
            yield file
