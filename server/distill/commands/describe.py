"""The whole vocabulary as plain data: every address with arguments, ranges and a sentence."""

from dataclasses import dataclass
from typing import Any, Final

from distill.codes.region import Span
from distill.commands.grammar import (
    VERBS,
    Argument,
    CodeList,
    ModelName,
    Slot,
    SourceFile,
    usage,
)
from distill.commands.triggers import ABOUT, PREFIX
from distill.parameters import PARAMETERS, Group, Parameter, in_group
from distill.session.gauges import ENDLESS, GAUGES, Gauge

ROOT: Final = "/distill"

_KINDS: Final[dict[object, str]] = {
    int: "int", float: "float", str: "text", bool: "0 or 1", Slot: "slot", Span: "span",
    SourceFile: "file", ModelName: "model", CodeList: "codes…",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One address as clients see it."""

    address: str
    arguments: str
    about: str


def describe() -> tuple[Row, ...]:
    """List every address, parameters first, and last what is only sent."""
    rows = [Row(f"{ROOT}/param/{p.name}", _allowed(p), p.about) for p in PARAMETERS.values()]
    rows += [Row(f"{ROOT}/{v.name}", usage(v), v.about) for v in VERBS.values()]
    rows += [Row(f"{ROOT}/{PREFIX}VERB", "number", ABOUT)]
    rows += [Row(f"{ROOT}/live/{g.name}", f"is sent: {_span(g)}", g.about) for g in GAUGES.values()]
    return tuple(rows)


def as_json() -> dict[str, Any]:
    """Give the vocabulary as JSON-ready data (Any because JSON is)."""
    return {
        "root": ROOT,
        "parameters": [
            {
                "name": p.name, "address": f"{ROOT}/param/{p.name}", "default": p.default,
                "min": p.range.low, "max": p.range.high, "unit": p.unit.value,
                "scale": p.scale.value, "scope": p.scope.value, "group": p.group.value,
                "choices": list(p.choices), "about": p.about,
            }
            for p in PARAMETERS.values()
        ],
        "commands": [
            {
                "name": v.name, "address": f"{ROOT}/{v.name}", "aliases": list(v.aliases),
                "about": v.about, "manual": v.manual,
                "arguments": [_argument(a) for a in v.arguments],
            }
            for v in VERBS.values()
        ],
        "gauges": [
            {
                "name": g.name, "address": f"{ROOT}/live/{g.name}", "min": g.range.low,
                "max": g.range.high, "unit": g.unit.value, "about": g.about,
            }
            for g in GAUGES.values()
        ],
    }  # fmt: skip


def as_markdown() -> str:
    """Give the vocabulary as the page VOCABULARY.md."""
    lines = [
        "# Vocabulary",
        "",
        "Made by `distill describe --format md`; a test holds it true. Every address begins with",
        f"`{ROOT}`. A request may end with `id` and a number or word of yours, which all its",
        "replies carry; without one they carry 0.",
        "",
        "## Parameters",
        "",
        "Send a number to set one; send nothing to ask. The same address with `/normalized` takes",
        "and gives 0..1.",
        "",
        "| address | default | allowed | what it does |",
        "|---|---|---|---|",
    ]
    for p in PARAMETERS.values():
        default = p.choices[int(p.default)] if p.choices else f"{p.default:g}"
        lines.append(f"| `{ROOT}/param/{p.name}` | {default} | {_allowed(p)} | {p.about} |")
    lines += [
        "",
        "## Commands",
        "",
        "A *span* is `all`, a number, `4-7` (both ends in) or `8-`; for levels also `coarse` or",
        "`fine`. Columns, bands and levels count from 0. Later arguments may come as name and",
        "value: `generate a seconds 4`.",
        "",
        f"`{ROOT}/{PREFIX}generate/a` with a number is for clients that send numbers alone, and",
        "with every frame the same: it does the verb with the arguments that stand in the address",
        "when the number goes from 0 to more, or counts up (1, 2, 3). The first one of a client is",
        "only noted. So repeating it never does anything twice.",
        "",
    ]
    for v in VERBS.values():
        also = "".join(f", `{ROOT}/{alias}`" for alias in v.aliases)
        lines += [f"### `{ROOT}/{v.name}`{also}", "", v.manual, ""]
        if v.arguments:
            lines += ["| argument | kind | default | allowed |", "|---|---|---|---|"]
            for a in v.arguments:
                said = _argument(a)
                default = "required" if a.required else f"`{said['default']}`"
                lines.append(f"| {a.name} | {said['kind']} | {default} | {said['allowed']} |")
            lines.append("")
    lines += [
        "## Live values",
        "",
        "Sent to who asks with `telemetry`, one float a message, never taken.",
        "",
        "| address | range | what it tells |",
        "|---|---|---|",
    ]
    lines += [f"| `{ROOT}/live/{g.name}` | {_span(g)} | {g.about} |" for g in GAUGES.values()]
    return "\n".join(lines)


def as_lua() -> str:
    """Give the vocabulary as a Lua module, for scripts of hosts that have Lua."""
    lines = ["-- @noindex", "-- Made by `distill describe --format lua`; a test holds it true.", ""]
    lines += ["return {", "  parameters = {"]
    for p in PARAMETERS.values():
        numbers = f"default = {p.default:g}, min = {p.range.low:.10g}, max = {p.range.high:.10g}"
        lines.append(f'    {p.name} = {{ {numbers}, scale = "{p.scale.value}" }},')
    lines += ["  },", "  groups = {"]
    for group in Group:
        names = ", ".join(f'"{p.name}"' for p in in_group(group))
        lines.append(f"    {group.value} = {{ {names} }},")
    lines += ["  },", "  commands = {"]
    for v in VERBS.values():
        arguments = ", ".join(f'"{a.name}"' for a in v.arguments)
        braces = f"{{ {arguments} }}" if arguments else "{}"
        lines += [f'    ["{name}"] = {braces},' for name in (v.name, *v.aliases)]
    return "\n".join([*lines, "  },", "}"])


def as_coll() -> str:
    """Give the verbs as Max's `coll` reads them: verb, what it takes, what it does."""
    return "".join(
        f'{v.name}, "{usage(v)}" "{_quotable(v.about)}";\n'
        for v in sorted(VERBS.values(), key=lambda v: v.name)
    )


def _quotable(text: str) -> str:
    return text.replace('"', "'").replace("\\", "/")


def _allowed(p: Parameter) -> str:
    if p.choices:
        return ", ".join(p.choices)
    unit = f" {p.unit.value}" if p.unit.value else ""
    return f"{p.range.low:g}..{p.range.high:.10g}{unit}"


def _span(g: Gauge) -> str:
    unit = f" {g.unit.value}" if g.unit.value else ""
    high = "" if g.range.high == ENDLESS else f"{g.range.high:g}"
    return f"{g.range.low:g}..{high}{unit}"


def _argument(a: Argument) -> dict[str, Any]:
    allowed = ", ".join(a.choices)
    if a.range is not None:
        unit = f" {a.unit.value}" if a.unit.value else ""
        allowed = f"{a.range.low:.10g}..{a.range.high:.10g}{unit}"
    default = str(a.default) if isinstance(a.default, Span) else a.default
    return {
        "name": a.name,
        "kind": _KINDS[a.kind],
        "required": a.required,
        "default": default,
        "allowed": allowed,
    }
