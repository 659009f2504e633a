"""TouchDesigner's files: their words are the server's, they build, and they say what is wrong."""

import ast
import socket
from collections.abc import Iterator

import pytest

import channels
from distill.commands.describe import ROOT as WIRE
from distill.commands.grammar import verb
from distill.commands.triggers import command_of
from distill.errors import BY_CODE
from distill.parameters import PARAMETERS
from kit.answers import ANSWERS
from kit.house import ROOT
from kit.servers import free_ports
from kit.touch import Operator, Touch

FOLDER = ROOT / "touchdesigner"
BUILD = (FOLDER / "build_network.py").read_text("utf-8")
CALLBACKS = (FOLDER / "callbacks.py").read_text("utf-8")


def built(touch: Touch, server: int = 9, answers: int = 0, live: int = 0) -> Operator:
    """Drop the file into a network, with other ports, and run it; give the component."""
    text = BUILD
    for name, port in (("PORT", server), ("ANSWERS", answers), ("LIVE", live)):
        old = next(row for row in BUILD.splitlines() if row.startswith(f"{name} = "))
        text = text.replace(f"\n{old}\n", f"\n{name} = {port}\n")
    script = touch.root.op("build") or touch.root.create("textDAT", "build")
    script.par.file = (FOLDER / "build_network.py").as_posix()
    touch.run(script, text)
    box = touch.root.op("distill")
    assert box is not None
    return box


@pytest.fixture
def touch() -> Iterator[Touch]:
    made = Touch()
    yield made
    made.close()


def state(box: Operator, name: str) -> str:
    table = box.op("state")
    assert table is not None
    return str(table[name, 1] or "")


def constants(text: str) -> dict[str, object]:
    """The names that are set to plain values at the top of a file."""
    return {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id.isupper()
    }


def test_the_network_is_what_its_source_makes() -> None:
    assert channels.network() == BUILD, (
        "write it anew: PYTHONPATH=server:touchdesigner/source python -m channels"
    )


def test_the_knobs_are_the_parameters_of_the_server_with_their_defaults() -> None:
    said = constants(BUILD)["PARAMETERS"]
    assert said == {name: row.default for name, row in PARAMETERS.items()}


def test_every_trigger_is_a_command_that_the_server_takes() -> None:
    words = constants(BUILD)["TRIGGERS"]
    assert isinstance(words, tuple)
    assert [command_of(word).verb for word in words] == [word.split("/")[0] for word in words]


def test_every_command_that_the_callbacks_send_is_one() -> None:
    calls = [node for node in ast.walk(ast.parse(CALLBACKS)) if isinstance(node, ast.Call)]
    said = {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == "say"
        and isinstance(call.args[0], ast.Constant)
    }
    assert said == {"ping", "subscribe", "telemetry", "status", "slots"}
    for word in said:
        verb(word)


def test_every_word_that_the_callbacks_listen_for_is_one_that_the_server_says() -> None:
    heard = {
        str(node.comparators[0].value)
        for node in ast.walk(ast.parse(CALLBACKS))
        if isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Name)
        and node.left.id == "word"
        and isinstance(node.comparators[0], ast.Constant)
    }
    pages = {word.removesuffix("/page") for word in heard if word.endswith("/page")}
    shown = constants(CALLBACKS)["SHOWN"]
    assert isinstance(shown, dict)
    assert (heard | set(shown)) - {f"{word}/page" for word in pages} <= ANSWERS
    for word in pages:
        verb(word)


def test_the_component_is_laid_out_wired_and_set(touch: Touch) -> None:
    box = built(touch, 9000, *free_ports(2))
    assert set(box.children) == {
        "state", "callbacks", "osc_out", "osc_in", "live", "knobs", "knobs_out", "triggers",
        "triggers_out", "heartbeat",
    }  # fmt: skip
    places = {(one.nodeX, one.nodeY) for one in box.children.values()}
    assert len(places) == len(box.children), "two lie on each other"
    for name, every in (("knobs", False), ("triggers", True)):
        out = box.op(f"{name}_out")
        assert out is not None
        assert out.inputs == [box.op(name)]
        assert out.par.sendevents.eval() is every
        assert (out.par.netaddress.eval(), out.par.port.eval()) == ("127.0.0.1", 9000)
    assert box.op("callbacks").text == CALLBACKS
    assert box.op("osc_in").par.callbacks.eval() == "callbacks"


def test_run_again_it_is_made_anew(touch: Touch) -> None:
    ports = free_ports(2)
    first = built(touch, 9000, *ports)
    assert built(touch, 9000, *ports) is not first
    assert set(touch.root.children) == {"build", "distill"}


