# ruff: noqa: N802 - the names are TouchDesigner's
"""Enough of TouchDesigner to run our network as it is built: operators, parameters, OSC, frames.

TouchDesigner runs on none of our machines. This model has the operator types, parameters and
methods below and no others, typed from its reference (docs/background/client-limits.md), so an
unknown name fails. It shows that the network works as written, not that TouchDesigner agrees.
"""

import socket
import struct
import types
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

COMMON_DAT: Final = {"language", "extension", "customext", "wordwrap"}
TEXT: Final = {"file", "syncfile", "loadonstart", "loadonstartpulse", "write", "writepulse", "edit"}
NETWORK: Final = {"active", "protocol", "port", "localaddress"}
ROWS: Final = {
    "address", "shared", "addscope", "typetag", "splitbundle", "splitmessage", "bundletimestamp",
    "callbacks", "executeloc", "fromop", "clamp", "maxlines", "clear", "bytes",
}  # fmt: skip
TYPES: Final[dict[str, set[str]]] = {
    "baseCOMP": {"parentshortcut", "opshortcut", "externaltox"},
    "tableDAT": COMMON_DAT | {"file", "syncfile", "loadonstart", "write", "fill", "rows", "cols"},
    "textDAT": COMMON_DAT | TEXT,
    "executeDAT": COMMON_DAT | TEXT | {
        "active", "executeloc", "fromop", "start", "create", "exit", "framestart", "frameend",
        "playstatechange", "devicechange",
    },
    "oscinDAT": COMMON_DAT | NETWORK | ROWS,
    "oscoutDAT": COMMON_DAT | NETWORK | ROWS,
    "oscinCHOP": NETWORK | {
        "netaddress", "oscaddressscope", "useglobalrate", "samplerate", "queued", "queuetarget",
        "queuevariance", "maxqueue", "adjusttime", "stripsegments", "resetchannels",
        "resetchannelspulse", "resetvalues", "timeslice", "scope",
    },
    "oscoutCHOP": NETWORK | {
        "netaddress", "maxsize", "maxsizeunit", "cookalways", "numericformat", "format", "maxbytes",
        "sendevents", "timeslice", "scope",
    },
    "constantCHOP": {"snap", "first", "current", "single", "start", "end", "rate", "left", "right"},
}  # fmt: skip
"""Operator types and their parameters. A Constant CHOP has a name and a value for each block."""
MENUS: Final = {
    "numericformat": {"int", "float", "double"},
    "format": {"sample", "timeslice", "transpose"},
}
PULSES: Final = {"loadonstartpulse", "writepulse", "resetchannelspulse", "clear"}


class Par:
    """One parameter."""

    def __init__(self, name: str, changed: Callable[[], None]) -> None:
        self._name = name
        self._changed = changed
        self.val: Any = ""

    def eval(self) -> Any:
        return self.val

    def pulse(self) -> None:
        assert self._name in PULSES, f"{self._name} is no pulse"
        self._changed()


class Pars:
    """The parameters of an operator; an unknown one is an error, as in TouchDesigner."""

    def __init__(self, names: set[str], changed: Callable[[str], None]) -> None:
        object.__setattr__(self, "_changed", changed)
        object.__setattr__(self, "_pars", {})
        self.more(names)

    def more(self, names: set[str]) -> None:
        for name in names:
            self._pars[name] = Par(name, lambda name=name: self._changed(name))

    def __getattr__(self, name: str) -> Par:
        if name not in self._pars:
            raise AttributeError(f"no parameter {name!r}; there are {sorted(self._pars)}")
        return self._pars[name]

    def __setattr__(self, name: str, value: Any) -> None:
        par = getattr(self, name)
        assert name not in MENUS or value in MENUS[name], (name, value)
        par.val = value
        self._changed(name)


class Cell:
    def __init__(self, text: str) -> None:
        self.val = text

    def __str__(self) -> str:
        return self.val


