"""Make this machine look bare: like one with nothing installed but Python.

DISTILL_TEST_BARE=1 hides all `PEERS` and PortAudio from the tests and from every process that they
start; a list as in DISTILL_TEST_BARE=portaudio,pd,lua5.4 hides only these.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kit.peers import PEERS, PORTAUDIO

VARIABLE: Final = "DISTILL_TEST_BARE"
SITE: Final = Path(__file__).with_name("bare")


def hidden(environment: Mapping[str, str] = os.environ) -> frozenset[str]:
    """Return the names of what is hidden.

    Raises:
        ValueError: A name is not a peer, or all peers are demanded at the same time.
    """
    wanted = environment.get(VARIABLE, "")
    if not wanted:
        return frozenset()
    if environment.get("DISTILL_TEST_ALL") == "1":
        raise ValueError(f"{VARIABLE} hides what DISTILL_TEST_ALL=1 demands; set one of them")
    known = {PORTAUDIO, *PEERS}
    names = known if wanted == "1" else set(wanted.split(","))
    if unknown := names - known:
        raise ValueError(f"{VARIABLE} takes 1 or names of {sorted(known)}; got {sorted(unknown)}")
    return frozenset(names)


@contextmanager
def bare(names: frozenset[str]) -> Iterator[None]:
    """Hide programs and PortAudio in this process and in those that it starts."""
    with tempfile.TemporaryDirectory(prefix="distill-bare-") as folder:
        before = {name: os.environ.get(name) for name in ("PATH", "PYTHONPATH")}
        os.environ["PATH"] = path_without(names, os.environ.get("PATH", ""), Path(folder))
        if PORTAUDIO in names:
            known = [word for word in (before["PYTHONPATH"],) if word]
            os.environ["PYTHONPATH"] = os.pathsep.join([str(SITE), *known])
            sys.path.insert(0, str(SITE))
            sys.modules.pop("sitecustomize", None)
            __import__("sitecustomize")
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


def path_without(names: frozenset[str], path: str, scratch: Path) -> str:
    """Return a PATH without some programs.

    A folder that holds one of them is replaced by a folder with links to all others. On Windows,
    where links need a privilege, it is left out.
    """
    kept = []
    for number, folder in enumerate(Path(word) for word in path.split(os.pathsep) if word):
        files = list(folder.iterdir()) if folder.is_dir() else []
        if not any(file.stem in names or file.name in names for file in files):
            kept.append(str(folder))
        elif os.name != "nt":
            links = scratch / str(number)
            links.mkdir()
            for file in files:
                if file.name not in names:
                    (links / file.name).symlink_to(folder / file.name)
            kept.append(str(links))
    return os.pathsep.join(kept)
