"""Places of the model's sounds, in wire words: find, quote and map."""

import numpy as np
import pytest

from distill.codes.carriers import Carriers
from distill.commands.finding import MAX_POINTS, MAX_SOUGHT, MOST_PLACES
from distill.commands.sound import MAX_PAGES, PAGE_SIZE
from distill.errors import BadArgument, UnknownSlot, WrongModel
from distill.protocol.corpus_tasks import (
    CorpusMap,
    FindPlaces,
    FoundPlace,
    FoundPlaces,
    MapCorpus,
    QuoteCorpus,
    Quoted,
)
from kit.instrument import COLUMN, new_player, remembering_facts, some_codes, tiny_facts


@pytest.fixture
def player():
    made = new_player()
    made.context.session.adopt(remembering_facts())
    return made


def test_find_asks_for_a_region_with_what_carries_it_and_answers_a_page_for_each_place(player):
    session = player.context.session
    carriers = Carriers.of_source("drums/kick.wav 0", some_codes(6))
    session.store("x", {"a": session.grid(some_codes(6), "", 0, carriers)})
    work = player.ask("find", "a", "2-4")
    assert isinstance(work.task, FindPlaces)
    np.testing.assert_array_equal(work.task.codes, some_codes(6)[2:5])
    assert work.task.carriers.column[:, 0, 0].tolist() == [2, 3, 4]
    assert work.task.most == MOST_PLACES
    found = FoundPlaces((FoundPlace("k.wav", 1.23456, 0.25), FoundPlace("p.wav", 0.0, 1.0)))
    reply = work.finish(found)
    assert reply.values == ("a", 2, 3, 2)
    assert reply.pages == (("k.wav", 1.235, 0.25), ("p.wav", 0.0, 1.0))


def test_what_cannot_be_found_is_refused_before_the_worker_is_asked(player):
    with pytest.raises(UnknownSlot):
        player.ask("find", "empty")
    session = player.context.session
    session.store("x", {"a": session.grid(some_codes(MAX_SOUGHT + 1), "")})
    with pytest.raises(BadArgument, match=r"at most 256 columns, got 257; .* find a 0-7"):
        player.ask("find", "a")
    session.adopt(remembering_facts("other"))
    with pytest.raises(WrongModel):
        player.ask("find", "b")


def test_a_quote_goes_into_a_slot_with_what_carries_it_as_one_undo(player):
    session = player.context.session
    work = player.ask("quote", "q", "KICK", 2.5, "columns", 3)
    assert work.task == QuoteCorpus("drums/kick.wav", 2.5, 3)
    codes = some_codes(3, 9)
    carriers = Carriers.of_source("drums/kick.wav 1", codes)
    reply = work.finish(Quoted(codes, carriers, 2.4567))
    assert reply.values == ("q", 3, "drums/kick.wav", 2.457)
    np.testing.assert_array_equal(session.slot("q").codes, codes)
    assert session.slot("q").carriers is carriers
    assert session.slot("q").source == "quote drums/kick.wav 2.46"
    player.say("undo")
    assert "q" not in session.slots


def test_the_length_of_a_quote_is_in_columns_seconds_or_bars(player):
    column_s = COLUMN / 48_000
    for words, seconds in (((), 4.0), (("seconds", 1.0), 1.0), (("bars", 1), 2.0)):
        task = player.ask("quote", "q", "warm", 0, *words).task
        assert task.columns == int(np.ceil(seconds / column_s - 1e-9))
    with pytest.raises(BadArgument, match="one of them"):
        player.ask("quote", "q", "warm", 0, "seconds", 1.0, "bars", 1)


def test_a_file_that_is_not_there_or_not_alone_is_refused(player):
    with pytest.raises(BadArgument, match=r"no file 'kik'; did you mean 'kick'"):
        player.ask("quote", "q", "kik", 0)
    with pytest.raises(BadArgument, match=r"'drums' may be 'drums/kick.wav', 'drums/Snare 1"):
        player.ask("quote", "q", "drums", 0)


def test_the_map_comes_as_names_and_then_four_numbers_for_each_point(player):
    assert player.ask("map").task == MapCorpus(1000)
    work = player.ask("map", 500)
    points = np.array([[0.0, 1.0], [0.25, 0.5]], np.float32)
    answer = CorpusMap(("k.wav", "p.wav"), points, np.array([0, 1]), np.array([1.5, 2.25]))
    reply = work.finish(answer)
    assert reply.values == (2, 2)
    assert reply.pages == (("k.wav", "p.wav"), (0.0, 1.0, 0, 1.5, 0.25, 0.5, 1, 2.25))


def test_the_largest_map_of_many_files_fits_one_answer(player):
    names = tuple(f"{'folder' * 5}/sound {n:04}.wav" for n in range(500))
    points = np.random.default_rng(0).random((MAX_POINTS, 2)).astype(np.float32)
    answer = CorpusMap(names, points, np.arange(MAX_POINTS) % 500, np.zeros(MAX_POINTS))
    pages = player.ask("map", MAX_POINTS).finish(answer).pages
    assert len(pages) <= MAX_PAGES
    assert max(map(len, pages)) <= PAGE_SIZE
    assert [page for page in pages if isinstance(page[0], str)] == list(
        pages[: len(pages) - -(-4 * MAX_POINTS // PAGE_SIZE)]
    )


def test_without_a_corpus_each_says_how_to_get_one(player):
    player.context.session.adopt(tiny_facts())
    for words in (("find", "a"), ("quote", "q", "kick", 0), ("map",)):
        with pytest.raises(
            BadArgument, match=r"'tiny' remembers no sounds; load another .* remember tiny FOLDER"
        ):
            player.ask(*words)
