"""Distill as `pip install` installs it: sdist, wheel, and an environment without the checkout."""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from distill.storage.compiled import ROOMS, use_kernel_cache
from kit.house import PACKAGE, ROOT

PATIENCE_S = 300.0
"""Timeout of a command that hangs."""


@dataclass(frozen=True)
class Installed:
    """An installed wheel and a user with nothing else.

    Attributes:
        source: Names of the files in the sdist.
        wheel: Names of the files in the wheel.
        environment: Folder of the virtual environment.
        user: Home of the user and working folder of commands.
    """

    source: frozenset[str]
    wheel: frozenset[str]
    environment: Path
    user: Path

    @property
    def program(self) -> Path:
        """The program `distill` that pip has created."""
        return _scripts(self.environment) / ("distill.exe" if os.name == "nt" else "distill")

    @property
    def python(self) -> Path:
        return _scripts(self.environment) / ("python.exe" if os.name == "nt" else "python")

    @property
    def package(self) -> Path:
        return _packages(self.environment) / "distill"

    @property
    def variables(self) -> dict[str, str]:
        """Environment variables of that user; none leads to the checkout."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        home = dict.fromkeys(("HOME", "USERPROFILE"), str(self.user))
        compiled = {"NUMBA_CACHE_DIR": str(self.user / "compiled"), "OMP_NUM_THREADS": "1"}
        return {**kept, **home, **compiled, "COLUMNS": "200", "PYTHONWARNINGS": "error"}

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run `distill WORDS` and wait for its end."""
        return subprocess.run(
            [self.program, *words], cwd=self.user, env=self.variables, capture_output=True,
            encoding="utf-8", timeout=PATIENCE_S, check=False,
        )  # fmt: skip


def install(folder: Path) -> Installed:
    """Build sdist and wheel, and install the wheel, all without a network.

    Distill itself comes from the wheel alone. What it depends on is borrowed from the environment
    of the tests, by a `.pth` file: one that leads to a folder does not follow the `.pth` files in
    that folder, so the editable install of the checkout is not seen.
    """
    source = _build_sdist(folder)
    _call(["pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "."], source)
    (wheel,) = source.glob("*.whl")
    environment = folder / "environment"
    venv.create(environment, with_pip=False, symlinks=os.name != "nt")
    made = Installed(
        frozenset(path.relative_to(source).as_posix() for path in source.rglob("*")),
        frozenset(zipfile.ZipFile(wheel).namelist()),
        environment,
        folder / "user",
    )
    made.user.mkdir()
    target = ["pip", "--python", str(made.python), "install", "--quiet", "--no-deps", "--no-index"]
    _call([*target, str(wheel)], folder)
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (_packages(environment) / "borrowed.pth").write_text("\n".join(sorted(borrowed)), "utf-8")
    _copy_kernels(made)
    return made


def _build_sdist(folder: Path) -> Path:
    """Build the sdist and unpack it; return its folder."""
    _call(["hatchling", "build", "--target", "sdist", "--directory", str(folder)], ROOT)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as file:
        file.extractall(folder, filter="data")
    return folder / archive.name.removesuffix(".tar.gz")


def _copy_kernels(made: Installed) -> None:
    """Copy compiled kernels: numba stores them by the folder of their source, which is new here.

    If a version of numba names its folders differently, the kernels are compiled again: a minute.
    """
    for room in ROOMS:
        kept = use_kernel_cache() / _folder_of_numba(PACKAGE / room)
        if kept.is_dir():
            target = made.user / "compiled" / _folder_of_numba(made.package / room)
            shutil.copytree(kept, target)


def _folder_of_numba(room: Path) -> str:
    """Source: numba.core.caching, `get_suitable_cache_subpath`."""
    return f"{room.name}_{hashlib.sha1(str(room).encode(), usedforsecurity=False).hexdigest()}"


def _call(words: Sequence[str], folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=folder, capture_output=True, text=True,
        timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{words[0]}: {done.stdout}{done.stderr}"


def _scripts(environment: Path) -> Path:
    return environment / ("Scripts" if os.name == "nt" else "bin")


def _packages(environment: Path) -> Path:
    parts = ("Lib",) if os.name == "nt" else ("lib", f"python3.{sys.version_info.minor}")
    return environment.joinpath(*parts, "site-packages")
