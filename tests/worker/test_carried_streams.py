"""Streams that the sounds of a corpus carry, rendered live from real files."""

import dataclasses
import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from typing_extensions import override

from distill.bundle import Bundle, build
from distill.codes.carriers import NOTHING
from distill.codes.sampling_params import SamplingParams
from distill.corpus.corpus_columns import CorpusColumns
from distill.errors import BadArgument, FileProblem
from distill.protocol.score import Score
from distill.protocol.tasks import LoadModel
from distill.storage.source_store import SourceStore
from distill.types import Audio
from distill.worker.live_snapshot import restore, snapshot
from distill.worker.renderer import Renderer
from distill.worker.source_reader import NoSources, OpenedSources
from distill.worker.task_steps import load
from distill.worker.voice import RenderedColumn
from kit import carried as loops
from kit import scores
from kit.bundles import CONFIG, tiny_bundle, tiny_model
from kit.carried import (
    KeptSound,
    decibels,
    drone,
    folders_of,
    keep,
    music,
    reader_of,
    rendered,
    store_in,
)
from kit.house import ROOT
from kit.listening import largest_step
from kit.walking import corpus_of, remembering

COLUMN = CONFIG.column_samples
FILES = 9, 5
"""Columns of the two sounds of the corpus."""
PART = 4
EXACT = -100.0
"""Largest difference in dB between two sounds that are the same."""
REACH = CONFIG.mel.n_fft
"""Samples around a jump in which frames of both sides sound."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> SourceStore:
    return store_in(tmp_path_factory.mktemp("sounds"))


@pytest.fixture(scope="module")
def sounds() -> list[Audio]:
    return [drone(FILES[0] * COLUMN), drone(FILES[1] * COLUMN, 1, 330.0)]


@pytest.fixture(scope="module")
def corpus(store: SourceStore, sounds: list[Audio]) -> CorpusColumns:
    return corpus_of(tiny_bundle(), sounds, store, PART)


@pytest.fixture(scope="module")
def other(store: SourceStore) -> KeptSound:
    return keep(store, tiny_bundle(), drone(3 * COLUMN, 2, 500.0))


def live(store: SourceStore, bundle: Bundle) -> Renderer:
    """Return a renderer of sounds as they are, which waits until a source is open."""
    renderer = loops.live(store, bundle)
    renderer._sounds = OpenedSources(*folders_of(store))
    return renderer


def streaming(take: int = 1, **more: object) -> Score:
    return scores.make("stream", take, None, **{"sampling": SamplingParams(0.9, 0, 5), **more})


def wanted(sounds: Sequence[Audio], order: Sequence[int]) -> Audio:
    """Return the sound of columns of the corpus, one after the other, [T, 2]."""
    whole = np.concatenate([np.broadcast_to(one, (len(one), 2)) for one in sounds])
    return whole.reshape(-1, COLUMN, 2)[list(order)].reshape(-1, 2)


def stream_of(
    store: SourceStore, bundle: Bundle, columns: int, score: Score | None = None
) -> Audio:
    """Render columns of a stream from its first sample on, without guard and limiter."""
    renderer = live(store, bundle)
    renderer.set_score(streaming() if score is None else score)
    return rendered(renderer, columns * COLUMN)


# --- a walk that stays in a sound is that sound


@pytest.mark.parametrize("first", [0, 2, 3, 4])
def test_a_walk_through_one_sound_is_that_sound_from_part_to_part(
    store: SourceStore, sounds: list[Audio], corpus: CorpusColumns, first: int
) -> None:
    order = range(first, FILES[0])
    bundle = remembering(tiny_bundle(), corpus, order)
    heard = stream_of(store, bundle, len(order) - 1)
    right = wanted(sounds, order)[: len(heard)]
    assert decibels(heard - right, right) < EXACT


@pytest.mark.parametrize("name", ["demo", "piano"])
def test_so_it_is_on_a_shipped_model(store: SourceStore, name: str) -> None:
    bundle = load(LoadModel(str(ROOT / "models" / name / f"{name}.distill"), name)).bundle
    sound = music(5 * bundle.column)
    walking = remembering(bundle, corpus_of(bundle, [sound], store, 2))
    renderer = live(store, walking)
    renderer.set_score(streaming())
    heard = rendered(renderer, 4 * bundle.column)
    assert decibels(heard - sound[: len(heard)], sound) < EXACT


def test_on_both_sides_of_a_jump_each_sound_is_heard_up_to_the_frames_of_both(
    store: SourceStore, sounds: list[Audio], corpus: CorpusColumns
) -> None:
    order = [1, 2, 3, 10, 11, 6, 7]
    heard = stream_of(store, remembering(tiny_bundle(), corpus, order), 6)
    right = wanted(sounds, order)[: len(heard)]
    for first, last in ((0, 3), (3, 5), (5, 6)):
        here = slice(first * COLUMN + REACH // 2 * (first > 0), last * COLUMN - REACH // 2)
        assert decibels((heard - right)[here], right) < EXACT
    # two sounds that have nothing in common meet without a click
    steps = [largest_step(stream_of(store, remembering(tiny_bundle(), corpus, each), 6))
             for each in (range(8), range(9, 14))]  # fmt: skip
    assert largest_step(heard) <= 1.3 * max(steps)


def test_at_carry_0_it_is_the_stream_of_the_same_codes_that_nothing_carries(
    store: SourceStore, corpus: CorpusColumns
) -> None:
    walking = remembering(tiny_bundle(), corpus)
    bare = dataclasses.replace(walking, corpus=None)
    dry = stream_of(store, walking, 5, streaming(carry=0.0))
    np.testing.assert_array_equal(dry, stream_of(store, bare, 5))
    assert decibels(stream_of(store, walking, 5) - dry, dry) > -20


def test_columns_that_no_place_carries_have_the_codecs_own_voice(
    store: SourceStore, sounds: list[Audio], corpus: CorpusColumns
) -> None:
    walking = remembering(tiny_bundle(), corpus)
    renderer = live(store, dataclasses.replace(walking, corpus=None))
    renderer.set_score(streaming())
    heard = rendered(renderer, 4 * COLUMN)
    np.testing.assert_array_equal(heard[:, 0], heard[:, 1])
    assert decibels(heard - wanted(sounds, range(4)), heard) > -20


# --- parameters


@pytest.mark.parametrize("knob", ["carry", "fine", "coarse", "morph"])
def test_a_parameter_swept_within_a_second_makes_no_click(
    store: SourceStore, corpus: CorpusColumns, other: KeptSound, knob: str
) -> None:
    targets = {"morph_codes": other.codes, "morph_carriers": other.carriers}
    score = streaming(**targets)
    steps = 94  # frames in a second
    way = np.concatenate([np.arange(steps + 1), np.arange(steps)[::-1]]) / steps
    way = 1 - way if knob == "carry" else way
    bundle = remembering(tiny_bundle(), corpus, range(FILES[0]))
    renderer = live(store, bundle)
    parts = []
    for value in way:
        renderer.set_score(scores.change(score, **{knob: float(value)}))
        parts.append(renderer.render())
    ends = (score, scores.change(score, **{knob: float(way[steps])}))
    still = max(largest_step(stream_of(store, bundle, 9, each)) for each in ends)
    assert largest_step(np.concatenate(parts)) <= 1.3 * still


def test_all_of_morph_is_the_sound_of_the_slot_in_whose_columns_the_stream_goes_round(
    store: SourceStore, corpus: CorpusColumns, other: KeptSound
) -> None:
    score = streaming(morph_codes=other.codes, morph_carriers=other.carriers, morph=1.0)
    there = stream_of(store, remembering(tiny_bundle(), corpus), 6, score)
    right = other.audio[np.arange(len(there)) % len(other.audio)]
    assert decibels((there - right)[:-REACH], right) < EXACT


def test_an_edit_by_a_macro_changes_the_sound_and_its_end_brings_it_back(
    store: SourceStore, sounds: list[Audio], corpus: CorpusColumns
) -> None:
    renderer = live(store, remembering(tiny_bundle(), corpus, range(FILES[0])))
    renderer.set_score(streaming())
    rendered(renderer, COLUMN)
    renderer.set_score(streaming(coarse=1.0))
    heard = rendered(renderer, 2 * COLUMN)
    right = wanted(sounds, range(9))
    assert decibels((heard - right[COLUMN : 3 * COLUMN])[COLUMN:], right) > -30
    renderer.set_score(streaming())
    rendered(renderer, 2 * COLUMN)
    back = rendered(renderer, 2 * COLUMN)
    assert decibels(back - right[5 * COLUMN : 7 * COLUMN], right) < EXACT


# --- sources that are late or gone


def test_until_its_sound_is_decoded_the_codec_is_heard_and_then_the_sound_without_a_click(
    tmp_path_factory: pytest.TempPathFactory, sounds: list[Audio]
) -> None:
    store = store_in(tmp_path_factory.mktemp("late"))
    corpus = corpus_of(tiny_bundle(), sounds, store, FILES[0])
    for path in store.cache.iterdir():
        path.unlink()
    reader = reader_of(store)
    kept, reader.find = reader.find, lambda _source: None  # type: ignore[method-assign]
    walking = remembering(tiny_bundle(), corpus, range(FILES[0]))
    renderer = live(store, walking)
    renderer._sounds = reader
    renderer.set_score(streaming())
    early = 3 * COLUMN + 1500  # inside a column, which does not wait for the next
    heard = [rendered(renderer, early)]
    np.testing.assert_array_equal(heard[0][:, 0], heard[0][:, 1])
    store.open(corpus.parts[0].source)
    reader.find = kept  # type: ignore[method-assign]
    heard.append(rendered(renderer, 5 * COLUMN))
    right = wanted(sounds, range(9))[early : early + 5 * COLUMN]
    assert decibels((heard[1] - right)[2 * REACH :], right) < EXACT
    still = max(largest_step(one) for one in (heard[0], right))
    assert largest_step(np.concatenate(heard)) <= 1.3 * still


class Announced(NoSources):
    """Remembers which sources were announced and which were asked for."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []

    @override
    def find(self, source: str) -> None:
        self.seen.append(("find", source))

    @override
    def soon(self, sources: Sequence[str]) -> None:
        self.seen += [("soon", source) for source in sources]


