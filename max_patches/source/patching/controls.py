"""User interface controls, each with its style, its size and a hint."""

from typing import Any

from patching import palette
from patching.lettering import width
from patching.objects import Ports
from patching.patch import Box, Patch, Rect

Attributes = dict[str, Any]
"""Attributes of any object (Any: JSON)."""


def _inks(looks: dict[str, palette.Colour]) -> Attributes:
    return {look: list(ink) for look, ink in looks.items()}


def panel(patch: Patch, at: Rect, colour: palette.Colour = palette.PANEL) -> Box:
    """Add a background for the boxes that follow."""
    return patch.box(
        "panel", at, show=at, background=1, bgcolor=list(colour), border=0, mode=0,
        rounded=8, bordercolor=list(palette.LINE), angle=270.0, proportion=0.5,
    )  # fmt: skip


def title(patch: Patch, text: str, x: float, y: float) -> Box:
    """Add the title of a panel."""
    return label(patch, text, (x, y, width(text, palette.TITLE, bold=True) + 14, 22),
                 size=palette.TITLE, colour=palette.PAPER, bold=True)  # fmt: skip


def label(
    patch: Patch,
    text: str,
    at: Rect,
    *,
    size: float = palette.SMALL,
    colour: palette.Colour = palette.MUTED,
    bold: bool = False,
    name: str = "",
    right: bool = False,
) -> Box:
    """Add a label; with a name, its text can be set later.

    Its text begins at the left of `at`, aligned with the edges of controls.
    """
    at = (at[0] - 4, at[1], at[2] + 4, at[3])
    return patch.box(
        "comment", at, text, show=at, name=name, fontsize=size, fontface=int(bold),
        textcolor=list(colour), textjustification=2 if right else 0,
    )  # fmt: skip


def button(
    patch: Patch, text: str, at: Rect, hint: str, *, name: str = "", strong: bool = False
) -> Box:
    """Add a button, which sends a bang."""
    ground = palette.PAPER if strong else palette.BUTTON
    ink = palette.SLATE if strong else palette.PAPER
    return patch.box(
        "textbutton", at, text, show=at, name=name or text, hint=hint, annotation=hint,
        fontsize=palette.TEXT, bgcolor=list(ground), bgoncolor=list(palette.LINE),
        textcolor=list(ink), textoncolor=list(palette.PAPER), rounded=8.0, border=0,
        parameter_enable=0, mode=0,
    )  # fmt: skip


def menu(patch: Patch, at: Rect, hint: str, *, name: str, items: tuple[str, ...] = ()) -> Box:
    """Add a menu, which sends the chosen word from outlet 1."""
    listed = [word for item in items for word in (item, ",")][:-1]
    return patch.box(
        "umenu", at, show=at, name=name, hint=hint, annotation=hint, items=listed,
        fontsize=palette.TEXT, bgfillcolor_type="color", bgfillcolor_color=list(palette.WELL),
        bgcolor=list(palette.WELL), textcolor=list(palette.PAPER), arrowcolor=list(palette.MUTED),
        parameter_enable=0,
    )  # fmt: skip


def number(
    patch: Patch, at: Rect, hint: str, *, name: str, low: float, high: float, real: bool = False
) -> Box:
    """Add a number box with its range."""
    more: Attributes = {"format": 6} if real else {}
    return patch.box(
        "flonum" if real else "number", at, show=at, name=name, hint=hint, annotation=hint,
        fontsize=palette.TEXT, bgcolor=list(palette.WELL), textcolor=list(palette.PAPER),
        htricolor=list(palette.MUTED), tricolor=list(palette.MUTED), parameter_enable=0,
        minimum=low, maximum=high, **more,
    )  # fmt: skip


