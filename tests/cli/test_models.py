from distill.app.settings import Settings
from distill.cli import models
from distill.storage import modelfile
from kit.bundles import tiny_model


def entry(out, name):
    """The lines about one model."""
    lines = out.splitlines()
    first = next(n for n, line in enumerate(lines) if line.split()[:1] == [name])
    rest = lines[first + 1 :]
    under = next((n for n, line in enumerate(rest) if not line.startswith("    ")), len(rest))
    return [lines[first], *rest[:under]]


def save(folder, name, **about):
    header, arrays = tiny_model()
    modelfile.save(folder / name / f"{name}.distill", {**header, "metadata": about}, arrays)


def test_models_are_listed_with_their_size_metrics_and_licence(run, place, tmp_path) -> None:
    metrics = {"held_mel_error_db": {"a": 2.0, "b": 3.0}, "held_prior_nats": [1.5, 2.0]}
    save(tmp_path, "bells", licence="CC0", data="Bells of a village", metrics=metrics)
    code, out, _ = run("models", "--library", tmp_path)
    assert code == 0
    first, licence, data = entry(out, "bells")
    words = first.split()
    assert words[:2] == ["bells", "yours"]
    assert words[3:] == ["2", "x", "8", "2.50", "dB", "1.75", "nats"]
    assert (licence, data) == ("    CC0", "    Bells of a village")
    assert entry(out, "tiny")[0].split()[3:] == ["2", "x", "8", "yes"]
    assert entry(out, "tiny")[1:] == ["    licence not stated"]


def test_the_list_fits_in_a_terminal_whatever_the_model_files_hold(run, tmp_path) -> None:
    wild = {"licence": "x " * 90, "data": "a\x1b[31m\n" * 40, "metrics": ["?"]}
    save(tmp_path, "wild", **wild)
    _, out, _ = run("models", "--library", tmp_path)
    lines = entry(out, "wild")
    assert max(map(len, lines)) < 80
    assert "\x1b" not in out
    assert lines[0].split()[3:] == ["2", "x", "8", "yes"]


def test_an_unusable_model_is_listed_with_the_reason(run, place, tmp_path) -> None:
    whole = (place.library / "tiny" / "tiny.distill").read_bytes()
    for name, content in (("foreign", b"no model"), ("half", whole[: len(whole) // 2])):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.distill").write_bytes(content)
    code, out, _ = run("models", "--library", tmp_path)
    assert code == 0
    assert "cannot be used: foreign.distill is not a model file" in " ".join(entry(out, "foreign"))
    assert "half.distill is truncated" in " ".join(entry(out, "half"))
    assert "tiny" in out


def test_of_two_models_with_one_name_the_list_shows_the_one_in_use(run, place, tmp_path) -> None:
    save(tmp_path, "tiny", data="Mine")
    _, out, _ = run("models", "--library", tmp_path)
    lines = entry(out, "tiny")
    assert lines[2] == "    Mine"
    assert str(place.library / "tiny" / "tiny.distill") in "".join(
        line.strip() for line in lines[3:]
    )
    assert out.count("tiny  ") == 1


def test_the_list_of_an_empty_library_says_how_to_train_a_model(run, monkeypatch) -> None:
    monkeypatch.setattr(models, "Settings", lambda: Settings(library=()))
    _, out, _ = run("models")
    assert "train one with: python3 run.py train" in out
