"""`distill serve`: start the instrument."""

from pathlib import Path
from typing import Annotated, Any

import typer

from distill.app.lifecycle import serve as run
from distill.app.settings import HOME, Settings
from distill.cli.hosting import end_when
from distill.sinks.registry import described


def serve(
    model: Annotated[str | None, typer.Option(help="Name of a model in the library.")] = None,
    port: Annotated[int | None, typer.Option(help="UDP port to listen on (9000).")] = None,
    reply_port: Annotated[
        int | None, typer.Option(help="Where replies go until a client subscribes (9001).")
    ] = None,
    web: Annotated[
        str | None,
        typer.Option(metavar="PORT|off", help="TCP port of the page (OSC's number), or off."),
    ] = None,
    output: Annotated[
        str | None, typer.Option(metavar="SINK", help=f"Where sound goes: {described()}.")
    ] = None,
    device: Annotated[str | None, typer.Option(help="Part of an output device's name.")] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--input", help="What listen hears: default, part of an input's name, jack:NAME, off."
        ),
    ] = None,
    midi: Annotated[
        str | None,
        typer.Option(help="Part of a MIDI input's name (else all; jack:NAME for JACK's), or off."),
    ] = None,
    midi_map: Annotated[
        str | None, typer.Option(metavar="FILE", help="Which MIDI control does what.")
    ] = None,
    link: Annotated[
        str | None,
        typer.Option(help="Ableton Link: on (tempo, bars), transport (starts and stops too), off."),
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(help="low 43 ms, normal 85 ms, safe 170 ms; auto: as doctor found."),
    ] = None,
    threads: Annotated[
        int | None, typer.Option(help="Of the processor, for the model (1).")
    ] = None,
    spare: Annotated[
        str | None,
        typer.Option(help="on: if the model's process dies, one that waits takes over; off."),
    ] = None,
    sources: Annotated[
        list[Path] | None, typer.Option(help="Folder with sounds that clients may encode.")
    ] = None,
    clips: Annotated[Path | None, typer.Option(help="Folder that clips are written to.")] = None,
    library: Annotated[list[Path] | None, typer.Option(help="Folder with models.")] = None,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; not loopback needs --allow.")
    ] = None,
    allow: Annotated[
        list[str] | None, typer.Option(help="Address of a machine that may speak to us.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="Settings file; else settings.toml in ~/Distill.")
    ] = None,
    log: Annotated[str | None, typer.Option(help="debug, info, warning, error.")] = None,
    until: Annotated[
        Path | None, typer.Option(help="File whose coming ends the server, as Ctrl-C does.")
    ] = None,
) -> None:
    """Start the server; Ctrl-C ends it."""
    given: dict[str, Any] = {
        "model": model, "port": port, "reply_port": reply_port, "output": output,
        "device": device, "profile": profile, "clips": clips, "host": host,
        "allow": allow or None, "log": log, "midi": midi, "midi_map": midi_map,
        "input": source,
        "spare": spare, "web": web, "link": link, "threads": threads,
    }  # fmt: skip
    settings = Settings()
    if config is not None:
        settings = Settings.read(config)
    elif (HOME / "settings.toml").is_file():
        settings = Settings.read(HOME / "settings.toml")
    if sources:
        given["sources"] = [*sources, *settings.sources]
    if library:
        given["library"] = [*library, *settings.library]
    if until is not None:
        end_when(until)
    raise typer.Exit(run(settings.changed(given, "command line")))
