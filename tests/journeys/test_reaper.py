"""The Reaper actions in a strict host, with real processes, a real server and real sound."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.types import FloatArray, Json
from kit.clients import Client
from kit.reaper import Reaper, item
from kit.servers import Server

pytestmark = [pytest.mark.peer, pytest.mark.slow]

COLUMN_S = 8192 / 48_000


@pytest.fixture
def reaper(server: Server, tmp_path: Path) -> Iterator[Reaper]:
    one = Reaper(tmp_path / "Reaper's folder", server.place.environment, server.port)
    yield one
    assert one.left() == []


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A stereo file at 44.1 kHz, outside the folders of the server."""
    path = tmp_path / "my project" / "a drum.wav"
    path.parent.mkdir()
    time = np.arange(2 * 44_100) / 44_100
    left = 0.5 * np.sin(2 * np.pi * (110 + 200 * time) * time)
    soundfile.write(path, np.stack([left, 0.5 * left], 1), 44_100, "PCM_16")
    return path


@pytest.fixture
def clip(client: Client) -> Path:
    client.ask("generate", "a", "columns", 6, "seed", 5)
    return Path(str(client.ask("clip", "a", "whole")[0]))


def one_track(*items: Json) -> list[Json]:
    return [{"name": "drums", "selected": True, "items": list(items)}]


def slots(client: Client) -> list[str]:
    return [str(page[0]) for page in client.pages("slots")]


def codes_of(client: Client, path: str | Path, *region: str) -> list[object]:
    """Return the codes that a clip carries."""
    slot, _, _, restored, _ = client.ask("encode", Path(path).name, "looked-at")
    assert restored == 1
    return list(client.codes(slot, *region))


# --- generate


def test_generate_fills_the_time_selection_and_the_file_is_whole(
    reaper: Reaper, client: Client
) -> None:
    done = reaper.run("Generate", tracks=one_track(), time_selection=[2.0, 3.3])
    (made,) = done.items()
    (take,) = made["takes"]
    assert (made["position"], made["length"]) == (2.0, pytest.approx(1.3))
    assert soundfile.info(take["path"]).duration == pytest.approx(8 * COLUMN_S)
    assert (done.undo, done.boxes, slots(client)) == (["Distill: generate"], [], [])
    seed = int(take["name"].removeprefix("tiny generate seed "))
    client.ask("generate", "again", "columns", 8, "seed", seed)
    assert codes_of(client, take["path"]) == client.codes("again")


def test_without_a_track_generate_makes_one(reaper: Reaper) -> None:
    done = reaper.run("Generate", tracks=[], time_selection=[0.0, 0.3])
    assert [track["name"] for track in done.tracks] == ["Distill"]
    assert len(done.items()) == 1


def test_a_model_without_a_prior_is_an_error_in_one_sentence(
    reaper: Reaper, server: Server, client: Client, other_models: None
) -> None:
    client.ask("load", "mute")
    done = reaper.run("Generate", tracks=one_track(), time_selection=[0.0, 1.0])
    client.ask("load", "tiny")
    (text,) = done.boxes
    assert "model 'mute' has no prior, so it cannot generate" in text
    assert "python3 run.py train" in text
    assert (done.undo, done.items(), slots(client)) == ([], [], [])


# --- encode


def heard(path: Path, length: float, second: FloatArray) -> FloatArray:
    """Return the playback of a host: the samples of the file at these seconds, interpolated."""
    audio, rate = soundfile.read(path, always_2d=True)
    at = second * rate
    inside = (second >= 0) & (second <= len(audio) / rate)
    grid = np.arange(len(audio) + 1)
    padded = np.vstack([audio, np.zeros((1, audio.shape[1]))])
    played = [np.interp(at, grid, padded[:, i]) * inside for i in range(audio.shape[1])]
    return np.stack(played, 1)[: round(length * 48_000)]


CASES = {
    "whole": ({}, lambda t: t),
    "offset": ({"offset": 0.7}, lambda t: 0.7 + t),
    "rate": ({"rate": 1.5, "offset": 0.1}, lambda t: 0.1 + 1.5 * t),
    "section": ({"section": {"start": 0.5, "length": 1.2}}, lambda t: 0.5 + t),
    "reversed": ({"section": {"start": 0.2, "length": 1.2, "reverse": True}}, lambda t: 1.4 - t),
    "loop": ({"loop": True, "offset": 1.6}, lambda t: (1.6 + t) % 2.0),
}


