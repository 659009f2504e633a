"""Enough of Max to run our patches: boxes, cords, sockets, clocks.

Max runs on none of our machines. This reads the committed files and follows Max's reference for the
objects that they use, and no others: right to left, depth first. It is typed from that reference,
so it shows that the wiring is right, not that Max agrees.
"""

import heapq
import re
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from kit.clients import PATIENCE_S, packet
from kit.max_script import Script
from patching.objects import name_of, words

Atom = int | float | str
Atoms = tuple[Atom, ...]
BANG: Atoms = ("bang",)


@dataclass(eq=False)
class Node:
    """A running box: its kind, arguments, state, and the targets of its cords."""

    home: "Patcher"
    box: dict[str, Any]
    kind: str
    given: list[Atom]
    cords: dict[int, list[tuple["Node", int]]] = field(default_factory=dict)
    memory: dict[Any, Any] = field(default_factory=dict)
    inner: "Patcher | None" = None
    script: Script | None = None

    def out(self, outlet: int, *message: Atom) -> None:
        for target, inlet in self.cords.get(outlet, []):
            self.home.machine.deliver(target, inlet, message)


@dataclass(eq=False)
class Patcher:
    """A running patch, by the ids and the names of its boxes."""

    machine: "Machine"
    nodes: dict[str, Node]
    outer: Node | None

    def __getitem__(self, name: str) -> Node:
        return next(n for n in self.nodes.values() if n.box.get("varname") == name)

    def panel(self, name: str) -> "Patcher":
        """The inside of a bpatcher."""
        inner = self[name].inner
        assert inner is not None
        return inner