class Operator:
    """One operator: the part that our network uses, under the names of TouchDesigner."""

    def __init__(self, touch: "Touch", kind: str, name: str, home: "Operator | None") -> None:
        self._touch, self.kind, self.name, self._home = touch, kind, name, home
        self.par = Pars(TYPES[kind], self._turned)
        self.nodeX = self.nodeY = 0
        self.children: dict[str, Operator] = {}
        self.docked: list[Operator] = []
        self.inputs: list[Operator] = []
        self.text = ""
        self._rows: list[list[Cell]] = []
        self._module: types.SimpleNamespace | None = None
        self.wire: socket.socket | None = None
        self.trouble = ""
        self.channels: dict[str, float] = {}
        self.before: dict[str, float] = {}
        if kind.startswith("oscout"):
            self.wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        if kind == "constantCHOP":
            self.seq = types.SimpleNamespace(const=_Blocks(self.par))
        if kind == "oscinDAT" and home is not None:
            made = home.create("textDAT", f"{name}_callbacks")
            self.docked.append(made)
            self.par.callbacks = made.name

    # --- of every operator

    def parent(self) -> "Operator":
        assert self._home is not None
        return self._home

    def op(self, path: str) -> "Operator | None":
        first, _, rest = path.partition("/")
        found = self.children.get(first)
        return found.op(rest) if found is not None and rest else found

    def create(self, kind: str, name: str) -> "Operator":
        assert self.kind == "baseCOMP", "only a component holds others"
        assert name not in self.children, "TouchDesigner would give it another name"
        made = self.children[name] = Operator(self._touch, kind, name, self)
        return made

    def destroy(self) -> None:
        for child in list(self.children.values()):
            child.destroy()
        if self.wire is not None:
            self.wire.close()
        del self.parent().children[self.name]

    def errors(self) -> str:
        return ""

    def warnings(self) -> str:
        return self.trouble

    @property
    def inputConnectors(self) -> Any:
        def connect(source: Operator) -> None:
            assert self.kind.endswith("CHOP")
            assert source.kind.endswith("CHOP")
            self.inputs.append(source)

        return [types.SimpleNamespace(connect=connect)]

    # --- of tables

    def clear(self) -> None:
        assert self.kind == "tableDAT"
        self._rows = []

    def row(self, name: str) -> list[Cell] | None:
        return next((row for row in self._rows if row[0].val == name), None)

    def appendRow(self, cells: Sequence[Any]) -> None:
        assert self.kind == "tableDAT"
        self._rows.append([Cell(str(cell)) for cell in cells])

    def __getitem__(self, at: tuple[str, int]) -> Cell | None:
        found = self.row(at[0])
        return None if found is None or at[1] >= len(found) else found[at[1]]

    def __setitem__(self, at: tuple[str, int], value: Any) -> None:
        found = self.row(at[0])
        assert found is not None, f"no row {at[0]!r}"
        found[at[1]].val = str(value)

    # --- of text

    @property
    def module(self) -> Any:
        if self._module is None:
            self._module = types.SimpleNamespace()
            self._touch.run(self, self.text, self._module.__dict__)
        return self._module

    # --- of OSC

    def sendOSC(
        self,
        address: str,
        *values: Any,
        asBundle: bool = False,
        useNonStandardTypes: bool = True,
        use64BitPrecision: bool = False,
    ) -> int:
        assert self.kind == "oscoutDAT"
        assert self.wire is not None
        builder = OscMessageBuilder(address)
        for value in values:
            assert isinstance(value, (int, float, str)), value
            builder.add_arg(value, {int: "i", float: "f", str: "s"}[type(value)])
        where = (str(self.par.address.eval()), int(self.par.port.eval()))
        return self.wire.sendto(builder.build().dgram, where)

    def _turned(self, name: str) -> None:
        if name == "loadonstartpulse":
            self.text = Path(str(self.par.file.eval())).read_text("utf-8")
            self._module = None
        elif name == "port" and self.kind.startswith("oscin"):
            if self.wire is not None:
                self.wire.close()
            self.wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
            self.wire.setblocking(False)
            try:
                self.wire.bind(("127.0.0.1", int(self.par.port.eval())))
                self.trouble = ""
            except OSError as error:
                self.wire.close()
                self.wire, self.trouble = None, f"failed to open port ({error.strerror})"


class _Blocks:
    """The blocks of a Constant CHOP: each has a name and a value."""

    def __init__(self, pars: Pars) -> None:
        self._pars = pars
        self.numBlocks = 1

    def __setattr__(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)
        if name == "numBlocks":
            self._pars.more({f"const{at}{end}" for at in range(value) for end in ("name", "value")})