def test_each_source_is_announced_columns_before_it_is_asked_for(
    store: SourceStore, corpus: CorpusColumns
) -> None:
    heard, order = Announced(), [0, 1, 2, 9, 10, 4, 5, 6]
    bundle = remembering(tiny_bundle(), corpus, order)
    renderer = Renderer(bundle, lambda *_: None, None, heard)
    renderer.set_score(streaming())
    heard_samples = 0
    while heard_samples < 8 * COLUMN:  # it waits a while for the first, which never comes
        renderer.prepare()
        heard_samples += len(renderer.render())
    ids = list(dict.fromkeys(corpus.parts[corpus.part_of[place]].source for place in order))
    for source in ids:
        assert heard.seen.index(("soon", source)) < heard.seen.index(("find", source))
    first = heard.seen.index(("soon", ids[1]))
    between = heard.seen[first : heard.seen.index(("find", ids[1]))]
    assert between.count(("find", ids[0])) >= 2  # columns before the jump


def test_a_stream_whose_sounds_are_gone_is_the_codecs_own(
    tmp_path_factory: pytest.TempPathFactory, store: SourceStore, corpus: CorpusColumns
) -> None:
    empty = store_in(tmp_path_factory.mktemp("empty"))
    walking = remembering(tiny_bundle(), corpus)
    bare = dataclasses.replace(walking, corpus=None)
    np.testing.assert_array_equal(
        stream_of(empty, walking, 4), stream_of(store, bare, 4)
    )  # fmt: skip


