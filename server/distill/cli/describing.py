"""`distill describe`: every address of the server, for people and programs."""

import json
from enum import StrEnum
from typing import Annotated

import typer

import distill.commands  # noqa: F401 - fills the vocabulary
from distill.commands import describe as vocabulary
from distill.commands.manual import manual
from distill.pages import render


class Format(StrEnum):
    """Output formats."""

    text = "text"
    md = "md"
    json = "json"
    lua = "lua"
    max = "max"
    html = "html"


def describe(
    form: Annotated[
        Format,
        typer.Option("--format", help="text; md or html: a page; json; lua; max: a coll"),
    ] = Format.text,
) -> None:
    """List every address with its arguments and a sentence about it."""
    if form is Format.md:
        print(vocabulary.as_markdown())
    elif form is Format.lua:
        print(vocabulary.as_lua())
    elif form is Format.json:
        print(json.dumps(vocabulary.as_json(), indent=1))
    elif form is Format.html:
        print(render("manual.html.jinja", manual=manual()), end="")
    elif form is Format.max:
        print(vocabulary.as_coll(), end="")
    else:
        for row in vocabulary.describe():
            print(f"{row.address} {row.arguments}\n    {row.about}")
