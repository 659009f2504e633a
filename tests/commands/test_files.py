"""Which sounds of the model are written from, in wire words."""

import pytest

from distill.commands.files import PAGE_BYTES, about_dropped, packed
from distill.commands.sound import MAX_PAGES
from distill.errors import BadArgument
from kit.instrument import new_player, remembering_facts, tiny_facts


@pytest.fixture
def player():
    """Return a player of a model that remembers two drums and a pad."""
    made = new_player()
    made.context.session.adopt(remembering_facts())
    return made


def test_the_files_come_with_their_ends_and_whether_they_are_in_use(player):
    player.say("avoid", "snare*")
    reply = player.reply("files")
    assert reply.values == (3, 2)
    (page,) = reply.pages
    assert page == ("drums/kick.wav", 4.0, 1, "drums/Snare 1.wav", 2.5, 0, "pads/warm.ogg", 9.0, 1)


def test_only_and_avoid_set_what_is_sampled_and_no_pattern_lifts_it(player):
    sampling = player.context.session.sampling_params
    assert player.say("only", "drums", "warm") == (3, 3, "drums", "warm")
    assert player.say("avoid", "KICK") == (2, 3, "KICK")
    assert (sampling().only, sampling().avoid) == (("drums", "warm"), ("KICK",))
    assert player.say("only") == (2, 3)
    assert player.say("avoid") == (3, 3)
    assert (sampling().only, sampling().avoid) == ((), ())


def test_a_number_is_a_pattern_too(player):
    player.context.session.adopt(remembering_facts("n", {"808.wav": 1.0}))
    assert player.say("only", 808) == (1, 1, "808")


def test_a_pattern_without_a_file_is_refused_with_the_nearest_and_nothing_changes(player):
    player.say("only", "drums")
    with pytest.raises(BadArgument, match=r"only: no file matches 'kik'; did you mean 'kick'"):
        player.say("only", "warm", "kik")
    assert player.context.session.sampling.only == ("drums",)


def test_patterns_that_leave_no_sound_are_refused(player):
    player.say("only", "drums")
    with pytest.raises(BadArgument, match=r"avoid drums/\* leaves no sound .* only is drums"):
        player.say("avoid", "drums/*")
    assert player.say("avoid", "pads") == (2, 3, "pads")


def test_too_many_patterns_are_refused(player):
    with pytest.raises(BadArgument, match="name a folder"):
        player.say("only", *["drums"] * 33)
    with pytest.raises(BadArgument, match="1000 bytes"):
        player.say("only", *["ä" * 100] * 6)


def test_a_model_without_a_corpus_says_how_to_get_one():
    bare = new_player()
    for words in (("only", "drums"), ("avoid", "x"), ("files",)):
        with pytest.raises(
            BadArgument, match=r"'tiny' remembers no sounds; load another .* remember tiny FOLDER"
        ):
            bare.reply(*words)
    assert bare.say("only") == (0, 0)


def test_another_model_keeps_the_patterns_that_it_has_sounds_for_and_says_which_it_drops(player):
    player.say("only", "drums", "warm")
    player.say("avoid", "snare*")
    reply = player.ask("load", "other").finish(remembering_facts("other", {"drums/tom.wav": 1.0}))
    assert reply.values[-1] == (
        "other has no sounds 'warm', 'snare*', so only and avoid are without them now"
    )
    sampling = player.context.session.sampling
    assert (sampling.only, sampling.avoid) == (("drums",), ())
    assert player.ask("load", "tiny").finish(tiny_facts()).values[-1].startswith("tiny has no")
    assert about_dropped([], "x") == ""


def test_they_are_in_the_status_and_in_snapshots(player):
    session = player.context.session
    player.say("only", "drums", "warm")
    kept = session.snapshot(b"")
    assert session.stats()["only"] == "drums, warm"
    assert session.stats()["avoid"] == ""
    player.say("only")
    player.say("avoid", "kick")
    session.recall("x", kept)
    assert session.sampling.files == (("drums", "warm"), ())
    session.adopt(remembering_facts("other", {"pads/warm.wav": 1.0}))
    session.recall("x", kept)  # what this model has of them
    assert session.sampling.files == (("warm",), ())


def test_a_blend_has_the_files_of_the_nearer_snapshot(player):
    session = player.context.session
    for name, words in (("x", ("kick",)), ("y", ())):
        player.say("only", *words)
        session.snapshots.store(name, session.snapshot(b""))
    player.say("blend", "x", "y", 0.4)
    assert session.sampling.only == ("kick",)
    player.say("blend", "x", "y", 0.6)
    assert session.sampling.only == ()


def test_rows_are_packed_into_pages_that_fit_a_packet():
    rows = [(f"{n:0100}.wav", 1.0, 1) for n in range(20)]
    pages = packed(rows)
    assert [value for page in pages for value in page] == [value for row in rows for value in row]
    assert len(pages) == 3
    assert all(sum(len(str(value)) for value in page) <= PAGE_BYTES for page in pages)
    assert packed([]) == ()
    with pytest.raises(BadArgument, match="too many"):
        packed([("x" * PAGE_BYTES, 1)] * (MAX_PAGES + 1))
