"""Two processes train one codec, over gloo on this machine."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kit.learning import ENVIRONMENT, SCRIPT


@pytest.mark.slow
def test_weights_and_codebooks_stay_in_step_while_crops_differ(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, tmp_path, "12", "2"],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    one, two = (json.loads((tmp_path / f"process-{n}.json").read_text()) for n in (0, 1))
    (crops_one, after_one), (crops_two, after_two) = (
        zip(*t["steps"], strict=True) for t in (one, two)
    )
    assert after_one == after_two
    assert len(set(after_one)) == 12
    assert len({*crops_one, *crops_two}) == 24
    assert one["reseeds"] > 0
    validations = [
        line for line in done.stdout.splitlines() if line.startswith("codec:") and "step" in line
    ]
    assert len(validations) == 3
