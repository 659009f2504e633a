from pathlib import Path

import pytest

from distill.app.settings import Settings
from distill.errors import BadArgument


def written(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    text = (
        'model = "drums"\nport = 9100\nsources = ["/a", "/b"]\nclips = "/c"\nallow = "10.0.0.7"\n'
    )
    settings = Settings.read(written(tmp_path, text))
    assert settings == Settings(
        model="drums",
        port=9100,
        sources=(Path("/a"), Path("/b")),
        clips=Path("/c"),
        allow=("10.0.0.7",),
    )


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert Settings.read(written(tmp_path, "")) == Settings()


def test_a_home_may_be_written_as_a_tilde(tmp_path: Path) -> None:
    settings = Settings.read(written(tmp_path, 'clips = "~/clips"\nlibrary = "~/models"\n'))
    assert settings.clips == Path.home() / "clips"
    assert settings.library == (Path.home() / "models",)


def test_an_unknown_key_is_answered_with_the_nearest(tmp_path: Path) -> None:
    path = written(tmp_path, "prot = 9100\n")
    with pytest.raises(BadArgument, match="unknown setting 'prot'; did you mean 'port'") as error:
        Settings.read(path)
    assert str(path) in str(error.value)


def test_a_key_without_a_near_match_is_answered_with_all_keys() -> None:
    with pytest.raises(BadArgument, match="there are model, host, port"):
        Settings().changed({"xyzzy": 1}, "here")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"port": "9000"}, "here: port takes int, got '9000'"),
        ({"port": True}, "here: port takes int, got True"),
        ({"model": 3}, "here: model takes str, got 3"),
        ({"port": 65_536}, "port must lie in 0..65535, got 65536"),
        ({"reply_port": -1}, "reply_port must lie in 0..65535, got -1"),
        ({"profile": "fast"}, "profile takes low, normal, safe or auto; got 'fast'"),
        ({"threads": 0}, "threads must lie in 1..64, got 0"),
        ({"link": "yes"}, "link takes off, on or transport; got 'yes'"),
        ({"output": "speaker"}, "output takes device, null or file:PATH; got 'speaker'"),
        ({"log": "loud"}, "log takes debug, info, warning or error; got 'loud'"),
    ],
)
def test_a_wrong_value_is_answered_with_what_is_allowed(
    data: dict[str, object], sentence: str
) -> None:
    with pytest.raises(BadArgument, match=sentence):
        Settings().changed(data, "here")


@pytest.mark.parametrize(
    "data", [{"sources": 3}, {"clips": 3}, {"library": [1, 2]}, {"allow": [1]}, {"allow": True}]
)
def test_a_folder_that_is_not_text_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(BadArgument, match=f"here: {next(iter(data))} takes"):
        Settings().changed(data, "here")


@pytest.mark.parametrize("text", ["port = ", "port 9000", "[[["])
def test_invalid_toml_is_refused_with_the_path(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(BadArgument, match="is not a settings file"):
        Settings.read(path)


def test_a_missing_or_a_binary_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="is not a settings file"):
        Settings.read(tmp_path / "none.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadArgument, match="is not a settings file"):
        Settings.read(tmp_path / "binary.toml")


def test_none_leaves_a_value_as_it_is() -> None:
    settings = Settings(port=9100)
    assert settings.changed({"port": None, "model": "x"}, "here") == Settings(port=9100, model="x")


@pytest.mark.parametrize("key", ["clips", "sources", "library"])
def test_a_home_of_an_unknown_user_is_refused(key: str) -> None:
    with pytest.raises(BadArgument, match=f"here: {key} takes a folder, got '~nobody-7f3a/x'"):
        Settings().changed({key: "~nobody-7f3a/x"}, "here")


def test_a_spare_worker_is_on_by_default_and_can_be_switched_off(tmp_path: Path) -> None:
    assert Settings().spare == "on"
    assert Settings.read(written(tmp_path, 'spare = "off"\n')).spare == "off"
    with pytest.raises(BadArgument, match="spare takes on or off; got 'maybe'"):
        Settings().changed({"spare": "maybe"}, "here")


def test_the_web_has_the_port_of_osc_another_one_or_none():
    assert Settings().web_port is None
    assert Settings(web="9010").web_port == 9010
    assert Settings(web="0").web_port == 0
    assert Settings(web="off").web_port is None
    assert Settings().changed({"web": 9010}, "file").web == "9010"


@pytest.mark.parametrize("web", ["on", "-1", "65536", "9 000", "9000.0", "²"])
def test_an_invalid_web_port_is_refused(web):
    with pytest.raises(BadArgument, match=r"web takes a port, 0\.\.65535, or off"):
        Settings(web=web)


def test_a_truth_value_is_no_web_port():
    with pytest.raises(BadArgument, match="web takes str, got True"):
        Settings().changed({"web": True}, "file")
