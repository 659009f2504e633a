"""The systems that `sound.py` compares, each with its bit rate."""

import io
import math
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from torch import Tensor

from distill.bundle import Bundle
from distill.codec.codec_config import CodecConfig
from distill.errors import BadArgument
from distill.mel.analysis import LogMel
from distill.mel.mel_config import MelConfig
from distill.training.evaluation.metrics import as_standard
from distill.types import SAMPLE_RATE, Audio, Mel

OPUS_KBPS = (6, 12)


@dataclass(frozen=True, eq=False)
class Reconstruction:
    """One reconstructed sound.

    Attributes:
        system: Name of the system.
        sound: Shape [T].
        decoded: The decoded mel in the fixed analysis, [1, 128, L]; None without one.
        kbps: 1000 bits per second; NaN if there is no bit stream.
    """

    system: str
    sound: Audio
    decoded: Tensor | None
    kbps: float


System = Callable[[Audio], Iterator[Reconstruction]]


def all_systems(bundle: Bundle) -> list[System]:
    """Return the model, the upper bound of its mel, and Opus."""
    return [through_model(bundle), through_mel(bundle), *(opus(rate) for rate in OPUS_KBPS)]


def through_model(bundle: Bundle) -> System:
    """Encode and decode, then render with each vocoder of the model."""

    def run(audio: Audio) -> Iterator[Reconstruction]:
        mel = analyse(audio, bundle.config.mel)
        frames = bundle.codec.decode_codes(bundle.codec.encode_mel(mel))[: len(mel)]
        yield from vocoded(bundle, "the model", audio, frames, kbps_of(bundle.config))

    return run


def through_mel(bundle: Bundle) -> System:
    """Render the mel of the original: the upper bound of a codec of this geometry."""

    def run(audio: Audio) -> Iterator[Reconstruction]:
        mel = analyse(audio, bundle.config.mel)
        yield from vocoded(bundle, "original mel", audio, mel, float("nan"))

    return run


def vocoded(
    bundle: Bundle, label: str, audio: Audio, frames: Mel, kbps: float
) -> Iterator[Reconstruction]:
    """Render a mel [M, L] with the whole-clip vocoder and with the live one."""
    decoded = standard_mel(frames, bundle.config.mel, -(-len(audio) // 512))
    whole = bundle.whole_vocoder.render(frames, 0)
    yield Reconstruction(f"{label}, Griffin-Lim", fitted(whole, audio), decoded, kbps)
    live = bundle.vocoder.render(frames)
    yield Reconstruction(f"{label}, live vocoder", fitted(live, audio), decoded, kbps)


def opus(nominal: int) -> System:
    """Encode and decode with Opus at a nominal kbit/s, with opus-tools if they are installed.

    `opusenc --music` keeps the upper octaves at 12 kbit/s, which other encoders drop (mel error on
    six clips of music 3.2 dB, 5.3 without the option, 9.2 of libsndfile). A codec is compared with
    the best one, and the row names it. The bits are those of the whole Ogg file with its headers.
    """
    tools = shutil.which("opusenc") and shutil.which("opusdec")
    code, name = (by_tools, "opusenc") if tools else (by_library, "libsndfile")

    def run(audio: Audio) -> Iterator[Reconstruction]:
        sound, size = code(audio, nominal)
        kbps = size * 8 / (len(audio) / SAMPLE_RATE) / 1000
        yield Reconstruction(f"Opus {nominal} nominal, {name}", fitted(sound, audio), None, kbps)

    return run


def by_tools(audio: Audio, nominal: int) -> tuple[Audio, int]:
    """Encode and decode with opus-tools; return the sound and the bytes of the file."""
    with tempfile.TemporaryDirectory() as folder:
        wave, packed, back = (Path(folder, name) for name in ("in.wav", "in.opus", "out.wav"))
        soundfile.write(wave, audio, SAMPLE_RATE, subtype="FLOAT")
        for words in (
            ["opusenc", "--quiet", "--music", "--bitrate", str(nominal), wave, packed],
            ["opusdec", "--quiet", "--float", packed, back],
        ):
            subprocess.run(words, check=True, capture_output=True)
        sound, _ = soundfile.read(back, dtype="float32")
        return sound, packed.stat().st_size


def by_library(audio: Audio, nominal: int) -> tuple[Audio, int]:
    """Encode and decode with libsndfile, whose compression 0..1 means 256..6 kbit/s per channel."""
    file = io.BytesIO()
    level = (256 - nominal) / 250
    with soundfile.SoundFile(
        file, "w", SAMPLE_RATE, 1, format="OGG", subtype="OPUS", compression_level=level
    ) as writer:
        writer.write(audio)
    size = file.tell()
    file.seek(0)
    sound, _ = soundfile.read(file, dtype="float32")
    return sound, size


def analyse(audio: Audio, config: MelConfig) -> Mel:
    """Return log-mel [L, M] in the geometry of a model; silence pads the last frame."""
    whole = np.pad(audio, (0, -len(audio) % config.hop))
    return LogMel(config).whole(whole)


def standard_mel(frames: Mel, config: MelConfig, count: int) -> Tensor | None:
    """Convert a decoded mel [L, M] to the fixed analysis; None if that is impossible."""
    try:
        return as_standard(frames, config, count)
    except BadArgument:
        return None


def fitted(sound: Audio, like: Audio) -> Audio:
    """Cut or pad a sound to the length of another."""
    cut = sound[: len(like)]
    return np.ascontiguousarray(np.pad(cut, (0, len(like) - len(cut))))


def kbps_of(config: CodecConfig) -> float:
    """Return the kbit/s of codes, each code at its full log2 K bits."""
    column_s = config.column_samples / SAMPLE_RATE
    return config.bands * config.levels * math.log2(config.size) / column_s / 1000
