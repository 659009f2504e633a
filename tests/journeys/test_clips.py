"""Clips over OSC: the same slot renders the same samples, and encoding a clip returns its codes."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.parameters import Scope, in_scope
from distill.types import Value
from kit.clients import Client
from kit.servers import Server

pytestmark = pytest.mark.slow


def clip(client: Client, *values: Value) -> Path:
    return Path(str(client.ask("clip", *values)[0]))


def test_the_same_slot_renders_the_same_samples_each_time(server: Server, client: Client) -> None:
    client.ask("encode", "pluck.wav", "a")
    first, second = clip(client, "a", "twice"), clip(client, "a", "twice")
    assert first != second
    (one, _), (two, _) = soundfile.read(first), soundfile.read(second)
    assert np.abs(one).max() > 1e-3
    assert np.array_equal(one, two)


@pytest.mark.parametrize(("kind", "subtype"), [("float", "FLOAT"), ("pcm24", "PCM_24")])
def test_encoding_a_clip_returns_its_codes_and_they_render_its_samples(
    server: Server, client: Client, kind: str, subtype: str
) -> None:
    client.ask("generate", "a", "columns", 4, "seed", 8)
    client.ask("param/width", 0.7)
    first = clip(client, "a", "name", "home", "format", kind)
    assert soundfile.info(first).subtype == subtype
    assert soundfile.info(first).channels == 2
    slot, columns, _, restored, kept = client.ask("encode", first.name, "b")
    assert (slot, columns, restored, kept) == ("b", 4, 1, 0)
    assert client.codes("b") == client.codes("a")
    again = clip(client, "b", "again", kind)
    assert np.array_equal(soundfile.read(first)[0], soundfile.read(again)[0])


def edit(client: Client) -> None:
    """Let slot `a` be of two sounds, and some of its codes be of none."""
    client.ask("encode", "low.flac", "c")
    client.ask("interpolate", "a", "c", "a", 0.25)
    client.ask("set", "a", "2-3", "all", "0", 1)


@pytest.mark.parametrize("more", [(), ("bars", 1), ("bars", 2), ("format", "pcm24")])
@pytest.mark.parametrize("edited", [False, True], ids=["untouched", "edited"])
def test_a_carried_clip_is_carried_again_and_renders_its_samples(
    server: Server, client: Client, more: tuple[Value, ...], edited: bool
) -> None:
    client.ask("encode", "pluck.wav", "a")
    if edited:
        edit(client)
    settings = {"gain": -4.0, "width": 0.6, "pan": 0.3, "carry": 0.75, "tempo": 150}
    for name, value in settings.items():
        client.ask(f"param/{name}", value)
    first = clip(client, "a", "name", "home", *more)
    assert json.loads(first.with_suffix(".json").read_text("utf-8"))["carry"] == 0.75
    assert client.ask("encode", first.name, "b")[3:] == (1, 1)
    assert client.codes("b") == client.codes("a")
    one, two = (soundfile.read(path)[0] for path in (first, clip(client, "b", "again", *more)))
    assert np.abs(one[:, 0] - one[:, 1]).max() > 0.05
    assert np.array_equal(one, two)
    assert client.ask("encode", first.name, "b", "carry", 0)[3:] == (1, 0)
    assert client.codes("b") == client.codes("a")
    assert not np.allclose(soundfile.read(clip(client, "b", "bare", *more))[0], one, atol=0.01)


def test_the_sidecar_describes_how_the_clip_was_made(server: Server, client: Client) -> None:
    client.ask("generate", "a", "columns", 2, "seed", 21)
    client.ask("param/gain", -6.0)
    path = clip(client, "a", "told")
    said = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert said["model_name"] == "tiny"
    assert "seed 21" in said["source"]
    defaults = {row.name: row.default for row in in_scope(Scope.MASTER)}
    assert said["parameters"] == {**defaults, "gain": -6.0}
    assert json.dumps(said["source"]) in path.read_bytes().decode("latin-1")


def test_a_part_of_a_clip_is_encoded_as_sound(server: Server, client: Client) -> None:
    client.ask("generate", "a", "columns", 4, "seed", 8)
    path = clip(client, "a", "part")
    assert client.ask("encode", path.name, "b", 0.1, 0.25)[1::2] == (2, 0)


def test_a_clip_of_a_sound_is_as_long_and_an_encoded_clip_too(
    server: Server, client: Client
) -> None:
    assert client.ask("encode", "pluck.wav", "a")[1:4] == (9, 1.5, 0)
    path = clip(client, "a", "long")
    assert soundfile.info(path).frames == 72_000
    assert client.ask("encode", path.name, "b")[1:4] == (9, 1.5, 1)
    assert soundfile.info(clip(client, "b", "again")).frames == 72_000
    assert client.ask("continue", "b", "columns", 2)[1] == 11
    assert soundfile.info(clip(client, "b", "more")).frames == 11 * 8192
    client.ask("undo")
    assert soundfile.info(clip(client, "b", "undone")).frames == 72_000
    client.ask("snapshot", "kept")
    client.ask("generate", "b", "columns", 2)
    client.ask("recall", "kept")
    assert soundfile.info(clip(client, "b", "recalled")).frames == 72_000


def test_a_clip_in_bars_tells_its_tempo_and_its_loop(server: Server, client: Client) -> None:
    client.ask("param/tempo", 92.5)
    client.ask("encode", "pluck.wav", "a")
    path = clip(client, "a", "name", "loop", "bars", 2)
    frames = round(8 * 60 * 48_000 / 92.5)
    with soundfile.SoundFile(path) as file:
        said = " ".join(file.extra_info.split())
        assert file.frames == frames
    assert "Beats : 8 Meter : 4/4 Tempo : 92.500000" in said
    assert f"End : {frames - 1}" in said
