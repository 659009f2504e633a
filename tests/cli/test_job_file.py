"""`distill job` without a server; tests with one are in tests/journeys/test_jobs.py."""

import json
import socket

import pytest

from distill.cli import job_file
from kit.servers import free_ports


def result_of(path):
    return json.loads(path.with_name(path.name + job_file.RESULT).read_text("utf-8"))


def test_without_a_server_the_result_says_how_to_start_one(tmp_path, run) -> None:
    path = tmp_path / "job.json"
    path.write_text(json.dumps({"port": free_ports(1)[0], "patience": 1, "say": [["ping"]]}))
    code, out, err = run("job", path)
    result = result_of(path)
    assert (code, out) == (1, "")
    assert result["state"] == "error"
    assert result["code"] in ("not_running", "not_ready")  # not every system reports a closed port
    assert result["text"] in err


def test_a_silent_server_is_an_error_after_the_patience_of_the_job(tmp_path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        path = tmp_path / "job.json"
        path.write_text(json.dumps({"port": port, "patience": 0.2, "say": [["ping"]]}))
        assert job_file.run(path) == 1
    result = result_of(path)
    assert result["code"] == "not_ready"
    assert f"127.0.0.1:{port} has been silent for 0.2 s" in result["text"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"say": 3}',
        '{"say": [[]]}',
        '{"say": [["a", null]]}',
        '{"say": [["ping"]], "port": "x"}',
        '{"say": [["ping"]], "port": 0}',
        '{"say": [["ping"]], "finally": ["clear"]}',
    ],
)
def test_a_file_that_is_not_a_job_gives_a_result_with_the_reason(tmp_path, text) -> None:
    path = tmp_path / "job.json"
    path.write_text(text)
    assert job_file.run(path) == 1
    result = result_of(path)
    assert (result["state"], result["code"]) == ("error", "bad_argument")
    assert str(path) in result["text"]


def test_only_the_result_is_left_behind(tmp_path) -> None:
    path = tmp_path / "job.json"
    path.write_text("{}")
    job_file.run(path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["job.json", "job.json.result.json"]


def test_a_job_whose_file_is_missing_leaves_nothing(tmp_path, run) -> None:
    code, _, err = run("job", tmp_path / "gone.json")
    assert code == 1
    assert "there is no job file" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["job", "a.json"], "a.json"),
        (["job"], None),
        (["job", "--help"], None),
        (["send", "ping"], None),
        ([], None),
    ],
)
def test_only_job_with_a_file_skips_the_other_commands(words, found) -> None:
    path = job_file.job_argument(words)
    assert (path and path.name) == found
