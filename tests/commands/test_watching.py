import numpy as np
import pytest

from distill.audio.spectrum import HOP, REGIONS, WINDOW
from distill.errors import BadArgument, UnknownSlot
from distill.protocol.tasks import MeasureSurprise, ModelInfo, Surprise
from kit.instrument import BANDS, LEVELS, SIZE, new_player, silence, tiny_facts


@pytest.fixture
def player():
    return new_player()


def test_colours_reports_three_numbers_for_each_code_of_a_level(player):
    reply = player.reply("colours", 1)
    place = player.context.session.ready().codebook.map
    flat = [number for page in reply.pages for number in page]
    np.testing.assert_allclose(np.reshape(flat, (SIZE, 3)), place.places[1], atol=1e-4)
    assert reply.values[:2] == (1, SIZE)
    assert reply.values[2] == pytest.approx(float(place.share[1]), abs=1e-4)
    assert reply.values[3:] == (1,) * BANDS


def test_colours_reports_the_direction_in_which_each_band_gets_louder(player):
    info = tiny_facts()
    louder = np.array([[1, -1, 1], [-1, -1, 1]], np.float32)
    player.context.session.adopt(ModelInfo(*_fields(info), has_prior=True, louder=louder))
    assert player.say("colours", 0)[3:] == (1, -1, 1)
    assert player.say("colours", 1)[3:] == (-1, -1, 1)


def _fields(info):
    names = ("id", "codec_id", "name", "size", "bands", "levels", "column", "codebooks")
    return [getattr(info, name) for name in names]


def test_pages_of_colours_fit_a_packet(player):
    books = np.random.default_rng(0).normal(size=(LEVELS, 256, 4)).astype(np.float32)
    info = ModelInfo("i", "c", "big", 256, BANDS, LEVELS, 1024, books, has_prior=False)
    player.context.session.adopt(info)
    assert [len(page) for page in player.reply("colours").pages] == [240, 240, 240, 48]


def test_a_level_that_is_not_there_has_no_colours(player):
    with pytest.raises(BadArgument, match=r"0\.\.1, got 2"):
        player.say("colours", 2)


def test_surprise_asks_the_worker_and_reports_a_number_for_each_column(player):
    work = player.ask("surprise", "a")
    assert isinstance(work.task, MeasureSurprise)
    np.testing.assert_array_equal(work.task.codes, player.context.session.slot("a").codes)
    reply = work.finish(Surprise(np.array([1.5, 2.5], np.float32)))
    assert reply.pages == ((1.5, 2.5),)
    assert reply.values == ("a", 2, 2.0)


def test_an_empty_slot_has_no_surprise(player):
    with pytest.raises(UnknownSlot):
        player.ask("surprise", "nothing")


def test_a_model_without_a_prior_has_no_surprise(player):
    player.context.session.adopt(ModelInfo(*_fields(tiny_facts()), has_prior=False))
    with pytest.raises(BadArgument, match="has no prior"):
        player.ask("surprise", "a")


def play(player, frames):
    """Set the output so far: a tone on the left, silence on the right."""
    sound = np.zeros((frames, 2), np.float32)
    sound[:, 0] = np.sin(2 * np.pi * 1000 * np.arange(frames) / 48_000)
    player.context.host.audio.past = silence(frames)
    player.context.host.audio.sound = sound


def test_spectra_continue_from_the_number_given(player):
    play(player, 6 * HOP + 10)
    reply = player.reply("spectrum")
    assert reply.values == (6,)
    assert len(reply.pages) == 1
    assert len(reply.pages[0]) == 2 + REGIONS
    assert reply.pages[0][0] == pytest.approx(0.0, abs=0.1)
    assert reply.pages[0][1] == -100.0
    since = player.reply("spectrum", 3)
    assert len(since.pages) == 3
    assert since.pages[-1] == reply.pages[0]
    assert player.reply("spectrum", 6).pages == ()


def test_at_most_a_second_of_spectra_is_reported(player):
    play(player, 60 * HOP)
    assert len(player.reply("spectrum", 1).pages) == 20


def test_before_anything_was_played_there_is_no_spectrum(player):
    assert player.reply("spectrum") == player.reply("spectrum", 0)
    play(player, WINDOW - HOP)
    assert player.reply("spectrum").pages == ()
