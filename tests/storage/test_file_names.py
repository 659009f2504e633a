import os
import sys
import unicodedata

import pytest

from distill.storage.file_names import alike, shown

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="names are any bytes on Linux only")


@pytest.mark.parametrize("name", ["kick 12.wav", "größe.wav", "音.wav", "a\\b", "😀.wav", ""])
def test_a_name_that_is_text_is_shown_as_it_is(name):
    assert shown(name) == name


def test_bytes_that_are_not_utf8_are_shown_by_their_codes():
    assert shown("caf\udce9.wav") == r"caf\xe9.wav"
    assert shown("caf\udce9.wav") != shown("caf\udce8.wav")
    assert shown("\ud800.wav") == r"\ud800.wav"
    shown("\udcff\udc80").encode()


def test_a_missing_folder_holds_nothing_alike(tmp_path):
    assert alike(tmp_path / "nowhere", "a/b.wav") == []


def test_a_name_is_alike_in_any_form_of_its_letters(tmp_path):
    (tmp_path / unicodedata.normalize("NFD", "größe.wav")).write_bytes(b"x")
    (tmp_path / "grosse.wav").write_bytes(b"y")
    (found,) = alike(tmp_path, unicodedata.normalize("NFC", "größe.wav"))
    assert found.read_bytes() == b"x"


@LINUX
def test_the_replacement_character_stands_for_any_byte_that_is_not_utf8(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.wav")).write_bytes(b"x")
    (tmp_path / os.fsdecode(b"caf\xe8.wav")).write_bytes(b"y")
    (tmp_path / "café.wav").write_bytes(b"z")
    assert len(alike(tmp_path, "caf\ufffd.wav")) == 2