# --- what is reported, and exact continuation


def test_each_column_is_reported_with_what_carries_it(
    store: SourceStore, corpus: CorpusColumns
) -> None:
    decoded: list[RenderedColumn] = []
    told = []
    renderer = Renderer(
        remembering(tiny_bundle(), corpus, [2, 3, 4, 11, 12]),
        lambda _take, codes, carriers: told.append((codes, carriers)),
        decoded.append,
        OpenedSources(*folders_of(store)),
    )
    renderer.set_score(streaming())
    rendered(renderer, 5 * COLUMN - 2000)
    places = corpus.part_of, corpus.column_in_source
    for number, place in enumerate([2, 3, 4, 11, 12]):
        source = corpus.parts[places[0][place]].source
        for carriers in (decoded[number].carriers, told[number][1]):
            assert carriers is not None
            assert {carriers.sources[one] for one in carriers.source[0, :, 0]} == {source}
            assert set(carriers.column[0, :, 0]) == {places[1][place]}
            assert (carriers.source[..., 1] == NOTHING).all()
        np.testing.assert_array_equal(told[number][0], corpus.codes[[place]])


@pytest.mark.parametrize("knobs", [{}, {"fine": 0.4}, {"carry": 0.5}, {"morph": 0.5}])
@pytest.mark.parametrize("at", [700, 3 * COLUMN - 90, 4 * COLUMN + 4000])
def test_a_carried_stream_continues_from_a_state_as_if_it_had_never_stopped(
    store: SourceStore, corpus: CorpusColumns, other: KeptSound, knobs: dict[str, float], at: int
) -> None:
    bundle = remembering(tiny_bundle(), corpus, [2, 3, 4, 11, 12, 6, 7])
    score = streaming(morph_codes=other.codes, morph_carriers=other.carriers, **knobs)
    one, two = live(store, bundle), live(store, bundle)
    one.set_score(score)
    rendered(one, at)
    state = one.state(0.0)
    assert state is not None
    two.resume(dataclasses.replace(score, take=7), restore(snapshot(state)))
    right, sound = (rendered(each, 6 * COLUMN) for each in (one, two))
    np.testing.assert_array_equal(sound[256:], right[256:])  # it fades in