class Machine:
    """Runs one patch of a package; ports of `distill.osc` are replaced by those given."""

    def __init__(self, package: Path, ports: tuple[int, int]) -> None:
        self._package = package
        self._ports = ports
        self._clock: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._loads: list[Callable[[], None]] = []
        self._receivers: list[tuple[socket.socket, Node]] = []
        self._scripts: list[Script] = []
        self._wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sent: list[Atoms] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # a closed patch lets its lease run out; here other tests follow on this server
        self._wire.sendto(packet("unsubscribe", 0), ("127.0.0.1", self._ports[0]))
        for script in self._scripts:
            script.close()
        for receiver, _ in self._receivers:
            receiver.close()
        self._wire.close()

    def open(self, place: str) -> Patcher:
        """Open a patch and send its load bangs."""
        made = self._read(place, (), None)
        for load in self._loads:
            load()
        return made

    def until(self, true: Callable[[], bool], what: str) -> None:
        """Process packets and clocks until a condition is true."""
        deadline = time.monotonic() + PATIENCE_S
        while not true():
            assert time.monotonic() < deadline, f"{what}; sent last: {self.sent[-8:]}"
            now = time.monotonic()
            while self._clock and self._clock[0][0] <= now:
                heapq.heappop(self._clock)[2]()
            for receiver, node in self._receivers:
                receiver.settimeout(0.005)
                try:
                    message = OscMessage(receiver.recv(65_535))
                except TimeoutError:
                    continue
                node.out(0, message.address, *message.params)

    def later(self, ms: float, what: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._clock, (time.monotonic() + ms / 1000, self._count, what))

    def _read(self, place: str, given: tuple[Atom, ...], outer: Node | None) -> Patcher:
        import json

        data = json.loads((self._package / place).read_text("utf-8"))["patcher"]
        home = Patcher(self, {}, outer)
        for row in data["boxes"]:
            box = row["box"]
            text = re.sub(
                r"#(\d)",
                lambda m: str(given[int(m[1]) - 1]) if 0 < int(m[1]) <= len(given) else "0",
                box.get("text", ""),
            )
            kind, arguments = box["maxclass"], []
            if kind == "newobj":
                kind = name_of(text)
                arguments = [atom(word) for word in words(text)[1:]]
            node = Node(home, box, kind, arguments)
            node.memory["text"] = text
            home.nodes[box["id"]] = node
            self._begin(node, given)
        for row in data["lines"]:
            (source, outlet), (target, inlet) = (
                row["patchline"]["source"],
                row["patchline"]["destination"],
            )
            home.nodes[source].cords.setdefault(outlet, []).append((home.nodes[target], inlet))
        for node in home.nodes.values():
            for ends in node.cords.values():
                ends.sort(
                    key=lambda end: (
                        -end[0].box["patching_rect"][0],
                        -end[0].box["patching_rect"][1],
                    )
                )
        return home

    def _begin(self, node: Node, given: tuple[Atom, ...]) -> None:  # noqa: C901 - one case each
        box = node.box
        match node.kind:
            case "bpatcher":
                arguments = tuple(box.get("args", ()))
                if box["name"] == "distill.osc.maxpat":
                    arguments = self._ports
                node.inner = self._read(f"patchers/{box['name']}", arguments, node)
            case "jsui":
                path = self._package / "javascript" / box["filename"]
                node.script = Script(path, tuple(box["patching_rect"][2:]))
                self._scripts.append(node.script)
            case "loadbang":
                self._loads.append(lambda: node.out(0, *BANG))
            case "loadmess":
                self._loads.append(lambda: node.out(0, *node.given))
            case "patcherargs":
                filled = (*given, *node.given[len(given) :])
                self._loads.append(lambda: node.out(0, *filled))
            case "udpreceive":
                receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
                receiver.bind(("127.0.0.1", int(node.given[0])))
                self._receivers.append((receiver, node))
            case "udpsend":
                node.memory["to"] = [str(node.given[0]), int(node.given[1])]
            case "umenu":
                node.memory["items"] = [item for item in box.get("items", []) if item != ","]
            case "pack" | "unpack" | "int" | "+" | "route":
                node.memory["values"] = list(node.given)
            case "coll":
                node.memory["rows"] = self._coll(node.given)

    def _coll(self, given: list[Atom]) -> dict[Atom, Atoms]:
        rows: dict[Atom, Atoms] = {}
        for line in (
            (self._package / "misc" / str(given[0])).read_text("utf-8").splitlines()
            if given
            else ()
        ):
            key, _, rest = line.rstrip(";").partition(", ")
            rows[key] = tuple(words(rest))
        return rows

    # --- actions of a player

    def click(self, node: Node) -> None:
        assert node.kind == "textbutton"
        node.out(0, *BANG)

    def turn(self, node: Node, value: float) -> None:
        """Turn a dial or type a number."""
        self.deliver(node, 0, (value,))

    def choose(self, node: Node, item: str) -> None:
        """Choose in a menu or a row of tabs."""
        self.deliver(node, 0, ("symbol", item))

    def drop(self, node: Node, path: str) -> None:
        node.out(0, path)

    def type(self, node: Node, text: str) -> None:
        node.out(0, "text", *(atom(word) for word in text.split()))

    def mouse(self, node: Node, handler: str, *where: Atom) -> None:
        assert node.script is not None
        self._emit(node, node.script.call(handler, *where))

    def _emit(self, node: Node, out: list[tuple[int, list[Atom]]]) -> None:
        assert node.script is not None
        waiting = node.memory.setdefault("tasks", {})
        for number, ms in node.script.due:
            self._count += 1
            ticket = waiting[number] = self._count
            self.later(ms, lambda n=number, t=ticket: self._task(node, n, t))  # type: ignore[misc]
        for outlet, message in out:
            node.out(outlet, *message)

    def _task(self, node: Node, number: int, ticket: int) -> None:
        if node.memory["tasks"].get(number) == ticket:
            assert node.script is not None
            self._emit(node, node.script.task(number))

    # --- messages to a box

    def deliver(self, node: Node, inlet: int, message: Atoms) -> None:
        """Deliver a message to a box."""
        handler = getattr(self, f"_{NAMES.get(node.kind, node.kind)}", None)
        assert handler is not None, f"{node.kind} is not implemented here"
        handler(node, inlet, message)

    def _bpatcher(self, node: Node, inlet: int, message: Atoms) -> None:
        assert node.inner is not None
        inlets = [n for n in node.inner.nodes.values() if n.kind == "inlet"]
        inlets.sort(key=lambda n: n.box["index"])
        inlets[inlet].out(0, *message)

    def _outlet(self, node: Node, _: int, message: Atoms) -> None:
        outer = node.home.outer
        if outer is not None:
            outer.out(node.box["index"] - 1, *message)

    def _message(self, node: Node, inlet: int, message: Atoms) -> None:
        if inlet == 1 or message[:1] == ("set",):
            rest = message if inlet == 1 else message[1:]
            node.memory["text_set"] = rest
        else:
            text = node.memory.get("text_set") or tuple(atom(w) for w in words(node.memory["text"]))
            node.out(0, *text)

    def _shows(self, node: Node, _: int, message: Atoms) -> None:
        node.memory["shown"] = message[1:] if message[:1] == ("set",) else message

    def _value(self, node: Node, inlet: int, message: Atoms) -> None:
        self._shows(node, inlet, message)
        if message[:1] != ("set",):
            node.out(0, *message)

    def _umenu(self, node: Node, _: int, message: Atoms) -> None:
        items = node.memory["items"]
        match message:
            case ("clear",):
                items.clear()
            case ("append", *rest):
                items.append(" ".join(map(str, rest)))
            case ("setsymbol", name):
                assert name in items
                node.memory["shown"] = (name,)
            case ("symbol", name):
                node.memory["shown"] = (name,)
                node.out(1, str(name))
                node.out(0, items.index(name))

    def _tab(self, node: Node, _: int, message: Atoms) -> None:
        enum = node.box["saved_attribute_attributes"]["valueof"]["parameter_enum"]
        node.memory["shown"] = message[1:]
        node.out(1, str(message[1]))
        node.out(0, enum.index(message[1]))

    def _jsui(self, node: Node, _: int, message: Atoms) -> None:
        assert node.script is not None
        self._emit(node, node.script.call(str(message[0]), *message[1:]))

    def _route(self, node: Node, inlet: int, message: Atoms) -> None:
        keys = node.memory["values"]
        if inlet:
            keys[inlet - 1] = message[-1]
        elif message[0] in keys:
            node.out(keys.index(message[0]), *(message[1:] or BANG))
        else:
            node.out(len(keys), *message)

    def _select(self, node: Node, _: int, message: Atoms) -> None:
        if message[0] in node.given:
            node.out(node.given.index(message[0]), *BANG)
        else:
            node.out(len(node.given), *message)

    def _trigger(self, node: Node, _: int, message: Atoms) -> None:
        for index in range(len(node.given) - 1, -1, -1):
            kind = node.given[index]
            node.out(
                index, *(BANG if kind == "b" else (kind,) if isinstance(kind, int) else message)
            )

    def _pack(self, node: Node, inlet: int, message: Atoms) -> None:
        values = node.memory["values"]
        if message != BANG:
            values[inlet] = type(values[inlet])(message[0])
        if inlet == 0:
            node.out(0, *values)

    def _unpack(self, node: Node, _: int, message: Atoms) -> None:
        for index in range(min(len(node.given), len(message)) - 1, -1, -1):
            kind = type(node.given[index])
            value = message[index]
            if kind is str or not isinstance(value, str):
                node.out(index, kind(value))

    def _prepend(self, node: Node, _: int, message: Atoms) -> None:
        if message[0] == "set" and node.given[:1] != ["set"]:
            node.given = list(message[1:])
        else:
            node.out(0, *node.given, *message)

    def _append(self, node: Node, _: int, message: Atoms) -> None:
        node.out(0, *message, *node.given)

    def _pass(self, node: Node, _: int, message: Atoms) -> None:
        node.out(0, *message)

    def _tosymbol(self, node: Node, _: int, message: Atoms) -> None:
        node.out(0, " ".join(map(str, message)))

    def _zl(self, node: Node, _: int, message: Atoms) -> None:
        assert node.given[0] == "slice"
        cut = int(node.given[1])
        if message[cut:]:
            node.out(1, *message[cut:])
        node.out(0, *message[:cut])

    def _gate(self, node: Node, inlet: int, message: Atoms) -> None:
        if inlet == 0:
            node.memory["open"] = message[0]
        elif node.memory.get("open"):
            node.out(0, *message)

    def _int(self, node: Node, inlet: int, message: Atoms) -> None:
        if message != BANG:
            node.memory["values"] = [int(message[0])]
        if inlet == 0:
            node.out(0, *node.memory["values"])

    def _plus(self, node: Node, _: int, message: Atoms) -> None:
        node.out(0, int(message[0]) + int(node.given[0]))

    def _less(self, node: Node, _: int, message: Atoms) -> None:
        node.out(0, int(message[0] < node.given[0]))  # type: ignore[operator] # numbers

    def _split(self, node: Node, _: int, message: Atoms) -> None:
        inside = node.given[0] <= message[0] <= node.given[1]  # type: ignore[operator] # numbers
        node.out(0 if inside else 1, *message)

    def _change(self, node: Node, _: int, message: Atoms) -> None:
        if message[0] != node.memory.get("was", 0):
            node.memory["was"] = message[0]
            node.out(0, *message)

    def _sprintf(self, node: Node, inlet: int, message: Atoms) -> None:
        form = node.memory["text"].removeprefix("sprintf ")
        values = node.memory.setdefault("values", {})
        values[inlet] = message[0]
        if inlet == 0:
            kinds = re.findall(r"%\S*?([dsf])", form)
            filled = [values.get(i, "" if k == "s" else 0) for i, k in enumerate(kinds)]
            text = form.replace("%ld", "%d") % tuple(filled)
            node.out(0, *(atom(word) for word in text.split(" ")))

    def _coll_(self, node: Node, _: int, message: Atoms) -> None:
        rows = node.memory["rows"]
        if message[0] == "store":
            rows[message[1]] = message[2:]
        elif message[0] in rows:
            node.out(0, *rows[message[0]])

    def _delay(self, node: Node, _: int, message: Atoms) -> None:
        ticket = node.memory["ticket"] = node.memory.get("ticket", 0) + 1

        def strike() -> None:
            if node.memory["ticket"] == ticket:
                node.out(0, *BANG)

        self.later(float(node.given[0]), strike)

    def _metro(self, node: Node, _: int, message: Atoms) -> None:
        node.memory["on"] = message[0]

        def strike() -> None:
            if node.memory["on"]:
                node.out(0, *BANG)
                self.later(float(node.given[0]), strike)

        strike()

    def _strippath(self, node: Node, _: int, message: Atoms) -> None:
        node.out(0, re.split(r"[/\\]", str(message[0]))[-1])

    def _udpsend(self, node: Node, _: int, message: Atoms) -> None:
        if message[0] in ("host", "port"):
            node.memory["to"][message[0] == "port"] = message[1]
            return
        builder = OscMessageBuilder(str(message[0]))
        for value in message[1:]:
            kind = "s" if isinstance(value, str) else "i" if isinstance(value, int) else "f"
            builder.add_arg(value, kind)
        self.sent.append(message)
        self._wire.sendto(builder.build().dgram, tuple(node.memory["to"]))

    def _buffer(self, node: Node, _: int, message: Atoms) -> None:
        assert message[0] == "replace"
        assert Path(str(message[1])).is_file()
        node.memory["file"] = str(message[1])
        node.out(1, *BANG)


NAMES = {
    **dict.fromkeys(("comment", "led", "multislider", "waveform~", "play~", "ezdac~"), "shows"),
    **dict.fromkeys(("number", "flonum", "live.dial", "toggle"), "value"),
    **dict.fromkeys(("deferlow", "speedlim", "conformpath"), "pass"),
    "live.tab": "tab", "+": "plus", "<": "less", "coll": "coll_", "buffer~": "buffer",
}  # fmt: skip


def atom(word: str) -> Atom:
    """Read a word as Max does."""
    if re.fullmatch(r"-?\d+", word):
        return int(word)
    return float(word) if re.fullmatch(r"-?(\d+\.\d*|\.\d+)", word) else word
