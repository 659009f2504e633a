"""A source is known by its file and the second at which it begins there."""

import numpy as np

from distill.codes.carriers import Carriers
from distill.session.sound_origins import A_RECORDING, Origin, SoundOrigins
from kit.grids import encoded
from kit.instrument import COLUMN, PART, remembering_facts, some_codes, tiny_session


def test_a_part_of_the_corpus_has_its_file_and_where_it_begins() -> None:
    origins = SoundOrigins(remembering_facts(), [])
    assert origins.of("pads/warm.ogg 1") == Origin("pads/warm.ogg", PART, is_part=True)


def test_an_encoded_sound_has_its_file_a_recording_says_so_and_else_there_is_the_id() -> None:
    session = tiny_session()
    file = encoded(session.grid(some_codes(2), "file loops/a.wav"), "a" * 32)
    recording = encoded(session.grid(some_codes(2), "listen"), "b" * 32)
    origins = SoundOrigins(None, [file, recording])
    assert origins.of("a" * 32) == Origin("loops/a.wav")
    assert origins.of("b" * 32) == Origin(A_RECORDING)
    assert origins.of("c" * 32) == Origin("sound cccccccc")


def test_columns_have_the_file_that_carries_most_of_them_and_the_second_in_it() -> None:
    origins = SoundOrigins(remembering_facts(), [])
    kick = Carriers.of_source("drums/kick.wav 1", some_codes(6)).taken(slice(4, 6))
    pad = Carriers.of_source("pads/warm.ogg 0", some_codes(6)).taken(slice(0, 2))
    mostly = np.array([[True, True, False], [False, False, True]])  # two of three bands
    files, seconds = origins.of_columns(pad.where(mostly, kick), COLUMN)
    assert files == ["drums/kick.wav", "pads/warm.ogg"]
    np.testing.assert_allclose(seconds, [PART + 4 * COLUMN / 48_000, COLUMN / 48_000])
    none = Carriers.none((2, *kick.shape[1:]))
    files, seconds = origins.of_columns(none, COLUMN)
    assert files == ["", ""]
    assert seconds.tolist() == [0, 0]
