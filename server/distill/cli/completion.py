"""Completion of a line of the console: commands and arguments, with the names that are there."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from typing_extensions import override

import distill.commands  # noqa: F401 - fills the vocabulary
from distill.cli.send_request import read_word
from distill.codes.region import Span
from distill.commands.grammar import VERBS, Argument, ModelName, Slot, following, usage
from distill.errors import DistillError
from distill.parameters import PARAMETERS

OWN_WORDS: Final[Mapping[str, str]] = {
    "param": "Set or read a parameter: param NAME [VALUE].",
    "help": "List the commands, or explain one: help COMMAND.",
    "quit": "Leave the console, as Ctrl-D does.",
}
"""Words of the console that are no commands of the vocabulary."""
TARGET: Final = "target"
"""The kind of name that is a parameter or a command: what a MIDI control is bound to."""
NAMES: Final[Mapping[tuple[str, str], str]] = {
    ("snapshot", "name"): "snapshot",
    ("recall", "name"): "snapshot",
    ("discard", "name"): "snapshot",
    ("blend", "a"): "snapshot",
    ("blend", "b"): "snapshot",
    ("preset/save", "name"): "preset",
    ("preset/save", "parameters"): "parameter",
    ("preset/recall", "name"): "preset",
    ("preset/discard", "name"): "preset",
    ("only", "patterns"): "sound",
    ("avoid", "patterns"): "sound",
    ("quote", "file"): "sound",
    ("midi/map", "name"): "map",
    ("midi/keep", "name"): "map",
    ("midi/learn", "target"): TARGET,
    ("midi/forget", "target"): TARGET,
}
"""The kind of name that an argument of type text takes, by command and argument."""

Words = Iterator[tuple[str, str]]
"""Candidates, each with the text beside it."""


class LineCompleter(Completer):
    """Completes from the vocabulary, and from the names that the running server has.

    Threads: the event loop's only.
    """

    def __init__(self, names: Callable[[str], Sequence[str]]) -> None:
        """Complete with `names(kind)`: the slots, models, snapshots and so on that are there."""
        self._names = names

    @override
    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        line = document.text_before_cursor
        words = line.split()
        begun = "" if not words or line[-1:].isspace() else words.pop()
        seen: set[str] = set()
        for word, about in self._candidates(words):
            if word.startswith(begun) and word not in seen:
                seen.add(word)
                yield Completion(word, -len(begun), display_meta=about)

    def _candidates(self, words: Sequence[str]) -> Words:
        if not words:
            yield from ((name, row.about) for name, row in VERBS.items())
            yield from OWN_WORDS.items()
        elif words[0] == "param":
            yield from self._parameter(words[1:])
        elif words[0].startswith("param/"):
            yield from self._parameter([words[0].removeprefix("param/"), *words[1:]])
        elif words[0] == "help" and len(words) == 1:
            yield from ((name, row.about) for name, row in VERBS.items())
        else:
            yield from self._argument(words)

    def _parameter(self, words: Sequence[str]) -> Words:
        if not words:
            yield from ((name, row.about) for name, row in PARAMETERS.items())
        elif len(words) == 1 and (row := PARAMETERS.get(words[0])) is not None:
            yield from ((choice, "") for choice in row.choices)

    def _argument(self, words: Sequence[str]) -> Words:
        try:
            argument, named = following(words[0], [read_word(word) for word in words[1:]])
        except DistillError:
            return
        values = [] if argument is None else [*self._values(words[0], argument)]
        yield from values
        for other in named:
            if other is not argument or not values:  # `play slot a` is allowed, and never typed
                yield other.name, _about(other)

    def _values(self, verb: str, argument: Argument) -> Words:
        if argument.kind is Slot:
            yield from ((name, "slot") for name in self._names("slot"))
            if argument.default == "-":
                yield "-", "none"
        elif argument.kind is ModelName:
            yield from ((name, "model") for name in self._names("model"))
        elif argument.kind is Span:
            yield "all", argument.name
            if argument.name == "levels":
                yield from (("coarse", "levels"), ("fine", "levels"))
        elif argument.kind is bool:
            yield from (("on", argument.name), ("off", argument.name))
        elif argument.choices:
            yield from ((choice, argument.name) for choice in argument.choices)
        elif kind := NAMES.get((verb, argument.name)):
            yield from self._of_kind(kind)

    def _of_kind(self, kind: str) -> Words:
        if kind in (TARGET, "parameter"):
            yield from ((name, row.about) for name, row in PARAMETERS.items())
        else:
            yield from ((name, kind) for name in self._names(kind))
        if kind == TARGET:
            yield from ((name, usage(row)) for name, row in VERBS.items())


def _about(argument: Argument) -> str:
    """Describe an argument that is named: "0..3600 s"."""
    if argument.range is not None:
        return f"{argument.range.low:g}..{argument.range.high:.10g} {argument.unit}".rstrip()
    return ", ".join(argument.choices)
