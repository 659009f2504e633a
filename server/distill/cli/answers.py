"""One sentence for the answer of each command, as `distill send` and the console say it.

The vocabulary is not imported here: `send` starts in a third of the time without it. A test walks
the vocabulary and refuses a command that has no sentence.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from distill.cli.ended import Ended, plain
from distill.cli.osc_client import Word
from distill.cli.session_answers import SESSION_SENTENCES, parameter
from distill.cli.slot_answers import SLOT_SENTENCES

MEASURED: Final = frozenset({"generate", "continue", "copy", "interpolate", "quote"})
"""Commands that write a slot and do not answer how long it is; `slots` does."""


def sentence(ended: Ended) -> str:
    """Return what a command has done, in one sentence, or in a line for each page.

    An answer of another form than this program knows (the server is older or newer) is returned as
    it came.
    """
    verb = ended.answer.verb
    try:
        return parameter(ended) if verb.startswith("param/") else SENTENCES[verb](ended)
    except (KeyError, IndexError, ValueError):
        lines = [*ended.pages, [f"{verb}: done", *ended.values]]
        return "\n".join(" ".join(map(plain, line)) for line in lines)


def news(topic: str, values: Sequence[Word]) -> str:
    """Return the sentence for news that a player wants to read at once; empty: there is none."""
    if topic == "late" and len(values) > 2:  # noqa: PLR2004 - id, verb, sentence
        return f"{values[1]}: {values[2]}"
    if topic == "clock" and values:
        return str(values[0])
    if topic == "midi" and values[:1] in (["proposed"], ["bound"], ["ended"]):
        return "MIDI: " + " ".join(map(plain, values))
    return ""


SENTENCES: Final[Mapping[str, Callable[[Ended], str]]] = {**SLOT_SENTENCES, **SESSION_SENTENCES}
"""What is said of the answer of each command."""
