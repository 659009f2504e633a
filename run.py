"""Set Distill up and start it.

`python3 run.py` serves, `python3 run.py test` tests, `python3 run.py WORDS` is `distill WORDS`.

Standard library only; Linux, macOS and Windows; Python 3.11 and newer.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
FOLDER = Path(os.environ.get("DISTILL_VENV", ROOT / ".venv"))
BIN = FOLDER / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")


def main(arguments: list[str]) -> int:
    """Install what is missing, then do what was asked."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file meets older ones first
        print(f"Distill needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 1
    testing = arguments[:1] == ["test"]
    install("test" if testing else "")
    if testing:
        return subprocess.call([PYTHON, "-m", "pytest", *arguments[1:]], cwd=ROOT)
    return subprocess.call([PYTHON, "-m", "distill", *(arguments or ["serve"])])


def install(extra: str) -> None:
    """Make the environment once for each state of pyproject.toml; later starts skip this."""
    state = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()).hexdigest()
    mark = FOLDER / "distill-installed"
    done = mark.read_text().split() if mark.exists() else []
    wanted = extra or "server"
    if done[:1] == [state] and wanted in done and PYTHON.exists():
        return
    if not PYTHON.exists():
        print(f"Making {FOLDER.name} …", flush=True)
        venv.create(FOLDER, with_pip=True)
    print("Installing Distill and what it needs (some minutes, once) …", flush=True)
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.check_call([*command, "--editable", target])
    print("Compiling its inner loops for this machine (a minute, once) …", flush=True)
    subprocess.call([PYTHON, "-m", "distill", "warm"])  # a start without it only takes longer
    kept = done[1:] if done[:1] == [state] else []
    mark.write_text(" ".join([state, *{*kept, wanted, "server"}]))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except subprocess.CalledProcessError as error:
        print(f"The installation failed (exit code {error.returncode}); the lines above say why.")
        sys.exit(1)