def test_pasted_without_its_folder_it_says_what_to_set(touch: Touch) -> None:
    script = touch.root.create("textDAT", "pasted")
    with pytest.raises(FileNotFoundError, match="set FOLDER, at the top of this text"):
        touch.run(script, BUILD)


def test_without_a_server_the_table_says_so_after_three_seconds_and_what_to_do(
    touch: Touch,
) -> None:
    nobody, answers, live = free_ports(3)
    box = built(touch, nobody, answers, live)
    for _ in range(170):
        touch.frame()
    assert state(box, "help") == ""
    for _ in range(20):
        touch.frame()
    assert state(box, "server") == "no answer"
    assert state(box, "help").startswith(f"no answer from 127.0.0.1:{nobody}: start the server")
    assert "python3 run.py" in state(box, "help")


def test_a_port_that_is_taken_is_said_with_what_to_do(touch: Touch) -> None:
    answers, live = free_ports(2)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", answers))
        box = built(touch, free_ports(1)[0], answers, live)
        touch.frame()
        said = state(box, "help")
    assert f"another program may listen on port {answers}" in said
    assert "choose another Port for osc_in" in said


def hear(box: Operator, word: str, *values: float | str) -> None:
    module = box.op("callbacks").module
    module.onReceiveOSC(None, 0, "", b"", 0.0, f"{WIRE}/{word}", list(values), None)


@pytest.mark.parametrize("code", ["wrong_model", "path_refused", "not_ready", "device"])
def test_an_error_of_the_server_stands_in_the_table_as_it_says_it(touch: Touch, code: str) -> None:
    assert code in BY_CODE
    box = built(touch, 9000, *free_ports(2))
    hear(box, "error", 0, code, "what was got, what to do", "/distill/play")
    assert state(box, "help") == state(box, "error") == "what was got, what to do"
    assert state(box, "code") == code
    hear(box, "state", "ready", "tiny")
    hear(box, "done", 0, "play", "a", 1.5)
    assert (state(box, "done"), state(box, "error"), state(box, "help")) == ("play a 1.5", "", "")


def test_no_sound_card_is_said_at_once_and_when_it_is_asked_for(touch: Touch) -> None:
    box = built(touch, 9000, *free_ports(2))
    hear(box, "output", "waiting", "no device; sound goes on unheard")
    assert state(box, "help") == (
        "the server plays, but nobody hears it: no device; sound goes on unheard"
    )
    hear(box, "status/page", 0, 1, 9, "output_state", "waiting")
    hear(box, "done", 0, "status", "ready", 9)
    assert state(box, "help") != ""


def test_news_and_pages_stand_in_rows(touch: Touch) -> None:
    box = built(touch, 9000, *free_ports(2))
    hear(box, "slot", "a", 12, 7, 0, 11)
    hear(box, "slots/page", 0, 0, 1, "b", 3, 0.5, "file b.wav")
    hear(box, "clip", 0, "clips/a.wav", 4096, 48_000)
    hear(box, "param/fine", 0.5)
    hear(box, "param/fine/normalized", 0.5)
    hear(box, "progress", 0, 0.25, "writing")
    hear(box, "late", 0, "generate", "was not ready in time; it waits for the next")
    told = [state(box, n) for n in ("slot a", "slot b", "clip", "param/fine", "progress")]
    assert told == ["12", "3", "clips/a.wav", "0.5", "0.25"]
    assert state(box, "late").startswith("was not ready")
    hear(box, "slot", "a", 0, 8, 0, -1)
    assert state(box, "slot a") == "0"


def test_a_name_that_touchdesigner_does_not_have_would_be_found(touch: Touch) -> None:
    script = touch.root.create("textDAT", "build")
    script.par.file = (FOLDER / "build_network.py").as_posix()
    for right, wrong in (
        ("answers.par.maxlines", "answers.par.maximumlines"),
        ("out.par.netaddress", "out.par.networkaddress"),
        ("create(oscinDAT", "create(oscInDAT"),
        ('"float"', '"float32"'),
    ):
        assert right in BUILD
        with pytest.raises((AttributeError, NameError, AssertionError)):
            touch.run(script, BUILD.replace(right, wrong))


@pytest.mark.parametrize("news", ["state", "startup"])
def test_whatever_is_heard_first_live_values_are_asked_for_at_once(touch: Touch, news: str) -> None:
    """A server that has just begun hears no ping of before, but tells its reply port of itself."""
    (nobody, answers, live) = free_ports(3)
    box = built(touch, nobody, answers, live)
    touch.frame()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", nobody))
        server.settimeout(5.0)
        hear(box, news, "loading", "tiny")
        touch.frame()
        said = [server.recv(2048).partition(b"\0")[0].decode() for _ in range(4)]
    assert said == [f"{WIRE}/{word}" for word in ("subscribe", "telemetry", "status", "slots")]