@pytest.mark.parametrize("case", CASES)
def test_the_audible_part_of_an_item_is_encoded(
    reaper: Reaper, client: Client, server: Server, sound: Path, case: str
) -> None:
    more, mapping = CASES[case]
    length = 1.1
    done = reaper.run("Encode", tracks=one_track(item(sound, length, position=3.0, **more)))
    assert done.boxes == []
    expected = heard(sound, length, mapping(np.arange(round(length * 48_000)) / 48_000))
    soundfile.write(server.place.sounds / "expected.wav", expected, 48_000, "FLOAT")
    client.ask("encode", "expected.wav", "expected")
    assert client.codes("a_drum") == client.codes("expected")
    (one,) = done.items()
    original, made = one["takes"]
    assert original["path"] == ("" if "section" in more else str(sound))
    assert (made["active"], made["offset"], made["rate"]) == (True, 0, 1)
    assert made["name"] == "tiny codes, slot a_drum"
    assert (one["position"], one["length"]) == (3.0, pytest.approx(length))
    assert soundfile.info(made["path"]).duration >= length
    assert codes_of(client, made["path"]) == client.codes("expected")


def test_all_selected_items_are_encoded_in_one_undo_point(
    reaper: Reaper, client: Client, sound: Path
) -> None:
    items = [item(sound, 0.5), item(sound, 0.6, position=1.0), item(sound, 1.0, selected=False)]
    done = reaper.run("Encode", tracks=one_track(*items))
    assert [len(one["takes"]) for one in done.items()] == [2, 2, 1]
    assert done.undo == ["Distill: encode"]
    assert slots(client) == ["a_drum", "a_drum2"]


def test_encoding_a_trimmed_clip_returns_its_exact_codes(
    reaper: Reaper, client: Client, clip: Path
) -> None:
    codes = client.codes("a")
    done = reaper.run("Encode", tracks=one_track(item(clip, 0.4, offset=0.25)))
    assert client.codes("whole") == codes
    _, made = done.items()[0]["takes"]
    assert made["offset"] == 0.25
    assert soundfile.info(made["path"]).frames == soundfile.info(clip).frames


@pytest.mark.parametrize(
    "more", [{"rate": 0.5}, {"pitch": 2}, {"chanmode": 1}, {"stretch": 3}, {"length": 9.0}]
)
def test_a_clip_with_changed_playback_is_encoded_as_sound(
    reaper: Reaper, clip: Path, more: Json
) -> None:
    length = more.pop("length", 0.4)
    done = reaper.run("Encode", tracks=one_track(item(clip, length, **more)))
    assert done.jobs[0]["say"][0][1] != str(clip)
    assert len(done.items()[0]["takes"]) == 2


# --- continue


def test_a_trimmed_clip_is_continued_from_its_trimmed_end(
    reaper: Reaper, client: Client, clip: Path
) -> None:
    codes = client.codes("a")
    start = item(clip, 0.6, position=4.0, offset=0.2)
    done = reaper.run("Continue", tracks=one_track(start), inputs=["1,5|77"])
    first, behind = done.items()
    assert len(first["takes"]) == 1
    assert behind["position"] == pytest.approx(4.6)
    assert behind["length"] == pytest.approx(1.5)
    (take,) = behind["takes"]
    assert take["offset"] == pytest.approx(0.8)
    assert take["name"] == "tiny continue seed 77"
    assert codes_of(client, take["path"], "0-5") == codes
    assert soundfile.info(take["path"]).duration >= 0.8 + 1.5
    assert done.undo == ["Distill: continue"]
    assert slots(client) == ["a", "looked-at"]


def test_any_sound_is_continued_at_its_end(reaper: Reaper, sound: Path) -> None:
    done = reaper.run("Continue", tracks=one_track(item(sound, 1.0)), inputs=["0.5|3"])
    (take,) = done.items()[1]["takes"]
    assert take["offset"] == pytest.approx(5 * COLUMN_S)
    assert soundfile.info(take["path"]).duration == pytest.approx((5 + 3) * COLUMN_S)


def test_a_looped_clip_in_bars_is_continued_at_its_end_as_sound(
    reaper: Reaper, client: Client
) -> None:
    client.ask("generate", "a", "columns", 3, "seed", 5)
    path = Path(str(client.ask("clip", "a", "round", "float", 1)[0]))
    assert soundfile.info(path).duration == pytest.approx(2.0)
    done = reaper.run("Continue", tracks=one_track(item(path, 2.0)), inputs=["0.5|3"])
    assert done.items()[1]["takes"][0]["offset"] == pytest.approx(11 * COLUMN_S)


