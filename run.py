"""Set Distill up and start it.

`python3 run.py` starts the server, `python3 run.py WORDS` runs `distill WORDS`. The player is
installed first; what training needs is installed when a command needs it.
`python3 run.py test` runs the tests; `--quick` skips those that train, start whole servers or need
other programs; further words go to pytest. `python3 run.py docs` builds the site into site/.

Standard library only; Linux, macOS and Windows; Python 3.11 and newer.
"""

from __future__ import annotations  # lets an older Python reach the version check

import hashlib
import os
import platform
import signal
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
FOLDER = Path(os.environ.get("DISTILL_VENV", ROOT / ".venv")).absolute()
BIN = FOLDER / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
TRAINING_WORDS = ("train", "report")
"""Commands that need the packages of training."""
KERNEL_WORDS = ("serve", "generate", "decode", "doctor")
"""Commands that wait for compiled kernels."""
CONTAINED_IN = {"server": ("train", "test"), "train": ("test",)}
"""Groups of packages that contain another one."""
CUDA = sys.platform == "linux" and platform.machine() in ("x86_64", "AMD64")
"""Whether the usual build of PyTorch brings CUDA with it."""
QUICK = "not slow and not peer and not training"
"""Marks of the tests that need no other program, no training and no whole server; these run on all
cores at once."""


def main(arguments: list[str]) -> int:
    """Install missing packages, then run the command."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python may run this file
        print(f"Distill needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 1
    word, rest = (arguments or ["serve"])[0], arguments[1:]
    asks = "--help" in rest
    if word == "test":
        install("test")
        compile_kernels()
        quick = ["-m", QUICK, "-n", "logical"] if "--quick" in rest else []
        words = ["pytest", *quick, *(each for each in rest if each != "--quick")]
    elif word == "docs":
        install("docs")
        words = ["mkdocs", "build", "--strict", *rest]
    else:
        install("train" if word in TRAINING_WORDS and not asks else "")
        if word in KERNEL_WORDS and not asks:
            compile_kernels()
        words = ["distill", word, *rest]
    if word in ("test", "docs"):
        os.chdir(ROOT)
    return become([str(PYTHON), "-m", *words])


def become(command: list[str]) -> int:
    """Replace this process by a program, so that a signal to this process reaches the program.

    Windows cannot replace a process. There the console sends Ctrl-C and Ctrl-Break to both, and
    this process waits until the program has ended.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execv(command[0], command)
    for number in (signal.SIGINT, signal.SIGBREAK):
        signal.signal(number, lambda _number, _frame: None)
    with subprocess.Popen(command) as process:
        return process.wait()


def install(extra: str) -> None:
    """Create the environment once for each state of pyproject.toml; later starts skip this.

    Args:
        extra: Group of packages beside those of the player; empty for none.
    """
    state = state_of_project()
    mark = FOLDER / "distill-installed"
    done = mark.read_text().split() if mark.exists() else []
    wanted = extra or "server"
    if done[:1] != [state]:
        done = [state]
    if PYTHON.exists() and ({wanted, *CONTAINED_IN.get(wanted, ())} & set(done)):
        return
    if not PYTHON.exists():
        print(f"Creating {FOLDER.name} …", flush=True)
        venv.create(FOLDER, with_pip=True)
    print(announcement(extra), flush=True)
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.check_call([*command, "--editable", target])
    mark.write_text(" ".join([state, *{*done[1:], wanted, "server"}]))


def announcement(extra: str) -> str:
    """Return a sentence on what is about to be installed and how large that is."""
    if extra not in ("train", "test"):
        return "Installing Distill and its dependencies (a minute, 0.4 GB, once) …"
    size = "5 GB" if CUDA else "1 GB"
    what = "what training needs" if extra == "train" else "what the tests and training need"
    how = "; 1 GB without CUDA: docs/training.md says how" if CUDA else ""
    return f"Installing {what}, PyTorch above all (some minutes, {size}, once{how}) …"


def compile_kernels() -> None:
    """Compile the kernels once for each state of their code; if it fails, the server does it."""
    digest = digest_of_kernels()
    mark = FOLDER / "distill-compiled"
    if mark.exists() and mark.read_text() == digest:
        return
    print("Compiling the kernels for this machine (half a minute, once) …", flush=True)
    if subprocess.call([PYTHON, "-m", "distill", "warm"]) == 0:
        mark.write_text(digest)


def digest_of_kernels() -> str:
    """Return the hash that names the cache of compiled kernels."""
    sys.path.insert(0, str(ROOT / "server"))
    from distill.storage.compiled import digest_of_kernels as digest  # noqa: PLC0415 - in the path now

    return digest()


def state_of_project() -> str:
    """Return a hash of pyproject.toml and the folder: a change needs a new installation."""
    return hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()).hexdigest()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except subprocess.CalledProcessError as error:
        print(f"The installation failed (exit code {error.returncode}); see the lines above.")
        sys.exit(1)
