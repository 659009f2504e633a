"""Listening examples of a model: originals, reconstructions and generated sounds."""

import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
import torch

from distill.audio.limiter import limit_whole
from distill.bundle import Bundle
from distill.codes.sampling_params import SamplingParams
from distill.errors import AudioFileProblem
from distill.mel.analysis import LogMel
from distill.parameters import FINE_TEMPERATURE
from distill.prior.rewrite import KnownCodes, Rewritten, rewrite
from distill.storage import atomic
from distill.storage.file_names import shown
from distill.storage.sound_file import stream_sound
from distill.storage.sound_listing import sounds_in
from distill.training.data.corpus import Corpus
from distill.training.data.features import ADVICE
from distill.training.data.prepare import Extent, measure, prepared
from distill.training.loop.losses import mel_error_db, to_reference_bins
from distill.training.recipe import DataRecipe
from distill.types import SAMPLE_RATE, Audio, Codes, Mel

Item = TypeVar("Item")

SECONDS: Final = 4.1
"""Length of an example, as of the clips that the metrics are measured on."""
MOST: Final = 5
"""Most originals on a page of a few megabytes."""
SEEDS: Final = (1, 2, 3)
TEMPERATURE: Final = 0.9
_PHASES: Final = 1
"""Seed of the vocoder, so that a page is reproducible."""
_FOLDERS: Final = "folders.json"


@dataclass(frozen=True, slots=True, eq=False)
class AudioExample:
    """One sound with its spectrogram.

    Attributes:
        label: Kind of sound.
        mel: Shape [L, M].
        flac: The sound as a FLAC file.
    """

    label: str
    mel: Mel
    flac: bytes


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """Examples to compare: an original and its reconstruction, or one generated sound.

    Attributes:
        name: Name of the sound.
        note: Length and error, or sampling parameters.
        examples: In the order to show.
    """

    name: str
    note: str
    examples: tuple[AudioExample, ...]


@dataclass(frozen=True, slots=True)
class SourceFolders:
    """Folders of the training sounds and of the held-out ones; None if a share is held out."""

    sounds: Path
    held: Path | None

    def save(self, work: Path) -> None:
        """Write the paths to the work folder, not into the model, which may be shared."""
        paths = {"sounds": str(self.sounds.resolve())}
        if self.held is not None:
            paths["held"] = str(self.held.resolve())
        atomic.replace(work / _FOLDERS, json.dumps(paths), ADVICE)

    @classmethod
    def load(cls, work: Path) -> "SourceFolders | None":
        """Read what `save` wrote; None if it is missing or damaged."""
        try:
            paths = json.loads((work / _FOLDERS).read_text("utf-8"))
            return cls(Path(paths["sounds"]), Path(paths["held"]) if "held" in paths else None)
        except (OSError, ValueError, KeyError, TypeError):
            return None


