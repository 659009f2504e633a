"""The pieces that `writing.py` measures: where they come from, and how they are heard.

Not a program.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import soundfile

from distill.bundle import Bundle, build
from distill.corpus.corpus_columns import NO_COLUMN, CorpusColumns
from distill.corpus.written_carriers import WrittenCarriers
from distill.mel.analysis import LogMel
from distill.storage import modelfile, sound_file
from distill.storage.corpus_file import corpus_folder, load_columns
from distill.types import SAMPLE_RATE, Audio, BoolArray, Codes, Mel
from distill.worker.clip_frames import ClipFrames
from sound_figures import inside_peak, jumps_of, level, peak

SECONDS = 12.0
SOUNDS = {".wav", ".flac", ".ogg", ".aif", ".aiff", ".mp3"}


class CorpusSounds:
    """Opens the sound of the parts of a corpus, as `Sources` does."""

    def __init__(self, folder: Path, corpus: CorpusColumns) -> None:
        self._paths = {part.source: folder / part.sound for part in corpus.parts}
        self.find = lru_cache(maxsize=32)(self._read)

    def _read(self, source: str) -> Audio | None:
        path = self._paths.get(source)
        return None if path is None else soundfile.read(path, dtype="float32", always_2d=True)[0]

    def soon(self, sources: Sequence[str]) -> None:
        """Do nothing: `find` reads at once."""


@dataclass(frozen=True, eq=False)
class Studio:
    """A model and what it remembers.

    Attributes:
        bundle: The model.
        corpus: Its corpus, or None.
        sounds: Opens the sound of the corpus, or None.
    """

    bundle: Bundle
    corpus: CorpusColumns | None
    sounds: CorpusSounds | None

    @property
    def columns(self) -> int:
        """Columns of a piece."""
        return self.count(SECONDS)

    @property
    def has_transformer(self) -> bool:
        """Is there a Transformer?"""
        return self.bundle.sampler is not None and self.bundle.sampler.has_transformer

    def memories(self, wanted: Sequence[float]) -> tuple[float, ...]:
        """Return the values of `memory` with which this model can write: 0 and those wanted."""
        alone = (0.0,) if self.has_transformer else ()
        return (*alone, *wanted) if self.corpus is not None else alone

    def count(self, seconds: float) -> int:
        """Return the columns of so many seconds."""
        return round(seconds * SAMPLE_RATE / self.bundle.column)

    def analyse(self, sound: Audio) -> Mel:
        """Return the log-mel of a sound, [L, M]."""
        hop = self.bundle.config.mel.hop
        return LogMel(self.bundle.config.mel).whole(sound[: len(sound) // hop * hop])

    def empty(self) -> Codes:
        """Return no columns, shape [0, H, Q]."""
        config = self.bundle.config
        return np.zeros((0, config.bands, config.levels), np.int16)


@dataclass(frozen=True, eq=False)
class Piece:
    """A piece.

    Attributes:
        codes: Shape [W, H, Q].
        places: Shape [W]; columns of the corpus, or `NO_COLUMN`.
        original: The sound that was encoded, [T], or None.
    """

    codes: Codes
    places: np.ndarray
    original: Audio | None = None

    @classmethod
    def of(cls, codes: Codes, original: Audio | None = None) -> "Piece":
        """Return a piece that comes from no corpus."""
        return cls(codes, np.full(len(codes), NO_COLUMN), original)

    def after(self, other: Codes) -> "Piece":
        """Return this piece after columns that come from no corpus."""
        before = np.full(len(other), NO_COLUMN)
        return Piece(np.concatenate([other, self.codes]), np.concatenate([before, self.places]))


@dataclass(frozen=True, eq=False)
class Heard:
    """The sound of a piece.

    Attributes:
        piece: What was rendered.
        sound: Shape [T].
        mel: Log-mel of the sound, [L, M].
        decoded: Log-mel of the codes, [L, M]; None where they are not what is heard.
        jumps: Shape [W]; columns that do not go on from the one before.
    """

    piece: Piece
    sound: Audio
    mel: Mel
    decoded: Mel | None
    jumps: BoolArray

    def end(self, columns: int, size: int, frames: int) -> "Heard":
        """Return the last columns, of `size` samples and `frames` frames."""
        piece, first = self.piece, len(self.piece.codes) - columns
        return Heard(
            Piece(piece.codes[first:], piece.places[first:]),
            self.sound[first * size :],
            self.mel[first * frames :],
            None if self.decoded is None else self.decoded[first * frames :],
            self.jumps[first:],
        )


Hearing = Callable[[Studio, Piece], Heard]
"""Renders a piece."""


def by_codes(studio: Studio, piece: Piece) -> Heard:
    """Render the codes alone, as the stream does."""
    vocoder, decoded = studio.bundle.vocoder, studio.bundle.decode(piece.codes)
    sound, state = vocoder.step(decoded, vocoder.initial_state())
    return _heard(studio, piece, np.concatenate([sound, vocoder.flush(state)]), decoded)


def carried(studio: Studio, piece: Piece) -> Heard:
    """Render a piece carried by its sources, as the stream does."""
    bundle = studio.bundle
    if studio.corpus is None or studio.sounds is None:
        raise TypeError("nothing carries the pieces of a model without a corpus")
    carriers = WrittenCarriers(studio.corpus).of(piece.places, piece.codes)
    samples = len(piece.codes) * bundle.column
    frames = ClipFrames(bundle, piece.codes, samples, carriers, studio.sounds, 1.0)
    state, parts, first = bundle.vocoder.initial_state(), [], 0
    for mel in frames.decode():
        start = None if frames.starts is None else frames.starts(first, first + len(mel))
        part, state = bundle.vocoder.step(mel, state, start)
        parts.append(part)
        first += len(mel)
    return _heard(studio, piece, np.concatenate([*parts, bundle.vocoder.flush(state)]), None)


def untouched(studio: Studio, piece: Piece) -> Heard:
    """Return the original of a piece."""
    if piece.original is None:
        raise TypeError("this piece has no original")
    return _heard(studio, piece, np.pad(piece.original, (studio.bundle.vocoder.latency, 0)), None)


def own_peak(studio: Studio, heard: Heard) -> float:
    """Return `peak_at` of the sources themselves, where the jumps of a piece arrive.

    So much of it is music: a jump may arrive at an onset. NaN where nothing is known.
    """
    corpus, sounds, config = studio.corpus, studio.sounds, studio.bundle.config
    arrivals = heard.piece.places[heard.jumps]
    if corpus is None or sounds is None:
        return float("nan")
    part_of, column_in_source, peaks = corpus.part_of, corpus.column_in_source, []
    size, frames = config.column_samples, config.column_frames
    for place in arrivals[arrivals != NO_COLUMN]:
        column = int(column_in_source[place])
        sound = sounds.find(corpus.parts[part_of[place]].source)
        if column and sound is not None:
            around = sound[(column - 1) * size : (column + 1) * size].mean(1)
            peaks.append(peak(studio.analyse(around), config.mel, frames))
    if not peaks:
        return float("nan")
    return float(np.mean(peaks)) / inside_peak(heard.mel, config.mel, frames)


def _heard(studio: Studio, piece: Piece, late: Audio, decoded: Mel | None) -> Heard:
    sound = late[studio.bundle.vocoder.latency :]
    file_of = np.zeros(1, np.int64) if studio.corpus is None else studio.corpus.file_of
    return Heard(piece, sound, studio.analyse(sound), decoded, jumps_of(piece.places, file_of))


def open_studio(model: Path) -> Studio:
    """Load a model and, where it has one, its corpus."""
    header, arrays = modelfile.load(model)
    codec_id, folder = build(header, arrays).codec_id, corpus_folder(model)
    corpus = load_columns(folder, codec_id)
    sounds = None if corpus is None else CorpusSounds(folder, corpus)
    return Studio(build(header, arrays, corpus), corpus, sounds)


def material_level(studio: Studio, real: Sequence[Piece]) -> tuple[float, str]:
    """Return the level of a model's material in dB, and of what that is the level."""
    if studio.corpus is not None:
        powers = np.power(10.0, studio.corpus.features.loudness.astype(np.float64) / 10)
        return float(10 * np.log10(powers.mean())), "the corpus"
    levels = [level(studio.analyse(piece.original)) for piece in real if piece.original is not None]
    return float(np.mean(levels)), "the real pieces"


