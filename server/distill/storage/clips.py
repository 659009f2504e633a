"""Clips: WAV files that carry the codes and settings they were made from.

A clip is written under a temporary name, brought to disk, and only then given its name, so nobody
ever sees half a clip; a name that is taken is never written over. What made the clip is said twice:
in `<name>.json` beside it, and in a box named `dstl` behind the sound, which moves with the file.
"""

import errno
import hashlib
import itertools
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np

from distill.errors import AudioFileProblem, BadArgument, FileProblem
from distill.storage import riff
from distill.storage.atomic import Advice, claim, settle, temporary, translated
from distill.storage.gridfile import pack_codes, unpack_codes
from distill.storage.quality import measure
from distill.storage.roots import check_name
from distill.types import SAMPLE_RATE, Audio, Codes, Json

FORMAT: Final = "distill_clip"
VERSION: Final = 1
BOX: Final = b"dstl"
MAX_BOX: Final = 64 * 2**20
"""Largest box that is read, in bytes; half an hour of codes has 1 MB."""
SPARE: Final = 2**24
"""Bytes that a disk must have beyond the clip: a full system disk is worse than a missing clip."""
MOST: Final = 9999
"""Clips of one name in a folder."""
BLOCK: Final = 1 << 18
"""Samples brought to disk at a time."""
_ADVICE: Final = Advice(
    "free some space, or choose another clip folder; nothing was written",
    "make the folder writable, or choose another one",
)

Kind = Literal["FLOAT", "PCM_24"]


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """Codes that a clip carries.

    Attributes:
        codes: Shape [W, H, Q].
        model: Id of the codec that made them, or in older clips of its whole model.
    """

    codes: Codes
    model: str


def write_clip(
    folder: Path, stem: str, audio: Audio, sidecar: Json, codes: Codes | None, subtype: Kind
) -> tuple[Path, Json]:
    """Write a clip and its sidecar.

    Args:
        folder: Made if only it is missing.
        stem: Name wished for, with or without `.wav`; `-2`, `-3`... is added when it is taken.
        audio: Shape [T] or [T, 2], finite. `PCM_24` clips at full scale, and the quality says so.
        sidecar: What made the clip.
        codes: Shape [W, H, Q].
        subtype: 32-bit float or 24-bit whole numbers.

    Returns:
        The file, and what was measured on it (see `quality.measure`).

    Raises:
        PathRefused: The name is no plain name.
        BadArgument: No sound, or NaN in it, or too long for a WAV file.
        DiskFull: There is no room; nothing is left behind.
        FileProblem: The folder cannot be written to; nothing is left behind.
    """
    name = check_name(stem[:-4] if stem.lower().endswith(".wav") else stem)
    sound = audio[:, None] if audio.ndim == 1 else audio
    if not len(sound) or sound.shape[1] not in {1, 2}:
        raise BadArgument(f"a clip has sound in one or two channels, got shape {audio.shape}")
    if not np.isfinite(sound).all():
        raise BadArgument("the sound holds NaN or infinity; no clip was written")
    quality = measure(audio)
    about = _describe(sound, subtype, quality, codes)
    text = json.dumps({**sidecar, **about}, ensure_ascii=False, allow_nan=False, indent=1)
    extra = riff.box(BOX, text.encode())
    head = riff.wave_head(sound.shape[1], SAMPLE_RATE, len(sound), subtype, len(extra))
    wav, note = folder / f"{name}.wav", folder / f"{name}.json"
    with translated(f"the clip in {folder}", folder, _ADVICE):
        _make_room(folder, len(head) + sound.size * 4 + 2 * len(extra))
        parts = itertools.chain([head], _blocks(sound, subtype), [_pad(sound, subtype), extra])
        with temporary(wav, parts) as sounding, temporary(note, [text.encode()]) as beside:
            path = _place(sounding, beside, folder, name)
        settle(folder)
    return path, quality


