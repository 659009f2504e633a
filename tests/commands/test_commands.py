import numpy as np
import pytest

from distill.codes.carriers import Carriers
from distill.commands.context import NoControllers
from distill.commands.parameter import GetParameter, SetParameter
from distill.errors import (
    BadArgument,
    DeviceProblem,
    DiskFull,
    ModelFileProblem,
    PathRefused,
    UnknownAddress,
    UnknownSlot,
    WrongModel,
)
from distill.parameters import Scope, in_scope
from distill.protocol.meter import Meter
from distill.protocol.tasks import (
    Clip,
    Encoded,
    EncodeFile,
    LiveSnapshot,
    LoadModel,
    RenderClip,
    SampleCodes,
    Sampled,
    SnapshotLive,
)
from distill.session.slots import MAX_COLUMNS
from kit.grids import carried, encoded
from kit.instrument import CLIENT, SIZE, ended, new_player, some_codes, tiny_facts


@pytest.fixture
def player():
    return new_player()


def codes(player, slot):
    return player.context.session.slot(slot).codes


def test_encode_sends_the_file_to_the_worker_and_stores_its_codes(player):
    work = player.ask("encode", "kick.wav", "k", 0.5, 2)
    assert work.task == EncodeFile(
        "sounds/kick.wav", 0.5, 2.0, MAX_COLUMNS, "sources", "cache", ("models",), carry=True
    )
    reply = work.finish(Encoded(some_codes(4), restored=True, seconds=0.1))
    assert reply.values == ("k", 4, pytest.approx(4 * 1024 / 48000), 1, 0)
    np.testing.assert_array_equal(codes(player, "k"), some_codes(4))


def test_a_sound_that_ends_inside_a_column_keeps_its_length_in_all_that_uses_the_slot(player):
    work = player.ask("encode", "kick.wav", "k")
    reply = work.finish(Encoded(some_codes(4), restored=False, seconds=0.07, samples=3500))
    assert reply.values == ("k", 4, pytest.approx(3500 / 48_000), 0, 0)
    assert player.ask("clip", "k").task.samples == 3500
    assert player.say("play", "k")[1] == pytest.approx(3500 / 48_000)
    session = player.context.session
    assert session.score().samples == 3500
    player.say("copy", "k", "twin")
    player.say("randomize", "k", "noise", 1.0)
    player.say("interpolate", "k", "twin", "between")
    assert [session.slot(n).samples for n in ("k", "twin", "between")] == [3500] * 3
    work = player.ask("continue", "k", 2)
    work.finish(Sampled(some_codes(2), 1.0))
    assert session.score().samples == 6 * 1024
    player.say("undo")
    assert session.score().samples == 3500


def test_what_is_encoded_is_carried_by_its_own_sound(player):
    work = player.ask("encode", "kick.wav", "k")
    own = Carriers.of_source("f" * 32, some_codes(4))
    result = Encoded(some_codes(4), restored=False, seconds=0.1, carriers=own)
    assert work.finish(result).values[3:] == (0, 1)
    carriers = player.context.session.slot("k").carriers
    assert carriers.sources == ("f" * 32,)
    np.testing.assert_array_equal(carriers.column[..., 0], np.arange(4)[:, None].repeat(3, 1))
    np.testing.assert_array_equal(carriers.codes[..., 0], some_codes(4))
    assert player.context.session.needed_sources() == {"f" * 32}


def test_a_clip_that_nothing_carries_answers_so(player):
    work = player.ask("encode", "old.wav", "k")
    nothing = Carriers.none(some_codes(4).shape)
    result = Encoded(some_codes(4), restored=True, seconds=0.1, carriers=nothing)
    assert work.finish(result).values[3:] == (1, 0)
    assert player.context.session.slot("k").carriers is None


def test_encode_can_leave_the_sound_alone(player):
    work = player.ask("encode", "kick.wav", "k", "carry", 0)
    assert not work.task.carry
    work.finish(Encoded(some_codes(4), restored=False, seconds=0.1))
    assert player.context.session.slot("k").carriers is None


def test_encode_refuses_to_leave_the_folders(player):
    with pytest.raises(PathRefused):
        player.ask("encode", "../secret.wav")


def test_clip_carries_codes_and_settings_to_the_worker(player):
    player.context.session.set_parameter("gain", -6.0)
    player.context.session.set_parameter("carry", 0.25)
    work = player.ask("clip", "a", "take one", "pcm24")
    assert isinstance(work.task, RenderClip)
    assert (work.task.stem, work.task.subtype) == ("take one", "PCM_24")
    assert work.task.values["gain"] == -6.0
    defaults = {row.name: row.default for row in in_scope(Scope.MASTER)}
    assert work.task.sidecar["parameters"] == {**defaults, "gain": -6.0}
    assert work.task.sidecar["carry"] == 0.25
    assert work.task.sidecar["model"] == "id-tiny"
    assert work.task.sidecar["codec"] == "codec-tiny"
    reply = work.finish(Clip("clips/take one.wav", 99, 48000, 1, {}))
    assert reply.values == ("clips/take one.wav", 99, 48000)
    assert reply.topic == "clip"


