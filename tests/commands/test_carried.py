"""What carries the slots, in wire words, and what is said of sounds that are gone."""

from dataclasses import replace

import numpy as np
import pytest

from distill.codes.carriers import NOTHING, Carriers
from distill.commands.carried import about_gone_sounds, without_sound
from distill.commands.sound import MAX_PAGES, PAGE_SIZE
from distill.errors import BadArgument, UnknownSlot
from kit.grids import encoded
from kit.instrument import COLUMN, new_player, remembering_facts, some_codes, tiny_session

KICK, PLUCK = "a" * 32, "b" * 32


@pytest.fixture
def player():
    """Slots a and b as they are just after encode."""
    made = new_player()
    session = made.context.session
    for slot, of, name in (("a", KICK, "kick.wav"), ("b", PLUCK, "pluck.wav")):
        grid = session.grid(some_codes(6, ord(slot)), f"file {name}")
        session.store(f"encode {slot}", {slot: encoded(grid, of)})
    return made


def test_an_encoded_slot_is_one_run_of_its_file(player):
    reply = player.reply("carriers", "a")
    assert reply.values == ("a", 0, 6, 1)
    assert reply.pages == ((KICK, "kick.wav", 1), (6, 0, 1.0))


def test_runs_name_the_sound_that_carries_most_and_the_share_of_what_is_carried(player):
    player.say("copy", "b", "a", "2-3", "0-1")  # two of three bands
    session = player.context.session
    bare = np.ones((6, 3), np.bool_)
    bare[4, :2], bare[5] = False, False
    grid = session.slot("a")
    session.store("x", {"a": grid.with_carriers(grid.carriers.only(bare))})
    reply = player.reply("carriers", "a", "1-5")
    assert reply.values == ("a", 1, 5, 2)
    assert reply.pages[:2] == ((KICK, "kick.wav", 1), (PLUCK, "pluck.wav", 1))
    assert reply.pages[2:] == ((1, 0, 1.0, 2, 1, 1.0, 1, 0, 0.33, 1, NOTHING, 0.0),)


def test_a_slot_without_a_source_is_one_run_of_nothing(player):
    player.context.session.store("x", {"c": player.context.session.grid(some_codes(3), "test")})
    reply = player.reply("carriers", "c")
    assert (reply.values, reply.pages) == (("c", 0, 3, 0), ((3, NOTHING, 0.0),))


def test_a_sound_keeps_its_name_when_its_slot_is_overwritten_and_else_has_its_id(player):
    player.say("copy", "b", "a", "0-4")
    player.say("clear", "b")
    assert player.reply("carriers", "a").pages[0] == (KICK, "kick.wav", 1)
    assert player.reply("carriers", "a").pages[1] == (PLUCK, "pluck.wav", 1)  # undo knows it
    fresh = new_player()
    fresh.context.session.store("x", {"a": player.context.session.slot("a")})
    assert fresh.reply("carriers", "a").pages[1] == (PLUCK, "sound bbbbbbbb", 1)


def test_a_recording_has_no_file_and_says_so(player):
    session = player.context.session
    session.store("listen c", {"c": encoded(session.grid(some_codes(2), "listen"), "c" * 32)})
    assert player.reply("carriers", "c").pages[0] == ("c" * 32, "a recording", 1)


def test_a_part_of_the_model_s_own_sounds_is_named_by_file_and_second(player):
    session = player.context.session
    names = {KICK: ("drums/" + 90 * "x" + ".wav", 27.13), "d" * 32: ("snare.wav", 0.0)}
    session.adopt(replace(session.model, source_names=names))
    session.store("x", {"c": encoded(session.grid(some_codes(2), "generate"), "d" * 32)})
    assert player.reply("carriers", "c").pages[0] == ("d" * 32, "snare.wav at 0 s", 1)
    name = player.reply("carriers", "a").pages[0][1]
    assert name == "drums/" + 66 * "x" + " at 27 s"
    assert len(name) == 80


def test_a_sound_that_is_gone_says_so(player):
    player.context.files.gone = {KICK}
    assert player.reply("carriers", "a").pages[0] == (KICK, "kick.wav", 0)
    assert player.reply("carriers", "b").pages[0] == (PLUCK, "pluck.wav", 1)


def test_an_empty_slot_has_no_carriers(player):
    with pytest.raises(UnknownSlot):
        player.say("carriers", "empty")