def entry(patch: Patch, at: Rect, hint: str, *, name: str, text: str = "") -> Box:
    """Add a text field; Return sends `text` and the words."""
    return patch.box(
        "textedit", at, text, show=at, name=name, hint=hint, annotation=hint,
        fontsize=palette.TEXT, bgcolor=list(palette.WELL), textcolor=list(palette.PAPER),
        bordercolor=list(palette.LINE), border=1.0, rounded=6.0, keymode=1, lines=1,
        parameter_enable=0,
    )  # fmt: skip


def dial(
    patch: Patch,
    at: Rect,
    hint: str,
    *,
    name: str,
    short: str,
    low: float,
    high: float,
    start: float,
    unit: int = 1,
    colour: palette.Colour = palette.PAPER,
) -> Box:
    """Add a dial that Live can automate; `unit` 1 shows a float, 4 decibels."""
    value = {
        "parameter_initial": [start], "parameter_longname": name, "parameter_mmax": high,
        "parameter_mmin": low, "parameter_shortname": short, "parameter_type": 0,
        "parameter_unitstyle": unit,
    }  # fmt: skip
    looks = {
        "activedialcolor": palette.LINE, "activeneedlecolor": colour, "textcolor": palette.PAPER,
    }  # fmt: skip
    return patch.box(
        "live.dial", at, show=at, name=name, hint=hint, annotation=hint, parameter_enable=1,
        saved_attribute_attributes={**{look: {"expression": ""} for look in looks},
                                    "valueof": value},
        **_inks(looks),
    )  # fmt: skip


def tabs(patch: Patch, at: Rect, hint: str, *, name: str, items: tuple[str, ...]) -> Box:
    """Add a row of buttons with one selected; its word is sent from outlet 1."""
    value = {
        "parameter_enum": list(items), "parameter_longname": name, "parameter_mmax":
        len(items) - 1, "parameter_shortname": name, "parameter_type": 2,
        "parameter_unitstyle": 9,
    }  # fmt: skip
    looks = {
        "activebgcolor": palette.BUTTON, "activebgoncolor": palette.PAPER,
        "textcolor": palette.PAPER, "textoncolor": palette.SLATE, "bordercolor": palette.NONE,
    }  # fmt: skip
    return patch.box(
        "live.tab", at, show=at, name=name, hint=hint, annotation=hint, parameter_enable=1,
        num_lines_patching=1, num_lines_presentation=1, rounded=4.0, spacing_x=2.0,
        fontsize=palette.TEXT,
        saved_attribute_attributes={**{look: {"expression": ""} for look in looks},
                                    "valueof": value},
        **_inks(looks),
    )  # fmt: skip


def light(patch: Patch, at: Rect, hint: str, *, name: str) -> Box:
    """Add a light."""
    return patch.box(
        "led", at, show=at, name=name, hint=hint, annotation=hint, ignoreclick=1,
        oncolor=list(palette.FINE), offcolor=list(palette.LINE), bgcolor=list(palette.NONE),
    )  # fmt: skip


def bar(patch: Patch, at: Rect, *, name: str) -> Box:
    """Add a bar that shows 0..1 and ignores the mouse."""
    hint = "How far the running job is"
    return patch.box(
        "multislider", at, show=at, name=name, hint=hint, annotation=hint, ignoreclick=1,
        setminmax=[0.0, 1.0], setstyle=1, orientation=0, size=1, border_bottom=0, border_top=0,
        border_left=0, border_right=0, candycane=1, bgcolor=list(palette.WELL),
        slidercolor=list(palette.FINE), parameter_enable=0,
    )  # fmt: skip


def face(patch: Patch, other: Patch, ports: Ports, at: Rect, *words: float | str) -> Box:
    """Show the presentation of another patch inside this one."""
    made = patch.box(
        "bpatcher", at, show=at, ports=ports, name=other.name, args=list(words), border=0,
        bgmode=0, clickthrough=0, embed=0, enablehscroll=0, enablevscroll=0, lockeddragscroll=0,
        lockedsize=0, offset=[0.0, 0.0], viewvisibility=1, hint=other.about,
        annotation=other.about,
    )  # fmt: skip
    made.more["name"] = f"{other.name}.maxpat"
    return made
