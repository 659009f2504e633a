"""Summarises the data of a training before it starts, with warnings and advice."""

from dataclasses import asdict, dataclass
from typing import Final

from rich.table import Table
from rich.text import Text

from distill.training.data.corpus import Corpus
from distill.training.recipe import Recipe, Sizes, sizes_for
from distill.types import Json

_LITTLE_S: Final = 120.0
"""Less training sound than this causes a warning."""
_ROUGH_S: Final = 4.1
"""Less held-out sound than one clip makes the metrics unreliable."""
_LISTED: Final = 8
"""Most files to list in the terminal; report.json lists all."""


@dataclass(frozen=True, slots=True)
class Survey:
    """The sounds of a training, and how they are used.

    Attributes:
        train_files: Number of training sounds.
        train_seconds: Their length.
        held_files: Number of held-out sounds.
        held_seconds: Their length.
        copies: Number of altered copies of training sounds.
        copied_seconds: Their length.
        unused: File and reason of each unusable sound.
        duplicates: File and reason of each duplicate.
        ignored: Number of files with each suffix that is not one of sound files.
        suggested: Sizes that suit these sounds, and why.
        size: K of the recipe.
        levels: Q of the recipe.
        warnings: What to expect, and how to improve it.
    """

    train_files: int
    train_seconds: float
    held_files: int
    held_seconds: float
    copies: int
    copied_seconds: float
    unused: tuple[tuple[str, str], ...]
    duplicates: tuple[tuple[str, str], ...]
    ignored: dict[str, int]
    suggested: Sizes
    size: int
    levels: int
    warnings: tuple[str, ...]

    def to_json(self) -> Json:
        """Return the survey as JSON."""
        return asdict(self)

    def table(self) -> Table:
        """Lay the survey out for a terminal."""
        table = Table.grid(padding=(0, 2))
        for label, text in self.rows():
            table.add_row(Text(label, style="bold"), Text(text))
        return table

    def rows(self) -> list[tuple[str, str]]:
        """Return the survey as rows of label and text."""
        rows = [
            ("training on", f"{_count(self.train_files, 'sound')}, {_long(self.train_seconds)}"),
            ("held out", f"{_count(self.held_files, 'sound')}, {_long(self.held_seconds)}"),
        ]
        if self.copies:
            what = f"{_count(self.copies, 'altered copy', 'altered copies')} of training sounds"
            rows.append(("copies", f"{what}, {_long(self.copied_seconds)}"))
        for label, files in (("not used", self.unused), ("duplicates", self.duplicates)):
            rows += _listed(label, files)
        if self.ignored:
            most = sorted(self.ignored.items(), key=lambda item: -item[1])[:_LISTED]
            kinds = ", ".join(f"{count} {suffix}" for suffix, count in most)
            total = _count(sum(self.ignored.values()), "file")
            rows.append(("ignored", f"{total} without the suffix of a sound file ({kinds})"))
        sizes = self.suggested
        rows.append(("suggested", f"K={sizes.size}, Q={sizes.levels}: {sizes.reason}"))
        return rows + [("warning", text) for text in self.warnings]


def survey(corpus: Corpus, recipe: Recipe) -> Survey:
    """Summarise a corpus."""
    train, held = corpus.originals("train"), corpus.originals("held")
    copies = [piece for piece in corpus.part("train") if piece.copy]
    unused = corpus.part("unused")
    own = train if corpus.apart else [*train, *held]
    suggested = sizes_for(len({p.file for p in own}), sum(p.seconds for p in own))
    return Survey(
        train_files=len(train),
        train_seconds=round(corpus.seconds("train"), 2),
        held_files=len(held),
        held_seconds=round(corpus.seconds("held"), 2),
        copies=len(copies),
        copied_seconds=round(sum(piece.seconds for piece in copies), 2),
        unused=tuple((piece.file, piece.why) for piece in unused if not piece.same_as),
        duplicates=tuple((piece.file, piece.why) for piece in unused if piece.same_as),
        ignored=corpus.ignored,
        suggested=suggested,
        size=recipe.codec.size,
        levels=recipe.codec.levels,
        warnings=tuple(_warnings(corpus, recipe, suggested)),
    )


def _warnings(corpus: Corpus, recipe: Recipe, suggested: Sizes) -> list[str]:
    train, held = corpus.originals("train"), corpus.originals("held")
    seconds, config, warnings = corpus.seconds("train"), recipe.codec, []
    crop = recipe.codec_stage.columns * config.column_samples / config.mel.sample_rate
    if seconds < _LITTLE_S:
        warnings.append(
            f"{_long(seconds)} of sound: expect textures close to these sounds and little else; "
            "use ten minutes or more"
        )
    if corpus.copies_missing:
        what = _count(corpus.copies_missing, "altered copy is", "altered copies are")
        warnings.append(
            f"{what} left out: the minutes leave no time to make more; the next run makes them"
        )
    if sum(piece.seconds for piece in corpus.part("train")) < crop:
        warnings.append(
            f"all sounds together are shorter than one crop of {crop:.2f} s: silence pads it"
        )
    if {piece.file for piece in train} & {piece.file for piece in held}:
        warnings.append(
            f"no second file to hold out: the last {_long(corpus.seconds('held'))} of "
            f"{held[0].file} are held out"
        )
    if corpus.seconds("held") < _ROUGH_S:
        warnings.append(
            f"only {_long(corpus.seconds('held'))} are held out: their metrics are unreliable"
        )
    if (config.size, config.levels) != (suggested.size, suggested.levels):
        warnings.append(
            f"the recipe has K={config.size}, Q={config.levels}; K={suggested.size}, "
            f"Q={suggested.levels} are suggested for these sounds"
        )
    return warnings


def _listed(label: str, files: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    rows = [
        (label if not number else "", f"{file}: {why.removeprefix(f'{file} ')}")
        for number, (file, why) in enumerate(files[:_LISTED])
    ]
    if len(files) > _LISTED:
        rows.append(("", f"and {len(files) - _LISTED} more"))
    return rows


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _long(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 60 else f"{seconds / 60:.1f} minutes"