@pytest.mark.parametrize(
    ("slot", "clip"), [("aux", "_aux"), ("a/b", "a-b"), ("end.", "end"), ("a|b?", "a-b-")]
)
def test_a_clip_that_is_given_no_name_gets_one_that_every_system_takes(player, slot, clip):
    player.say("copy", "a", slot)
    assert player.ask("clip", slot).task.stem == clip
    with pytest.raises(PathRefused, match=f"such as '{clip}'"):
        player.ask("clip", slot, slot)


@pytest.mark.parametrize(
    "words",
    [
        ("copy", "a", "*"), ("copy", "a", "-"), ("encode", "kick.wav", "-"), ("generate", "*"),
        ("listen", "*"), ("capture", 1.0, "*"), ("stream", "*"), ("towards", "*"), ("clear", "-"),
        ("interpolate", "a", "b", "-"), ("play", "-"),
    ],
)  # fmt: skip
def test_a_word_that_stands_for_all_or_none_is_no_slot(player, words):
    with pytest.raises(BadArgument, match=r"takes the name of a slot: '.' stands for "):
        player.ask(*words)
    assert set(player.context.session.slots) == {"a", "b"}


def test_lengths_in_bars_use_the_current_tempo(player):
    session = player.context.session
    session.meter = Meter(90.0, 3)  # two seconds
    assert player.ask("clip", "a", "bars", 2).task.frames == 192_000
    assert player.ask("clip", "a").task.frames == 0
    sidecar = player.ask("clip", "a", "bars", 2).task.sidecar
    assert (sidecar["bars"], sidecar["tempo"], sidecar["beats"]) == (2, 90.0, 3)
    columns = len(player.ask("generate", "c", "bars", 1).task.codes)
    assert columns == -(-96_000 // 1024)
    assert player.say("play", "a", 2) == ("a", 4.0, session.take_seed)
    assert session.score().bars == 2
    with pytest.raises(BadArgument, match="one of them"):
        player.ask("generate", "c", "bars", 1, "seconds", 2)


def test_codes_come_in_pages_in_column_band_level_order(player):
    session = player.context.session
    session.store("long", {"l": session.grid(some_codes(100), "")})
    reply = player.reply("codes", "l")
    assert [len(page) for page in reply.pages] == [240, 240, 120]
    assert [c for page in reply.pages for c in page] == some_codes(100).ravel().tolist()
    assert reply.values == ("l", 0, 100, 0, 3, 0, 2)
    part = player.reply("codes", "l", "10-11", 1, "fine")
    assert part.pages == (tuple(some_codes(100)[10:12, 1:2, 1:].ravel().tolist()),)


def test_more_codes_than_a_client_can_take_are_refused_with_the_columns_that_fit(player):
    session = player.context.session
    session.store("long", {"l": session.grid(some_codes(3000), "")})
    with pytest.raises(BadArgument, match="at most 2560 columns"):
        player.reply("codes", "l")
    assert len(player.reply("codes", "l", "0-2559").pages) == 64


def test_set_writes_what_codes_reads(player):
    player.say("set", "a", "1-2", "all", "coarse", *range(6))
    np.testing.assert_array_equal(codes(player, "a")[1:3, :, 0].ravel(), np.arange(6))
    with pytest.raises(BadArgument, match=f"0..{SIZE - 1}"):
        player.say("set", "a", 0, 0, 0, SIZE)


def test_swap_exchanges_and_is_one_step(player):
    player.say("swap", "a", "b", "0-1", "all", "fine", 3)
    np.testing.assert_array_equal(codes(player, "a")[:2, :, 1], some_codes(6, 2)[3:5, :, 1])
    np.testing.assert_array_equal(codes(player, "b")[3:5, :, 1], some_codes(6, 1)[:2, :, 1])
    player.say("undo")
    np.testing.assert_array_equal(codes(player, "a"), some_codes(6, 1))
    np.testing.assert_array_equal(codes(player, "b"), some_codes(6, 2))


def test_swap_within_one_slot(player):
    player.say("swap", "a", "a", 0, "all", "all", 5)
    np.testing.assert_array_equal(codes(player, "a")[0], some_codes(6, 1)[5])
    np.testing.assert_array_equal(codes(player, "a")[5], some_codes(6, 1)[0])


def test_copy_into_an_empty_slot_duplicates(player):
    player.say("copy", "a", "new")
    assert player.context.session.slot("new") == player.context.session.slot("a")


def test_randomize_with_a_seed_is_repeatable_and_touches_only_its_region(player):
    before = codes(player, "a")
    _, seed = player.say("randomize", "a", "noise", 1.0, "2-3", "all", "fine", 77)
    once = codes(player, "a")
    player.say("undo")
    player.say("randomize", "a", "noise", 1.0, "2-3", "all", "fine", 77)
    assert seed == 77
    np.testing.assert_array_equal(codes(player, "a"), once)
    assert not np.array_equal(once, before)
    np.testing.assert_array_equal(once[:, :, 0], before[:, :, 0])
    np.testing.assert_array_equal(once[4:], before[4:])


def test_randomize_by_the_prior_frees_only_the_region(player):
    work = player.ask("randomize", "a", "prior", 1.0, 2, "all", "all", 3)
    assert isinstance(work.task, SampleCodes)
    assert work.task.free[2].all()
    assert work.task.free.sum() == 6
    player.say("set", "a", 0, 0, 0, 7)  # an edit elsewhere in the meantime
    written = np.where(work.task.free, 1, work.task.codes).astype(np.int16)
    work.finish(Sampled(written, 1.0))
    assert (codes(player, "a")[2] == 1).all()
    assert codes(player, "a")[0, 0, 0] == 7


def test_locked_codes_are_not_randomized_until_unlocked(player):
    before = codes(player, "a")
    assert player.say("lock", "a", "1-3", "all", "coarse") == ("a", 9)
    player.say("randomize", "a", "noise", 1.0)
    changed = codes(player, "a")
    np.testing.assert_array_equal(changed[1:4, :, 0], before[1:4, :, 0])
    assert not np.array_equal(changed[0], before[0])
    assert player.say("unlock", "a", 1) == ("a", 6)
    player.say("randomize", "a", "neighbours", 1.0, "1-2")
    assert (codes(player, "a")[1] != changed[1]).all()
    np.testing.assert_array_equal(codes(player, "a")[2, :, 0], before[2, :, 0])
    assert (codes(player, "a")[2, :, 1] != changed[2, :, 1]).all()


def test_a_lock_is_a_step_that_can_be_undone_and_goes_where_its_codes_go(player):
    player.say("lock", "a", 0)
    player.say("copy", "a", "c")
    player.say("undo")
    player.say("undo")
    player.say("randomize", "a", "noise", 1.0, 0, "all", "all", 5)
    assert not np.array_equal(codes(player, "a")[0], some_codes(6, 1)[0])


def test_vary_frees_more_with_strength_and_never_locked_codes(player):
    player.say("lock", "a", "all", 1)
    frees = [player.ask("vary", "a", s, "1-4", "all", "all", 3).task.free for s in (0, 0.4, 1)]
    assert [free.sum() for free in frees][::2] == [0, 4 * 2 * 2]
    assert 0 < frees[1].sum() < frees[2].sum()
    assert not frees[2][:, 1].any()
    assert not frees[2][[0, 5]].any()
    assert not (frees[1] & ~frees[2]).any()
    assert (frees[1][..., 1] | ~frees[1][..., 0]).all()  # no coarse code without its finer ones
    fine = player.ask("vary", "a", 1, "all", "all", "fine").task.free
    assert not fine[..., 0].any()


def test_what_is_locked_while_the_prior_writes_stays(player):
    work = player.ask("vary", "a", 1.0)
    player.say("lock", "a", 2)
    written = np.full_like(work.task.codes, 4)
    assert work.finish(Sampled(written, 1.0)).values[2] == 5 * 6
    np.testing.assert_array_equal(codes(player, "a")[2], some_codes(6, 1)[2])
    assert (codes(player, "a")[[0, 1, 3, 4, 5]] == 4).all()


def test_generate_keeps_what_is_locked_and_leads_up_to_it(player):
    player.say("lock", "a", "2-3", "all", "coarse")
    work = player.ask("generate", "a", "columns", 9, "seed", 5)
    task = work.task
    assert task.codes.shape == (9, 3, 2)
    assert task.tries > 1
    assert int((~task.free).sum()) == 6
    np.testing.assert_array_equal(task.codes[~task.free], some_codes(6, 1)[2:4, :, 0].ravel())
    work.finish(Sampled(np.full((9, 3, 2), 4, np.int16), 1.0))
    made = player.context.session.slot("a")
    np.testing.assert_array_equal(made.codes[2:4, :, 0], some_codes(6, 1)[2:4, :, 0])
    assert (made.codes[made.free_of_locks()] == 4).all()
    assert made.columns == 9
    assert int(made.locked.sum()) == 6
    player.say("undo")
    np.testing.assert_array_equal(codes(player, "a"), some_codes(6, 1))


def test_generate_refuses_a_length_that_leaves_out_what_is_locked(player):
    player.say("lock", "a", 4)
    with pytest.raises(BadArgument, match="at least 5, or unlock them with `unlock a 4-4`"):
        player.ask("generate", "a", "columns", 4)
    player.ask("generate", "a", "columns", 5)
    player.say("unlock", "a")
    assert player.ask("generate", "a", "columns", 4).task.free.all()


def test_generate_refuses_locked_codes_of_another_model(player):
    player.say("lock", "a", 4)
    player.context.session.adopt(tiny_facts("other"))
    with pytest.raises(WrongModel, match="another model made the locked codes of slot 'a'"):
        player.ask("generate", "a", "columns", 9)
    player.ask("generate", "b", "columns", 9)


def test_what_is_locked_while_the_prior_generates_stays_or_the_result_is_refused(player):
    written = np.full((3, 3, 2), 4, np.int16)
    work = player.ask("generate", "a", "columns", 3)
    player.say("lock", "a", 1)
    work.finish(Sampled(written, 1.0))
    np.testing.assert_array_equal(codes(player, "a")[1], some_codes(6, 1)[1])
    work = player.ask("generate", "b", "columns", 3)
    player.say("lock", "b", 5)
    with pytest.raises(BadArgument, match="at least 6"):
        work.finish(Sampled(written, 1.0))
    np.testing.assert_array_equal(codes(player, "b"), some_codes(6, 2))


def test_continue_keeps_what_is_locked(player):
    player.say("lock", "a", "4-5")
    player.ask("continue", "a", 3).finish(Sampled(np.full((3, 3, 2), 4, np.int16), 1.0))
    longer = player.context.session.slot("a")
    np.testing.assert_array_equal(longer.codes[:6], some_codes(6, 1))
    assert longer.locked[4:6].all()
    assert int(longer.locked.sum()) == 12


@pytest.fixture
def carried_player(player):
    """Slots a and b as they are just after encode, from sources x and y."""
    session = player.context.session
    session.store("x", {slot: encoded(session.slot(slot), of) for slot, of in ("ax", "by")})
    return player


def carriers_of(player, slot):
    return carried(player.context.session.slot(slot))


@pytest.mark.parametrize(
    "words",
    [
        ("set", "a", "all", "all", "all", 3), ("randomize", "a", "noise", 1.0),
        ("randomize", "a"), ("lock", "a", 2), ("swap", "a", "b", "all", "all", "fine"),
    ],
)  # fmt: skip
def test_a_command_that_changes_codes_keeps_what_carries_them(carried_player, words):
    before = carriers_of(carried_player, "a")
    carried_player.say(*words)
    assert carriers_of(carried_player, "a") is before


@pytest.mark.parametrize(
    ("words", "columns"),
    [
        (("swap", "a", "b", "1-2"), [0, 1, 2, 3, 4, 5]),
        (("swap", "b", "a", "4-5", "all", "all", 1), [0, 4, 5, 3, 4, 5]),
        (("copy", "b", "a", "0-1", "all", "all", 1), [0, 0, 1, 3, 4, 5]),
        (("copy", "b", "a"), [0, 1, 2, 3, 4, 5]),
        (("shift", "a", 1), [5, 0, 1, 2, 3, 4]),
        (("fill", "a", 2), [2] * 6),
    ],
)
def test_a_command_that_moves_codes_moves_what_carries_them_and_undo_returns_it(
    carried_player, words, columns
):
    before = carriers_of(carried_player, "a")
    carried_player.say(*words)
    now = carriers_of(carried_player, "a")
    assert now.column[:, 0, 0].tolist() == columns
    np.testing.assert_array_equal(now.codes[..., 0], codes(carried_player, "a"))
    carried_player.say("undo")
    assert carriers_of(carried_player, "a") is before


@pytest.mark.parametrize(
    ("mode", "weights"), [("latent", [0.75, 0.25]), ("dissolve", [1, 0]), ("levels", [1, 0])]
)
def test_interpolate_keeps_what_carries_its_codes(carried_player, mode, weights):
    carried_player.say("interpolate", "a", "b", "c", 0.25, mode, 5)
    slot = carried_player.context.session.slot("c")
    assert slot.sources == (("x",) if mode == "levels" else ("x", "y"))
    assert (carriers_of(carried_player, "c").weight == np.float32(weights)).all()


def test_what_the_prior_varies_is_carried_and_what_it_adds_is_not(carried_player):
    before = carriers_of(carried_player, "a")
    for words in (("vary", "a", 1.0), ("randomize", "a", "prior", 1.0)):
        work = carried_player.ask(*words)
        work.finish(Sampled(np.full_like(work.task.codes, 4), 1.0))
        assert carriers_of(carried_player, "a") is before
    carried_player.ask("continue", "a", 2).finish(Sampled(some_codes(2), 1.0))
    longer = carriers_of(carried_player, "a")
    assert longer.carried.all(-1).tolist() == [True] * 6 + [False] * 2
    assert not longer.resized(6).differs(before).any()


def test_what_the_prior_generates_is_carried_only_where_all_levels_were_locked(carried_player):
    carried_player.say("lock", "a", "2-3", "all", "coarse")
    carried_player.say("lock", "a", "4", "1")
    work = carried_player.ask("generate", "a", "columns", 9)
    carried_player.say("lock", "a", 0, 2)
    work.finish(Sampled(np.full((9, 3, 2), 4, np.int16), 1.0))
    now = carriers_of(carried_player, "a")
    assert np.argwhere(now.carried).tolist() == [[0, 2], [4, 1]]
    np.testing.assert_array_equal(now.codes[4, 1, :, 0], codes(carried_player, "a")[4, 1])
    carried_player.ask("generate", "b", 4).finish(Sampled(some_codes(4), 1.0))
    assert carried_player.context.session.slot("b").carriers is None


def written_from(codes, source="m"):
    """Return what the prior wrote as if it were the beginning of a sound."""
    return Sampled(codes, 1.0, Carriers.of_source(source, codes))


def test_what_the_prior_generates_from_its_sounds_is_carried_by_them(carried_player):
    carried_player.ask("generate", "a", 4).finish(written_from(some_codes(4)))
    slot = carried_player.context.session.slot("a")
    assert slot.sources == ("m",)
    assert carriers_of(carried_player, "a").carried.all()
    assert carried_player.reply("carriers", "a").values == ("a", 0, 4, 1)
    carried_player.say("undo")
    assert carried_player.context.session.slot("a").sources == ("x",)
    carried_player.say("redo")
    assert carried_player.context.session.slot("a") == slot


def test_what_is_locked_whole_keeps_its_carrier_when_the_rest_is_generated(carried_player):
    carried_player.say("lock", "a", 2)
    carried_player.say("lock", "a", 4, "1")
    carried_player.say("lock", "a", 5, "all", "coarse")
    work = carried_player.ask("generate", "a", "columns", 7)
    carried_player.say("lock", "a", 0, 2)
    work.finish(written_from(np.where(work.task.free, 4, work.task.codes).astype(np.int16)))
    now = carriers_of(carried_player, "a")
    assert now.sources == ("x", "m")
    assert np.argwhere(now.source[..., 0] == 0).tolist() == [[0, 2], [2, 0], [2, 1], [2, 2], [4, 1]]
    assert now.carried.all()


def test_a_continuation_is_carried_by_its_own_sounds_and_the_slot_as_before(carried_player):
    before = carriers_of(carried_player, "a")
    carried_player.ask("continue", "a", 2).finish(written_from(some_codes(2)))
    longer = carriers_of(carried_player, "a")
    assert longer.source[:, 0, 0].tolist() == [0] * 6 + [1] * 2
    assert longer.column[6:, 0, 0].tolist() == [0, 1]
    assert not longer.resized(6).differs(before).any()
    np.testing.assert_array_equal(longer.codes[..., 0], codes(carried_player, "a"))
    session = carried_player.context.session
    session.store("x", {"c": session.grid(some_codes(3), "")})
    carried_player.ask("continue", "c", 2).finish(written_from(some_codes(2)))
    assert carriers_of(carried_player, "c").carried.all(-1).tolist() == [False] * 3 + [True] * 2


@pytest.mark.parametrize("words", [("vary", "a", 1.0), ("randomize", "a", "prior", 1.0)])
def test_a_band_that_is_written_anew_at_all_levels_has_a_new_carrier(carried_player, words):
    carried_player.say("lock", "a", 0)
    carried_player.say("lock", "a", 1, 2)
    carried_player.say("lock", "a", 3, "all", "coarse")
    before = carriers_of(carried_player, "a")
    work = carried_player.ask(*words)
    carried_player.say("lock", "a", 5, 0, 1)  # meanwhile
    work.finish(written_from(np.where(work.task.free, 4, work.task.codes).astype(np.int16)))
    now = carriers_of(carried_player, "a")
    old = [[0, 0], [0, 1], [0, 2], [1, 2], [3, 0], [3, 1], [3, 2], [5, 0]]
    assert now.sources == ("x", "m")
    assert np.argwhere(now.source[..., 0] == 0).tolist() == old
    assert now.carried.all()
    carried_player.say("unlock", "a")
    for _ in range(3):
        carried_player.say("undo")
    assert carriers_of(carried_player, "a") is before


def test_of_some_levels_varied_it_is_an_edit_of_the_sound_that_carries_them(carried_player):
    before = carriers_of(carried_player, "a")
    work = carried_player.ask("vary", "a", 0.5, "all", "all", "fine")
    work.finish(written_from(np.where(work.task.free, 4, work.task.codes).astype(np.int16)))
    assert carriers_of(carried_player, "a") is before
    assert (codes(carried_player, "a") != before.codes[..., 0]).any()


def test_where_the_prior_had_no_place_what_it_varies_is_carried_as_before(carried_player):
    places = np.zeros((6, 3), np.bool_)
    places[2] = True
    written = some_codes(6, 5)
    result = Sampled(written, 1.0, Carriers.of_source("m", written).only(places))
    carried_player.ask("vary", "a", 1.0).finish(result)
    now = carriers_of(carried_player, "a")
    assert now.source[:, 0, 0].tolist() == [0, 0, 1, 0, 0, 0]


def save(player, name, live=b""):
    work = player.ask("snapshot", name)
    assert work.task == SnapshotLive()
    return ended(work.finish(LiveSnapshot(live)))


def test_a_recall_restores_everything_and_is_one_undo(player):
    session = player.context.session
    session.set_parameter("coarse", 0.25)
    session.set_parameter("tempo", 90.0)
    player.say("lock", "a", 0)
    player.say("play", "a", 2)
    seed = session.take_seed
    reply = save(player, "verse", b"live")
    assert (reply.values, reply.topic) == (("verse",), "snapshot")
    player.say("fill", "a", 0)
    player.say("copy", "a", "z")
    player.say("play", "b")
    session.set_parameter("coarse", 0.5)
    session.set_parameter("tempo", 100.0)
    reply = player.reply("recall", "verse")
    assert reply.values == ("verse", 1, "")
    assert reply.changed == (("coarse", 0.25),)
    np.testing.assert_array_equal(codes(player, "a"), some_codes(6, 1))
    assert session.slot("a").locked is not None
    assert "z" not in session.slots
    assert session.parameters["tempo"] == 100.0
    assert (session.transport, session.playing, session.take_seed) == ("play", "a", seed)
    assert session.score().bars == 2
    assert (session.pop_live(), session.pop_live()) == (b"live", b"")
    player.say("undo")
    assert "z" in session.slots


def test_a_snapshot_that_cannot_be_written_is_an_error_and_is_kept_in_memory(player):
    player.context.files.full = True
    reply = save(player, "verse")
    assert isinstance(reply.error, DiskFull)
    assert reply.topic == "snapshot"
    assert player.reply("recall", "verse").values == ("verse", 1, "")
    assert isinstance(player.reply("discard", "verse").error, DiskFull)
    assert player.reply("snapshots").pages == (("verse",),)
    player.context.files.full = False
    assert player.reply("discard", "verse").error is None
    assert player.reply("snapshots").pages == ()


def test_a_recall_with_another_model_is_silent(player):
    player.say("play", "a")
    save(player, "1")
    player.context.session.adopt(tiny_facts("other"))
    silent = "What sounded then needs another model, so it is silent."
    assert player.reply("recall", 1).values == ("1", 0, silent)
    assert player.context.session.transport == "stop"
    assert player.context.session.pop_live() == b""


def test_a_recall_says_which_sounds_are_gone(carried_player):
    save(carried_player, "1")
    carried_player.context.files.gone = {*carried_player.context.session.slot("a").sources}
    name, complete, missing = carried_player.say("recall", 1)
    assert (name, complete) == ("1", 0)
    assert missing.startswith("The sound that slot a came from is gone")


def test_snapshots_are_listed_found_in_files_and_discarded(player):
    save(player, "one")
    player.context.files.kept["older"] = player.context.session.snapshot(b"")
    assert player.reply("snapshots").pages == (("one",), ("older",))
    player.say("recall", "older")
    player.say("discard", "one")
    assert player.reply("snapshots").pages == (("older",),)
    with pytest.raises(UnknownSlot, match="older"):
        player.say("recall", "one")
    with pytest.raises(PathRefused):
        save(player, "../up")
    assert player.reply("snapshots").pages == (("older",),)


@pytest.mark.parametrize("name", ["*", "-", "aux", "a/b", "end.", "a?"])
def test_a_snapshot_whose_name_is_no_file_name_is_refused_before_the_worker_is_asked(player, name):
    with pytest.raises(PathRefused, match="give a plain file name, such as"):
        player.ask("snapshot", name)


def test_a_blend_sets_parameters_and_slots_and_is_one_undo(player):
    session = player.context.session
    save(player, "x")
    session.set_parameter("coarse", 1.0)
    player.say("copy", "b", "a")
    save(player, "y")
    reply = player.reply("blend", "x", "y", 0.5)
    assert reply.changed == (("coarse", 0.5),)
    assert not np.array_equal(codes(player, "a"), some_codes(6, 2))
    player.say("blend", "x", "y", 0)
    np.testing.assert_array_equal(codes(player, "a"), some_codes(6, 1))
    assert session.parameters["coarse"] == 0


def test_shift_wraps_around(player):
    player.say("shift", "a", 2)
    np.testing.assert_array_equal(codes(player, "a"), np.roll(some_codes(6, 1), 2, axis=0))


def test_fill_freezes_a_column(player):
    player.say("fill", "a", 4)
    assert (codes(player, "a") == some_codes(6, 1)[4]).all()


@pytest.mark.parametrize("mode", ["latent", "dissolve", "levels"])
def test_interpolate_at_the_ends_is_exact(player, mode):
    player.say("interpolate", "a", "b", "z", 0.0, mode)
    np.testing.assert_array_equal(codes(player, "z"), some_codes(6, 1))
    player.say("interpolate", "a", "b", "z", 1.0, mode)
    np.testing.assert_array_equal(codes(player, "z"), some_codes(6, 2))


def test_generate_takes_columns_or_seconds_but_not_both(player):
    assert len(player.ask("generate", "g", 5).task.codes) == 5
    assert len(player.ask("generate", "g", "seconds", 1.0).task.codes) == 47
    with pytest.raises(BadArgument, match="one of them"):
        player.ask("generate", "g", 5, 1.0)


def test_generate_answers_the_seed_it_used(player):
    work = player.ask("generate", "g", 5)
    reply = work.finish(Sampled(some_codes(5), 2.5))
    assert reply.values == ("g", 5, work.task.sampling.seed, 2.5)
    assert work.task.sampling.seed > 0


def test_continue_adds_to_the_end(player):
    work = player.ask("continue", "a", 3, 0.0, 9)
    np.testing.assert_array_equal(work.task.context, some_codes(6, 1))
    work.finish(Sampled(some_codes(3, 5), 1.0))
    np.testing.assert_array_equal(
        codes(player, "a"), np.concatenate([some_codes(6, 1), some_codes(3, 5)])
    )


def test_play_stream_stop_and_panic_move_the_transport(player):
    session = player.context.session
    player.say("play", "a")
    assert session.score().transport == "play"
    player.say("stream", "a")
    assert session.score().codes is session.slot("a").codes
    player.say("stream")
    assert session.score().codes is None
    player.say("stop")
    assert session.score().transport == "stop"
    panic = session.score().panic
    assert player.say("panic") == (2,)
    assert session.score().panic == panic + 1
    assert player.context.host.cancelled == [(CLIENT, "all")]


def test_clear_empties_one_or_all_and_undo_brings_them_back(player):
    player.say("clear", "a")
    with pytest.raises(UnknownSlot):
        player.say("clear", "a")
    player.say("undo")
    assert player.say("clear", "*") == (2,)
    player.say("undo")
    assert set(player.context.session.slots) == {"a", "b"}


def test_load_asks_for_the_file_and_adopts(player):
    work = player.ask("load", "other")
    assert work.task == LoadModel("models/other.distill", "other")
    reply = work.finish(tiny_facts("other"))
    assert reply.values == ("other", "id-other", 2, 8, 1, "", "", "")
    with pytest.raises(ModelFileProblem):
        player.ask("load", "none")


def test_lists_come_as_pages(player):
    assert [page[0] for page in player.reply("slots").pages] == ["a", "b"]
    assert player.reply("models").pages == (("tiny", 1), ("other", 0))
    assert any(page[0] == "/distill/param/fine" for page in player.reply("list").pages)
    assert player.reply("status").values == ("ready", 2)


def test_subscribe_and_cancel_reach_the_host(player):
    player.say("subscribe", 9005, 10.0)
    assert player.context.host.ports == {9005: 10.0}
    player.say("unsubscribe", 9005)
    assert player.context.host.ports == {}
    player.say("cancel", 12.0)
    assert player.context.host.cancelled == [(CLIENT, "12")]


class FakeControllers(NoControllers):
    """Controllers that answer with their arguments."""

    def learn(self, target, mode):
        return target, mode

    def confirm(self, mode):
        return ("confirmed", mode)

    def cancel(self):
        return ("cancelled",)

    def forget(self, target):
        return target, 1

    def reload(self):
        return ("mine.toml", 2)

    def choose(self, name):
        return (f"{name}.toml", 3)

    def save_as(self, name):
        return (f"{name}.toml", 4)

    def path(self):
        return "mine.toml"

    def bindings(self):
        return (
            ("gain", "cc", 7, 0, "", "absolute", -60.0, 12.0),
            ("stop", "note", 38, 1, "Keys", "trigger"),
        )

    def maps(self):
        return ("stage", "studio")


def test_midi_commands_reach_the_controllers(player):
    player.context.host.controllers = FakeControllers()
    assert player.say("midi/learn", "play a") == ("play a", "")
    assert player.say("midi/learn", "fine", "mode", "relative1") == ("fine", "relative1")
    assert player.say("midi/confirm") == ("confirmed", "")
    assert player.say("midi/confirm", "toggle") == ("confirmed", "toggle")
    assert player.say("midi/cancel") == ("cancelled",)
    assert player.say("midi/forget", "fine") == ("fine", 1)
    assert player.say("midi/reload") == ("mine.toml", 2)
    assert player.say("midi/map", "stage") == ("stage.toml", 3)
    assert player.say("midi/keep", 12) == ("12.toml", 4)
    assert player.reply("midi/maps").pages == (("stage",), ("studio",))
    listed = player.reply("midi/list")
    assert listed.values == ("mine.toml", 2)
    assert listed.pages[1] == ("stop", "note", 38, 1, "Keys", "trigger")
    with pytest.raises(BadArgument, match="mode takes ask, absolute"):
        player.say("midi/learn", "fine", "sideways")


@pytest.mark.parametrize(
    "verb", ["learn", "confirm", "cancel", "forget", "reload", "map", "keep", "maps", "list"]
)
def test_without_midi_each_midi_command_is_refused(player, verb):
    with pytest.raises(DeviceProblem, match="MIDI is off"):
        player.say(
            f"midi/{verb}", *(["fine"] if verb in ("learn", "forget", "map", "keep") else [])
        )


def test_a_parameter_is_set_in_its_unit_or_from_a_knob(player):
    context = player.context
    SetParameter("temperature", 1.5).run(context)
    assert context.session.parameters["temperature"] == 1.5
    SetParameter("gain", 0.5, normalized=True).run(context)
    assert context.session.parameters["gain"] == pytest.approx(-24.0)
    assert GetParameter("gain", normalized=True).run(context).values == ("gain", pytest.approx(0.5))
    SetParameter("profile", "safe").run(context)
    assert context.session.score().ahead_ms == 170


def test_a_repeated_value_is_not_published(player):
    assert SetParameter("fine", 0.5).run(player.context).topic
    assert not SetParameter("fine", 0.5).run(player.context).topic


@pytest.mark.parametrize("value", [2.5, -0.1, float("nan"), float("inf"), "loud"])
def test_a_wrong_parameter_value_is_refused_and_the_old_one_stays(player, value):
    with pytest.raises(BadArgument):
        SetParameter("temperature", value).run(player.context)
    assert player.context.session.parameters["temperature"] == 0.9


def test_an_unknown_parameter_is_answered_with_the_nearest(player):
    with pytest.raises(UnknownAddress, match="did you mean 'temperature'"):
        GetParameter("temprature").run(player.context)


def test_a_stroke_is_joined_to_one_undo(player):
    before = codes(player, "a").copy()
    for code in (1, 2, 3):
        player.say("set", "a", 0, 0, 0, code)
    assert player.say("join", "a", 3) == ("a", 3)
    assert player.say("undo")[0] == "set a"
    np.testing.assert_array_equal(codes(player, "a"), before)


@pytest.mark.parametrize(
    ("locked", "runs", "count"),
    [
        ([], [12], 0),
        ([("lock", "a", "0", "0", "0")], [0, 1, 11], 1),
        ([("lock", "a", "1")], [6, 6], 6),
        ([("lock", "a"), ("unlock", "a", "0", "1-2")], [0, 2, 4, 6], 8),
    ],
)
def test_locks_are_reported_as_counts_of_free_and_locked_codes(player, locked, runs, count):
    for words in locked:
        player.say(*words)
    reply = player.reply("locks", "a", "0-1")
    assert [run for page in reply.pages for run in page] == runs
    assert reply.values == ("a", 0, 2, count)


def test_a_preset_holds_the_named_parameters_and_sets_no_others(player):
    session = player.context.session
    session.set_parameter("coarse", 0.25)
    session.set_parameter("gain", -6.0)
    assert player.say("preset/save", "verse", "coarse,fine") == ("verse", 2)
    session.set_parameter("coarse", 0.5)
    session.set_parameter("gain", -3.0)
    reply = player.reply("preset/recall", "verse")
    assert reply.values == ("verse", 2, 0.0)
    assert reply.changed == (("coarse", 0.25),)
    assert session.parameters["gain"] == -3.0


def test_a_preset_of_all_omits_the_stage_parameters_unless_they_are_named(player):
    session = player.context.session
    player.say("preset/save", "all of it")
    player.say("preset/save", "stage", "tempo quantize")
    session.set_parameter("tempo", 90.0)
    session.set_parameter("quantize", 2.0)
    assert player.reply("preset/recall", "all of it").changed == ()
    assert player.reply("preset/recall", "stage").changed == (("tempo", 120.0), ("quantize", 0.0))


def test_a_preset_glides_for_its_own_time_or_the_given_one(player):
    session = player.context.session
    session.set_parameter("pan", 1.0)
    player.say("preset/save", 7, "pan", "glide", 4.0)
    session.set_parameter("pan", 0.0)
    reply = player.reply("preset/recall", 7)
    assert (reply.values, reply.changed) == (("7", 1, 4.0), ())
    assert (session.parameters["pan"], len(session.glides)) == (0.0, 1)
    assert player.reply("preset/recall", 7, 0.0).changed == (("pan", 1.0),)
    assert len(session.glides) == 0


def test_presets_are_listed_and_discarded(player):
    player.say("preset/save", "one")
    assert player.reply("preset/list").pages == (("one",),)
    player.say("preset/discard", "one")
    assert player.reply("preset/list").pages == ()
    for verb in ("preset/recall", "preset/discard"):
        with pytest.raises(UnknownSlot):
            player.say(verb, "one")
    with pytest.raises(UnknownAddress):
        player.say("preset/save", "one", "gian")
