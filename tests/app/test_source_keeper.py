import os
import queue
import threading
from pathlib import Path

import numpy as np
import pytest

from distill.app import source_keeper
from distill.app.source_keeper import SourceKeeper
from distill.codes.carriers import Carriers
from distill.session.packing import pack
from distill.session.session import Session
from distill.storage import snapshotfile
from distill.storage.source_store import KEPT_S, SourceStore
from kit.instrument import some_codes, tiny_session

NOW = 1_500_000_000.0


@pytest.fixture
def store(tmp_path: Path) -> SourceStore:
    return SourceStore(tmp_path / "sources", tmp_path / "cache")


def old_source(store: SourceStore, seed: int) -> str:
    """Keep a sound that was used last two days ago."""
    with store.writer() as writer:
        writer.write(np.random.default_rng(seed).uniform(-1, 1, (5000, 2)).astype(np.float32))
        source_id = writer.finish().id
    path = store.folder / f"{source_id}.flac"
    os.utime(path, (NOW - 2 * KEPT_S, NOW - 2 * KEPT_S))
    return source_id


def put(session: Session, slot: str, source_id: str) -> None:
    codes = some_codes(4)
    carriers = Carriers.of_source(source_id, codes)
    session.store(f"encode {slot}", {slot: session.grid(codes, "file", 0, carriers)})


def keeper(store: SourceStore, session: Session, snapshots: Path) -> SourceKeeper:
    needed = session.needed_sources
    return SourceKeeper(store, snapshots, needed, lambda call: call(), lambda: NOW)


def left(store: SourceStore) -> set[str]:
    return {path.stem for path in store.folder.iterdir()}


def test_what_slots_undo_and_snapshots_need_stays(store: SourceStore, tmp_path: Path) -> None:
    session = tiny_session()
    names = ("slot", "undone", "snapshot", "on_disk", "foreign", "nobody")
    ids = {name: old_source(store, seed) for seed, name in enumerate(names)}
    put(session, "x", ids["on_disk"])
    snapshots = tmp_path / "snapshots"
    snapshotfile.write(snapshots / "a.snapshot", *pack(session.snapshot(b"")))
    (snapshots / "future.snapshot").write_bytes(f'{{"v": 9, "of": "{ids["foreign"]}"}}'.encode())

    session = tiny_session()  # a later start
    put(session, "x", ids["snapshot"])
    session.snapshots.store("b", session.snapshot(b""))
    session = _without_history(session)
    put(session, "a", ids["slot"])
    put(session, "b", ids["undone"])
    session.undo()
    kept = keeper(store, session, snapshots)
    assert kept.clean() == 1
    assert left(store) == set(ids.values()) - {ids["nobody"]}
    assert kept.clean() == 0


def _without_history(session: Session) -> Session:
    later = tiny_session()
    later.snapshots = session.snapshots
    return later


def test_a_snapshot_that_is_gone_or_replaced_needs_nothing(
    store: SourceStore, tmp_path: Path
) -> None:
    session, source_id = tiny_session(), old_source(store, 1)
    put(session, "x", source_id)
    snapshots = tmp_path / "snapshots"
    snapshotfile.write(snapshots / "a.snapshot", *pack(session.snapshot(b"")))
    kept = keeper(store, tiny_session(), snapshots)
    assert kept.clean() == 0
    snapshotfile.write(snapshots / "a.snapshot", *pack(tiny_session().snapshot(b"")))
    path = store.folder / f"{source_id}.flac"
    os.utime(path, (NOW - 2 * KEPT_S, NOW - 2 * KEPT_S))
    assert kept.clean() == 1


def test_nothing_is_deleted_while_the_engine_does_not_say_what_it_needs(
    store: SourceStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_keeper, "_ANSWER_S", 0.01)
    source_id = old_source(store, 1)
    silent = SourceKeeper(store, tmp_path, set, lambda _call: None, lambda: NOW)
    assert silent.clean() == 0
    assert left(store) == {source_id}


def test_it_cleans_on_its_own_thread_and_ends(
    store: SourceStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_keeper, "FIRST_S", 0.0)
    asked: queue.SimpleQueue[threading.Thread] = queue.SimpleQueue()

    def needed() -> set[str]:
        asked.put(threading.current_thread())
        return set()

    kept = SourceKeeper(store, tmp_path, needed, lambda call: call(), lambda: NOW)
    kept.start()
    thread = asked.get(timeout=20.0)
    kept.stop()
    assert thread.name == "sources"
    assert not thread.is_alive()
