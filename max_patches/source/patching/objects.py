"""The native objects that the patches use: inlets, outlets and accepted messages."""

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

SIGNAL: Final = "signal"


@dataclass(frozen=True, slots=True)
class Ports:
    """Number of inlets of a box, and the type of each outlet (`""`: any)."""

    inlets: int
    outlets: tuple[str, ...]


def _ports(inlets: int, *outlets: str) -> Ports:
    return Ports(inlets, outlets)


UI: Final[dict[str, Ports]] = {
    "comment": _ports(1),
    "message": _ports(2, ""),
    "number": _ports(1, "", "bang"),
    "flonum": _ports(1, "", "bang"),
    "toggle": _ports(1, "int"),
    "panel": _ports(1),
    "textbutton": _ports(1, "", "", "int"),
    "textedit": _ports(1, "", "int", "", ""),
    "umenu": _ports(1, "int", "", ""),
    "multislider": _ports(1, "", ""),
    "led": _ports(1, "int"),
    "dropfile": _ports(1, "", ""),
    "waveform~": _ports(5, "float", "float", "float", "float", "list", ""),
    "live.dial": _ports(1, "", "float"),
    "live.tab": _ports(1, "", "", "float"),
    "ezdac~": _ports(2),
    "inlet": _ports(0, ""),
    "outlet": _ports(1),
}
"""Boxes with a user interface. Source: docs/background/client-limits.md#patches-of-max."""

PLAIN: Final[dict[str, Ports]] = {
    "loadbang": _ports(1, "bang"),
    "loadmess": _ports(1, ""),
    "deferlow": _ports(1, ""),
    "metro": _ports(2, "bang"),
    "delay": _ports(2, "bang"),
    "speedlim": _ports(2, ""),
    "prepend": _ports(1, ""),
    "append": _ports(1, ""),
    "tosymbol": _ports(1, ""),
    "strippath": _ports(1, "", "int"),
    "conformpath": _ports(1, "", "int"),
    "zl": _ports(2, "", ""),
    "int": _ports(2, "int"),
    "+": _ports(2, "int"),
    "<": _ports(2, "int"),
    "split": _ports(3, "int", "int"),
    "change": _ports(1, "", "int", "int"),
    "coll": _ports(1, "", "", "", ""),
    "patcherargs": _ports(1, "", ""),
    "pcontrol": _ports(1, ""),
    "udpsend": _ports(1),
    "udpreceive": _ports(1, ""),
    "buffer~": _ports(1, "float", "bang"),
    "plugin~": _ports(2, SIGNAL, SIGNAL),
    "plugout~": _ports(2, SIGNAL, SIGNAL),
    "key": _ports(0, "int", "int", "int", "int"),
}
"""Object boxes whose ports do not depend on arguments.

Source: docs/background/client-limits.md#patches-of-max.
"""

ALIASES: Final = {"t": "trigger", "sel": "select", "i": "int", "r": "receive", "s": "send"}

MESSAGES: Final[dict[str, frozenset[str]]] = {
    "udpsend": frozenset({"host", "port", "maxpacketsize", "maxqueuesize"}),
    "udpreceive": frozenset({"port", "maxqueuesize", "quiet", "defer"}),
    "umenu": frozenset({"append", "clear", "set", "setsymbol", "symbol", "insert", "delete"}),
    "coll": frozenset({"store", "clear", "remove", "next", "symbol"}),
    "buffer~": frozenset({"replace", "read", "clear", "write", "set"}),
    "play~": frozenset({"start", "stop", "pause", "resume", "loop", "set"}),
    "waveform~": frozenset({"set", "clear", "mode"}),
    "comment": frozenset({"set"}),
    "textedit": frozenset({"set", "clear", "append", "bang"}),
    "multislider": frozenset({"set", "setlist", "select"}),
    "live.dial": frozenset({"set", "assign", "init"}),
    "live.tab": frozenset({"set", "assign", "init", "symbol", "setsymbol"}),
    "number": frozenset({"set"}),
    "flonum": frozenset({"set"}),
    "metro": frozenset({"start", "stop", "bang"}),
    "delay": frozenset({"stop", "bang", "start"}),
    "pcontrol": frozenset({"load", "loadunique", "open", "close"}),
    "prepend": frozenset({"set"}),
}
"""First words that these objects accept; prepend accepts any, but `set` sets its text."""


def words(text: str) -> list[str]:
    """Split the text of an object box into words; quotes join words."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.commenters = ""
    return list(lexer)


def name_of(text: str) -> str:
    """Return the class of an object box, by its full name."""
    first = words(text)[0] if text else ""
    return ALIASES.get(first, first)


def ports_of(text: str) -> Ports | None:
    """Return the ports of a native object box by its text; None if it is not native.

    Source: the rules of docs/background/client-limits.md#patches-of-max.
    """
    name, *arguments = words(text) or [""]
    name = ALIASES.get(name, name)
    made = _FORMULAS.get(name)
    return made(arguments) if made else PLAIN.get(name)


def _given(word: str) -> str:
    kinds = {"b": "bang", "i": "int", "f": "float", "l": "", "s": "", "a": ""}
    return kinds.get(word, _kind(word))


def _kind(word: str) -> str:
    if re.fullmatch(r"-?\d+", word):
        return "int"
    return "float" if re.fullmatch(r"-?\d+\.\d*", word) else ""


def _player(arguments: list[str]) -> Ports:
    channels = int(arguments[1]) if len(arguments) > 1 else 1
    return Ports(1, (*(SIGNAL,) * channels, "bang"))


_FORMULAS: Final[dict[str, Callable[[list[str]], Ports]]] = {
    "route": lambda a: Ports(max(2, len(a) + 1), ("",) * max(2, len(a) + 1)),
    "select": lambda a: Ports(max(2, len(a) + 1), (*("bang",) * max(1, len(a)), "")),
    "trigger": lambda a: Ports(1, tuple(_given(word) for word in a)),
    "pack": lambda a: Ports(max(2, len(a)), ("",)),
    "unpack": lambda a: Ports(1, tuple(_kind(word) for word in a)),
    "gate": lambda a: Ports(2, ("",) * (int(a[0]) if a else 1)),
    "sprintf": lambda a: Ports(max(1, len(re.findall(r"%(?!%)", " ".join(a)))), ("",)),
    "play~": _player,
}
