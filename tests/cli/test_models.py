import socket


def test_models_are_listed_with_what_they_can(run, place) -> None:
    code, out, _ = run("models")
    assert code == 0
    row = next(line for line in out.splitlines() if "tiny" in line)
    assert [cell.strip() for cell in row.strip("│").split("│")][2:5] == ["8", "2", "yes"]


def test_a_model_that_cannot_be_used_is_listed_with_the_reason(run, tmp_path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "broken.distill").write_bytes(b"no model")
    code, out, _ = run("models", "--library", tmp_path)
    assert code == 0
    assert "cannot be used" in next(line for line in out.splitlines() if "broken" in line)
    assert "tiny" in out


def test_the_doctor_measures_the_model_and_finds_a_taken_port(run) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        code, out, _ = run("doctor", "--model", "tiny", "--port", port)
    assert code == 0
    assert f"{port} is taken" in out
    for what in ("play", "stream"):
        row = next(line for line in out.splitlines() if line.strip("│ ").startswith(what))
        assert "of one core" in row
    assert "sound output" in out


def test_the_doctor_says_which_models_there_are(run) -> None:
    code, out, _ = run("doctor", "--model", "nobody", "--port", 0)
    assert code == 0
    assert "there are: tiny" in out
