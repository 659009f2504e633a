"""Pure Data for tests: parse patch files, and control a headless instrument by its names."""

import contextlib
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kit.clients import PATIENCE_S
from kit.house import ROOT
from kit.peers import need

FOLDER: Final = ROOT / "pd"
LINE: Final = "distill-line 9000 9020 127.0.0.1"
"""As committed in the instrument; tests replace these ports."""
FACES: Final = {"bng", "hsl", "hradio", "cnv", "tgl", "nbx", "vsl"}


@dataclass(frozen=True)
class Box:
    """An object, message or text: its kind, position, and words as in the file."""

    kind: str
    x: int
    y: int
    words: tuple[str, ...]
    width: int = 0
    """Letters in a row, if the file sets it."""

    @property
    def name(self) -> str:
        return self.words[0] if self.kind == "obj" and self.words else self.kind


@dataclass
class Sheet:
    """One canvas of a file: its size, boxes and cords (from, outlet, to, inlet)."""

    where: str
    size: tuple[int, int]
    boxes: list[Box] = field(default_factory=list)
    cords: list[tuple[int, int, int, int]] = field(default_factory=list)
    view: tuple[int, int] | None = None
    """Size of the part that another canvas shows."""

    def named(self, name: str) -> list[Box]:
        return [box for box in self.boxes if box.name == name]

    def before(self, box: Box) -> list[Box]:
        """Return the boxes with a cord into this one."""
        at = self.boxes.index(box)
        return [self.boxes[cord[0]] for cord in self.cords if cord[2] == at]


def read(path: Path) -> list[Sheet]:
    """Read all canvases of a file, the outermost first."""
    return parse(path.read_text("utf-8"), path.name)


def parse(text: str, where: str) -> list[Sheet]:
    """Read the canvases of a patch; `\\;` and `\\,` belong to a word, `,` alone ends a box."""
    open_, done = [], []
    for record in re.split(r"(?<!\\);\s*\n", text):
        chunk, kind, *words = (
            re.split(r"(?<!\\)\s+", record.strip()) if record.strip() else ("", "")
        )
        if (chunk, kind) == ("#N", "canvas"):
            sheet = Sheet(f"{where} {words[4]}" if open_ else where, (int(words[2]), int(words[3])))
            open_.append(sheet)
            done.append(sheet)
        elif kind == "connect":
            a, outlet, b, inlet = map(int, words)
            open_[-1].cords.append((a, outlet, b, inlet))
        elif kind == "restore":
            open_.pop()
            open_[-1].boxes.append(_box("obj", words))
        elif kind == "coords":
            open_[-1].view = int(words[4]), int(words[5])
        elif chunk == "#X":
            open_[-1].boxes.append(_box(kind, words))
    return done


def _box(kind: str, words: list[str]) -> Box:
    x, y, *rest = words
    end = next(
        (n for n, word in enumerate(rest) if word.endswith(",") and word[-2:] != "\\,"), None
    )
    if end is None:
        return Box(kind, int(x), int(y), tuple(rest))
    return Box(kind, int(x), int(y), (*rest[:end], rest[end][:-1]), int(rest[end + 2]))


DRIVER: Final = r"""#N canvas 0 0 450 300 12;
#X obj 10 10 netreceive {in_port};
#X obj 10 40 route press turn word say;
#X obj 10 70 list append;
#X msg 10 100 \; \$1 bang;
#X obj 100 70 list append;
#X msg 100 100 \; \$1 \$2;
#X obj 200 70 list append;
#X msg 200 100 \; \$1 symbol \$2;
#X obj 300 70 s distill-say;
#X obj 10 200 loadbang;
#X msg 10 230 connect 127.0.0.1 {out_port};
#X obj 10 260 netsend;
#X obj 10 170 list prepend send;
#X obj 150 170 list trim;
{receivers}
#X connect 0 0 1 0;
#X connect 1 0 2 0;
#X connect 2 0 3 0;
#X connect 1 1 4 0;
#X connect 4 0 5 0;
#X connect 1 2 6 0;
#X connect 6 0 7 0;
#X connect 1 3 8 0;
#X connect 9 0 10 0;
#X connect 10 0 11 0;
#X connect 12 0 13 0;
#X connect 13 0 11 0;
{cords}
"""
SHOWN: Final = (
    "light", "help", "help-0", "help-1", "help-2", "state", "model", "output", "filled", "done",
    "fine",
)  # fmt: skip
"""Names in the instrument that the driver receives, as the displays do."""