def held_previews(
    bundle: Bundle, corpus: Corpus, folders: SourceFolders | None, recipe: DataRecipe
) -> Iterator[Preview]:
    """Yield held-out sounds of all kinds with their reconstructions.

    The original is cut from its file if that is unchanged; otherwise the vocoder renders its
    spectrogram.
    """
    length, hop = _frames(bundle), bundle.config.mel.hop
    longest = sorted(corpus.part("held"), key=lambda piece: -piece.frames)
    for piece in _interleave(longest, lambda piece: piece.file)[:MOST]:
        first = max(0, (piece.frames - length) // 2)
        mel = corpus.frames(
            replace(piece, first=piece.first + first, frames=min(length, piece.frames))
        )
        sound = None
        if folders is not None:
            root = folders.held if folders.held is not None else folders.sounds
            same = [
                one
                for one in corpus.pieces
                if one.file == piece.file and one.frames and not one.copy
            ]
            start = piece.first - min(one.first for one in same) + first
            total = sum(one.frames for one in same)
            sound = _original(_named(root, piece.file), total, recipe, hop, (start, len(mel)))
        yield _before_and_after(bundle, piece.file, mel, sound)


def folder_previews(bundle: Bundle, folder: Path) -> Iterator[Preview]:
    """Yield the middle of sounds of any folder with their reconstructions."""
    hop, length = bundle.config.mel.hop, _frames(bundle)
    analysis = LogMel(bundle.config.mel)
    count = 0
    files = sounds_in(folder) if folder.is_dir() else []
    names = {file: file.relative_to(folder).as_posix() for file in files}
    for file in _interleave(list(names), names.__getitem__):
        if count == MOST:
            return
        try:
            extent = measure(stream_sound(file))
            first = max(0, (_frames_of(extent, hop) - length) // 2)
            cut = _cut(file, extent, DataRecipe(), hop, (first, length))
        except AudioFileProblem:
            continue
        yield _before_and_after(bundle, shown(names[file]), analysis.whole(cut), cut)
        count += 1


def written_previews(bundle: Bundle) -> Iterator[Preview]:
    """Generate a few sounds with the prior, without context."""
    if bundle.sampler is None:
        return
    columns = max(1, round(SECONDS * SAMPLE_RATE / bundle.column))
    shape = (columns, bundle.config.bands, bundle.config.levels)
    empty = np.zeros(shape, np.int16)
    known = KnownCodes(empty, np.ones(shape, np.bool_), empty[:0])
    for seed in SEEDS:
        codes, nats = _generate(bundle, known, seed)
        mel = bundle.decode(codes)
        note = f"temperature {TEMPERATURE:g}, {nats:.2f} nats per code"
        yield Preview(f"seed {seed}", note, (_example(bundle, "generated", mel),))


def _generate(bundle: Bundle, known: KnownCodes, seed: int) -> tuple[Codes, float]:
    assert bundle.sampler is not None  # noqa: S101 - the caller checks
    generation = rewrite(
        bundle.sampler, known, SamplingParams(TEMPERATURE, fine=FINE_TEMPERATURE), seed
    )
    while True:
        try:
            next(generation)
        except StopIteration as end:
            written: Rewritten = end.value
            return written.codes, written.nats


def _frames(bundle: Bundle) -> int:
    return round(SECONDS * SAMPLE_RATE / bundle.config.mel.hop)


def _interleave(items: Sequence[Item], name: Callable[[Item], str]) -> list[Item]:
    """Interleave items of all kinds (sub-folders of the name)."""
    kinds: dict[str, list[Item]] = {}
    for item in items:
        folder, inside, _ = name(item).partition("/")
        kinds.setdefault(folder if inside else "", []).append(item)
    most = max(map(len, kinds.values()), default=0)
    rows = [kind for _, kind in sorted(kinds.items())]
    return [kind[turn] for turn in range(most) for kind in rows if turn < len(kind)]


def _frames_of(extent: Extent, hop: int) -> int:
    return -((extent.first - extent.end) // hop)


def _cut(
    file: Path, extent: Extent, recipe: DataRecipe, hop: int, window: tuple[int, int]
) -> Audio:
    """Read a window (first frame, frames) of a sound as the training does, of a file of any length.

    Silence pads the last frame of the sound.
    """
    first, last = window[0] * hop, (window[0] + window[1]) * hop
    done, parts = 0, []
    for block in prepared(stream_sound(file), extent, recipe.peak):
        parts.append(block[max(0, first - done) : max(0, last - done)])
        done += len(block)
        if done >= last:
            break
    audio = np.concatenate(parts)
    return np.pad(audio, (0, -len(audio) % hop))


def _original(
    file: Path, frames: int, recipe: DataRecipe, hop: int, window: tuple[int, int]
) -> Audio | None:
    """Read a window of a sound as the training does; None if the file is missing or has changed."""
    try:
        extent = measure(stream_sound(file))
        same = _frames_of(extent, hop) == frames
        return _cut(file, extent, recipe, hop, window) if same else None
    except AudioFileProblem:
        return None


def _named(root: Path, name: str) -> Path:
    """Return the file that a corpus lists under this name."""
    if (root / name).exists() or not root.is_dir():
        return root / name
    files = ((shown(file.relative_to(root).as_posix()), file) for file in sounds_in(root))
    return dict(files).get(name, root / name)


def _before_and_after(bundle: Bundle, name: str, mel: Mel, sound: Audio | None) -> Preview:
    decoded = bundle.codec.decode_codes(bundle.codec.encode_mel(mel))[: len(mel)]
    true, made = (to_reference_bins(torch.from_numpy(one.T)[None]) for one in (mel, decoded))
    error = float(mel_error_db(true, made)[0])
    after = _example(bundle, "reconstruction", decoded)
    if sound is None:
        before = _example(bundle, "original, through the vocoder", mel)
    else:
        before = AudioExample("original", mel, _flac(sound))
    seconds = len(mel) * bundle.config.mel.hop / SAMPLE_RATE
    return Preview(name, f"{seconds:.1f} s, mel error {error:.2f} dB", (before, after))


def _example(bundle: Bundle, label: str, mel: Mel) -> AudioExample:
    return AudioExample(label, mel, _flac(limit_whole(bundle.whole_vocoder.render(mel, _PHASES))))


def _flac(audio: Audio) -> bytes:
    """Encode sound as 16-bit FLAC, which every browser plays."""
    import soundfile  # noqa: PLC0415 - used only here

    file = io.BytesIO()
    soundfile.write(file, audio.clip(-1.0, 1.0), SAMPLE_RATE, format="FLAC", subtype="PCM_16")
    return file.getvalue()