def read_codes(path: Path) -> Embedded | None:
    """Give the codes of a clip whose sound is still the one they made; else None.

    Raises:
        AudioFileProblem: The file cannot be opened.
    """
    found = _read(path)
    if found is None:
        return None
    about, sound_hash = found
    model = about.get("codec", about.get("model"))
    if about.get("sound") != sound_hash or not isinstance(model, str):
        return None
    try:
        codes = unpack_codes(about["codes"])
    except (FileProblem, KeyError, TypeError):
        return None
    usable = codes.ndim == 3 and codes.size > 0 and int(codes.min()) >= 0  # noqa: PLR2004 - [W, H, Q]
    return Embedded(codes, model) if usable else None


def _describe(sound: Audio, subtype: Kind, quality: Json, codes: Codes | None) -> Json:
    """Say what the file is; `sound` is a hash, so that edited sound is not taken for its codes."""
    digest = hashlib.sha256()
    for block in _blocks(sound, subtype):
        digest.update(block)
    return {
        "format": FORMAT,
        "version": VERSION,
        "samples": len(sound),
        "rate": SAMPLE_RATE,
        "channels": int(sound.shape[1]),
        "subtype": subtype,
        "quality": quality,
        "sound": digest.hexdigest(),
        "codes": None if codes is None else pack_codes(codes),
    }


def _blocks(sound: Audio, subtype: Kind) -> Iterator[bytes]:
    """Give the bytes of sound [T, C], little-endian."""
    for at in range(0, len(sound), BLOCK):
        block = sound[at : at + BLOCK]
        if subtype == "FLOAT":
            yield np.ascontiguousarray(block, dtype="<f4").tobytes()
        else:
            whole = np.rint(block.astype(np.float64) * 2**23).clip(-(2**23), 2**23 - 1)
            four = np.ascontiguousarray(whole, dtype="<i4").view(np.uint8).reshape(-1, 4)
            yield four[:, :3].tobytes()


def _pad(sound: Audio, subtype: Kind) -> bytes:
    return b"\0" * (sound.size * (4 if subtype == "FLOAT" else 3) % 2)


def _make_room(folder: Path, size: int) -> None:
    """Make the folder if only it is missing, and refuse a disk that is nearly full."""
    folder.mkdir(exist_ok=True)
    if shutil.disk_usage(folder).free < size + SPARE:
        raise OSError(errno.ENOSPC, f"{size / 2**20:.1f} MiB are needed")


def _place(wav: Path, note: Path, folder: Path, name: str) -> Path:
    """Give both files the first free name; the sidecar comes first, so a clip never lacks it."""
    for count in range(1, MOST + 1):
        stem = name if count == 1 else f"{name}-{count}"
        path, beside = folder / f"{stem}.wav", folder / f"{stem}.json"
        if path.exists() or beside.exists():
            continue
        try:
            claim(note, beside)
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
    raise FileExistsError(errno.EEXIST, f"there are {MOST} clips named {name}")


def _read(path: Path) -> tuple[Json, str] | None:
    """Give a clip's own words and the hash of its sound."""
    if path.exists() and not path.is_file():  # opening a pipe would wait for ever
        return None
    try:
        with path.open("rb") as file:
            if not riff.is_wave(file.read(12)):
                return None
            boxes = {chunk.name: chunk for chunk in riff.chunks(file)}
            if BOX not in boxes or b"data" not in boxes or boxes[BOX].size > MAX_BOX:
                return None
            file.seek(boxes[BOX].at)
            about = json.loads(file.read(boxes[BOX].size))
            digest = hashlib.sha256()
            file.seek(boxes[b"data"].at)
            left = boxes[b"data"].size
            while left > 0 and (part := file.read(min(left, 1 << 20))):
                digest.update(part)
                left -= len(part)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return None
    except OSError as error:
        raise AudioFileProblem(f"{path.name} cannot be opened: {error.strerror}") from error
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        return None
    return about, digest.hexdigest()
