"""What `sound.py` compares: ways for a sound to come back, each with the bits it took."""

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
import torch
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
class Made:
    """One sound come back.

    Attributes:
        system: Which way it took.
        sound: Shape [T].
        painted: What the fixed analysis would see of a painted mel, [1, 128, L]; None without one.
        kbps: 1000 bits for each second; NaN where nothing is counted.
    """

    system: str
    sound: Audio
    painted: Tensor | None
    kbps: float


Way = Callable[[Audio], Iterator[Made]]


def ways(bundle: Bundle) -> list[Way]:
    """List the model, the best that its mel allows, and Opus."""
    return [through_model(bundle), through_mel(bundle), *(opus(rate) for rate in OPUS_KBPS)]


def through_model(bundle: Bundle) -> Way:
    """Encode and decode, then make sound with each of the model's vocoders."""

    def way(audio: Audio) -> Iterator[Made]:
        mel = analyse(audio, bundle.config.mel)
        codes = bundle.codec.encode_mel(mel)
        frames = bundle.codec.decode_codes(codes)[0, :, : mel.shape[-1]]
        yield from vocoded(bundle, "the model", audio, frames, kbps_of(bundle.config))

    return way


def through_mel(bundle: Bundle) -> Way:
    """Make sound of the original's own mel: what no codec of this geometry can pass."""

    def way(audio: Audio) -> Iterator[Made]:
        mel = analyse(audio, bundle.config.mel)[0]
        yield from vocoded(bundle, "original mel", audio, mel, float("nan"))

    return way


def vocoded(bundle: Bundle, label: str, audio: Audio, mel: Tensor, kbps: float) -> Iterator[Made]:
    """Make sound of a mel [M, L] with the whole-clip vocoder and with the live one."""
    frames: Mel = np.ascontiguousarray(mel.T.numpy())
    painted = shown(frames, bundle.config.mel, -(-len(audio) // 512))
    whole = bundle.whole_vocoder.render(frames, 0)
    yield Made(f"{label}, Griffin-Lim", fitted(whole, audio), painted, kbps)
    live = bundle.vocoder.render(frames)
    yield Made(f"{label}, live vocoder", fitted(live, audio), painted, kbps)


def opus(nominal: int) -> Way:
    """Send sound through Opus at so many kbit/s nominal, with opus-tools if they are here.

    `opusenc --music` keeps the upper octaves at 12 kbit/s where an encoder left to guess drops them
    (mel error on six clips of music 3.2 dB, 5.3 without the word, 9.2 of libsndfile): the best is
    what a codec should stand beside, and the row says which one it was.
    The bits counted are those of the whole Ogg file, its headers too.
    """
    tools = shutil.which("opusenc") and shutil.which("opusdec")
    code, name = (by_tools, "opusenc") if tools else (by_library, "libsndfile")

    def way(audio: Audio) -> Iterator[Made]:
        sound, size = code(audio, nominal)
        kbps = size * 8 / (len(audio) / SAMPLE_RATE) / 1000
        yield Made(f"Opus {nominal} nominal, {name}", fitted(sound, audio), None, kbps)

    return way


def by_tools(audio: Audio, nominal: int) -> tuple[Audio, int]:
    """Encode and decode with opus-tools; give the sound and the bytes of the file."""
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
    """Encode and decode with libsndfile, whose compression 0..1 means 256..6 kbit/s a channel."""
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


def analyse(audio: Audio, config: MelConfig) -> Tensor:
    """Give log-mel [1, M, L] in a model's geometry; silence fills the last frame."""
    whole = np.pad(audio, (0, -len(audio) % config.hop))
    return LogMel(config)(torch.from_numpy(whole)[None])


def shown(frames: Mel, config: MelConfig, count: int) -> Tensor | None:
    """Show a painted mel [L, M] to the fixed analysis, if it can be."""
    try:
        return as_standard(frames, config, count)
    except BadArgument:
        return None


def fitted(sound: Audio, like: Audio) -> Audio:
    """Cut or fill a sound to another's length."""
    cut = sound[: len(like)]
    return np.ascontiguousarray(np.pad(cut, (0, len(like) - len(cut))))


def kbps_of(config: CodecConfig) -> float:
    """Count 1000 bits for each second of codes, each code at its full log2 K bits."""
    column_s = config.column_samples / SAMPLE_RATE
    return config.bands * config.levels * math.log2(config.size) / column_s / 1000
