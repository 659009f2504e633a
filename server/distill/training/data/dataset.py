"""Builds the dataset of a folder of sounds: scanned, deduplicated, split by file, analysed once.

The split depends on the content of the sounds, not on their names: a duplicate is used once,
renaming changes nothing, and a new file moves few others to the other part.
"""

from collections.abc import Callable
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
"""Most files whose reasons an error lists."""


@dataclass(frozen=True, slots=True)
class UsedSound:
    """A usable sound: its file, its feature, its part and the number of its altered copy."""

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
    has_time: Callable[[], bool] = lambda: True,
) -> Corpus:
    """Analyse a folder of sounds, or open the cache if nothing has changed.

    If the folder has changed, only new sounds are analysed. Altered copies for which there is no
    time are left to the next call.

    Args:
        folder: Training sounds, in any sub-folder.
        held: Held-out sounds; None holds out a share of `folder`, by file.
        cache: Folder for the frames and the index.
        recipe: Peak, split, alterations and seeds.
        mel: Geometry of the log-mel.
        read: Opens a file.
        bar: Show progress bars.
        has_time: Whether there is time for another altered copy.

    Raises:
        BadArgument: `folder` is not a folder, or holds no usable sound.
        DiskFull: No space for the cache; complete features are kept.
    """
    seen = read_seen(cache / "seen.json")
    listing = scan(folder, held, seen)
    if listing.seen != seen:
        atomic.replace(cache / "seen.json", seen_text(listing), ADVICE)
    key = _key(listing, recipe, mel)
    index = read_index(cache)
    incomplete = index is not None and index.get("copies_missing") and has_time()
    if index is None or index["key"] != key or incomplete:
        extractor = FeatureExtractor(Features(cache, mel.mels), recipe, mel, read)
        pieces, wanted, missing = _pieces(folder, listing, extractor, has_time, bar=bar)
        about = {"key": key, "apart": held is not None, "mel": mel.to_json()}
        about["copies_missing"] = missing
        about["pieces"] = [asdict(piece) for piece in pieces]
        extractor.features.pack(wanted, about)
    return replace(Corpus.load(cache), ignored=listing.ignored)


def _key(listing: Listing, recipe: DataRecipe, mel: MelConfig) -> str:
    rows = [[found.part, found.name, found.content] for found in listing.found]
    return key_of(rows, asdict(recipe), mel.to_json())


def _pieces(
    folder: Path,
    listing: Listing,
    extractor: FeatureExtractor,
    has_time: Callable[[], bool],
    *,
    bar: bool,
) -> tuple[list[Piece], list[Feature], int]:
    """Analyse all sounds, and make altered copies while there is time.

    Returns:
        A piece for each, the features in the order of the store, and the number of copies for
        which there was no time.
    """
    recipe, mel = extractor.recipe, extractor.mel
    sounds, unused = _analyse(listing, extractor, bar=bar)
    single, duplicates = _deduplicate(sounds)
    split = _split(single, recipe)
    train = [row for row in split if row.part == "train"]
    if not train:
        raise BadArgument(_no_usable_sound(folder, [*unused, *duplicates], listing))
    tail = 0
    if len(train) == len(split):
        train.sort(key=lambda row: -row.feature.frames)
        tail = _held_out_frames(train[0].feature.frames, recipe.held_share)
    seconds = sum(row.feature.frames for row in train) * mel.hop / mel.sample_rate
    # The first copy of every sound comes before the second of any: the time may end between.
    planned = [(n, row) for n in range(1, copies_of(recipe, seconds) + 1) for row in train]
    copies, missing = [], 0
    for number, row in track(planned, "altered copies", disable=not bar):
        frames = row.feature.frames - (tail if row is train[0] else 0)
        feature = extractor.copy(row.found, row.feature, number, frames, has_time)
        if feature is None:
            missing += 1
        else:
            copies.append(replace(row, feature=feature, copy=number))
    # Short sounds of one part must be adjacent to be joined.
    rows = sorted([*split, *copies], key=lambda r: (r.part, r.copy, r.feature.frames, r.found.name))
    used, first = [], 0
    for row in rows:
        count = row.feature.frames
        length = count * mel.hop / mel.sample_rate
        piece = Piece(row.found.name, row.part, length, "", first, count, copy=row.copy)
        used += _split_in_time(piece, tail) if tail and row is train[0] else [piece]
        first += count
    return [*used, *unused, *duplicates], [row.feature for row in rows], missing


def _analyse(
    listing: Listing, extractor: FeatureExtractor, *, bar: bool
) -> tuple[list[UsedSound], list[Piece]]:
    """Analyse every file; return the usable sounds, and the unusable ones with their reasons."""
    sounds, unused = [], []
    for found in track(listing.found, "analysing", disable=not bar):
        try:
            sounds.append(UsedSound(found, extractor.original(found), found.part))
        except AudioFileProblem as problem:
            unused.append(Piece(found.name, "unused", why=str(problem)))
    return sounds, unused


def _deduplicate(sounds: list[UsedSound]) -> tuple[list[UsedSound], list[Piece]]:
    """Use each sound once. A held-out sound takes precedence, so that it is not trained on."""
    unique: dict[str, UsedSound] = {}
    duplicates = []
    for row in sorted(sounds, key=lambda row: row.part != "held"):
        other = unique.setdefault(row.feature.sound, row)
        if other is not row:
            where = ", which is held out" if other.part == "held" and row.part != "held" else ""
            why = f"the same sound as {other.found.name}{where}"
            duplicates.append(Piece(row.found.name, "unused", why=why, same_as=other.found.name))
    return list(unique.values()), duplicates


def _split(sounds: list[UsedSound], recipe: DataRecipe) -> list[UsedSound]:
    """Assign each sound a part by its hash."""
    free = [row for row in sounds if not row.part]
    wanted = min(len(free) - 1, max(1, round(recipe.held_share * len(free))))
    free.sort(key=lambda row: key_of(recipe.split_seed, row.feature.sound))
    parts = ["held"] * max(0, wanted) + ["train"] * len(free)
    drawn = [replace(row, part=part) for row, part in zip(free, parts, strict=False)]
    return [row for row in sounds if row.part] + drawn


def _held_out_frames(frames: int, share: float) -> int:
    """Return how many frames to hold out at the end of a single sound.

    Raises:
        BadArgument: The sound has fewer than two frames.
    """
    if frames < 2:
        raise BadArgument("one sound of a hundredth of a second is too little; add sounds")
    return max(1, int(frames * share))


def _split_in_time(piece: Piece, tail: int) -> list[Piece]:
    """Hold out the end of a single sound, where no second file can be held out."""
    kept = piece.frames - tail
    each = piece.seconds / piece.frames
    return [
        replace(piece, frames=kept, seconds=kept * each),
        replace(piece, part="held", first=piece.first + kept, frames=tail, seconds=tail * each),
    ]


def _no_usable_sound(folder: Path, unused: list[Piece], listing: Listing) -> str:
    reasons = [f"{piece.file}: {piece.why}" for piece in unused[:_REASONS]]
    if len(unused) > _REASONS:
        reasons.append(f"and {len(unused) - _REASONS} more")
    if not unused:
        others = ", ".join(f"{count} {suffix}" for suffix, count in listing.ignored.items())
        reasons = [f"no sound files{f', only {others}' if others else ''}"]
    return (
        f"{folder.name} holds no sound to train on ({'; '.join(reasons)}); "
        "put sounds into it or its sub-folders: WAV, FLAC, OGG, MP3, AIFF"
    )
