"""Whatever goes wrong in a Reaper action ends in a sentence that says what to do."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.types import Json
from kit.clients import Client
from kit.reaper import NO, SCRIPTS, YES, Reaper, item
from kit.servers import Server, free_ports, make_place

pytestmark = [pytest.mark.peer, pytest.mark.slow]

SELECTION = [0.0, 1.0]
ALL = ("Encode", "Generate", "Continue", "Vary", "Interpolate", "Randomize", "Rerender")
INPUTS = {
    "Continue": "1|3",
    "Vary": "1|1|1|neighbours|3",
    "Interpolate": "1|latent|3",
    "Randomize": "noise|1|all|all|3",
}


@pytest.fixture
def reaper(server: Server, tmp_path: Path) -> Reaper:
    return Reaper(tmp_path / "Reaper", server.place.environment, server.port)


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Reaper]:
    """A user whose server does not run; what is started in the end is stopped."""
    place = make_place(tmp_path / "home")
    port, reply_port = free_ports(2)
    options = f"--library {place.library} --model tiny --reply-port {reply_port} "
    options += f"--clips {place.clips} --sources {place.sounds} --output null --midi off"
    one = Reaper(tmp_path / "Reaper", place.environment, port, options)
    yield one
    stop = [sys.executable, "-m", "distill", "job", str(tmp_path / "stop.json")]
    (tmp_path / "stop.json").write_text(f'{{"port": {port}, "say": [["stop_server"]]}}')
    subprocess.run(stop, env=place.environment, check=False, capture_output=True)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "hum.wav"
    soundfile.write(path, 0.3 * np.sin(np.arange(48_000) / 20), 48_000, "PCM_24")
    return path


def tracks(*items: Json) -> list[Json]:
    return [{"name": "t", "selected": True, "items": list(items)}]


def nothing_done(done: object, items: int = 0) -> None:
    assert done.undo == []  # type: ignore[attr-defined]
    assert len(done.items()) == items  # type: ignore[attr-defined]
    assert all(len(one["takes"]) <= 1 for one in done.items())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("Encode", "No item is selected.\n\nSelect the items"),
        ("Generate", "There is no time selection.\n\nDrag one in the ruler"),
        ("Continue", "No item is selected.\n\nSelect the item"),
        ("Vary", "No item is selected.\n\nSelect the items"),
        ("Interpolate", "Two items are needed.\n\nSelect the one to begin with"),
        ("Randomize", "No item is selected.\n\nSelect one"),
        ("Rerender", "No item is selected.\n\nSelect an item that is a clip"),
    ],
)
def test_with_nothing_selected_it_says_what_to_select(
    reaper: Reaper, action: str, sentence: str
) -> None:
    done = reaper.run(action, tracks=tracks())
    (text,) = done.boxes
    assert text.startswith(sentence)
    assert done.jobs == []
    nothing_done(done)


@pytest.mark.parametrize("action", ["Continue", "Vary", "Interpolate", "Randomize"])
def test_closing_a_dialog_ends_the_action_silently(
    reaper: Reaper, sound: Path, action: str
) -> None:
    items = [item(sound, 1.0), item(sound, 1.0)]
    done = reaper.run(action, tracks=tracks(*items), time_selection=SELECTION, inputs=[None])
    assert (done.boxes, done.jobs, len(done.dialogs)) == ([], [], 1)
    nothing_done(done, 2)


@pytest.mark.parametrize(
    ("action", "typed", "sentence"),
    [
        ("Continue", "none|0", 'Seconds takes a number from 0.1 to 600; got "none".'),
        ("Continue", "4|-1", 'takes a number from 0 to 2147483647; got "-1".'),
        ("Vary", "2|1|1|neighbours|0", 'Coarse, 0 to 1 takes a number from 0 to 1; got "2".'),
        ("Vary", "1|1|1|magic|0", 'neighbours or prior takes neighbours, prior; got "magic".'),
        ("Interpolate", "99|latent|0", "takes a number from 1 to 32"),
        ("Randomize", "noise|1|7-9|all|0", "bands"),
        ("Randomize", "noise|1|all|everything|0", "everything"),
    ],
)
def test_a_wrong_value_is_an_error_that_states_the_allowed_ones(
    reaper: Reaper, client: Client, sound: Path, action: str, typed: str, sentence: str
) -> None:
    items = [item(sound, 1.0), item(sound, 1.0)]
    done = reaper.run(action, tracks=tracks(*items), time_selection=SELECTION, inputs=[typed])
    (text,) = done.boxes
    assert sentence in text
    nothing_done(done, 2)
    assert client.pages("slots") == ()
    assert reaper.left() == []


def test_three_items_are_too_many_to_interpolate(reaper: Reaper, sound: Path) -> None:
    done = reaper.run("Interpolate", tracks=tracks(*[item(sound, 1.0)] * 3))
    assert done.boxes[0].startswith("3 items are selected.\n\nSelect two")


def test_a_time_selection_outside_the_item_is_an_error(reaper: Reaper, sound: Path) -> None:
    one = item(sound, 1.0, position=5.0)
    done = reaper.run("Randomize", tracks=tracks(one), time_selection=SELECTION)
    assert done.boxes[0].startswith("There is no time selection over the selected item.")


@pytest.mark.parametrize("action", ["Encode", "Continue", "Vary", "Rerender"])
def test_an_error_about_an_item_without_sound_names_its_content(
    reaper: Reaper, action: str
) -> None:
    empty = {"length": 1.0, "selected": True, "takes": []}
    midi = {"length": 1.0, "selected": True, "takes": [{"midi": True}]}
    assert "The selected item is empty." in reaper.run(action, tracks=tracks(empty)).boxes[0]
    assert "holds MIDI, not sound" in reaper.run(action, tracks=tracks(midi)).boxes[0]


def test_an_offline_source_is_an_error(reaper: Reaper, sound: Path) -> None:
    done = reaper.run("Encode", tracks=tracks(item(sound, 1.0)), offline=True)
    assert f"Reaper cannot read {sound}.\n\nIs its source offline?" in done.boxes[0]
    assert reaper.left() == []


# --- the server


@pytest.mark.parametrize("action", ALL)
def test_without_a_server_every_action_offers_to_start_one(
    alone: Reaper, sound: Path, action: str
) -> None:
    items = [item(sound, 1.0), item(sound, 1.0)]
    plan = {"tracks": tracks(*items), "time_selection": SELECTION, "boxes": [NO]}
    if action == "Rerender":
        plan["tracks"] = tracks(item(_old_clip(sound), 1.0), item(sound, 1.0, selected=False))
    done = alone.run(action, inputs=[INPUTS.get(action)], **plan)
    assert done.boxes == ["The Distill server is not running.\n\nStart it now?"]
    nothing_done(done, 2)
    assert alone.left() == []


def _old_clip(sound: Path) -> Path:
    """A file that says it is a clip, whose server is long gone."""
    path = sound.with_name("old.wav")
    size = sound.stat().st_size
    path.write_bytes(sound.read_bytes() + b"dstl\x02\x00\x00\x00{}")
    about = {"format": "distill_clip", "parameters": {}, "model_name": "tiny", "source": "old"}
    path.with_suffix(".json").write_text(json.dumps(about))
    assert path.stat().st_size == size + 10
    return path


def test_yes_starts_the_server_and_runs_the_action(alone: Reaper) -> None:
    done = alone.run("Generate", tracks=tracks(), time_selection=SELECTION, boxes=[YES])
    assert done.boxes == ["The Distill server is not running.\n\nStart it now?"]
    assert done.undo == ["Distill: generate"]
    assert done.items()[0]["takes"][0]["name"].startswith("tiny generate seed ")
    assert alone.run("Server", boxes=[NO]).boxes == ["The Distill server is running.\n\nStop it?"]


def test_the_server_is_started_and_stopped_by_one_action(alone: Reaper) -> None:
    (text,) = alone.run("Server").boxes
    assert text.startswith(f'The Distill server plays the model "tiny" on port {alone.port}.')
    assert "Clips go to " in text
    stopped = alone.run("Server", boxes=[YES])
    assert stopped.boxes[1] == "The Distill server has ended."
    assert alone.run("Generate", time_selection=SELECTION, boxes=[NO]).boxes == [
        "The Distill server is not running.\n\nStart it now?"
    ]


def test_a_taken_port_is_an_error_that_says_what_to_do(alone: Reaper) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", alone.port))
        done = alone.run("Server", ext={"Distill.options": alone.options})
    assert f"UDP port {alone.port} of 127.0.0.1 cannot be opened" in done.boxes[0]
    assert "choose another port" in done.boxes[0]


def test_another_program_on_the_port_is_an_error(alone: Reaper) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", alone.port))
        done = alone.run("Generate", time_selection=SELECTION)
    assert f"127.0.0.1:{alone.port} has been silent for 10 s" in done.boxes[0]


def test_a_missing_model_is_an_error_with_its_name(alone: Reaper) -> None:
    options = alone.options.replace("--model tiny", "--model mine")
    done = alone.run("Server", ext={"Distill.options": options})
    assert "the server runs, but has no model" in done.boxes[0]
    assert "mine" in done.boxes[0]


def test_a_server_that_was_started_elsewhere_is_not_stopped(reaper: Reaper, client: Client) -> None:
    done = reaper.run("Server", boxes=[YES])
    assert "was started elsewhere; end it there" in done.boxes[1]
    assert client.status()["state"] == "ready"


# --- Distill itself


def test_scripts_far_from_distill_ask_where_it_is(reaper: Reaper, tmp_path: Path) -> None:
    copy = tmp_path / "resources" / "Scripts" / "Distill"
    shutil.copytree(SCRIPTS, copy)
    plan: Json = {"scripts": copy, "time_selection": SELECTION}
    lost = {"Distill.python": ""}
    (text,) = reaper.run("Generate", ext=lost, **plan).boxes
    assert text.startswith("Reaper does not know where Distill is.")
    assert "'Distill: Settings'" in text
    wrong = {**lost, "Distill.folder": str(tmp_path)}
    (text,) = reaper.run("Generate", ext=wrong, **plan).boxes
    assert text.startswith(f"There is no run.py in {tmp_path}.")
    (tmp_path / "run.py").touch()
    (text,) = reaper.run("Generate", ext=wrong, **plan).boxes
    assert text.startswith(f"Distill is not installed in {tmp_path} yet.")
    assert "python3 run.py" in text
    python = {"Distill.python": str(tmp_path / "python")}
    (text,) = reaper.run("Generate", ext=python, **plan).boxes
    assert text.startswith(f"There is no program {tmp_path / 'python'}.")


def test_a_process_that_cannot_be_started_is_an_error(reaper: Reaper) -> None:
    done = reaper.run("Generate", time_selection=SELECTION, exec_fails=True)
    assert done.boxes[0].startswith("Distill could not be started:")


def test_settings_are_saved_and_checked(reaper: Reaper, tmp_path: Path) -> None:
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for file in (tmp_path / "run.py", tmp_path / ".venv" / "bin" / "python"):
        file.touch()
    done = reaper.run("Settings", inputs=[f"{tmp_path}||9123|--profile low"])
    assert done.boxes == []
    assert done.ext["Distill.folder"] == str(tmp_path)
    assert done.ext["Distill.port"] == "9123"
    assert done.ext["Distill.options"] == "--profile low"
    done = reaper.run("Settings", inputs=[f"{tmp_path}||nine|"])
    assert done.boxes[0].startswith('A port is a number from 1 to 65535; got "nine".')
    assert done.ext["Distill.port"] == str(reaper.port)
    done = reaper.run("Settings", inputs=[f"{tmp_path / 'nowhere'}||9000|"])
    assert done.boxes[0].startswith("There is no run.py in ")
    assert reaper.run("Settings", inputs=[None]).boxes == []


# --- while it works


def test_if_the_item_is_gone_the_error_says_where_the_clip_is(reaper: Reaper, sound: Path) -> None:
    done = reaper.run(
        "Vary", tracks=tracks(item(sound, 1.0)), inputs=["1|1|1|noise|3".replace("noise", "prior")],
        when=[{"jobs": 2}],
    )  # fmt: skip
    (text,) = done.boxes
    assert "is gone" in text
    assert Path(text.rpartition(": ")[2]).is_file()
    assert reaper.left() == []


def test_escape_cancels_and_the_server_is_free_again(reaper: Reaper, client: Client) -> None:
    events = [{"wait": "Generate: write", "key": 27}]
    done = reaper.run("Generate", tracks=tracks(), time_selection=[0.0, 1390.0], events=events)
    assert done.boxes == []
    nothing_done(done)
    assert client.status()["jobs"] == 0
    assert client.pages("slots") == ()
    assert reaper.left() == []


def test_when_reaper_ends_the_script_its_job_is_cancelled(reaper: Reaper, client: Client) -> None:
    done = reaper.run("Generate", tracks=tracks(), time_selection=[0.0, 1390.0], leave_after=1)
    nothing_done(done)
    deadline = time.monotonic() + 60
    while "job" in " ".join(reaper.left()) or client.status()["jobs"] != 0:
        result = list((reaper.folder / "Distill").glob("*.result.json"))
        if result and "cancelled" in result[0].read_text():
            break
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert client.status()["jobs"] == 0