def test_a_state_of_a_stream_that_nothing_carried_is_read_and_later_columns_are_carried(
    store: SourceStore, sounds: list[Audio], corpus: CorpusColumns
) -> None:
    bundle = remembering(tiny_bundle(), corpus, range(FILES[0]))
    one, two = live(store, bundle), live(store, bundle)
    one.set_score(streaming())
    rendered(one, COLUMN + 4000)
    state = one.state(0.0)
    assert state is not None
    assert state.voice.stream is not None
    old = dataclasses.replace(state.voice.stream, carriers=None, lead_carriers=None)
    voice = dataclasses.replace(state.voice, stream=old)
    two.resume(streaming(7), dataclasses.replace(state, voice=voice))
    heard = rendered(two, 6 * COLUMN)
    right = wanted(sounds, range(9))[COLUMN + 4000 :]
    there = slice(4 * COLUMN, 6 * COLUMN)
    assert decibels(heard[there] - right[there], right) < EXACT


def test_a_file_of_a_state_whose_carriers_are_none_is_refused(
    store: SourceStore, corpus: CorpusColumns
) -> None:
    renderer = live(store, remembering(tiny_bundle(), corpus))
    renderer.set_score(streaming())
    rendered(renderer, 4000)
    state = renderer.state(0.0)
    assert state is not None
    live_bytes = snapshot(state)
    header = int.from_bytes(live_bytes[:8], "little")
    source = corpus.parts[0].source.encode()
    assert live_bytes[:header].count(source) == 1
    with pytest.raises(FileProblem, match="cannot be read"):
        restore(live_bytes.replace(b'\\"' + source + b'\\"', b" " * (len(source) + 4)))


@pytest.mark.parametrize("change", ["shape", "codes"])
def test_carriers_of_other_columns_in_a_state_are_refused(
    store: SourceStore, corpus: CorpusColumns, change: str
) -> None:
    renderer = live(store, remembering(tiny_bundle(), corpus))
    renderer.set_score(streaming())
    rendered(renderer, 4000)
    state = renderer.state(0.0)
    assert state is not None
    stream = state.voice.stream
    assert stream is not None
    assert stream.carriers is not None
    wrong = (
        stream.carriers.taken(slice(1))
        if change == "shape"
        else dataclasses.replace(stream.carriers, codes=stream.carriers.codes + np.int16(50))
    )
    voice = dataclasses.replace(state.voice, stream=dataclasses.replace(stream, carriers=wrong))
    with pytest.raises(BadArgument):
        renderer.resume(streaming(2), dataclasses.replace(state, voice=voice))


