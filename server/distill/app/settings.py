"""Settings of the server, from a TOML file and options; unknown keys get a suggestion."""

import logging
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Final, Self

from distill.app import machine_profile
from distill.app.declaration import OneOf, Setting, declared
from distill.app.machine_profile import AUTO, MOST_THREADS
from distill.errors import BadArgument, did_you_mean
from distill.installation import bundled_models, shell_command
from distill.parameters import PROFILES
from distill.sinks.registry import described, read_output
from distill.surfaces.link.modes import OFF, ON, TRANSPORT
from distill.units import Range

log = logging.getLogger("distill")

HOME: Final = Path.home() / "Distill"
"""Default folder of sounds, clips and models: easy to find in a file browser."""

WEB_OFF: Final = "off"
"""Instead of a port: no web server."""
_LAST_PORT: Final = 65_535


class _Output:
    """A check: the name of a sink, with its options."""

    def check(self, _name: str, value: str) -> None:
        """Refuse a value that names no sink."""
        read_output(value)


class _WebPort:
    """A check: a port, empty, or `off`."""

    def check(self, name: str, value: str) -> None:
        """Refuse anything else."""
        if value not in ("", WEB_OFF) and not _is_port(value):
            raise BadArgument(f"{name} takes a port, 0..{_LAST_PORT}, or off; got {value!r}")


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of the server.

    Each field is the only declaration of a setting: its key in the settings file, the option of
    `distill serve`, what is allowed, and the sentence in the help.
    """

    model: Annotated[str, Setting("Name of a model in the library.")] = "demo"
    host: Annotated[str, Setting("Address to listen on; any but loopback needs --allow.")] = (
        "127.0.0.1"
    )
    port: Annotated[int, Setting("UDP port to listen on."), Range(0, _LAST_PORT)] = 9000
    reply_port: Annotated[
        int,
        Setting("Where replies go on this machine until a client subscribes."),
        Range(0, _LAST_PORT),
    ] = 9001
    web: Annotated[
        str,
        Setting(
            "TCP port of the page and of OSCQuery; empty: the same number as OSC. off: no web.",
            metavar="PORT|off",
            number=True,
        ),
        _WebPort(),
    ] = ""
    allow: Annotated[
        tuple[str, ...], Setting("Address of another machine that may use the server.")
    ] = ()
    output: Annotated[
        str,
        Setting(f"Audio output: {described()}.", metavar="SINK"),
        _Output(),
    ] = "device"
    device: Annotated[
        str, Setting("Part of an output device's name; empty: the system's default.")
    ] = ""
    input: Annotated[
        str, Setting("Audio input for listen: default, part of a device's name, jack:NAME, or off.")
    ] = "off"
    midi: Annotated[
        str,
        Setting("Part of a MIDI input's name; empty: all; jack:NAME: a JACK port; off: none."),
    ] = ""
    midi_map: Annotated[
        str,
        Setting(
            "MIDI map; empty: midi.toml in ~/Distill, or the bundled map.",
            metavar="FILE",
        ),
    ] = ""
    link: Annotated[
        str,
        Setting("Ableton Link: on (tempo and bars), transport (also start and stop), or off."),
        OneOf((OFF, ON, TRANSPORT)),
    ] = OFF
    profile: Annotated[
        str,
        Setting(
            "How far ahead sound is rendered: "
            f"{', '.join(f'{name} {ms:g} ms' for name, ms in PROFILES.items())}; "
            "auto: as measured by distill doctor."
        ),
        OneOf((*PROFILES, AUTO)),
    ] = "normal"
    threads: Annotated[int, Setting("CPU threads for the model."), Range(1, MOST_THREADS)] = 1
    spare: Annotated[
        str,
        Setting("on: a spare process takes over if the model worker dies; off: saves its memory."),
        OneOf(("on", "off")),
    ] = "on"
    library: Annotated[
        tuple[Path, ...],
        Setting(
            "Folder with models; an earlier folder hides the same name in a later one.", adds=True
        ),
    ] = (HOME / "models", bundled_models())
    sources: Annotated[
        tuple[Path, ...], Setting("Folder with sounds that clients may encode.", adds=True)
    ] = (HOME / "sounds",)
    clips: Annotated[Path, Setting("Folder that clips are written to.")] = HOME / "clips"
    snapshots: Annotated[Path, Setting("Folder of the snapshots.")] = HOME / "snapshots"
    kept_sources: Annotated[Path, Setting("Folder that keeps the sounds that slots come from.")] = (
        HOME / "sources"
    )
    presets: Annotated[Path, Setting("Folder of the presets.")] = HOME / "presets"
    maps: Annotated[Path, Setting("Folder with further MIDI maps, for midi/map.")] = HOME / "maps"
    log: Annotated[
        str,
        Setting("Level of the server's log."),
        OneOf(("debug", "info", "warning", "error")),
    ] = "info"

    def __post_init__(self) -> None:
        for row in declared(type(self)):
            for check in row.checks:
                check.check(row.name, getattr(self, row.name))

    @property
    def web_port(self) -> int | None:
        """The TCP port, if one was set."""
        return int(self.web) if _is_port(self.web) else None

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a TOML file.

        Raises:
            BadArgument: Not TOML, an unknown key (the nearest is suggested), or a wrong value.
        """
        try:
            data = tomllib.loads(path.read_text("utf-8-sig"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise BadArgument(f"{path} is not a settings file: {error}") from error
        return cls().changed(data, str(path))

    def changed(self, data: dict[str, Any], where: str) -> Self:
        """Return settings with some values replaced; None leaves a value (Any: TOML values).

        Raises:
            BadArgument: An unknown key or a wrong value.
        """
        known = {row.name: row for row in declared(type(self))}
        values: dict[str, Any] = {}
        for key, value in data.items():
            if key not in known:
                hint = did_you_mean(key, known, f"there are {', '.join(known)}")
                raise BadArgument(f"{where}: unknown setting {key!r}; {hint}")
            if value is not None:
                values[key] = known[key].fit(value, where)
        return replace(self, **values)


def log_to_stderr(settings: Settings) -> None:
    """Write the log of this process to the standard error output, at the level of the settings."""
    logging.basicConfig(
        level=settings.log.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        datefmt="%H:%M:%S",
    )


def resolve_profile(settings: Settings) -> Settings:
    """Replace the profile `auto` by the one that `doctor` measured on this machine.

    Raises:
        BadArgument: The file of that profile is damaged.
    """
    if settings.profile != AUTO:
        return settings
    machine = machine_profile.read(HOME / machine_profile.FILE)
    doctor = shell_command("doctor")
    if machine is None:
        log.warning("using profile %s; %s measures which one fits", machine_profile.USUAL, doctor)
        return replace(settings, profile=machine_profile.USUAL)
    log.info("profile %s, as measured by %s: %s", machine.profile, doctor, machine.why)
    if machine.model != settings.model:
        log.warning("measured with model %s; run again: %s --model", machine.model, doctor)
    return replace(settings, profile=machine.profile, threads=machine.threads)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= _LAST_PORT
