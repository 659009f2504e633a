"""The sounds of a folder are found by their suffixes."""

import pytest

from distill.errors import BadArgument
from distill.storage.sound_listing import files_in, sounds_in


def test_sounds_are_found_in_all_sub_folders_except_hidden_ones(tmp_path):
    for name in ("b.WAV", "a/c.flac", "a/.hidden.wav", ".dot/d.wav", "notes.txt", "README"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [file.name for file in sounds_in(tmp_path)] == ["c.flac", "b.WAV"]
    assert [file.name for file in files_in(tmp_path)] == ["README", "c.flac", "b.WAV", "notes.txt"]


def test_a_path_that_is_no_folder_is_refused_with_advice(tmp_path):
    with pytest.raises(BadArgument, match=r"nowhere does not exist; a folder with sounds"):
        sounds_in(tmp_path / "nowhere")
    (tmp_path / "a.wav").write_text("x")
    with pytest.raises(BadArgument, match=r"a\.wav is a file: give the folder it lies in"):
        sounds_in(tmp_path / "a.wav")