class Touch:
    """A project: its operators, and frames that a test advances.

    Attributes:
        seconds: Clock of the project.
        time_tag: Time tag of the next bundles; 1 is "now".
        received: Every message that an OSC In DAT has received.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self.time_tag = 1
        self.root = Operator(self, "baseCOMP", "project1", None)
        self.sent = 0
        self.received: list[tuple[str, list[Any]]] = []

    def run(self, me: Operator, text: str, names: dict[str, Any] | None = None) -> dict[str, Any]:
        """Run a script as if from an operator."""
        home = me.parent()
        names = {} if names is None else names
        names |= {kind: kind for kind in TYPES}
        names |= {"me": me, "op": home.op, "parent": me.parent}
        names["absTime"] = _Clock(self)
        exec(compile(text, me.name, "exec"), names)  # noqa: S102 - our own committed files
        return names

    def frame(self, seconds: float = 1 / 60) -> None:
        """Advance one frame: OSC is received, scripts run, CHOPs cook."""
        self.seconds += seconds
        for one in list(_all(self.root)):
            if one.kind == "oscinDAT":
                self._receive(one)
            elif one.kind == "oscinCHOP":
                self._follow(one)
        for one in list(_all(self.root)):
            if one.kind == "executeDAT" and one.par.framestart.eval() and one.par.active.eval():
                self.run(one, one.text)["onFrameStart"](round(self.seconds * 60))
        for one in list(_all(self.root)):
            if one.kind == "oscoutCHOP" and one.par.cookalways.eval():
                self._cook(one)

    def close(self) -> None:
        for one in list(_all(self.root)):
            if one.wire is not None:
                one.wire.close()

    def _receive(self, one: Operator) -> None:
        for packet in _packets(one):
            message = OscMessage(packet)
            self.received.append((message.address, list(message.params)))
            words = " ".join(map(str, message.params))  # lossy, as in TouchDesigner
            callbacks = one.parent().op(str(one.par.callbacks.eval()))
            assert callbacks is not None
            callback = callbacks.module.onReceiveOSC
            callback(
                one, 0, words, packet, self.seconds, message.address, list(message.params), None
            )

    def _follow(self, one: Operator) -> None:
        for packet in _packets(one):
            message = OscMessage(packet)
            assert all(isinstance(value, (int, float)) for value in message.params), message.address
            parts = message.address.removeprefix("/").split("/")
            name = "/".join(parts[int(one.par.stripsegments.eval() or 0) :])
            (one.channels[name],) = message.params

    def _cook(self, one: Operator) -> None:
        """Send all channels of a frame in one bundle, or only those that changed."""
        (source,) = one.inputs
        now = {}
        for at in range(source.seq.const.numBlocks):
            name = str(getattr(source.par, f"const{at}name").eval())
            now[name] = float(getattr(source.par, f"const{at}value").eval())
        every = bool(one.par.sendevents.eval())
        changed = {n: v for n, v in now.items() if every or one.before.get(n) != v}
        one.before = now
        if not changed:
            return
        kind, form = {"float": (b"f", ">f"), "double": (b"d", ">d"), "int": (b"i", ">i")}[
            str(one.par.numericformat.eval())
        ]
        parts = []
        for name, value in changed.items():
            number = struct.pack(form, int(value) if kind == b"i" else value)
            parts.append(_text(f"/{name}".encode()) + _text(b"," + kind) + number)
        sized = b"".join(struct.pack(">i", len(part)) + part for part in parts)
        packet = b"#bundle\0" + struct.pack(">Q", self.time_tag) + sized
        assert one.wire is not None
        one.wire.sendto(packet, (str(one.par.netaddress.eval()), int(one.par.port.eval())))
        self.sent += 1


class _Clock:
    def __init__(self, touch: Touch) -> None:
        self._touch = touch

    @property
    def seconds(self) -> float:
        return self._touch.seconds


def _all(one: Operator) -> list[Operator]:
    return [one, *(found for child in one.children.values() for found in _all(child))]


def _packets(one: Operator) -> list[bytes]:
    packets = []
    while one.wire is not None:
        try:
            packets.append(one.wire.recv(65_535))
        except BlockingIOError:
            break
    return packets


def _text(raw: bytes) -> bytes:
    return raw + b"\0" * (4 - len(raw) % 4)