def test_a_long_slot_that_changes_often_comes_in_whole_pages_or_not_at_all(player):
    session = player.context.session
    columns = PAGE_SIZE * (MAX_PAGES - 1) // 3
    grid = encoded(session.grid(some_codes(columns + 1), "long"), KICK)
    every = np.zeros((columns + 1, 3), np.bool_)
    every[::2] = True
    session.store("x", {"c": grid.with_carriers(grid.carriers.only(every))})
    pages = player.reply("carriers", "c", f"0-{columns - 1}").pages
    assert {len(page) for page in pages[1:]} == {PAGE_SIZE}
    with pytest.raises(BadArgument, match=r"ask for fewer columns, as in carriers c 0-31"):
        player.reply("carriers", "c")


def test_a_slot_is_without_sound_if_one_of_its_sources_is_gone():
    session = tiny_session()
    codes = some_codes(2)
    for name, ids in (("a", ["x"]), ("b", ["x", "y"]), ("c", [])):
        parts = [Carriers.of_source(one, codes) for one in ids]
        carriers = parts[0].joined(*parts[1:]) if parts else None
        grid = session.grid(np.concatenate([codes] * max(1, len(ids))), "", 0, carriers)
        session.store(name, {name: grid})
    assert without_sound(session.slots, {"x", "y"}.__contains__) == []
    assert without_sound(session.slots, {"x"}.__contains__) == ["b"]
    assert without_sound(session.slots, set().__contains__) == ["a", "b"]


def test_the_sentence_names_few_slots():
    assert about_gone_sounds([]) == ""
    assert about_gone_sounds(list("fedcba")).startswith(
        "The sound that slots a, b, c, d and 2 more came from is gone"
    )


@pytest.fixture
def remembering():
    """Slot a as the prior wrote it: six columns of a kick, two of nothing, two of a pad."""
    made = new_player()
    session = made.context.session
    session.adopt(remembering_facts())
    codes = some_codes(10)
    parts = [Carriers.of_source(f"drums/kick.wav {n}", some_codes(12)) for n in (0, 1)]
    pad = Carriers.of_source("pads/warm.ogg 0", some_codes(12))
    carriers = parts[0].taken(slice(7, 10)).joined(
        parts[1].taken(slice(0, 2)), parts[0].taken(slice(3, 4)),
        Carriers.none((2, *codes.shape[1:])), pad.taken(slice(5, 7)),
    )  # fmt: skip
    session.store("x", {"a": session.grid(codes, "generate", 0, carriers)})
    return made


def test_the_sources_of_a_slot_are_runs_that_go_on_in_a_file(remembering):
    reply = remembering.reply("sources", "a")
    assert reply.values == ("a", 0, 10, 2)
    assert reply.pages[:2] == (("drums/kick.wav", 1), ("pads/warm.ogg", 1))
    column_s = COLUMN / 48_000
    runs = [reply.pages[2][at : at + 3] for at in range(0, len(reply.pages[2]), 3)]
    assert [run[:2] for run in runs] == [(5, 0), (1, 0), (2, NOTHING), (2, 1)]
    assert [run[2] for run in runs] == pytest.approx(
        [7 * column_s, 3 * column_s, 0, 5 * column_s], abs=5e-4
    )


def test_the_sources_of_a_region_and_of_sound_that_is_gone(remembering):
    remembering.context.files.gone = {"drums/kick.wav 1"}
    reply = remembering.reply("sources", "a", "4-8")
    assert reply.values == ("a", 4, 5, 2)
    assert reply.pages[:2] == (("drums/kick.wav", 0), ("pads/warm.ogg", 1))
    assert reply.pages[2][:3] == (1, 0, pytest.approx(11 * COLUMN / 48_000, abs=5e-4))


def test_the_sources_of_an_encoded_slot_are_its_file(player):
    reply = player.reply("sources", "a", "2-")
    assert reply.values == ("a", 2, 4, 1)
    assert reply.pages == (("kick.wav", 1), (4, 0, round(2 * COLUMN / 48_000, 3)))


def test_a_slot_that_nothing_carries_has_no_sources(player):
    player.context.session.store("x", {"c": player.context.session.grid(some_codes(3), "test")})
    reply = player.reply("sources", "c")
    assert (reply.values, reply.pages) == (("c", 0, 3, 0), ((3, NOTHING, 0.0),))


def test_a_part_of_a_remembered_sound_is_named_by_its_second(remembering):
    pages = remembering.reply("carriers", "a", "0-4").pages
    assert [page[1] for page in pages[:2]] == ["drums/kick.wav at 0 s", "drums/kick.wav at 0 s"]
