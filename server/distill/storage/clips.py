"""Clips: WAV files that carry the codes and settings they were made from.

They name the sounds that carry the codes, too; those sounds themselves are not in them.

A clip is written under a temporary name, synced to disk, and only then given its final name, so no
reader sees half a clip; an existing file is never overwritten. The metadata is stored twice: in
`<name>.json` beside the clip, and in a chunk named `dstl` after the sound, inside the file.
"""

import errno
import hashlib
import json
import logging
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeVar

import numpy as np

from distill.codes.carriers import Carriers
from distill.errors import AudioFileProblem, BadArgument, FileProblem
from distill.names import check_clip_name
from distill.storage import jsontext, regular_file, riff
from distill.storage.atomic import (
    Advice,
    begun,
    claim,
    leave_room,
    sync_file,
    sync_folder,
    temporary,
    translated,
)
from distill.storage.clip_carriers import pack_carriers, unpack_carriers
from distill.storage.file_names import shown
from distill.storage.gridfile import pack_codes, unpack_codes, unpack_samples
from distill.storage.quality import Measurement
from distill.types import SAMPLE_RATE, Audio, Codes, Json

log = logging.getLogger("distill.files")

FORMAT: Final = "distill_clip"
VERSION: Final = 1
CHUNK: Final = b"dstl"
MAX_CHUNK: Final = 64 * 2**20
"""Largest chunk that is read, in bytes; half an hour of codes has 1 MB."""
MAX_CLIPS: Final = 9999
"""Most clips of one name in a folder."""
BLOCK: Final = 1 << 17
"""Samples measured and written at a time."""
SYNC_BLOCKS: Final = 16
"""Blocks between two syncs to disk, so that the last one is short."""
_ADVICE: Final = Advice(
    "free some space, or choose another clip folder; nothing was written",
    "make the folder writable, or choose another one",
)