# --- a model that walks by itself


@pytest.fixture(scope="module")
def model(corpus: CorpusColumns) -> Bundle:
    return build(*tiny_model(), corpus)


def walking(take: int = 1, **more: object) -> Score:
    """Return the score of a stream that jumps after half a second, in the mean."""
    params = {"memory": 1.0, "stay": 0.5} | more
    return streaming(take, sampling=SamplingParams(0.9, 0, 5, **params))  # type: ignore[arg-type]


def walk_of(
    store: SourceStore, bundle: Bundle, score: Score, columns: int
) -> tuple[Audio, list[RenderedColumn]]:
    """Render columns of a stream; return them and what was reported of them."""
    decoded: list[RenderedColumn] = []
    renderer = live(store, bundle)
    renderer._on_column = decoded.append
    renderer.set_score(score)
    return rendered(renderer, columns * COLUMN), decoded[:columns]


def test_what_a_model_writes_from_its_corpus_is_heard_from_there(
    store: SourceStore, sounds: list[Audio], model: Bundle
) -> None:
    heard, decoded = walk_of(store, model, walking(), 24)
    places = [one.written.place for one in decoded if one.written is not None]
    right = wanted(sounds, places)
    jumps = [n for n in range(1, 24) if places[n] != places[n - 1] + 1]
    assert 2 <= len(jumps) <= 15
    for first, last in itertools.pairwise([0, *jumps, 24]):
        here = slice(first * COLUMN + REACH // 2 * (first > 0), last * COLUMN - REACH // 2)
        assert decibels((heard - right)[here], right) < EXACT


def test_at_memory_0_nothing_carries_what_it_writes_and_between_some_bands_are(
    store: SourceStore, model: Bundle
) -> None:
    heard, decoded = walk_of(store, model, walking(memory=0.0), 4)
    np.testing.assert_array_equal(heard, stream_of(store, tiny_bundle(), 4))
    assert all(one.carriers is None for one in decoded)
    _, decoded = walk_of(store, model, walking(memory=0.5), 12)
    cells = np.concatenate([one.carriers.carried for one in decoded if one.carriers is not None])
    assert 0.2 < cells.mean() < 0.9


@pytest.mark.parametrize("at", [5000, 7 * COLUMN - 90])
def test_it_continues_its_walk_from_a_state_as_if_it_had_never_stopped(
    store: SourceStore, model: Bundle, at: int
) -> None:
    one, two = live(store, model), live(store, model)
    one.set_score(walking())
    rendered(one, at)
    state = one.state(0.0)
    assert state is not None
    two.resume(walking(7), restore(snapshot(state)))
    right, sound = (rendered(each, 9 * COLUMN) for each in (one, two))
    np.testing.assert_array_equal(sound[256:], right[256:])  # it fades in


def test_a_saved_walk_through_another_corpus_is_refused_and_without_one_the_stream_goes_on(
    store: SourceStore, model: Bundle
) -> None:
    renderer = live(store, model)
    renderer.set_score(walking())
    rendered(renderer, 6 * COLUMN)
    state = renderer.state(0.0)
    assert state is not None
    stream = state.voice.stream
    assert stream is not None
    assert stream.sampler.walk is not None
    astray = dataclasses.replace(stream.sampler.walk, place=sum(FILES))
    sampler = dataclasses.replace(stream.sampler, walk=astray)
    voice = dataclasses.replace(state.voice, stream=dataclasses.replace(stream, sampler=sampler))
    with pytest.raises(BadArgument, match="another corpus"):
        renderer.resume(walking(2), dataclasses.replace(state, voice=voice))
    bare = live(store, tiny_bundle())
    bare.resume(walking(2), state)
    assert rendered(bare, 4 * COLUMN).any()
