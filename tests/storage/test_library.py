import pytest

from distill.errors import ModelFileProblem
from distill.storage.library import Library


@pytest.fixture
def library(tmp_path):
    for folder in ("one/drums", "one/choir", "two/drums", "two/empty"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("one/drums/drums.distill", "one/choir/choir.distill", "two/drums/drums.distill"):
        (tmp_path / file).touch()
    return Library((tmp_path / "one", tmp_path / "two", tmp_path / "absent"))


def test_models_are_found_by_name_and_the_first_folder_wins(library, tmp_path):
    assert library.names() == ("choir", "drums")
    assert library.find("drums") == tmp_path / "one/drums/drums.distill"
    assert library.hidden("drums") == (tmp_path / "two/drums/drums.distill",)
    assert library.hidden("choir") == library.hidden("nobody") == ()


def test_a_folder_that_is_listed_twice_hides_nothing(tmp_path, library):
    twice = Library((tmp_path / "one", tmp_path / "two" / ".." / "one"))
    assert twice.hidden("drums") == ()


def test_files_in_the_library_are_ignored(tmp_path, library):
    (tmp_path / "file").touch()
    assert Library((tmp_path / "file", tmp_path / "one")).names() == ("choir", "drums")


@pytest.mark.parametrize(
    "name", ["empty", "../one/drums", "", "drums.distill", "/etc/passwd", "x" * 999]
)
def test_an_unknown_name_is_refused_and_the_known_ones_are_listed(library, name):
    assert library.get(name) is None
    with pytest.raises(ModelFileProblem, match="there are: choir, drums"):
        library.find(name)