def test_an_item_shorter_than_a_column_is_continued(reaper: Reaper, sound: Path) -> None:
    done = reaper.run("Continue", tracks=one_track(item(sound, 0.1)), inputs=["0.5|3"])
    assert done.items()[1]["takes"][0]["offset"] == pytest.approx(COLUMN_S)
    assert done.items()[1]["position"] == pytest.approx(0.1)


# --- vary


def test_vary_changes_only_the_fine_codes_when_coarse_is_zero(
    reaper: Reaper, client: Client, clip: Path
) -> None:
    coarse, fine = (
        client.codes("a", "all", "all", "coarse"),
        client.codes("a", "all", "all", "fine"),
    )
    track = one_track(item(clip, 1.0))
    done = reaper.run("Vary", tracks=track, inputs=["0|1|0,8|neighbours|41"])
    original, made = done.items()[0]["takes"]
    assert (original["active"], made["active"]) == (False, True)
    assert made["name"] == "tiny vary seed 41"
    assert codes_of(client, made["path"], "all", "all", "coarse") == coarse
    assert codes_of(client, made["path"], "all", "all", "fine") != fine
    again = reaper.run("Vary", tracks=track, inputs=["0|1|0,8|neighbours|41"])
    path = again.items()[0]["takes"][1]["path"]
    assert path != made["path"]
    assert codes_of(client, path) == codes_of(client, made["path"])


def test_vary_by_the_prior_keeps_the_length(reaper: Reaper, clip: Path) -> None:
    done = reaper.run("Vary", tracks=one_track(item(clip, 1.0)), inputs=["0.5|1|1|prior|6"])
    made = done.items()[0]["takes"][1]
    assert soundfile.info(made["path"]).frames == soundfile.info(clip).frames


# --- interpolate


def test_steps_between_two_items_are_placed_on_a_separate_track(
    reaper: Reaper, client: Client, clip: Path, sound: Path
) -> None:
    tracks = [
        {"name": "one", "items": [item(clip, 0.9, position=1.0)]},
        {"name": "two", "items": [item(sound, 1.4, position=5.0)]},
    ]
    done = reaper.run("Interpolate", tracks=tracks, inputs=["3|latent|9"])
    assert [track["name"] for track in done.tracks] == ["one", "Distill interpolate", "two"]
    made = done.items(1)
    assert [one["position"] for one in made] == pytest.approx([1.0, 1.9, 2.8])
    assert [one["length"] for one in made] == pytest.approx([0.9] * 3)
    assert [one["takes"][0]["name"] for one in made] == [
        f"tiny latent {i}/3 seed 9" for i in (1, 2, 3)
    ]
    ts = [words[4] for words in done.requests() if words[0] == "interpolate"]
    assert ts == [0.25, 0.5, 0.75]
    assert done.undo == ["Distill: interpolate"]
    for one in made:
        assert soundfile.info(one["takes"][0]["path"]).frames == soundfile.info(clip).frames


# --- randomize


def test_only_columns_under_the_time_selection_change(
    reaper: Reaper, client: Client, clip: Path
) -> None:
    track = one_track(item(clip, 0.8, position=10.0, offset=0.2))
    selection = [10.2, 10.4]  # 0.4 to 0.6 s of the file: columns 2 and 3
    done = reaper.run(
        "Randomize", tracks=track, time_selection=selection, inputs=["noise|1|all|all|8"]
    )
    made = done.items()[0]["takes"][1]
    assert made["name"] == "tiny randomize 2-3 seed 8"
    for outside in ("0-1", "4-5"):
        assert codes_of(client, made["path"], outside) == client.codes("a", outside)
    assert codes_of(client, made["path"], "2-3") != client.codes("a", "2-3")


def test_bands_and_levels_are_honoured_and_a_wrong_one_is_an_error(
    reaper: Reaper, client: Client, clip: Path
) -> None:
    track, selection = one_track(item(clip, 0.8)), [0.0, 0.8]
    done = reaper.run(
        "Randomize", tracks=track, time_selection=selection, inputs=["noise|1|2-3|fine|8"]
    )
    made = done.items()[0]["takes"][1]
    assert codes_of(client, made["path"], "all", "0-1") == client.codes("a", "all", "0-1")
    assert codes_of(client, made["path"], "all", "2-3", "coarse") == client.codes(
        "a", "all", "2-3", "coarse"
    )
    assert codes_of(client, made["path"], "all", "2-3") != client.codes("a", "all", "2-3")


