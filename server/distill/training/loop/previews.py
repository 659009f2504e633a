"""Audio previews of a model in training: one held-out clip at successive steps."""

import io
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from distill.codec.codec import Codec
from distill.codes.codebook import Codebook
from distill.codes.edit import randomize_neighbours
from distill.codes.grid import Grid
from distill.codes.region import Region
from distill.codes.sampling_params import SamplingParams
from distill.mel.mel_config import MelConfig
from distill.nn.transformer import Prior
from distill.parameters import FINE_TEMPERATURE
from distill.prior.sampler import Sampler
from distill.storage import atomic
from distill.types import Codes, Mel, Samples
from distill.vocoder.griffin_lim import GriffinLim

CLIP_FRAMES: Final = 384
"""Longest clip of a preview (4.1 s)."""
_EVERY: Final = 4
"""Validations from one preview to the next; the first validation has one."""
_ITERATIONS: Final = 8
"""Iterations of Griffin-Lim: half as many as for a clip."""
_NUDGE: Final = 0.1
"""Share of the codes that are moved to near neighbours."""
_PROMPT_COLUMNS, _GENERATED_COLUMNS = 6, 24
"""Columns of the prior's prompt and of its continuation: about 1 s and 4 s."""
_SEED: Final = 1


class Previews:
    """Writes previews as WAV files, named by stage and step.

    Threads: the training's own.
    """

    def __init__(self, folder: Path, mel: MelConfig) -> None:
        self._folder, self._mel = folder, mel
        self._vocoder = GriffinLim(mel, _ITERATIONS)

    def due(self, validations: int) -> bool:
        """Is a preview due after this many validations?"""
        return validations % _EVERY == 0

    def of_codec(self, codec: Codec, clip: Mel, step: int) -> None:
        """Write a held-out clip, its reconstruction, and one from slightly moved codes.

        Args:
            codec: The codec so far.
            clip: Log-mel [L, M].
            step: Step of the training.

        Raises:
            FileProblem: A file cannot be written.
        """
        original = self._folder / "original.wav"
        if not original.exists():
            self._write(original, clip)
        codes = codec.encode_mel(clip)
        self._decode(f"codec-{step:07}", codec, codes)
        self._decode(f"codec-{step:07}-nudged", codec, nudged(codec, codes))

    def of_prior(self, prior: Prior, codec: Codec, sound: Codes, step: int) -> None:
        """Write the prior's continuation of the beginning of a sound [W, H, Q].

        Raises:
            FileProblem: A file cannot be written.
        """
        sampler = Sampler.from_arrays(prior.config, prior.to_arrays(), bfloat16=True)
        prompt = sound[:_PROMPT_COLUMNS]
        state = sampler.start(prompt, _SEED)
        params = SamplingParams(fine=FINE_TEMPERATURE)
        generated = [sampler.column(state, params).codes for _ in range(_GENERATED_COLUMNS)]
        self._decode(f"prior-{step:07}", codec, np.concatenate([prompt, np.stack(generated)]))

    def _decode(self, name: str, codec: Codec, codes: Codes) -> None:
        self._write(self._folder / f"{name}.wav", codec.decode_codes(codes))

    def _write(self, file: Path, mel: Mel) -> None:
        audio = self._vocoder.render(mel, _SEED)
        content = io.BytesIO()
        rate = self._mel.sample_rate
        soundfile.write(content, audio.clip(-1, 1), rate, format="WAV", subtype="PCM_16")
        atomic.replace(file, content.getbuffer())


def nudged(codec: Codec, codes: Codes) -> Codes:
    """Move a few codes [W, H, Q] to near neighbours, the same codes each time."""
    config = codec.config
    grid = Grid(codes, config.size, "", Samples(config.column_samples))
    book = Codebook(codec.codebooks())
    chance = np.random.default_rng(_SEED)
    return randomize_neighbours(grid, Region(), _NUDGE, book, chance).codes
