"""Which sounds of the model are written from: files, only, avoid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from typing_extensions import override

from distill.commands.context import CommandContext
from distill.commands.grammar import Command, Outcome, Reply, WordList, command
from distill.commands.sound import MAX_PAGES
from distill.corpus.file_patterns import in_use, matches, near
from distill.errors import BadArgument
from distill.installation import shell_command
from distill.session.session import Session
from distill.types import Value

MAX_PATTERNS: Final = 32
MAX_PATTERN_BYTES: Final = 1000
"""Of all patterns: the news of them are one packet."""
PAGE_BYTES: Final = 1000
"""Bytes of the texts and numbers of one page, so that it fits a packet."""
ALL_FILES: Final = WordList(())
_NUMBER_BYTES: Final = 6
"""Bytes of a number, or around a text, in a packet."""


@command("files")
@dataclass(frozen=True, slots=True)
class ListFiles(Command):
    """List the sounds that the model remembers, and which of them it writes from.

    Each page holds three values for each of several files: its name, the second at which it ends,
    and 1, or 0 if `only` or `avoid` leaves it out. Answers how many files there are, and how many
    it writes from.
    """

    @override
    def run(self, context: CommandContext) -> Outcome:
        ends = files_of(context.session)
        uses = context.session.sampling.uses(list(ends))
        rows = [
            (name, round(end, 2), int(use))
            for (name, end), use in zip(ends.items(), uses, strict=True)
        ]
        return Reply((len(rows), sum(uses)), packed(rows))


@command("only")
@dataclass(frozen=True, slots=True)
class Only(Command):
    """Write only from these sounds of the model, by name, shell pattern or folder; none: from all.

    `generate`, `continue`, `vary` and all that writes follow, and a stream that runs does at once.
    Snapshots keep it. A pattern that no file matches is refused. Answers how many files are written
    from now, how many there are, and the patterns; all subscribers get the same.
    """

    patterns: WordList = ALL_FILES

    @override
    def run(self, context: CommandContext) -> Outcome:
        session = context.session
        return _chosen(session, self.verb, self.patterns, self.patterns, session.sampling.avoid)


@command("avoid")
@dataclass(frozen=True, slots=True)
class Avoid(Command):
    """Write from none of these sounds of the model, by name, shell pattern or folder; none: all.

    The opposite of `only`, with the same words and answers; where both match, `avoid` counts.
    """

    patterns: WordList = ALL_FILES

    @override
    def run(self, context: CommandContext) -> Outcome:
        session = context.session
        return _chosen(session, self.verb, self.patterns, session.sampling.only, self.patterns)


def files_of(session: Session) -> dict[str, float]:
    """Return the second at which each file of the model's corpus ends, by its name.

    Raises:
        NotReady: The model is still loading.
        BadArgument: It has no corpus.
    """
    info = session.ready().info
    if info.file_ends:
        return dict(info.file_ends)
    why = f" ({info.corpus.problem})" if info.corpus.problem else ""
    remember = shell_command(f"remember {info.name} FOLDER")
    raise BadArgument(
        f"model {info.name!r} remembers no sounds{why}; load another (see models), or give it some "
        f"of yours: {remember}"
    )


def packed(rows: Iterable[Sequence[Value]]) -> tuple[tuple[Value, ...], ...]:
    """Return rows of texts and numbers one after the other, in pages that fit a packet each.

    Raises:
        BadArgument: They are too many for one answer.
    """
    pages: list[list[Value]] = []
    room = 0
    for row in rows:
        size = sum(
            _NUMBER_BYTES + (len(one.encode()) if isinstance(one, str) else 0) for one in row
        )
        if size > room or not pages:
            pages.append([])
            room = PAGE_BYTES
        pages[-1] += row
        room -= size
    if len(pages) > MAX_PAGES:
        raise BadArgument(f"{len(pages)} pages are too many for one answer: at most {MAX_PAGES}")
    return tuple(map(tuple, pages))


def about_dropped(patterns: Sequence[str], model: str) -> str:
    """Return the sentence about patterns of files that a model does not have; empty for none."""
    if not patterns:
        return ""
    listed = ", ".join(map(repr, patterns))
    return f"{model} has no sounds {listed}, so only and avoid are without them now"


def _chosen(
    session: Session, verb: str, given: Sequence[str], only: Sequence[str], avoid: Sequence[str]
) -> Reply:
    """Set the patterns of both, of which `given` are new."""
    names = list(files_of(session)) if given else list(getattr(session.model, "file_ends", ()))
    if len(given) > MAX_PATTERNS or sum(len(one.encode()) for one in given) > MAX_PATTERN_BYTES:
        raise BadArgument(
            f"{verb} takes at most {MAX_PATTERNS} patterns of {MAX_PATTERN_BYTES} bytes in all; "
            "name a folder, or a pattern such as drums/*"
        )
    for pattern in given:
        if not any(matches(name, pattern) for name in names):
            raise BadArgument(f"{verb}: no file matches {pattern!r}; {near(names, pattern)}")
    if given and not any(in_use(names, only, avoid, or_all=False)):
        raise BadArgument(
            f"{verb} {' '.join(given)} leaves no sound to write from, as only is "
            f"{' '.join(only) or 'all'} and avoid is {' '.join(avoid) or 'none'}"
        )
    session.choose_files(only, avoid)
    return Reply((sum(session.sampling.uses(names)), len(names), *given))