class Instrument:
    """The committed instrument in a headless Pd, and a driver patch that controls and reads it."""

    def __init__(self, root: Path, server_port: int, own_port: int) -> None:
        shutil.copytree(FOLDER, root / "pd")
        whole = root / "pd" / "distill.pd"
        text = whole.read_text("utf-8")
        assert text.count(LINE) == 1
        whole.write_text(text.replace(LINE, f"distill-line {server_port} {own_port} 127.0.0.1"))
        self.shown: dict[str, str] = {}
        self.console = root / "console.txt"
        with contextlib.ExitStack() as stack:
            listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            listening.settimeout(PATIENCE_S)
            in_port = _free_tcp_port()
            driver = root / "driver.pd"
            driver.write_text(_driver(in_port, listening.getsockname()[1]))
            with self.console.open("wb") as console:
                self._pd = subprocess.Popen(
                    [need("pd"), "-nogui", "-noaudio", "-nomidi", "-stderr", "-open", str(driver),
                     "-open", str(whole)],
                    stdout=console,
                    stderr=subprocess.STDOUT,
                )  # fmt: skip
            stack.callback(self._end)
            self._in, _ = listening.accept()
            stack.callback(self._in.close)
            self._out = stack.enter_context(socket.create_connection(("127.0.0.1", in_port)))
            self._stack = stack.pop_all()
        self._rest = b""

    def close(self) -> None:
        self._stack.close()

    def _end(self) -> None:
        self._pd.kill()
        self._pd.wait()

    def press(self, name: str) -> None:
        """Press a button."""
        self._send(f"press distill-{name}")

    def turn(self, name: str, value: float) -> None:
        """Move a slider, choose a slot, write a number."""
        self._send(f"turn distill-{name} {value}")

    def word(self, name: str, word: str) -> None:
        """Write into a field."""
        self._send(f"word distill-{name} {word}")

    def say(self, words: str) -> None:
        """Send to distill-say, as another patch would."""
        self._send(f"say {words}")

    def _send(self, words: str) -> None:
        self._out.sendall(f"{words};\n".encode())

    def until(self, name: str, begins: str) -> str:
        """Wait until a display shows a text that begins so; return the text and clear it."""
        deadline = time.monotonic() + PATIENCE_S
        while not self.shown.get(name, "\0").startswith(begins):
            left = deadline - time.monotonic()
            assert left > 0, (name, begins, self.shown, self.console.read_text())
            self._in.settimeout(left)
            with contextlib.suppress(TimeoutError):
                self._read(self._in.recv(65_536))
        return self.shown.pop(name)

    def _read(self, data: bytes) -> None:
        *whole, self._rest = re.split(rb"(?<!\\);\n", self._rest + data)
        for line in whole:
            name, _, value = line.decode().partition(" ")
            self.shown[name] = re.sub(r"\\(.)", r"\1", value.removeprefix("symbol "))


def _driver(in_port: int, out_port: int) -> str:
    receivers, cords, first = [], [], 14
    for n, name in enumerate(SHOWN):
        at = first + 2 * n
        receivers += [f"#X obj {10 + 20 * n} 300 r distill-{name};"]
        receivers += [f"#X obj {10 + 20 * n} 330 list prepend {name};"]
        cords += [f"#X connect {at} 0 {at + 1} 0;", f"#X connect {at + 1} 0 12 0;"]
    return DRIVER.format(
        in_port=in_port, out_port=out_port, receivers="\n".join(receivers), cords="\n".join(cords)
    )


def _free_tcp_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as wire:
        return int(wire.getsockname()[1])


@contextlib.contextmanager
def instrument(root: Path, server_port: int, own_port: int) -> Iterator[Instrument]:
    """Open the instrument."""
    made = Instrument(root, server_port, own_port)
    try:
        yield made
    finally:
        made.close()
