"""Whether this Distill runs from a checkout of its sources or as an installed wheel.

The two differ in two things: where the bundled models are, and what a user types to run Distill.
"""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from distill import __version__

PACKAGE: Final = Path(__file__).resolve().parent
TRAINING: Final = ("torch", "torchaudio", "vector_quantize_pytorch", "lightning")
"""Packages that only training needs: the extra `train`."""


def checkout(package: Path = PACKAGE) -> Path | None:
    """Return the root of the source tree that `package` belongs to, or None in a wheel."""
    root = package.parents[1]
    return root if package.parent.name == "server" and (root / "run.py").is_file() else None


def bundled_models(package: Path = PACKAGE) -> Path:
    """Return the folder of the models that come with Distill; a wheel carries it in the package."""
    return (checkout(package) or package) / "models"


def program(package: Path = PACKAGE) -> str:
    """Return what a user types to run Distill: `distill`, or `python3 run.py` in a checkout."""
    return "python3 run.py" if checkout(package) else "distill"


def shell_command(words: str, package: Path = PACKAGE) -> str:
    """Return the command line that runs Distill with these words, for a message to the user."""
    return f"{program(package)} {words}"


def missing_for_training(
    package: Path = PACKAGE, find: Callable[[str], object | None] = find_spec
) -> str:
    """Return a sentence about what training needs and is not installed; empty if nothing is.

    Args:
        package: Folder of the package `distill`.
        find: Returns None for a package that is not installed.
    """
    missing = [name for name in TRAINING if find(name) is None]
    if not missing:
        return ""
    root = checkout(package)
    how = (
        f"`python3 run.py train` in {root} installs them"
        if root
        else "install them with pip install 'distill-server[train]', "
        "or in a folder with the sources: pip install '.[train]'"
    )
    return f"not installed, and needed by training but not to play: {', '.join(missing)}; {how}"


def about() -> dict[str, str]:
    """Return what the status shows of this installation: `version`, and `program` as typed."""
    return {"version": __version__, "program": program()}
