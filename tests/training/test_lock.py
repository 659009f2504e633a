"""Only one training at a time may use a work folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from distill.errors import BadArgument
from distill.training.lock import work_lock
from kit.learning import ENVIRONMENT, QUIET
from kit.trainings import RECIPE, House

pytestmark = QUIET
HOLD = """
import sys
from pathlib import Path
from distill.training.lock import work_lock
with work_lock(Path(sys.argv[1]), "m"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_training_is_refused_and_changes_nothing_until_the_first_ends(
    tmp_path: Path,
) -> None:
    house = House(tmp_path)
    command = [sys.executable, "-c", HOLD, house.work]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=ENVIRONMENT) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(BadArgument, match="another process is training m already"):
            house.train(recipe=RECIPE)
        assert not (house.work / "recipe.toml").exists()
        other.kill()
    house.train(recipe=RECIPE)
    assert house.file.exists()


def test_a_training_that_fails_releases_its_folder(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), work_lock(tmp_path / "m" / ".work", "m"):
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())
    with work_lock(tmp_path, "m"):
        pass
