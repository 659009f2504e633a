"""The manual page: the whole vocabulary to read in a browser, with lines to copy."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Final

from distill.commands.describe import as_json

_STYLE: Final = (
    ":root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}"
    "body{max-width:52rem;margin:0 auto;padding:1rem}"
    "code{font-size:.95em}pre{overflow-x:auto;padding:.5rem;border:1px solid #8886;"
    "border-radius:6px}table{border-collapse:collapse;display:block;overflow-x:auto}"
    "th,td{text-align:left;padding:.15rem .8rem .15rem 0;vertical-align:top}"
    "h2{margin-top:2.5rem}h3{margin:2rem 0 .3rem}nav a{margin-right:.8rem;white-space:nowrap}"
)
_SAMPLES: Final[dict[str, str]] = {
    "slot": "a", "span": "all", "file": "first.wav", "model": "demo", "text": "name", "int": "1",
    "float": "1.0", "0 or 1": "1", "codes…": "3 1 4",
}  # fmt: skip
"""What stands for an argument without which a command does not run, in lines to copy."""
_TAGS: Final[dict[str, str]] = {"int": "i", "float": "f", "0 or 1": "i", "codes…": "iii"}


def as_html(port: int = 9000) -> str:
    """Give the vocabulary as one HTML page that needs nothing else.

    Args:
        port: The server's, for the lines to copy.
    """
    told = as_json()
    commands = told["commands"]
    names = [(c["name"], c["name"]) for c in commands]
    body = [
        "<h1>Distill: every word</h1>",
        (
            "<p>Every address begins with <code>/distill</code>. A request may end with "
            "<code>id</code> and a number or word of yours, which its replies carry.</p>"
        ),
        f"<nav>{''.join(f'<a href=#{escape(to)}>{escape(name)}</a> ' for name, to in names)}</nav>",
        "<h2 id=parameters>Parameters</h2>",
        (
            "<p>Send a number to set one, nothing to ask. The same address with "
            "<code>/normalized</code> takes and gives 0..1.</p>"
        ),
        _table(
            ("address", "default", "allowed", "what it does"),
            ((_code(p["address"]), _default(p), _range(p), escape(p["about"]))
             for p in told["parameters"]),
        ),
        "<h2 id=commands>Commands</h2>",
        *(_command(c, port) for c in commands),
        "<h2 id=live>Live values</h2>",
        "<p>Sent to who asks with <code>telemetry</code>.</p>",
        _table(
            ("address", "range", "what it tells"),
            ((_code(g["address"]), _range(g), escape(g["about"])) for g in told["gauges"]),
        ),
    ]  # fmt: skip
    head = (
        "<!doctype html><html lang=en><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width,initial-scale=1'>"
        f"<title>Distill: every word</title><style>{_STYLE}</style>"
    )
    return "\n".join([head, *body]) + "\n"


def _command(row: dict[str, Any], port: int) -> str:
    also = "".join(f", {_code('/distill/' + alias)}" for alias in row["aliases"])
    paragraphs = "".join(
        f"<p>{_marked(part)}</p>" for part in str(row["manual"]).split("\n\n") if part.strip()
    )
    needed = [a for a in row["arguments"] if a["required"]]
    words = " ".join(_sample(a) for a in needed)
    tags = "".join(_TAGS.get(a["kind"], "s") for a in needed)
    line = f"oscsend 127.0.0.1 {port} {row['address']} {tags} {words}".rstrip()
    rows = (
        (_code(a["name"]), escape(a["kind"]),
         "required" if a["required"] else _code(str(a["default"])), escape(a["allowed"]))
        for a in row["arguments"]
    )  # fmt: skip
    table = _table(("argument", "kind", "default", "allowed"), rows) if row["arguments"] else ""
    title = f"<h3 id={escape(row['name'])}>{_code(row['address'])}{also}</h3>"
    return f"{title}{paragraphs}{table}<pre>{escape(line)}</pre>"


def _sample(argument: dict[str, Any]) -> str:
    """Give a word that is allowed there: of a range its beginning, of some choices the first."""
    low, *more = str(argument["allowed"]).split("..")
    if more:
        return low
    return low.split(", ")[0] if low else _SAMPLES[argument["kind"]]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{name}" for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows)
    return f"<table><tr>{head}{body}</table>"


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"


def _marked(text: str) -> str:
    """Show what stands between backticks as code."""
    parts = escape(text).split("`")
    return "".join(f"<code>{p}</code>" if n % 2 else p for n, p in enumerate(parts))


def _default(row: dict[str, Any]) -> str:
    return escape(row["choices"][int(row["default"])] if row["choices"] else f"{row['default']:g}")


def _range(row: dict[str, Any]) -> str:
    if row.get("choices"):
        return escape(", ".join(row["choices"]))
    return escape(f"{row['min']:g}..{row['max']:.10g} {row['unit']}".strip())
