"""A folder of sounds made ready to learn from: found, cleaned, split by file, analysed once.

The split is drawn by what a sound is, not by where it lies: a sound that is there twice is used
once, renaming changes nothing, and a new file moves few others to the other side.
"""

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from rich.progress import track

from distill.errors import AudioFileProblem, BadArgument
from distill.mel.mel_config import MelConfig
from distill.storage import atomic
from distill.training.data.augmentation import copies_of
from distill.training.data.corpus import Corpus, Piece, key_of
from distill.training.data.feature_extractor import FeatureExtractor, Reader
from distill.training.data.features import ADVICE, Feature, Features, read_index
from distill.training.data.sound_folder import Found, Listing, read_seen, scan, seen_text
from distill.training.recipe import DataRecipe

_REASONS: Final = 3
"""Files of which an error says why they cannot be used."""


@dataclass(frozen=True, slots=True)
class UsedSound:
    """A sound that is used: where it was found, its frames, its part and how it was altered."""

    found: Found
    feature: Feature
    part: str
    copy: int = 0


def build_dataset(
    folder: Path,
    held: Path | None,
    cache: Path,
    recipe: DataRecipe,
    mel: MelConfig,
    *,
    read: Reader,
    bar: bool = False,
) -> Corpus:
    """Read a folder of sounds, or open the cache if nothing has changed since.

    Of a folder that has changed, only the sounds that are new are analysed.

    Args:
        folder: Sounds to learn from, found in all its sub-folders.
        held: Sounds never learned from; None splits a share of `folder` off, by file.
        cache: Where the frames and the index are kept.
        recipe: Levels, split, alterations and seeds.
        mel: Geometry.
        read: Opens a file.
        bar: Show progress bars.

    Raises:
        BadArgument: It is no folder, or no sound in it can be used.
        DiskFull: The cache has no room; what is whole is kept.
    """
    seen = read_seen(cache / "seen.json")
    listing = scan(folder, held, seen)
    if listing.seen != seen:
        atomic.replace(cache / "seen.json", seen_text(listing), ADVICE)
    key = _key(listing, recipe, mel)
    index = read_index(cache)
    if index is None or index["key"] != key:
        analyst = FeatureExtractor(Features(cache, mel.mels), recipe, mel, read)
        pieces, wanted = _pieces(folder, listing, analyst, bar=bar)
        about = {"key": key, "apart": held is not None, "mel": mel.to_json()}
        about["pieces"] = [asdict(piece) for piece in pieces]
        analyst.features.pack(wanted, about)
    return replace(Corpus.load(cache), ignored=listing.ignored)


def _key(listing: Listing, recipe: DataRecipe, mel: MelConfig) -> str:
    rows = [[found.part, found.name, found.content] for found in listing.found]
    return key_of(rows, asdict(recipe), mel.to_json())


def _pieces(
    folder: Path, listing: Listing, analyst: FeatureExtractor, *, bar: bool
) -> tuple[list[Piece], list[Feature]]:
    """Analyse all; give a row for each sound, and the order in which they lie in the store."""
    recipe, mel = analyst.recipe, analyst.mel
    heard, unused = _listen(listing, analyst, bar=bar)
    single, twice = _single(heard)
    split = _split(single, recipe)
    train = [row for row in split if row.part == "train"]
    if not train:
        raise BadArgument(_nothing(folder, [*unused, *twice], listing))
    tail = 0
    if len(train) == len(split):
        train.sort(key=lambda row: -row.feature.frames)
        tail = _tail(train[0].feature.frames, recipe.held_share)
    seconds = sum(row.feature.frames for row in train) * mel.hop / mel.sample_rate
    wished = [(n, row) for row in train for n in range(1, copies_of(recipe, seconds) + 1)]
    copies = []
    for number, row in track(wished, "altered copies", disable=not bar):
        frames = row.feature.frames - (tail if row is train[0] else 0)
        feature = analyst.copy(row.found, row.feature, number, frames)
        copies.append(replace(row, feature=feature, copy=number))
    # Short sounds of one part lie next to each other, so that they can be joined.
    rows = sorted([*split, *copies], key=lambda r: (r.part, r.copy, r.feature.frames, r.found.name))
    used, first = [], 0
    for row in rows:
        count = row.feature.frames
        length = count * mel.hop / mel.sample_rate
        piece = Piece(row.found.name, row.part, length, "", first, count, copy=row.copy)
        used += _in_time(piece, tail) if tail and row is train[0] else [piece]
        first += count
    return [*used, *unused, *twice], [row.feature for row in rows]


def _listen(
    listing: Listing, analyst: FeatureExtractor, *, bar: bool
) -> tuple[list[UsedSound], list[Piece]]:
    """Analyse every file; those that cannot be used say why."""
    heard, unused = [], []
    for found in track(listing.found, "analysing", disable=not bar):
        try:
            heard.append(UsedSound(found, analyst.original(found), found.part))
        except AudioFileProblem as problem:
            unused.append(Piece(found.name, "unused", why=str(problem)))
    return heard, unused


def _single(heard: list[UsedSound]) -> tuple[list[UsedSound], list[Piece]]:
    """Keep each sound once, the held-out one first: what is measured must not be learned from."""
    kept: dict[str, UsedSound] = {}
    twice = []
    for row in sorted(heard, key=lambda row: row.part != "held"):
        other = kept.setdefault(row.feature.sound, row)
        if other is not row:
            where = ", which is held out" if other.part == "held" and row.part != "held" else ""
            why = f"the same sound as {other.found.name}{where}"
            twice.append(Piece(row.found.name, "unused", why=why, same_as=other.found.name))
    return list(kept.values()), twice


def _split(heard: list[UsedSound], recipe: DataRecipe) -> list[UsedSound]:
    """Give each sound its part, drawn by its own hash."""
    free = [row for row in heard if not row.part]
    wanted = min(len(free) - 1, max(1, round(recipe.held_share * len(free))))
    free.sort(key=lambda row: key_of(recipe.split_seed, row.feature.sound))
    parts = ["held"] * max(0, wanted) + ["train"] * len(free)
    drawn = [replace(row, part=part) for row, part in zip(free, parts, strict=False)]
    return [row for row in heard if row.part] + drawn


def _tail(frames: int, share: float) -> int:
    """Say how many frames at the end of an only sound are held out.

    Raises:
        BadArgument: There is no more than one frame.
    """
    if frames < 2:
        raise BadArgument("one sound of a hundredth of a second is too little; add sounds")
    return max(1, int(frames * share))


def _in_time(piece: Piece, tail: int) -> list[Piece]:
    """Hold the end of the only sound out, since there is no second file to hold out."""
    kept = piece.frames - tail
    each = piece.seconds / piece.frames
    return [
        replace(piece, frames=kept, seconds=kept * each),
        replace(piece, part="held", first=piece.first + kept, frames=tail, seconds=tail * each),
    ]


def _nothing(folder: Path, unused: list[Piece], listing: Listing) -> str:
    reasons = [f"{piece.file}: {piece.why}" for piece in unused[:_REASONS]]
    if len(unused) > _REASONS:
        reasons.append(f"and {len(unused) - _REASONS} more")
    if not unused:
        others = ", ".join(f"{count} {suffix}" for suffix, count in listing.ignored.items())
        reasons = [f"no sound files{f', only {others}' if others else ''}"]
    return (
        f"nothing in {folder.name} can be learned from ({'; '.join(reasons)}); "
        "put sounds into it, or into folders inside: WAV, FLAC, OGG, MP3, AIFF"
    )
