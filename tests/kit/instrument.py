"""A session on a tiny model, and a context around it, for tests of commands and engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from distill.commands.context import Client, CommandContext, Controllers, NoControllers
from distill.commands.grammar import Ending, FileChange, Reply, Work, parse
from distill.errors import (
    BadArgument,
    DiskFull,
    DistillError,
    ModelFileProblem,
    PathRefused,
    UnknownSlot,
)
from distill.protocol.input import InputPosition
from distill.protocol.output import OutputHistory, OutputSnapshot
from distill.protocol.source_folders import SourceRoots
from distill.protocol.tasks import ModelInfo
from distill.session.preset_text import Preset
from distill.session.session import Session
from distill.session.snapshot_store import Snapshot
from distill.types import Audio, Codes, Json

BANDS, LEVELS, SIZE, COLUMN = 3, 2, 8, 1024
CLIENT = Client("test", "1")


def tiny_facts(name: str = "tiny", seed: int = 7) -> ModelInfo:
    books = np.random.default_rng(seed).normal(size=(LEVELS, SIZE, 4)).astype(np.float32)
    ids = (f"id-{name}", f"codec-{name}")
    return ModelInfo(*ids, name, SIZE, BANDS, LEVELS, COLUMN, books, has_prior=True)


FILES = {"drums/kick.wav": 4.0, "drums/Snare 1.wav": 2.5, "pads/warm.ogg": 9.0}
"""Files of the corpus of a model that has one, and the second at which each ends."""
PART = COLUMN * 10 / 48_000
"""Seconds at which the second part of a file begins."""


def remembering_facts(name: str = "tiny", files: Mapping[str, float] = FILES) -> ModelInfo:
    """A model with a corpus: each file has parts `name 0` and `name 1`."""
    names = {f"{file} {n}": (file, n * PART) for file in files for n in range(2)}
    return replace(tiny_facts(name), file_ends=dict(files), source_names=names)


def tiny_session() -> Session:
    session = Session(np.random.default_rng(1))
    session.adopt(tiny_facts())
    return session


def some_codes(columns: int, seed: int = 0) -> Codes:
    rng = np.random.default_rng(seed)
    return rng.integers(0, SIZE, (columns, BANDS, LEVELS)).astype(np.int16)


def silence(frames: int) -> OutputSnapshot:
    """So much was heard, and none of it sounded."""
    return OutputSnapshot("tape", frames, frames, np.zeros((0, 3), np.int64))


@dataclass
class FolderOfNames:
    """Files that exist by name only; obeys `commands.context.Files`."""

    sounds: tuple[str, ...] = ("kick.wav",)
    names: tuple[str, ...] = ("tiny", "other")
    kept: dict[str, Snapshot] = field(default_factory=dict)
    settings: dict[str, Preset] = field(default_factory=dict)
    full: bool = False
    gone: set[str] = field(default_factory=set)

    def source(self, name: str) -> str:
        if ".." in name or name.startswith("/"):
            raise PathRefused(f"{name!r} leaves the source folders")
        return f"sounds/{name}"

    def clips(self) -> str:
        return "clips"

    def source_folders(self) -> SourceRoots:
        return SourceRoots("sources", "cache", ("models",))

    def source_stats(self) -> Json:
        return {"sources": 0, "sources_mb": 0.0}

    def has_source(self, source_id: str) -> bool:
        return source_id not in self.gone

    def model(self, name: str) -> str:
        if name not in self.names:
            raise ModelFileProblem(f"no model {name!r}")
        return f"models/{name}.distill"

    def models(self) -> tuple[str, ...]:
        return self.names

    def model_of(self, codec_id: str) -> str:
        name = codec_id.removeprefix("codec-")
        return name if name in self.names else ""

    def save_snapshot(self, name: str, snapshot: Snapshot) -> None:
        if "/" in name:
            raise PathRefused(f"{name!r} is no plain name")
        self.kept[name] = snapshot
        if self.full:
            raise DiskFull(f"no room for {name!r}")

    def snapshot(self, name: str) -> Snapshot:
        return self.kept[name]

    def snapshots(self) -> tuple[str, ...]:
        return tuple(self.kept)

    def discard_snapshot(self, name: str) -> None:
        if self.full:
            raise DiskFull(f"no room to discard {name!r}")
        self.kept.pop(name, None)

    def save_preset(self, name: str, preset: Preset) -> None:
        if "/" in name:
            raise PathRefused(f"{name!r} is no plain name")
        self.settings[name] = preset

    def preset(self, name: str) -> Preset:
        if name not in self.settings:
            raise UnknownSlot(f"no preset {name!r}")
        return self.settings[name]

    def presets(self) -> tuple[str, ...]:
        return tuple(self.settings)

    def discard_preset(self, name: str) -> None:
        self.preset(name)
        del self.settings[name]


@dataclass
class OpenEars:
    """Audio that a test sets; obeys `commands.context.AudioAccess`."""

    source: InputPosition = field(default_factory=lambda: InputPosition("input", 4800))
    past: OutputSnapshot = field(default_factory=lambda: silence(0))
    log: OutputHistory = field(default_factory=OutputHistory)
    sound: Audio = field(default_factory=lambda: np.zeros((0, 2), np.float32))

    def history(self) -> OutputSnapshot:
        return self.past

    def recent_audio(self, first: int, last: int) -> Audio:
        return self.sound[first:last]

    def input_position(self) -> InputPosition:
        if not self.source.audio_name:
            raise BadArgument("this server has no input")
        return self.source


@dataclass
class QuietHost:
    """Records what commands ask of the engine; obeys `commands.context.Host`."""

    cancelled: list[tuple[Client, str]] = field(default_factory=list)
    ports: dict[int, float] = field(default_factory=dict)
    watched: dict[tuple[Client, int], tuple[float, float]] = field(default_factory=dict)
    audio: OpenEars = field(default_factory=OpenEars)
    controllers: Controllers = field(default_factory=NoControllers)

    def status(self) -> Json:
        return {"state": "ready", "slots": 0}

    def cancel(self, client: Client, request: str) -> int:
        self.cancelled.append((client, request))
        return 2

    def subscribe(self, client: Client, port: int, lease_s: float) -> None:
        if client.surface != "test":
            raise BadArgument("this surface has no ports")
        self.ports[port] = lease_s

    def unsubscribe(self, client: Client, port: int) -> None:
        self.ports.pop(port, None)

    def watch(self, client: Client, port: int, rate_hz: float, lease_s: float) -> None:
        self.watched[client, port] = rate_hz, lease_s


def ended(ending: Ending) -> Reply:
    """Return the reply of a command, after the change of a file that it may end with."""
    if not isinstance(ending, FileChange):
        return ending
    try:
        ending.change()
    except DistillError as problem:
        return ending.finish(problem)
    return ending.finish(None)


@dataclass
class Player:
    """Runs commands, given in wire words, on a session."""

    context: CommandContext

    def say(self, verb: str, *values: float | str) -> tuple[object, ...]:
        """Run a command that needs no worker."""
        return self.reply(verb, *values).values

    def ask(self, verb: str, *values: float | str) -> Work:
        """Run a command that needs the worker."""
        outcome = parse(verb, values).run(self.context)
        assert isinstance(outcome, Work)
        return outcome

    def reply(self, verb: str, *values: float | str) -> Reply:
        outcome = parse(verb, values).run(self.context)
        assert not isinstance(outcome, Work)
        return ended(outcome)


def new_player() -> Player:
    session = tiny_session()
    session.store("a", {"a": session.grid(some_codes(6, 1), "test a")})
    session.store("b", {"b": session.grid(some_codes(6, 2), "test b")})
    return Player(CommandContext(session, FolderOfNames(), QuietHost(), CLIENT))
