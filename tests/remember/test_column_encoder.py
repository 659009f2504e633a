"""A sound that is encoded in steps has the codes and the features of the whole."""

from dataclasses import fields

import numpy as np
import pytest

from distill.corpus.column_features import measure_columns
from distill.mel.analysis import LogMel
from distill.remember import column_encoder
from distill.remember.column_encoder import ColumnEncoder
from kit.bundles import encoded, tiny_bundle
from kit.models import tones


@pytest.mark.parametrize("at_once", [1, 2, 5, 1024])
@pytest.mark.parametrize("pieces", [1, 3, 30])
def test_steps_equal_the_whole(at_once, pieces, monkeypatch):
    monkeypatch.setattr(column_encoder, "_AT_ONCE", at_once)
    bundle = tiny_bundle()
    column = bundle.column
    sound = tones(30 * column / 48_000)[: 30 * column] * np.hanning(30 * column).astype(np.float32)
    encoder = ColumnEncoder(bundle.codec)
    for block in np.split(sound, pieces):
        encoder.step(block)
    codes, features = encoder.finish()
    assert np.array_equal(codes, encoded(bundle, sound))
    config = bundle.config
    whole = measure_columns(LogMel(config.mel).whole(sound), config.mel, config.column_frames)
    for row in fields(whole):
        mine, theirs = getattr(features, row.name), getattr(whole, row.name)
        assert np.allclose(mine, theirs, atol=1e-4), row.name


def test_memory_does_not_grow_with_the_sound(monkeypatch):
    monkeypatch.setattr(column_encoder, "_AT_ONCE", 4)
    bundle = tiny_bundle()
    encoder = ColumnEncoder(bundle.codec)
    sizes = set()
    for _ in range(20):
        encoder.step(np.zeros(4 * bundle.column, np.float32))
        sizes.add(len(encoder._frames))
    assert max(sizes) <= 16 * bundle.config.column_frames
