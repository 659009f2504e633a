"""`distill`: the command line and its commands."""

import sys
from typing import Annotated

import typer

from distill import __version__
from distill.cli import (
    describing,
    doctor,
    midi,
    models,
    offline,
    remembering,
    sending,
    serving,
    training,
)
from distill.cli.guarded import run_guarded
from distill.installation import program

app = typer.Typer(
    help="An instrument of discrete codes, made from your own sounds.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve")(serving.serve)
app.command("send", context_settings={"ignore_unknown_options": True})(sending.send)
app.command("job")(sending.job)
app.command("console")(sending.console)
app.add_typer(midi.app, name="midi")
app.command("describe")(describing.describe)
app.command("encode")(offline.encode)
app.command("decode")(offline.decode)
app.command("generate")(offline.generate)
app.command("models")(models.models)
app.command("train")(training.train)
app.command("report")(training.report)
app.command("remember")(remembering.remember)
app.command("doctor")(doctor.doctor)
app.command("warm")(models.warm)


def _version(wanted: bool) -> None:  # noqa: FBT001 - a callback of typer
    if wanted:
        print(__version__)
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Hold the options that come before a command."""


def main() -> None:
    """Run the command line; a `DistillError` is printed as one sentence, with exit code 1."""
    sys.exit(run_guarded(lambda: app(prog_name=program())))
