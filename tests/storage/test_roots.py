import os
import sys
import unicodedata

import pytest

from distill.errors import AudioFileProblem, PathRefused
from distill.storage.roots import Roots

USED = (
    "kick 12.wav",
    "Aufnahme \u00e4\u00f6.flac",
    "\u97f3\u3000\u58f0.wav",
    "a..b.wav",
    "console.wav",
    ".hidden.wav",
)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="names of POSIX systems")

ANY_BYTES = pytest.mark.skipif(sys.platform != "linux", reason="names are any bytes on Linux only")


@pytest.fixture
def place(tmp_path):
    for folder in ("sounds/deep", "clips", "secret"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "sounds" / "a.wav").write_bytes(b"a")
    (tmp_path / "sounds" / "deep" / "b.wav").write_bytes(b"b")
    (tmp_path / "clips" / "c.wav").write_bytes(b"c")
    (tmp_path / "secret" / "s.wav").write_bytes(b"s")
    return tmp_path


@pytest.fixture
def roots(place):
    return Roots({"sounds": (place / "sounds",), "clips": (place / "clips",)})


def test_a_name_is_found_in_the_first_root_that_has_it(place, roots):
    assert roots.find("a.wav") == (place / "sounds" / "a.wav").resolve()
    assert roots.find("deep/b.wav").read_bytes() == b"b"
    assert roots.find("c.wav").read_bytes() == b"c"


def test_an_absolute_path_inside_a_root_is_accepted(place, roots):
    assert roots.find(str(place / "clips" / "c.wav")).read_bytes() == b"c"


def test_a_new_file_is_resolved_in_the_given_root(place, roots):
    assert roots.resolve("clips", "new.wav") == (place / "clips").resolve() / "new.wav"
    with pytest.raises(PathRefused):
        roots.resolve("clips", str(place / "sounds" / "a.wav"))


@pytest.mark.parametrize(
    "name",
    [
        "../secret/s.wav", "..", ".", "deep/../../secret/s.wav", "deep/../a.wav", "./a.wav", "",
        "/etc/passwd", "//host/share/a.wav", "\\\\host\\share\\a.wav", "\\\\?\\C:\\a.wav",
        "C:x", "C:\\x.wav", "c:/x.wav", "..\\secret\\s.wav",
        "a.wav\0", "a\n.wav", "\x7fa.wav", "a\x85.wav", "\ud800.wav",
        "CON", "nul", "NUL.wav", "nul .txt", "com1.wav", "LPT9", "COM\u00b9", "CONIN$",
        "deep/aux.wav",
        "a.wav.", "a.wav ", " a.wav", "deep./b.wav", "deep//b.wav", "deep/",
        "x" * 201, "\u00e9" * 101, "/".join(["x" * 100] * 11),
    ],
)  # fmt: skip
def test_a_name_that_could_lead_elsewhere_is_refused_and_the_roots_are_listed(place, roots, name):
    with pytest.raises(PathRefused) as caught:
        roots.find(name)
    assert str(place / "sounds") in str(caught.value)
    assert str(place / "clips") in str(caught.value)
    assert len(str(caught.value)) < 400 + 4 * len(str(place))


def test_an_absolute_path_outside_is_refused_even_if_the_file_exists(place, roots):
    with pytest.raises(PathRefused, match="outside the folders"):
        roots.find(str(place / "secret" / "s.wav"))


def test_a_folder_whose_name_begins_like_a_root_is_outside(place, roots):
    (place / "sounds2").mkdir()
    (place / "sounds2" / "x.wav").write_bytes(b"x")
    with pytest.raises(PathRefused):
        roots.find(str(place / "sounds2" / "x.wav"))


@POSIX
def test_a_link_that_leaves_its_root_is_refused(place, roots):
    (place / "sounds" / "out.wav").symlink_to(place / "secret" / "s.wav")
    (place / "sounds" / "door").symlink_to(place / "secret")
    for name in ("out.wav", "door/s.wav", str(place / "sounds" / "door" / "s.wav")):
        with pytest.raises((PathRefused, AudioFileProblem)):
            roots.find(name)
    alone = Roots({"sounds": (place / "sounds",)})
    for name in ("out.wav", "door/s.wav"):
        with pytest.raises(PathRefused, match="outside"):
            alone.find(name)