# --- clips


def test_the_last_clip_is_placed_at_the_edit_cursor(reaper: Reaper, clip: Path) -> None:
    done = reaper.run("Insert_last_clip", tracks=one_track(), cursor=7.5)
    (made,) = done.items()
    assert made["position"] == 7.5
    assert made["length"] == pytest.approx(6 * COLUMN_S)
    assert Path(made["takes"][0]["path"]) == clip
    assert made["takes"][0]["name"].startswith("tiny generate seed 5 temperature 0.9")


def test_without_any_clip_there_is_an_error(reaper: Reaper, server: Server) -> None:
    for old in server.place.clips.iterdir():
        old.unlink()
    done = reaper.run("Insert_last_clip", tracks=one_track())
    assert "there is no clip in" in done.boxes[0]
    assert "generate one first" in done.boxes[0]


@pytest.mark.parametrize(("kind", "bars"), [("float", 0), ("pcm24", 0), ("float", 1)])
@pytest.mark.parametrize("carried", [False, True])
def test_a_clip_is_rendered_again_to_the_same_samples(
    reaper: Reaper, client: Client, kind: str, bars: int, carried: bool
) -> None:
    client.ask("generate", "a", "columns", 3, "seed", 5)
    if carried:
        client.ask("encode", "pluck.wav", "a")
    before = {"gain": -3.5, "width": 0.4, "pan": 0.3, "carry": 0.75, "tempo": 240.0, "beats": 3}
    for name, value in before.items():
        client.ask(f"param/{name}", value)
    first = Path(str(client.ask("clip", "a", "loud", kind, bars)[0]))
    after = {"gain": 2.0, "width": 0.0, "pan": -0.5, "carry": 0.25, "tempo": 90.0, "beats": 4}
    for name, value in after.items():
        client.ask(f"param/{name}", value)
    done = reaper.run("Rerender", tracks=one_track(item(first, 0.3, offset=0.1)))
    made = done.items()[0]["takes"][1]
    assert done.boxes == []
    assert made["offset"] == pytest.approx(0.1)
    assert made["name"].startswith("tiny file pluck" if carried else "tiny generate seed 5")
    assert np.array_equal(soundfile.read(made["path"])[0], soundfile.read(first)[0])
    assert soundfile.info(made["path"]).subtype == soundfile.info(first).subtype
    for name, value in after.items():
        client.drained()  # the news of what the job turned, and turned back
        assert client.parameter(name) == value


def test_a_file_that_is_not_a_clip_or_has_no_sidecar_is_an_error(
    reaper: Reaper, sound: Path, clip: Path
) -> None:
    (text,) = reaper.run("Rerender", tracks=one_track(item(sound, 1.0))).boxes
    assert "is no clip of Distill" in text
    for damaged in ("", "{", "[1, 2]", '{"format": "distill_clip"}'):
        clip.with_suffix(".json").write_text(damaged)
        (text,) = reaper.run("Rerender", tracks=one_track(item(clip, 1.0))).boxes
        assert "no sidecar beside" in text
    clip.with_suffix(".json").unlink()
    (text,) = reaper.run("Rerender", tracks=one_track(item(clip, 1.0))).boxes
    assert "no sidecar beside" in text


def test_an_error_about_a_clip_of_another_model_names_the_model(
    reaper: Reaper, client: Client, clip: Path, other_models: None
) -> None:
    client.ask("load", "other")
    done = reaper.run("Rerender", tracks=one_track(item(clip, 1.0)))
    client.ask("load", "tiny")
    (text,) = done.boxes
    assert 'made by the model "tiny", and the server plays "other"' in text
    assert "python3 run.py send load tiny" in text
    assert done.undo == []


def test_a_copy_of_a_clip_in_the_project_folder_keeps_its_codes(
    reaper: Reaper, client: Client, clip: Path, tmp_path: Path
) -> None:
    moved = Path(shutil.copy(clip, tmp_path / "moved.wav"))
    reaper.run("Encode", tracks=one_track(item(moved, 1.0)))
    assert client.codes("moved") == client.codes("a")
