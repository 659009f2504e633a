"""The tasks of the model worker and their results, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from distill.codes.carriers import Carriers
from distill.codes.sampling_params import SamplingParams
from distill.parameters import live_values
from distill.protocol.corpus_tasks import (
    CorpusMap,
    FindPlaces,
    FoundPlaces,
    MapCorpus,
    QuoteCorpus,
    Quoted,
)
from distill.protocol.meter import Meter
from distill.protocol.output import PlayedCodes
from distill.protocol.source_folders import NO_FOLDERS, SourceRoots
from distill.types import Codes, FloatArray, Json


@dataclass(frozen=True, slots=True)
class LoadModel:
    """Load a `.distill` file as the current model.

    Attributes:
        path: The file.
        name: Its name in the library.
        id: Id of the model in use, for a worker that takes over: if it has that model, it goes on
            with it, whatever the file holds now. Empty: load the file as it is.
    """

    path: str
    name: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class EncodeFile:
    """Encode a sound file.

    Attributes:
        path: The file.
        start_s: Start in seconds.
        length_s: Length in seconds; 0 means to the end.
        most_columns: Most columns, so that a longer sound is refused before it is read; 0: any.
        sources: Folder that keeps the sound as the source of the codes; empty: it is not kept.
        cache: Folder with the samples of sources, which all workers share.
        libraries: Folders of models, whose corpora may carry a clip.
        carry: Keep the sound, or of a clip what carries it.
    """

    path: str
    start_s: float = 0.0
    length_s: float = 0.0
    most_columns: int = 0
    sources: str = ""
    cache: str = ""
    libraries: tuple[str, ...] = ()
    carry: bool = True


@dataclass(frozen=True, slots=True)
class RenderClip:
    """Render codes to a WAV file with its sidecar.

    Attributes:
        folder: Folder of the file.
        stem: Requested name; a counter is added if it exists.
        codes: Shape [W, H, Q].
        sidecar: Contents of the sidecar besides codes and quality (model, seed, parameters...).
        values: Live values by name; a clip uses those of the master.
        frames: Exact length of a clip that loops, or 0 for that of the codes.
        samples: Length of the codes' sound, which may end inside the last column; 0: with it.
        bars: Bars of a clip in bars, else 0.
        meter: Their tempo and beats.
        carriers: What carries the codes, or None.
        sources: Where the sources are.
    """

    folder: str
    stem: str
    codes: Codes
    sidecar: Json
    values: Mapping[str, float] = field(default_factory=live_values)
    subtype: Literal["FLOAT", "PCM_24"] = "FLOAT"
    frames: int = 0
    samples: int = 0
    bars: int = 0
    meter: Meter = field(default_factory=Meter)
    carriers: Carriers | None = None
    sources: SourceRoots = NO_FOLDERS


@dataclass(frozen=True, slots=True, eq=False)
class SampleCodes:
    """Sample codes from the prior.

    Attributes:
        codes: Shape [W, H, Q]; the known codes.
        free: Shape [W, H, Q], bool; True where the prior samples, False where `codes` stays.
        context: Shape [W', H, Q]; the columns before (may be none).
        sampling: Temperature, top_k and seed.
        tries: Candidates for a column before a fixed one; the one that joins best is used.
        loops: Does the first column sound again after the last?
        sources: Where the sounds are that carry what is written; those of its beginning are opened,
            so that it can be played at once.
    """

    codes: Codes
    free: npt.NDArray[np.bool_]
    context: Codes
    sampling: SamplingParams
    tries: int = 1
    loops: bool = False
    sources: SourceRoots = NO_FOLDERS


@dataclass(frozen=True, slots=True, eq=False)
class CaptureOutput:
    """Write a range of the recent output to a WAV file with its sidecar.

    Attributes:
        audio_name: Name of the output's `RecentAudio`.
        first: Its first frame there.
        last: The frame after its last one.
        folder: Folder of the file.
        stem: Requested name; a counter is added if it exists.
        played: The codes of the range, or None.
        sidecar: Contents of the sidecar besides codes and quality.
    """

    audio_name: str
    first: int
    last: int
    folder: str
    stem: str
    played: PlayedCodes | None
    sidecar: Json


@dataclass(frozen=True, slots=True)
class SnapshotLive:
    """Return the state of the live sound, from which it can continue later."""


@dataclass(frozen=True, slots=True, eq=False)
class MeasureSurprise:
    """Measure how much each column of codes [W, H, Q] surprises the prior."""

    codes: Codes


Task: TypeAlias = (
    LoadModel
    | EncodeFile
    | RenderClip
    | SampleCodes
    | MeasureSurprise
    | CaptureOutput
    | SnapshotLive
    | FindPlaces
    | QuoteCorpus
    | MapCorpus
)


@dataclass(frozen=True, slots=True)
class CorpusInfo:
    """What the main process knows about the corpus of a model.

    Attributes:
        files: How many sounds; 0 without a corpus.
        seconds: Their length.
        bytes: Size of its files.
        problem: Why it is not used, or not all of it; empty while all is well.
    """

    files: int = 0
    seconds: float = 0.0
    bytes: int = 0
    problem: str = ""


NO_CORPUS: Final = CorpusInfo()


@dataclass(frozen=True, slots=True, eq=False)
class ModelInfo:
    """What the main process knows about the loaded model (without torch).

    Attributes:
        id: Hash of the tensors.
        codec_id: Hash of the codec's tensors alone; a grid stores it.
        name: Folder or file name in the library.
        size: K.
        bands: H.
        levels: Q.
        column: Samples per column.
        codebooks: Shape [Q, K, D], float32.
        has_prior: Does it have a prior?
        metadata: Author, licence, data, metrics, date.
        louder: Shape [Q, H]: 1 where the first direction of a level's map makes a band louder, -1
            where softer; empty if unknown.
        corpus: Its corpus.
        source_names: File and second at which each source of the corpus begins, by its id.
        file_ends: Second at which each file of the corpus ends, by its name, in order.
    """

    id: str
    codec_id: str
    name: str
    size: int
    bands: int
    levels: int
    column: int
    codebooks: FloatArray
    has_prior: bool
    metadata: Json = field(default_factory=dict)
    louder: FloatArray = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    corpus: CorpusInfo = NO_CORPUS
    source_names: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    file_ends: Mapping[str, float] = field(default_factory=dict)

    @property
    def date(self) -> str:
        """Date of the model in its file; may be empty."""
        return str(self.metadata.get("date") or "")

    @property
    def checkpoint(self) -> str:
        """Progress of its training, such as `prior, step 1200`; empty for a finished model."""
        return str(self.metadata.get("checkpoint") or "")


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """Codes of a file.

    Attributes:
        codes: Shape [W, H, Q].
        restored: Were they read from the clip's own sidecar chunk?
        seconds: Length of the sound.
        samples: The same in samples; it may end inside the last column. 0: with it.
        source: Id of the sound that was kept; column k begins at sample k times a column's
            samples. Empty: none was.
        channels: Channels of the source.
        carriers: What carries the codes: that source, or what carried a clip whose codes they are.
            None: nothing.
    """

    codes: Codes
    restored: bool
    seconds: float
    samples: int = 0
    source: str = ""
    channels: int = 1
    carriers: Carriers | None = None


@dataclass(frozen=True, slots=True)
class Clip:
    """A finished WAV on disk, already renamed into place."""

    path: str
    samples: int
    rate: int
    channels: int
    quality: Json


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """Codes that the prior sampled.

    Attributes:
        codes: Shape [W, H, Q].
        nats: Mean surprise per code.
        carriers: What carries them: the sounds that they were written from. None: nothing.
    """

    codes: Codes
    nats: float
    carriers: Carriers | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Surprise:
    """Mean surprise of the codes of each column in nats, shape [W]."""

    nats: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Captured:
    """A range of the output as a finished WAV, and the codes that it actually holds."""

    clip: Clip
    played: PlayedCodes | None


@dataclass(frozen=True, slots=True)
class LiveSnapshot:
    """State of the live sound, as bytes that only the worker reads; empty in silence."""

    live: bytes


Result: TypeAlias = (
    ModelInfo
    | Encoded
    | Clip
    | Sampled
    | Surprise
    | Captured
    | LiveSnapshot
    | FoundPlaces
    | Quoted
    | CorpusMap
)
