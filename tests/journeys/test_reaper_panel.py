"""The panel in Reaper, drawn by gfx and by ReaImGui: knobs, buttons, progress, cancel."""

from pathlib import Path

import pytest

from distill.parameters import Group, in_group
from distill.types import Json
from kit.clients import Client
from kit.reaper import Reaper
from kit.servers import Server, free_ports

pytestmark = [pytest.mark.peer, pytest.mark.slow]

TRACKS = [{"name": "t", "selected": True, "items": []}]
LONG = [0.0, 1390.0]


@pytest.fixture
def reaper(server: Server, tmp_path: Path) -> Reaper:
    return Reaper(tmp_path / "Reaper", server.place.environment, server.port)


def click(x: int, y: int, wait: str = "") -> list[Json]:
    return [{"wait": wait, "mouse": [x, y, 1]}, {"mouse": [x, y, 0]}]


SLIDERS = len(in_group(Group.GENERATE, Group.LIVE, Group.OUTPUT)) - 1  # a seed is typed
GENERATE, CANCEL = (20, 18 + 28 * SLIDERS), (20, 114 + 28 * SLIDERS)
TEMPERATURE, TOP_K = (112, 20), (112, 48)
CLOSE: Json = {"key": -1}


def test_gfx_sets_a_parameter_and_generates(reaper: Reaper, client: Client) -> None:
    events = [
        *click(*TEMPERATURE, wait="temperature 0.90"),
        *click(*TOP_K),
        *click(*GENERATE, wait="top_k 5"),
        {"wait": "Generate: done.", **CLOSE},
    ]
    done = reaper.run("Panel", tracks=TRACKS, time_selection=[0.0, 0.5], events=events)
    assert done.undo == ["Distill: generate"]
    assert len(done.items()) == 1
    turned = [words for words in done.requests() if words[0] == "param" and len(words) == 3]
    assert {words[1] for words in turned} == {"temperature", "top_k"}
    client.drained()
    assert client.parameter("temperature") == pytest.approx(1.02, abs=0.02)
    client.drained()
    assert client.parameter("top_k") == pytest.approx(510, abs=5)


def test_gfx_shows_progress_and_cancels(reaper: Reaper, client: Client) -> None:
    events = [
        *click(*GENERATE),
        *click(*CANCEL, wait="Generate: write"),
        {"wait": "Generate: cancelled.", **CLOSE},
    ]
    done = reaper.run("Panel", tracks=TRACKS, time_selection=LONG, events=events)
    assert (done.undo, done.items(), client.status()["jobs"]) == ([], [], 0)


def test_imgui_sets_a_parameter_and_generates(reaper: Reaper, client: Client) -> None:
    events = [
        {"wait": "temperature 0.90", "slide": ["temperature", 1.5]},
        {"wait": "temperature 1.50", "slide": ["top_k", 12]},
        {"press": "Generate"},
        {"wait": "Generate: done.", "close": True},
    ]
    done = reaper.run("Panel", tracks=TRACKS, time_selection=[0.0, 0.5], events=events, imgui=True)
    assert done.undo == ["Distill: generate"]
    client.drained()
    assert client.parameter("temperature") == pytest.approx(1.5)
    client.drained()
    assert client.parameter("top_k") == 12


def test_imgui_shows_progress_and_cancels(reaper: Reaper, client: Client) -> None:
    events = [
        {"press": "Generate"},
        {"wait": "Generate: write", "press": "Cancel"},
        {"wait": "Generate: cancelled.", "close": True},
    ]
    done = reaper.run("Panel", tracks=TRACKS, time_selection=LONG, events=events, imgui=True)
    assert (done.undo, client.status()["jobs"]) == ([], 0)


def test_it_begins_with_the_values_of_the_server(reaper: Reaper, client: Client) -> None:
    client.ask("param/temperature", 0.35)
    events = [{"wait": "temperature 0.35", "close": True}]
    reaper.run("Panel", tracks=TRACKS, events=events, imgui=True)
    client.drained()
    assert client.parameter("temperature") == pytest.approx(0.35)


@pytest.mark.parametrize("imgui", [False, True])
def test_errors_are_shown_in_the_panel(reaper: Reaper, imgui: bool) -> None:
    press = [{"press": "Generate"}] if imgui else click(*GENERATE)
    end = {"wait": "There is no time selection.", **CLOSE, "close": True}
    done = reaper.run("Panel", tracks=TRACKS, events=[*press, end], imgui=imgui)
    assert done.boxes == []


def test_without_a_server_the_panel_shows_an_error(reaper: Reaper) -> None:
    reaper.port = free_ports(1)[0]
    end = {"wait": "no Distill server answers on 127.0.0.1", **CLOSE}
    assert reaper.run("Panel", tracks=TRACKS, events=[end]).boxes == []
