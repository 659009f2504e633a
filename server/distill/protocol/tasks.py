"""What the session asks of the model worker, and what comes back, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from distill.codes.sampling_params import SamplingParams
from distill.parameters import live_values
from distill.protocol.output import PlayedCodes
from distill.types import Codes, FloatArray, Json


@dataclass(frozen=True, slots=True)
class LoadModel:
    """Load a `.distill` file and make it the one that everything uses."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class EncodeFile:
    """Turn a sound file into codes. `length_s` 0 means to the end."""

    path: str
    start_s: float = 0.0
    length_s: float = 0.0


@dataclass(frozen=True, slots=True)
class RenderClip:
    """Turn codes into a WAV file with its sidecar.

    Attributes:
        folder: Where the file goes.
        stem: Name wished for; a counter is added if it is taken.
        codes: Shape [W, H, Q].
        sidecar: What the sidecar says beside codes and quality (model, seed, parameters...).
        values: Live values by name; a clip takes those of the master.
        frames: Exact length of a clip that is to go round, or 0 for that of the codes.
    """

    folder: str
    stem: str
    codes: Codes
    sidecar: Json
    values: Mapping[str, float] = field(default_factory=live_values)
    subtype: Literal["FLOAT", "PCM_24"] = "FLOAT"
    frames: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class SampleCodes:
    """Let the prior write codes.

    Attributes:
        codes: Shape [W, H, Q]; what is known.
        free: Shape [W, H, Q], bool; True where the prior writes, False where `codes` stays.
        context: Shape [W', H, Q]; what came before (may have no columns).
        chance: Temperature, top_k and seed.
        tries: Ways in which a column before a kept one is written, to take what leads on best.
    """

    codes: Codes
    free: npt.NDArray[np.bool_]
    context: Codes
    chance: SamplingParams
    tries: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class CaptureOutput:
    """Write a stretch of what was heard to a WAV file with its sidecar.

    Attributes:
        tape: Name of what holds it.
        first: Its first frame there.
        last: The frame after its last one.
        folder: Where the file goes.
        stem: Name wished for; a counter is added if it is taken.
        sounded: The codes it was made of, or None.
        sidecar: What the sidecar says beside codes and quality.
    """

    tape: str
    first: int
    last: int
    folder: str
    stem: str
    sounded: PlayedCodes | None
    sidecar: Json


@dataclass(frozen=True, slots=True)
class SnapshotLive:
    """Tell where what sounds now stands, so that it can go on from there later."""


@dataclass(frozen=True, slots=True, eq=False)
class MeasureSurprise:
    """Tell how little the prior expected each column of codes [W, H, Q]."""

    codes: Codes


Task: TypeAlias = (
    LoadModel
    | EncodeFile
    | RenderClip
    | SampleCodes
    | MeasureSurprise
    | CaptureOutput
    | SnapshotLive
)


@dataclass(frozen=True, slots=True, eq=False)
class ModelInfo:
    """What the main process needs to know about the loaded model (no torch).

    Attributes:
        id: Hash of the tensors.
        codec_id: Hash of the codec's tensors alone: what a grid remembers.
        name: Folder or file name in the library.
        size: K.
        bands: H.
        levels: Q.
        column: Samples in a column.
        codebooks: Shape [Q, K, D], float32.
        has_prior: Can it generate?
        metadata: Author, licence, data, metrics, date.
        louder: Shape [Q, H]: 1 where the first direction of a level's map makes a band louder, -1
            where softer; empty if that is not known.
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

    @property
    def date(self) -> str:
        """When it was made, as its file says; may be empty."""
        return str(self.metadata.get("date") or "")

    @property
    def checkpoint(self) -> str:
        """How far its training was, as in `prior, step 1200`; empty for a finished one."""
        return str(self.metadata.get("checkpoint") or "")


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """Codes of a file; `restored` tells that they came from the clip's own sidecar chunk."""

    codes: Codes
    restored: bool
    seconds: float


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
    """Codes the prior wrote, shape [W, H, Q], with mean surprise in nats per token."""

    codes: Codes
    nats: float


@dataclass(frozen=True, slots=True, eq=False)
class Surprise:
    """Mean surprise of the codes of each column in nats, shape [W]."""

    nats: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Captured:
    """A stretch of what was heard as a finished WAV, and the codes that are really in it."""

    clip: Clip
    sounded: PlayedCodes | None


@dataclass(frozen=True, slots=True)
class LiveSnapshot:
    """Where what sounded stood, as bytes for the worker alone; empty if nothing did."""

    live: bytes


Result: TypeAlias = ModelInfo | Encoded | Clip | Sampled | Surprise | Captured | LiveSnapshot
