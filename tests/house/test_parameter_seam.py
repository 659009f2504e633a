"""A new parameter is one row: the server, the score and the files of all clients have it."""

import json
import os
import re
import subprocess
import sys

import pytest

from kit.house import PACKAGE, ROOT

EVERYWHERE = {
    "server/VOCABULARY.md",
    "reaper_scripts/Distill/lib/vocabulary.lua",
    "max_patches/patchers/distill.play.maxpat",
    "max_patches/patchers/distill.live.maxpat",
    "pd/distill-knobs.pd",
    "touchdesigner/build_network.py",
    "open_stage_control/distill.json",
}


def with_two_rows_more(folder):
    """What a process tells that has added a row for the master and one for the voice."""
    paths = [str(PACKAGE.parent), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, ROOT / "tests" / "kit" / "added.py", folder],
        check=False, capture_output=True, text=True, timeout=600,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
def test_new_rows_are_everywhere_with_no_other_edit(tmp_path):
    told = with_two_rows_more(tmp_path)
    page = (PACKAGE / "surfaces" / "web" / "page" / "index.html").read_text("utf-8")
    shown = " ".join(re.findall(r'data-groups="([^"]+)"', page)).split()
    for name, row in told["rows"].items():
        assert row["address"] == f"/distill/param/{name}"
        assert row["normalized"]
        assert row["manual"]
        assert row["score"] == [0.25, 0.75]
        assert row["snapshot"] == [0.25, 0.75], "the default where a file lacks it, else its value"
        assert row["group"] in shown
        assert set(told["having"][name]) >= EVERYWHERE
    assert (told["rows"]["drive"]["chain"], told["rows"]["drive"]["voice"]) == ([0.75], [])
    assert (told["rows"]["drift"]["chain"], told["rows"]["drift"]["voice"]) == ([], [0.03])
    assert told["wrong"] == [], "a face has no room for one more"
