"""A snapshot as plain parts, a description and arrays, for a file to hold; and back."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from distill.codes.grid import Grid
from distill.errors import FileProblem
from distill.parameters import PARAMETERS
from distill.session.snapshot_store import OF_THE_STAGE, PlayingState, Snapshot
from distill.types import Json, Samples

Parts: TypeAlias = tuple[Json, Mapping[str, npt.NDArray[Any]]]
"""JSON, and arrays of any kind by name."""
_SAID = ("transport", "playing", "bars", "seed", "streamed", "model")


def pack(snapshot: Snapshot) -> Parts:
    """Take a snapshot apart."""
    arrays: dict[str, npt.NDArray[Any]] = {}
    slots: list[Json] = []
    for number, (name, grid) in enumerate(snapshot.slots.items()):
        arrays[f"codes.{number}"] = grid.codes
        if grid.locked is not None:
            arrays[f"locked.{number}"] = grid.locked
        about = {"size": grid.size, "model": grid.model, "column": int(grid.column)}
        slots.append({"name": name, "source": grid.source, **about})
    sounding = snapshot.sounding
    if sounding.context is not None:
        arrays["context"] = sounding.context
    arrays["live"] = np.frombuffer(sounding.live, np.uint8)
    header: Json = {
        "slots": slots,
        "parameters": dict(snapshot.parameters),
        "morph_slot": snapshot.morph_slot,
        "sounding": {name: getattr(sounding, name) for name in _SAID},
    }
    return header, arrays


def unpack(header: Json, arrays: Mapping[str, npt.NDArray[Any]]) -> Snapshot:
    """Put a snapshot together.

    Raises:
        FileProblem: Something is missing or not what it should be.
    """
    try:
        return _unpack(header, arrays)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FileProblem(f"this snapshot is broken: {type(error).__name__} {error}") from error


def _unpack(header: Json, arrays: Mapping[str, npt.NDArray[Any]]) -> Snapshot:
    slots = {}
    for number, row in enumerate(header["slots"]):
        about = int(row["size"]), str(row["model"]), Samples(int(row["column"])), str(row["source"])
        locked = arrays.get(f"locked.{number}")
        slots[str(row["name"])] = Grid(arrays[f"codes.{number}"], *about, locked)
    said = header["sounding"]
    if said["transport"] not in ("stop", "play", "stream"):
        raise FileProblem(f"a snapshot stops, plays or streams; this one: {said['transport']!r}")
    whole = {name: type(getattr(PlayingState(), name))(said[name]) for name in _SAID}
    live = arrays["live"].astype(np.uint8).tobytes()
    sounding = PlayingState(**whole, context=arrays.get("context"), live=live)
    if sounding.transport == "play" and sounding.playing not in slots:
        raise FileProblem(f"this snapshot plays a slot {sounding.playing!r} that it does not hold")
    return Snapshot(slots, _parameters(header["parameters"]), str(header["morph_slot"]), sounding)


def _parameters(said: Mapping[str, object]) -> dict[str, float]:
    """Read values by name: what an older file lacks stood at its default, other names are left."""
    rows = [row for name, row in PARAMETERS.items() if name not in OF_THE_STAGE]
    return {row.name: row.parse(said.get(row.name, row.default)) for row in rows}
