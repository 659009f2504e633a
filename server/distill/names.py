"""The rule for names that people give: of slots, snapshots, presets, maps, models and clips.

The same names are refused on every system, so that a session from one works on another.
"""

import re
import sys
from collections.abc import Mapping
from typing import Final

from distill.errors import BadArgument, PathRefused

ALL: Final = "*"
"""Instead of a slot: all of them."""
NONE: Final = "-"
"""Instead of a slot: none. Instead of a map: the one of the start."""
RESERVED: Final[Mapping[str, str]] = {ALL: "all", NONE: "none"}
"""Words that stand for something, by which nothing can be named, and what they stand for."""
MAX_NAME: Final = 200
"""Bytes in one part of a path: file systems allow 255, and a suffix and a counter follow."""
_DEVICES: Final = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])"
    r"[ ]*(\..*)?",
    re.IGNORECASE,
)
"""Device names of Windows, with any suffix."""
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_SIGNS: Final = '<>:"|?*'
"""Signs that Windows has in no file name."""
_CLIP: Final = ".wav"
_UNUSABLE: Final = re.compile(f"{_CONTROL.pattern}|[{_SIGNS}/\\\\]")


def check_name(name: str) -> str:
    """Return a name unchanged if something may get it.

    Raises:
        BadArgument: It stands for something else.
    """
    if name in RESERVED:
        raise BadArgument(
            f"{name!r} stands for {RESERVED[name]} and cannot be a name; choose another one"
        )
    return name


def check_file_name(name: str) -> str:
    """Return a name unchanged if a file may have it, by which it is looked up.

    Raises:
        PathRefused: It is not a plain file name on every system; the text says what is wrong.
    """
    return _plain(name, file_name_problem(name))


def check_new_file_name(name: str) -> str:
    """Return a name unchanged if something may get it that becomes a file of that name.

    Raises:
        PathRefused: It may not; the text says what is wrong, and has a similar name that may.
    """
    wrong = file_name_problem(name)
    if not wrong and name in RESERVED:
        wrong = f"stands for {RESERVED[name]}"
    if not wrong and (signs := "".join(sign for sign in _SIGNS if sign in name)):
        wrong = f"has {signs}, which Windows has in no file name"
    return _plain(name, wrong)


def check_clip_name(name: str) -> str:
    """Return the name of a new clip without its suffix `.wav`, which may be there or not.

    Raises:
        PathRefused: As `check_new_file_name`.
    """
    return check_new_file_name(_without_suffix(name))


def automatic_clip_name(slot: str) -> str:
    """Return the name, without suffix, of a clip of a slot: like that of the slot, if it may be."""
    return file_name(_without_suffix(slot))


def file_name(name: str) -> str:
    """Return the name of a file for something of any name; most names stay as they are."""
    plain = _UNUSABLE.sub("-", name)
    while len(plain.encode("utf-8", "replace")) > MAX_NAME:
        plain = plain[:-1]
    plain = plain.lstrip(" ").rstrip(" .")
    if _DEVICES.fullmatch(plain):
        plain = f"_{plain}"
    return plain if plain and plain not in RESERVED else "unnamed"


def file_name_problem(part: str) -> str:
    """Return what is wrong with one part of the path of a file, which may exist, or nothing."""
    rules = (
        (not part, "has an empty part"),
        (part in {".", ".."}, f"goes to {part!r}"),
        (bool(_CONTROL.search(part)), "has control characters"),
        ("/" in part or "\\" in part, "has a slash in a name"),
        (part.endswith((".", " ")) or part.startswith(" "), "begins or ends with a space or a dot"),
        (bool(_DEVICES.fullmatch(part)), "is the name of a device"),
        (bool(_DRIVE.match(part)), "begins with a drive letter"),
        (sys.platform == "win32" and ":" in part, "has a colon"),
        (len(part.encode("utf-8", "replace")) > MAX_NAME, f"is longer than {MAX_NAME} bytes"),
    )
    return next((text for broken, text in rules if broken), "")


def quoted(name: str) -> str:
    """Return a name for an error text: printable, and short enough for a line."""
    shown = ascii(name[:80])
    return shown if len(name) <= 80 else f"{shown}... ({len(name)} characters)"  # noqa: PLR2004 - a line


def _without_suffix(name: str) -> str:
    return name[: -len(_CLIP)] if name.lower().endswith(_CLIP) else name


def _plain(name: str, wrong: str) -> str:
    if wrong:
        like = quoted(file_name(name))
        raise PathRefused(f"{quoted(name)} {wrong}; give a plain file name, such as {like}")
    return name
