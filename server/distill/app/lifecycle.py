"""The server: start all parts in order, wait, stop in reverse."""

import logging
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import numpy as np

from distill.app.audio_input import AudioInput
from distill.app.audio_output import AudioOutput
from distill.app.first_worker import worker_entry
from distill.app.maps import UserMap
from distill.app.rooted_files import RootedFiles
from distill.app.settings import HOME, WEB_OFF, Settings
from distill.app.source_keeper import SourceKeeper
from distill.engine.engine import Engine
from distill.engine.model_worker import WorkerSpec
from distill.engine.ports import AudioPorts
from distill.errors import DistillError
from distill.parameters import PROFILES
from distill.processes.child import Child
from distill.protocol.clock_pulse import ClockPulse
from distill.protocol.tasks import LoadModel
from distill.session.session import Session
from distill.storage.compiled import user_cache
from distill.storage.library import Library
from distill.storage.roots import Roots
from distill.storage.running_servers import announced
from distill.storage.source_store import SourceStore
from distill.storage.trainings import Trainings
from distill.surfaces.allow_list import AllowList
from distill.surfaces.link import server as link
from distill.surfaces.link.modes import OFF as LINK_OFF
from distill.surfaces.link.server import LinkServer
from distill.surfaces.midi.mapping import DEFAULT, parse
from distill.surfaces.midi.server import OFF, MidiServer
from distill.surfaces.osc.server import OscServer, OscSettings
from distill.surfaces.web.server import WebServer, WebSettings

log = logging.getLogger("distill")


def serve(settings: Settings, worker: Child) -> int:
    """Run the server until a signal ends it; return the exit code.

    Args:
        settings: Of the server; the profile is one of `PROFILES`.
        worker: The first model worker, which was started with these settings.

    Raises:
        DistillError: It cannot start: a port is in use, a folder cannot be created.
    """
    ending = threading.Event()
    _on_signals(ending)

    files, model, store = _files(settings)
    AllowList.parse(settings.allow)  # before anything is created that would have to be closed
    bindings = _bindings(settings)
    if settings.link != LINK_OFF:
        link.check()
    output, source = AudioOutput(settings.output, settings.device), AudioInput(settings.input)
    session = _session(settings, files)
    workers = WorkerSpec(
        *worker_entry(settings), settings.spare == "on", output.ring_name, first=worker
    )
    engine = Engine(session, files, workers, AudioPorts(output, source), time.monotonic)
    osc = OscServer(
        OscSettings(settings.host, settings.port, settings.reply_port, settings.allow),
        engine,
        time.monotonic,
    )
    engine.attach(osc)
    keeper = _keeper(settings, store, session, engine)
    surfaces = _midi_and_link(settings, bindings, engine, session)
    web = _web(settings, engine, session)
    runner = threading.Thread(target=engine.run, args=(model,), name="engine")
    try:
        osc.start()
        runner.start()
        output.start(engine.publish)
        source.start(engine.publish)
        for surface in surfaces:
            surface.start(engine.publish)
        web.start(osc.address)
        keeper.start()
        engine.publish("startup", osc.address[1])
        sources = ", ".join(map(str, settings.sources))
        log.info("clips go to %s; sounds are read from %s", settings.clips, sources)
        with announced(HOME, osc.address):
            while not ending.wait(0.5):
                pass
        log.info("stopping")
    finally:
        output.expect_end()
        keeper.stop()
        web.stop()
        for surface in reversed(surfaces):
            surface.stop()
        engine.stop()
        if runner.is_alive():
            runner.join(timeout=10.0)
        osc.stop()
        source.stop()
        output.stop()
    return 0


def _session(settings: Settings, files: RootedFiles) -> Session:
    session = Session(np.random.default_rng())
    session.source_folders = files.source_folders()
    session.set_parameter("profile", float(list(PROFILES).index(settings.profile)))
    return session


def _files(settings: Settings) -> tuple[RootedFiles, LoadModel | None, SourceStore]:
    """Create the folders, and find the first model; without one the server still answers."""
    for folder in (settings.clips, *settings.sources):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError) as error:  # a zero byte in a name is a ValueError
            why = getattr(error, "strerror", None) or error
            raise DistillError(f"the folder {str(folder)!r} cannot be created: {why}") from error
    store = SourceStore(settings.kept_sources, user_cache() / "sources", settings.library)
    roots = Roots({"sounds": settings.sources, "clips": (settings.clips,)})
    library = Library(settings.library)
    folders = settings.clips, settings.snapshots, settings.presets
    files = RootedFiles(roots, library, *folders, store)
    try:
        model = LoadModel(files.model(settings.model), settings.model)
    except DistillError as error:
        log.error("%s", error)  # noqa: TRY400 - a text for the user, no internal error
        return files, None, store
    return files, model, store


def _bindings(settings: Settings) -> UserMap | None:
    """Return the map of MIDI bindings, if MIDI is on; a map with mistakes is an error."""
    if settings.midi == OFF:
        return None
    path = Path(settings.midi_map).expanduser() if settings.midi_map else HOME / "midi.toml"
    maps = UserMap(path, None if settings.midi_map else DEFAULT, settings.maps)
    parse(maps.read(), maps.name)
    return maps


def _web(settings: Settings, engine: Engine, session: Session) -> WebServer:
    """Create the web surface; `off` leaves it closed."""
    where = WebSettings(
        settings.host, settings.web_port, settings.allow, on=settings.web != WEB_OFF
    )
    trainings = Trainings(settings.library, _now)
    web = WebServer(where, engine, session.parameters, trainings)
    if where.on:
        engine.attach(web)
    return web


def _keeper(
    settings: Settings, store: SourceStore, session: Session, engine: Engine
) -> SourceKeeper:
    """Create what cleans the sounds that slots come from."""
    return SourceKeeper(store, settings.snapshots, session.needed_sources, engine.post, _now)


def _now() -> float:
    """Return the time as files have it."""
    return datetime.now(tz=UTC).timestamp()


def _midi_and_link(
    settings: Settings, bindings: UserMap | None, engine: Engine, session: Session
) -> list[MidiServer | LinkServer]:
    """Create the surfaces of MIDI and Ableton Link, as far as they are on."""
    surfaces: list[MidiServer | LinkServer] = []
    linked = settings.link != LINK_OFF
    follow = _ignore_pulse if linked else engine.pulse
    values, now = session.parameters, time.monotonic
    if bindings is not None:
        midi = MidiServer(settings.midi, bindings, engine, values, now, follow=follow)
        engine.controllers = midi.editor
        surfaces.append(midi)
    if linked:
        surfaces.append(LinkServer(settings.link, values, engine.pulse))
    for surface in surfaces:
        engine.attach(surface)
    return surfaces


def _ignore_pulse(_pulse: ClockPulse) -> None:
    """Ignore the MIDI clock, since a Link session sets the tempo."""


def _on_signals(ending: threading.Event) -> None:
    """Let Ctrl-C and SIGTERM end the server in order."""

    def end(_number: int, _frame: FrameType | None) -> None:
        ending.set()

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    if sys.platform == "win32":
        signal.signal(signal.SIGBREAK, end)
