"""A machine on which nothing was installed can be played: what is hidden is found by nobody."""

import os
import shutil
import subprocess
import sys

import pytest

from kit.bareness import VARIABLE, bare, hidden, path_without
from kit.peers import PEERS, PORTAUDIO

posix = pytest.mark.skipif(os.name == "nt", reason="there whole folders are left out")
LOOK = """
import shutil, sys
try:
    import sounddevice
    print("PortAudio")
except OSError as error:
    print(error)
print([name for name in sys.argv[1:] if shutil.which(name)])
"""


def seen() -> list[str]:
    """What a process that is started now finds."""
    words = [sys.executable, "-c", LOOK, *PEERS]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the wheel brings PortAudio along")
def test_no_process_finds_a_peer_or_portaudio() -> None:
    before = {name: os.environ.get(name) for name in ("PATH", "PYTHONPATH")}
    with bare(frozenset({PORTAUDIO, *PEERS})):
        assert seen() == ["PortAudio library not found", "[]"]
    assert {name: os.environ.get(name) for name in before} == before


@posix
def test_only_what_is_named_is_hidden_and_its_neighbours_are_found(tmp_path) -> None:
    shared, other, scratch = tmp_path / "shared", tmp_path / "other", tmp_path / "scratch"
    for folder in (shared, other, scratch):
        folder.mkdir()
    for path in (shared / "pd", shared / "grep", other / "sed"):
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
    missing = tmp_path / "missing"
    path = os.pathsep.join(map(str, (shared, missing, other)))
    kept = path_without(frozenset({"pd"}), path, scratch)
    assert kept.split(os.pathsep)[1:] == [str(missing), str(other)]
    assert shutil.which("pd", path=kept) is None
    assert shutil.which("grep", path=kept) == str(scratch / "0" / "grep")
    assert shutil.which("sed", path=kept) == str(other / "sed")


def test_the_variable_hides_all_or_some() -> None:
    assert hidden({}) == hidden({VARIABLE: ""}) == frozenset()
    assert hidden({VARIABLE: "1"}) == {PORTAUDIO, *PEERS}
    assert hidden({VARIABLE: "pd,portaudio", "DISTILL_TEST_ALL": ""}) == {"pd", PORTAUDIO}
    with pytest.raises(ValueError, match="'pde'"):
        hidden({VARIABLE: "pde"})
    with pytest.raises(ValueError, match="set one of them"):
        hidden({VARIABLE: "1", "DISTILL_TEST_ALL": "1"})