Kind = Literal["FLOAT", "PCM_24"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """The codes that are in a clip.

    Attributes:
        codes: Shape [W, H, Q].
        model: Id of the codec that made them; in older clips, of the whole model.
        samples: Where their sound ends, in the last column; 0, as in older clips: with it.
        begins: Sample at which each column begins, if it is a recording of the output, in which
            columns may be missing; else empty, and they follow each other from the first sample.
        carriers: What carries the codes, which may be nothing; its sources may be gone. None: the
            clip does not say, as older ones.
    """

    codes: Codes
    model: str
    samples: int = 0
    begins: tuple[int, ...] = ()
    carriers: Carriers | None = None


def write_clip(
    folder: Path,
    stem: str,
    audio: Audio,
    sidecar: Json,
    codes: Codes | None,
    subtype: Kind,
    *,
    samples: int = 0,
    carriers: Carriers | None = None,
    loop: riff.Loop | None = None,
) -> tuple[Path, Json]:
    """Write a clip and its sidecar at once; as `write_clip_steps`."""
    about = folder, stem, audio, sidecar, codes, subtype
    return _result(write_clip_steps(*about, samples=samples, carriers=carriers, loop=loop))


def write_clip_steps(
    folder: Path,
    stem: str,
    audio: Audio,
    sidecar: Json,
    codes: Codes | None,
    subtype: Kind,
    *,
    samples: int = 0,
    carriers: Carriers | None = None,
    loop: riff.Loop | None = None,
) -> Generator[float, None, tuple[Path, Json]]:
    """Write a clip and its sidecar; yield the share that is done (0..1).

    A generator that is closed before its end leaves nothing behind.

    Args:
        folder: Created if its parent exists.
        stem: Name, with or without `.wav`; `-2`, `-3`... is appended if it exists.
        audio: Shape [T] or [T, 2], finite. `PCM_24` clips at full scale; the quality counts it.
        sidecar: Metadata of the clip.
        codes: Shape [W, H, Q].
        subtype: 32-bit float or 24-bit integers.
        samples: Where the sound of the codes ends, in the last column; 0: with it.
        carriers: What carries the codes; None: nothing.
        loop: Musical time of a clip that loops, for other programs.

    Returns:
        The file, and its quality (see `quality.measure`).

    Raises:
        PathRefused: The name is not a plain file name.
        BadArgument: The sound is empty, not finite, or too long for a WAV file.
        DiskFull: The disk is full; nothing is left behind.
        FileProblem: The folder cannot be written to; nothing is left behind.
    """
    name = check_clip_name(stem)
    sound = audio[:, None] if audio.ndim == 1 else audio
    if not len(sound) or sound.shape[1] not in {1, 2}:
        raise BadArgument(f"a clip has one or two channels of sound, got shape {audio.shape}")
    about = {**(yield from _describe(sound, subtype)), "codes": None}
    if codes is not None:
        about |= {"codes": pack_codes(codes, samples), "carriers": pack_carriers(carriers, codes)}
    text = json.dumps({**sidecar, **about}, ensure_ascii=False, allow_nan=False, indent=1)
    extra = b"" if loop is None else riff.loop_chunks(loop, len(sound), SAMPLE_RATE)
    extra += riff.pack_chunk(CHUNK, text.encode())
    head = riff.wave_head(sound.shape[1], SAMPLE_RATE, len(sound), subtype, len(extra))
    wav, sidecar_file = folder / f"{name}.wav", folder / f"{name}.json"
    with translated(f"the clip in {folder}", folder, _ADVICE):
        _prepare(folder, len(head) + sound.size * 4 + 2 * len(extra))
        with (
            begun(wav) as (file, wav_part),
            temporary(sidecar_file, [text.encode()]) as sidecar_part,
        ):
            file.write(head)
            for at in range(0, len(sound), BLOCK):
                file.write(_bytes(sound[at : at + BLOCK], subtype))
                if at // BLOCK % SYNC_BLOCKS == SYNC_BLOCKS - 1:
                    sync_file(file)
                yield 0.5 + 0.5 * at / len(sound)
            file.write(_pad(sound, subtype) + extra)
            sync_file(file)
            file.close()
            path = _claim_names(wav_part, sidecar_part, folder, name)
        sync_folder(folder)
    return path, about["quality"]


def read_codes(path: Path) -> Embedded | None:
    """Return the codes of a clip, or None if it has none or its sound was edited.

    Raises:
        AudioFileProblem: The file cannot be opened.
    """
    return _result(read_codes_steps(path))


def read_codes_steps(path: Path) -> Generator[float, None, Embedded | None]:
    """Do the same, and yield the share of the sound that was compared (0..1)."""
    found = yield from _read(path)
    if found is None:
        return None
    about, sound_hash = found
    model = about.get("codec", about.get("model"))
    if about.get("sound") != sound_hash or not isinstance(model, str):
        return None
    try:
        codes, samples = unpack_codes(about["codes"]), unpack_samples(about["codes"])
        begins = tuple(int(begin) for begin in about.get("heard", {}).get("begins", ()))
    except (FileProblem, AttributeError, KeyError, TypeError, ValueError):
        return None
    usable = codes.ndim == 3 and codes.size > 0 and int(codes.min()) >= 0  # noqa: PLR2004 - [W, H, Q]
    if not usable:
        return None
    return Embedded(codes, model, samples, begins, _carriers(about, codes, path))


def _carriers(about: Json, codes: Codes, path: Path) -> Carriers | None:
    """Return what carries codes; None if the metadata does not say, or is damaged there."""
    if "carriers" not in about:
        return None
    try:
        return unpack_carriers(about["carriers"], codes)
    except FileProblem as problem:
        log.warning("%s is used without the sounds of its codes: %s", shown(path.name), problem)
        return None


def _result(steps: Generator[float, None, T]) -> T:
    """Run all steps."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result


def _describe(sound: Audio, subtype: Kind) -> Generator[float, None, Json]:
    """Return the metadata of the file; `sound` is a hash that reveals edits of the sound.

    Raises:
        BadArgument: The sound is not finite.
    """
    digest, measurement = hashlib.sha256(), Measurement(sound.shape[1])
    for at in range(0, len(sound), BLOCK):
        block = sound[at : at + BLOCK]
        if not np.isfinite(block).all():
            raise BadArgument("the sound holds NaN or infinity; no clip was written")
        measurement.add(block)
        digest.update(_bytes(block, subtype))
        yield 0.5 * at / len(sound)
    return {
        "format": FORMAT,
        "version": VERSION,
        "samples": len(sound),
        "rate": SAMPLE_RATE,
        "channels": int(sound.shape[1]),
        "subtype": subtype,
        "quality": measurement.result(),
        "sound": digest.hexdigest(),
    }


def _bytes(block: Audio, subtype: Kind) -> bytes:
    """Return the bytes of sound [T, C], little-endian."""
    if subtype == "FLOAT":
        return np.ascontiguousarray(block, dtype="<f4").tobytes()
    whole = np.rint(block.astype(np.float64) * 2**23).clip(-(2**23), 2**23 - 1)
    four = np.ascontiguousarray(whole, dtype="<i4").view(np.uint8).reshape(-1, 4)
    return four[:, :3].tobytes()


def _pad(sound: Audio, subtype: Kind) -> bytes:
    return b"\0" * (sound.size * (4 if subtype == "FLOAT" else 3) % 2)


def _prepare(folder: Path, size: int) -> None:
    """Create the folder if its parent exists, and refuse a disk that is nearly full."""
    folder.mkdir(exist_ok=True)
    leave_room(folder, size)


def _claim_names(wav: Path, sidecar: Path, folder: Path, name: str) -> Path:
    """Give both files the first free name; the sidecar first, so that no clip lacks one."""
    for count in range(1, MAX_CLIPS + 1):
        stem = name if count == 1 else f"{name}-{count}"
        path, beside = folder / f"{stem}.wav", folder / f"{stem}.json"
        if path.exists() or beside.exists():
            continue
        try:
            claim(sidecar, beside)
        except FileExistsError:
            continue
        try:
            claim(wav, path)
        except FileExistsError:
            beside.unlink()
            continue
        except OSError:
            beside.unlink()
            raise
        return path
    raise FileExistsError(errno.EEXIST, f"there are {MAX_CLIPS} clips named {name}")


def _read(path: Path) -> Generator[float, None, tuple[Json, str] | None]:
    """Return the metadata in a clip and the hash of its sound, or None if it is not a clip."""
    if path.exists() and not path.is_file():  # opening a pipe would wait for ever
        return None
    try:
        with regular_file.open_regular(path) as file:
            if not riff.is_wave(file.read(12)):
                return None
            chunks = {chunk.name: chunk for chunk in riff.chunks(file)}
            if CHUNK not in chunks or b"data" not in chunks or chunks[CHUNK].size > MAX_CHUNK:
                return None
            file.seek(chunks[CHUNK].at)
            about = jsontext.parse(file.read(chunks[CHUNK].size))
            digest = hashlib.sha256()
            file.seek(chunks[b"data"].at)
            left = whole = chunks[b"data"].size
            while left > 0 and (part := file.read(min(left, 1 << 20))):
                digest.update(part)
                left -= len(part)
                yield 1.0 - left / whole
    except ValueError:
        return None
    except OSError as error:
        raise AudioFileProblem(f"{shown(path.name)} cannot be opened: {error.strerror}") from error
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        return None
    return about, digest.hexdigest()