@POSIX
def test_a_link_that_stays_inside_and_a_root_that_is_a_link_are_accepted(place, roots):
    (place / "sounds" / "alias.wav").symlink_to(place / "sounds" / "a.wav")
    assert roots.find("alias.wav").read_bytes() == b"a"
    (place / "door").symlink_to(place / "sounds")
    assert Roots({"sounds": (place / "door",)}).find("a.wav").read_bytes() == b"a"


@POSIX
def test_a_loop_of_links_is_refused(place, roots):
    (place / "sounds" / "x").symlink_to(place / "sounds" / "y")
    (place / "sounds" / "y").symlink_to(place / "sounds" / "x")
    with pytest.raises((PathRefused, AudioFileProblem)):
        roots.find("x")


@POSIX
def test_a_folder_and_a_pipe_are_refused(place, roots):
    os.mkfifo(place / "sounds" / "pipe.wav")
    for name in ("deep", "pipe.wav"):
        with pytest.raises(AudioFileProblem, match="not a regular file"):
            roots.find(name)


def test_a_missing_file_is_an_error_that_lists_the_roots(place, roots):
    with pytest.raises(AudioFileProblem, match=r"there is no file 'nothing\.wav' in sounds"):
        roots.find("nothing.wav")


@pytest.mark.parametrize("name", USED)
def test_usual_names_are_accepted(place, roots, name):
    (place / "sounds" / name).write_bytes(b"n")
    assert roots.find(name).read_bytes() == b"n"


@pytest.mark.parametrize(("there", "asked"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_a_name_is_found_in_another_spelling_of_its_letters(place, roots, there, asked):
    folder, file = ("m\u00f6bel", "gr\u00f6\u00dfe.wav")
    path = place / "sounds" / unicodedata.normalize(there, folder)
    path.mkdir()
    path /= unicodedata.normalize(there, file)
    path.write_bytes(b"x")
    name = unicodedata.normalize(asked, f"{folder}/{file}")
    assert roots.find(name).read_bytes() == b"x"
    assert roots.find(str(place / "sounds" / name)).read_bytes() == b"x"


@ANY_BYTES
def test_the_exact_spelling_is_used_where_both_are_there_and_the_root_order_stays(place, roots):
    for root, form in (("sounds", "NFC"), ("sounds", "NFD"), ("clips", "NFC")):
        path = place / root / unicodedata.normalize(form, "\u00e9.wav")
        path.write_text(f"{root} {form}")
    assert roots.find("e\u0301.wav").read_text() == "sounds NFD"
    assert roots.find("\u00e9.wav").read_text() == "sounds NFC"
    for form in ("NFC", "NFD"):
        (place / "sounds" / unicodedata.normalize(form, "\u00e9.wav")).unlink()
    assert roots.find("e\u0301.wav").read_text() == "clips NFC"


@ANY_BYTES
def test_a_name_that_is_not_utf8_is_found_as_it_is_shown_unless_it_means_several(place, roots):
    (place / "sounds" / os.fsdecode(b"caf\xe9.wav")).write_bytes(b"x")
    assert roots.find("caf\ufffd.wav").read_bytes() == b"x"
    (place / "sounds" / os.fsdecode(b"caf\xe8.wav")).write_bytes(b"y")
    with pytest.raises(AudioFileProblem, match="name of 2 files"):
        roots.find("caf\ufffd.wav")


@POSIX
def test_a_link_in_another_spelling_that_leaves_its_root_is_not_found(place, roots):
    (place / "sounds" / "e\u0301.wav").symlink_to(place / "secret" / "s.wav")
    with pytest.raises((AudioFileProblem, PathRefused)):
        roots.find("\u00e9.wav")