def real_pieces(studio: Studio, folders: Sequence[Path], count: int) -> list[Piece]:
    """Encode pieces of the sounds in some folders, spread over each and none twice.

    Returns:
        As many as wanted, in turn from each sound; fewer where the sounds are too short.
    """
    paths = [path for folder in folders for path in files(folder)]
    length = studio.columns * studio.bundle.column
    lists = []
    each = -(-count // max(1, len(paths)))
    for path in paths:
        free = int(sound_file.inspect(path).seconds * SAMPLE_RATE) - 1
        many = min(2 * each, free // length)
        starts = (np.arange(many) + 0.5) / max(1, many) * free - length / 2
        lists.append([(path, float(start) / SAMPLE_RATE) for start in starts])
    chosen = [row[turn] for turn in range(2 * each) for row in lists if turn < len(row)]
    return [read_piece(studio, *one, length) for one in chosen[:count]]


def corpus_pieces(studio: Studio, count: int) -> list[Piece]:
    """Return pieces of the corpus as they are, spread over it."""
    corpus, columns = studio.corpus, studio.columns
    if corpus is None:
        return []
    file_of = corpus.file_of
    last = len(corpus) - columns
    starts = np.flatnonzero(file_of[: max(0, last)] == file_of[columns:][: max(0, last)])
    if not len(starts):
        return []
    chosen = starts[np.linspace(0, len(starts) - 1, count + 2).astype(int)[1:-1]]
    places = [np.arange(start, start + columns) for start in chosen]
    return [Piece(corpus.codes[one].astype(np.int16), one) for one in places]


def read_piece(studio: Studio, path: Path, begin: float, samples: int) -> Piece:
    """Encode some of a sound from a second on."""
    audio = sound_file.read_sound(path, max(0.0, begin), samples / SAMPLE_RATE + 0.1)[:samples]
    audio = audio if audio.ndim == 1 else audio.mean(1)
    return Piece.of(encode(studio.bundle, audio), audio)


def encode(bundle: Bundle, sound: Audio) -> Codes:
    steps = bundle.encode_steps(sound)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            codes: Codes = end.value
            return codes


def files(folder: Path) -> Iterator[Path]:
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SOUNDS)
    return (path for path in found if path.is_file())
