"""`distill job` with a running server: a file of requests in, a file of answers out."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from distill.types import Json
from kit.clients import Client
from kit.servers import Server, free_ports, make_place

pytestmark = pytest.mark.slow

Do = Callable[..., Json]


def begin(server: Server, path: Path, say: Sequence[object], **more: object) -> subprocess.Popen:
    path.write_text(json.dumps({"port": server.port, "say": say, **more}))
    words = [sys.executable, "-m", "distill", "job", str(path)]
    return subprocess.Popen(words, env=server.place.environment, stderr=subprocess.PIPE, text=True)


def outcome(path: Path) -> Json:
    return json.loads(path.with_name(f"{path.name}.result.json").read_text("utf-8"))


@pytest.fixture
def do(server: Server, tmp_path: Path) -> Do:
    def it(*say: object, **more: object) -> Json:
        path = tmp_path / "job.json"
        process = begin(server, path, say, **more)
        _, err = process.communicate(timeout=120)
        told = outcome(path)
        assert process.returncode == (0 if told["state"] == "done" else 1), err
        assert "Traceback" not in err, err
        return told

    return it


def test_requests_are_sent_in_order_and_their_answers_recorded(do: Do, server: Server) -> None:
    told = do(["generate", "a", "columns", 3, "seed", 7], ["clip", "a", "job"], ["slots"])
    generated, clip, slots = told["answers"]
    assert (told["state"], told["fraction"], told["request"]) == ("done", 1.0, 3)
    assert generated["verb"] == "generate"
    assert generated["values"][:3] == ["a", 3, 7]
    assert Path(clip["values"][0]) == server.place.clips / "job.wav"
    assert slots["pages"][0][:2] == ["a", 3]
    assert told["server"]["state"] == "ready"
    assert Path(told["server"]["clips"]) == server.place.clips


def test_a_job_sets_and_queries_a_parameter(do: Do) -> None:
    told = do(["param", "temperature", 0.5], ["param", "temperature"])
    assert told["answers"][1]["values"] == [0.5]


def test_the_first_failure_ends_a_job_and_the_finally_requests_are_sent(
    do: Do, client: Client
) -> None:
    told = do(
        ["generate", "left", "columns", 2],
        ["play", "nothing"],
        ["generate", "b"],
        **{"finally": [["clear", "nowhere"], ["clear", "left"]]},
    )
    assert (told["state"], told["code"]) == ("error", "unknown_slot")
    assert told["text"].startswith("slot 'nothing' is empty")
    assert len(told["answers"]) == 1
    assert client.pages("slots") == ()


def test_bring_encodes_a_file_from_anywhere(
    do: Do, server: Server, client: Client, tmp_path: Path
) -> None:
    far = tmp_path / "far away, it's äö" / "a sound.wav"
    far.parent.mkdir()
    shutil.copy(server.place.sounds / "pluck.wav", far)
    told = do(["bring", str(far), "far"])
    assert told["answers"][0]["values"][0] == "far"
    assert told["answers"][0]["values"][4] == 1  # its sound is kept
    assert client.pages("slots")[0][1] == told["answers"][0]["values"][1]
    assert list(server.place.clips.glob(".brought*")) == []
    assert client.refused("encode", far.as_posix())[0] == "path_refused"


def test_bring_keeps_the_codes_of_a_clip(
    do: Do, server: Server, client: Client, tmp_path: Path
) -> None:
    client.ask("encode", "pluck.wav", "a")
    clip = Path(str(client.ask("clip", "a", "kept")[0]))
    moved = clip.rename(tmp_path / "moved.wav")
    told = do(["bring", str(moved), "b"], ["bring", str(moved), "bare", "carry", 0])
    assert [one["values"][3:] for one in told["answers"]] == [[1, 1], [1, 0]]
    assert client.codes("a") == client.codes("b") == client.codes("bare")


def test_a_missing_file_is_an_error(do: Do, tmp_path: Path) -> None:
    told = do(["bring", str(tmp_path / "gone.wav"), "b"])
    assert told["code"] == "bad_audio"
    assert "gone.wav" in told["text"]


def test_newest_returns_the_latest_clip(do: Do, client: Client) -> None:
    client.ask("generate", "a", "columns", 1)
    path = client.ask("clip", "a", "latest")[0]
    assert do(["newest"])["answers"][0]["values"] == [path]


def test_deleting_the_file_cancels_the_job(server: Server, client: Client, tmp_path: Path) -> None:
    path = tmp_path / "job.json"
    say = [["generate", "long", "columns", 8192], ["clip", "long"]]
    process = begin(server, path, say, **{"finally": [["clear", "long"]]})
    deadline = time.monotonic() + 60
    while not (path.with_name(f"{path.name}.result.json").exists() and outcome(path)["stage"]):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    path.unlink()
    process.communicate(timeout=60)
    told = outcome(path)
    assert process.returncode == 1
    assert (told["state"], told["code"]) == ("cancelled", "cancelled")
    assert 0.0 <= told["fraction"] < 1.0
    assert (client.status()["jobs"], client.pages("slots")) == (0, ())


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[tuple[Do, list[str], int]]:
    """Jobs of a user without a running server, options to start one, and its port."""
    place = make_place(tmp_path)
    port, reply_port = free_ports(2)
    options = ["--library", place.library, "--model", "tiny", "--clips", place.clips]
    options += ["--sources", place.sounds, "--reply-port", reply_port]
    options += ["--output", "null", "--midi", "off"]

    def it(*say: object) -> Json:
        path = tmp_path / "job.json"
        path.write_text(json.dumps({"port": port, "say": say}))
        words = [sys.executable, "-m", "distill", "job", str(path)]
        subprocess.run(words, env=place.environment, stderr=subprocess.PIPE, check=False)
        return outcome(path)

    yield it, [str(option) for option in options], port
    it(["stop_server"])


def test_a_server_is_started_in_the_background_and_stopped(
    alone: tuple[Do, list[str], int],
) -> None:
    it, options, _ = alone
    assert it(["stop_server"])["code"] == "not_running"
    told = it(["start_server", *options], ["status"])
    assert told["answers"][0]["values"] == ["started"], told
    assert ["state", "ready"] in told["answers"][1]["pages"]
    assert it(["start_server", *options])["answers"][0]["values"] == ["running"]
    assert it(["stop_server"])["state"] == "done"
    assert it(["ping"])["code"] == "not_running"


def test_a_taken_port_is_an_error_in_one_sentence(alone: tuple[Do, list[str], int]) -> None:
    it, options, port = alone
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", port))
        told = it(["start_server", *options])
    assert told["code"] == "device"
    assert f"UDP port {port} of 127.0.0.1 cannot be opened" in told["text"]
    assert "choose another port" in told["text"]


def test_a_server_without_its_model_names_the_missing_one(
    alone: tuple[Do, list[str], int],
) -> None:
    it, options, _ = alone
    told = it(["start_server", *options, "--model", "nowhere"])
    assert told["code"] == "not_ready"
    assert "nowhere" in told["text"]
    told = it(["generate", "a"])
    assert told["code"] == "not_ready"
    assert told["text"].endswith("has no model: load one (models lists them)")
    assert it(["load", "tiny"], ["generate", "a"])["state"] == "done"


def test_a_server_that_was_started_elsewhere_is_not_stopped(do: Do, client: Client) -> None:
    told = do(["stop_server"])
    assert told["code"] == "not_ready"
    assert "was started elsewhere" in told["text"]
    assert client.status()["state"] == "ready"
