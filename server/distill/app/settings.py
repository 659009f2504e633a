"""What a user may choose before the start: a TOML file, then flags; unknown keys are answered."""

import difflib
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, Self

from distill.app.machine import AUTO, MOST_THREADS
from distill.errors import BadArgument
from distill.installation import bundled_models
from distill.parameters import PROFILES

HOME: Final = Path.home() / "Distill"
"""Where a user's sounds, clips and models are unless told otherwise: easy to find in a browser."""

WEB_OFF: Final = "off"
"""Instead of a port: no web."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the server is started with.

    Attributes:
        model: Name in the library.
        host: Address to listen on; another than loopback needs `allow`.
        port: UDP port to listen on.
        reply_port: Where replies go on loopback until a client subscribes.
        web: TCP port of the page and of OSCQuery; empty for OSC's number, `off` for none.
        allow: Addresses of other machines that may speak to us.
        output: `device`, `null`, or `file:PATH` (in time, and written down).
        device: Part of an output device's name; empty for the system's choice.
        input: What `listen` hears: `off`, `default`, part of a device's name, or `jack:NAME`.
        midi: Part of the names of MIDI inputs; empty for all, `off` for none.
        midi_map: File that says which control does what; empty for `midi.toml` in `HOME`, and
            until there is one, for the bundled one.
        link: `on` shares tempo and bars with an Ableton Link session, `transport` starts and stops
            as well, `off` nothing.
        profile: `low`, `normal` or `safe`; `auto` takes what `distill doctor` found.
        threads: Of the processor, for the model's process.
        spare: `on` keeps a second model worker ready, `off` saves its memory.
        library: Folders with models; a name in an earlier one hides it in a later one.
        sources: Folders whose sounds clients may encode.
        clips: Folder that clips are written to.
        snapshots: Folder that snapshots are kept in.
        presets: Folder that presets of parameters are kept in.
        maps: Folder with other MIDI maps, to be chosen while playing.
        log: `debug`, `info`, `warning` or `error`.
    """

    model: str = "demo"
    host: str = "127.0.0.1"
    port: int = 9000
    reply_port: int = 9001
    web: str = ""
    allow: tuple[str, ...] = ()
    output: str = "device"
    device: str = ""
    input: str = "off"
    midi: str = ""
    midi_map: str = ""
    link: str = "off"
    profile: str = "normal"
    threads: int = 1
    spare: str = "on"
    library: tuple[Path, ...] = (HOME / "models", bundled_models())
    sources: tuple[Path, ...] = (HOME / "sounds",)
    clips: Path = field(default=HOME / "clips")
    snapshots: Path = field(default=HOME / "snapshots")
    presets: Path = field(default=HOME / "presets")
    maps: Path = field(default=HOME / "maps")
    log: str = "info"

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65_535 or not 0 <= self.reply_port <= 65_535:  # noqa: PLR2004 - UDP
            raise BadArgument(f"ports lie in 0..65535, got {self.port} and {self.reply_port}")
        if self.web not in ("", WEB_OFF) and not _is_port(self.web):
            raise BadArgument(f"web takes a port, 0..65535, or off; got {self.web!r}")
        if self.profile not in (*PROFILES, AUTO):
            raise BadArgument(f"profile takes {', '.join(PROFILES)}, {AUTO}; got {self.profile!r}")
        if not 1 <= self.threads <= MOST_THREADS:
            raise BadArgument(f"threads lie in 1..{MOST_THREADS}, got {self.threads}")
        if self.output not in ("device", "null") and not self.output.startswith("file:"):
            raise BadArgument(f"output takes device, null or file:PATH; got {self.output!r}")
        if self.link not in ("off", "on", "transport"):
            raise BadArgument(f"link takes off, on or transport; got {self.link!r}")
        if self.spare not in ("on", "off"):
            raise BadArgument(f"spare takes on or off, got {self.spare!r}")
        if self.log not in ("debug", "info", "warning", "error"):
            raise BadArgument(f"log takes debug, info, warning or error; got {self.log!r}")

    @property
    def web_port(self) -> int | None:
        """The TCP port, if one was chosen."""
        return int(self.web) if _is_port(self.web) else None

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a TOML file.

        Raises:
            BadArgument: Not TOML, an unknown key (the nearest is suggested), or a wrong value.
        """
        try:
            data = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise BadArgument(f"{path} is not a settings file: {error}") from error
        return cls().changed(data, str(path))

    def changed(self, data: dict[str, Any], where: str) -> Self:
        """Give settings with some values replaced; None leaves a value (Any: TOML is).

        Raises:
            BadArgument: An unknown key or a wrong value.
        """
        known = {row.name: row for row in fields(self)}
        values: dict[str, Any] = {}
        for key, value in data.items():
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
                raise BadArgument(f"{where}: unknown setting {key!r}; {hint}")
            if value is not None:
                values[key] = _fit(key, value, getattr(self, key), where)
        return replace(self, **values)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= 65_535  # noqa: PLR2004 - TCP


def _fit(key: str, value: Any, now: Any, where: str) -> Any:
    """Make a value of the kind that the setting has now (Any: TOML is)."""
    if isinstance(now, (tuple, Path)):
        rows = list(value) if isinstance(value, (list, tuple)) else [value]
        if not all(isinstance(row, (str, Path)) for row in rows):
            raise BadArgument(f"{where}: {key} takes text, got {value!r}")
        try:
            paths = rows if key == "allow" else [Path(row).expanduser() for row in rows]
        except RuntimeError as error:  # ~ of somebody who has no home here
            raise BadArgument(f"{where}: {key} takes a folder, got {value!r}: {error}") from error
        if isinstance(now, tuple):
            return tuple(paths)
        if len(paths) != 1:
            raise BadArgument(f"{where}: {key} takes one folder, got {value!r}")
        return paths[0]
    if key == "web" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)  # a port may be written as the number that it is
    if not isinstance(value, type(now)) or isinstance(value, bool):
        raise BadArgument(f"{where}: {key} takes {type(now).__name__}, got {value!r}")
    return value
