"""Wiring that several patches share."""

from dataclasses import dataclass
from typing import Final

from patching import controls, palette, words
from patching.objects import Ports
from patching.patch import Box, Patch, Rect, Source

TO_SERVER = "to the server: into distill.osc"
FROM_SERVER = "from distill.osc; also slot NAME, connected 1 or 0"


@dataclass(frozen=True)
class Doors:
    """Inlets and outlets of an abstraction, in order, each with its purpose."""

    inlets: tuple[str, ...]
    outlets: tuple[str, ...]

    @property
    def ports(self) -> Ports:
        """Return the ports of a box of this abstraction."""
        return Ports(
            len(self.inlets),
            tuple("signal" if said.startswith("signal") else "" for said in self.outlets),
        )


@dataclass(frozen=True)
class Part:
    """The public side of an abstraction, for help, reference and instrument.

    Attributes:
        arguments: Name, type and one sentence for each.
        takes: Messages to its inlet, besides those of the server, with one sentence each.
        lesson: A few lines of text in its help patch.
        tries: Messages that its help patch offers, each with its effect.
    """

    name: str
    about: str
    doors: Doors
    size: tuple[float, float]
    lesson: str
    arguments: tuple[tuple[str, str, str], ...] = ()
    takes: tuple[tuple[str, str], ...] = ()
    tries: tuple[tuple[str, str], ...] = ()

    def sheet(self) -> Patch:
        """Return an empty patch of the abstraction."""
        patch = Patch(self.name, self.about, self.size)
        controls.panel(patch, (0, 0, *self.size))
        return patch


def inlet(patch: Patch, comment: str, x: float, y: float) -> Box:
    """Add an inlet; its number follows from its order."""
    index = 1 + sum(box.kind == "inlet" for box in patch.boxes)
    return patch.box("inlet", (x, y, 30, 30), comment=comment, index=index)


def outlet(patch: Patch, comment: str, x: float, y: float, *sources: Source) -> Box:
    """Add an outlet; its number follows from its order."""
    index = 1 + sum(box.kind == "outlet" for box in patch.boxes)
    made = patch.box("outlet", (x, y, 30, 30), comment=comment, index=index)
    return patch.feed(made, *sources)


SHORT: Final = {"fine_temperature": "fine temp."}
"""Label of a dial, if its name is too long."""


def knob(
    patch: Patch, name: str, at: Rect, x: float, y: float, heard: Source, asked: Source
) -> tuple[Box, Box]:
    """Wire a control to a parameter of the server, in a column at x, y.

    It shows values from the server (`heard`) without sending them back, queries the value on
    `asked`, and sends at most 50 times a second.

    Returns:
        The boxes that send the value and the query.
    """
    row = words.parameter(name)
    address = words.address(f"param/{name}")
    if row.whole:
        control = controls.number(
            patch, at, row.about, name=name, low=row.range.low, high=row.range.high
        )
    else:
        colour = {"coarse": palette.COARSE, "fine": palette.FINE}.get(name, palette.PAPER)
        control = controls.dial(
            patch, at, row.about, name=name, short=SHORT.get(name, name), low=row.range.low,
            high=row.range.high, start=row.default, colour=colour,
            unit=4 if row.unit.value == "dB" else 1,
        )  # fmt: skip
    shown = patch.obj("prepend set", x, y, heard)
    patch.put(control, x, y + 36, shown)
    below = y + 50 + control.rect[3]
    slowed = patch.obj("speedlim 20", x, below, control)
    says = patch.obj(f"prepend {address}", x, below + 36, slowed)
    asks = patch.msg(address, x, below + 72, asked)
    return says, asks
