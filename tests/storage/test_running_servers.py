"""The files of the servers that run, by which the command line finds them."""

from pathlib import Path

from distill.storage.running_servers import FOLDER, addresses, announced


def test_a_server_is_listed_while_it_runs(tmp_path: Path) -> None:
    assert addresses(tmp_path) == ()
    with announced(tmp_path, ("127.0.0.1", 9100)), announced(tmp_path, ("0.0.0.0", 900)):  # noqa: S104
        assert addresses(tmp_path) == (("127.0.0.1", 900), ("127.0.0.1", 9100))
    assert addresses(tmp_path) == ()
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_an_address_that_the_command_line_cannot_reach_is_not_listed(tmp_path: Path) -> None:
    with announced(tmp_path, ("::1", 9100)):
        assert addresses(tmp_path) == ()


def test_other_files_are_left_out_and_where_none_can_be_written_the_server_runs(
    tmp_path: Path,
) -> None:
    (tmp_path / FOLDER).write_text("a file, not a folder")
    with announced(tmp_path, ("127.0.0.1", 9100)):
        assert addresses(tmp_path) == ()
    (tmp_path / FOLDER).unlink()
    (tmp_path / FOLDER).mkdir()
    for name in ("notes.txt", "9100", "x@127.0.0.1", "9100@localhost"):
        (tmp_path / FOLDER / name).touch()
    assert addresses(tmp_path) == ()
