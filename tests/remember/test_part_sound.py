"""Parts of a sound overlap by their margins, and are what they were when they are decoded."""

import numpy as np
import pytest

from distill.errors import AudioFileProblem
from distill.remember.part_sound import (
    PART_COLUMNS,
    PartSound,
    SoundFormat,
    cut_parts,
    encoded,
    own_sound,
)
from kit.models import tones

COLUMN = 64


def ramp(samples, channels=1):
    """Return sound whose samples say where they were."""
    return np.repeat(np.arange(samples, dtype=np.float32)[:, None], channels, 1)


@pytest.mark.parametrize("columns", [0.5, 1, 160, 160.5, 161, 162, 163, 320, 321, 321.2, 322, 500])
@pytest.mark.parametrize("pieces", [1, 7, 400])
def test_own_columns_together_are_the_sound_and_margins_are_their_neighbours(columns, pieces):
    sound = ramp(round(columns * COLUMN), 2)
    at = 0
    parts = list(cut_parts(iter(np.array_split(sound, pieces)), COLUMN))
    for number, part in enumerate(parts):
        assert part.lead == (1 if number else 0)
        first = at - part.lead * COLUMN
        last = number == len(parts) - 1
        assert last or part.columns == PART_COLUMNS
        assert 0 < part.columns <= PART_COLUMNS
        end = min(len(sound), at + (part.columns + 1) * COLUMN)
        assert np.array_equal(part.audio, sound[first:end])
        at += part.columns * COLUMN
    assert at - COLUMN < len(sound) <= at


@pytest.mark.parametrize(("kind", "error"), [(SoundFormat.FLAC, 2**-15), (SoundFormat.OGG, 0.1)])
@pytest.mark.parametrize("channels", [1, 2])
def test_what_is_stored_is_what_was_given(kind, error, channels):
    sound = tones(2.0)[:, None].repeat(channels, 1) * np.float32(0.5)
    part = PartSound(sound, 1, 3)
    data = encoded(part, kind)
    own = own_sound(data, part, 8192)
    assert own.shape == (3 * 8192, channels)
    assert np.abs(own - sound[8192 : 4 * 8192]).max() < error
    assert len(data) < sound.nbytes / 2
    assert data[:4] == {"flac": b"fLaC", "ogg": b"OggS"}[kind]


def test_a_part_of_many_minutes_is_encoded_as_vorbis_without_a_crash():
    part = PartSound(np.zeros((48_000 * 120, 2), np.float32), 0, 703)
    assert own_sound(encoded(part, SoundFormat.OGG), part, 8192).shape == (703 * 8192, 2)


def test_an_encoder_that_loses_samples_is_noticed():
    part = PartSound(tones(1.0)[:, None], 0, 6)
    other = PartSound(part.audio[:-1], 0, 6)
    with pytest.raises(AudioFileProblem, match="install soundfile anew"):
        own_sound(encoded(other, SoundFormat.FLAC), part, 8192)
