import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from distill.app.settings import Settings
from distill.cli import doctor, models, offline, remembering, training
from distill.cli.main import main
from kit.servers import Place, make_place

Output = tuple[int, str, str]
"""Exit code, standard output, standard error."""
Run = Callable[..., Output]


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return make_place(tmp_path_factory.mktemp("user"))


@pytest.fixture
def run(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Run `distill` with some words, as a user whose library holds the tiny model."""
    own = functools.partial(Settings, library=(place.library,))
    monkeypatch.setattr(offline, "Settings", own)
    monkeypatch.setattr(models, "Settings", own)
    monkeypatch.setattr(remembering, "Settings", own)
    monkeypatch.setattr(doctor, "Settings", own)
    monkeypatch.setattr(doctor, "HOME", place.root)
    monkeypatch.setattr(training, "Settings", own)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: str | Path | float) -> Output:
        monkeypatch.setattr(sys, "argv", ["distill", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        code = end.value.code
        assert code is None or isinstance(code, int)
        return code or 0, printed.out, printed.err

    return run
