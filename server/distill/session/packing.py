"""Converts a snapshot to JSON and arrays for a file, and back."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from distill.codes.carrier_parts import DTYPES, carriers_from, parts_of
from distill.codes.carriers import Carriers
from distill.codes.grid import Grid
from distill.errors import BadArgument, FileProblem
from distill.names import RESERVED
from distill.parameters import PARAMETERS
from distill.session.snapshot_store import STAGE_PARAMETERS, PlayingState, Snapshot
from distill.types import Json, Samples

Parts: TypeAlias = tuple[Json, Mapping[str, npt.NDArray[Any]]]
"""JSON, and arrays of any dtype by name."""
_PLAYING_KEYS = ("transport", "playing", "bars", "seed", "streamed", "model")


def pack(snapshot: Snapshot) -> Parts:
    """Convert a snapshot to JSON and arrays."""
    arrays: dict[str, npt.NDArray[Any]] = {}
    slots: list[Json] = []
    for number, (name, grid) in enumerate(snapshot.slots.items()):
        arrays[f"codes.{number}"] = grid.codes
        if grid.locked is not None:
            arrays[f"locked.{number}"] = grid.locked
        about = {"size": grid.size, "model": grid.model, "column": int(grid.column)}
        about["samples"] = int(grid.samples)
        if grid.carriers is not None:
            about["carriers"] = _put(grid.carriers, str(number), arrays)
        slots.append({"name": name, "source": grid.source, **about})
    sounding = snapshot.sounding
    about = {name: getattr(sounding, name) for name in _PLAYING_KEYS}
    if sounding.context is not None:
        arrays["context"] = sounding.context
    if sounding.carriers is not None:
        about["carriers"] = _put(sounding.carriers, "context", arrays)
    arrays["live"] = np.frombuffer(sounding.live, np.uint8)
    header: Json = {
        "slots": slots,
        "parameters": dict(snapshot.parameters),
        "morph_slot": snapshot.morph_slot,
        "sounding": about,
        "only": list(snapshot.only),
        "avoid": list(snapshot.avoid),
    }
    return header, arrays


def unpack(header: Json, arrays: Mapping[str, npt.NDArray[Any]]) -> Snapshot:
    """Rebuild a snapshot.

    Raises:
        FileProblem: Something is missing or invalid.
    """
    try:
        return _unpack(header, arrays)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, BadArgument) as error:
        raise FileProblem(f"this snapshot is broken: {type(error).__name__} {error}") from error


def _unpack(header: Json, arrays: Mapping[str, npt.NDArray[Any]]) -> Snapshot:
    slots = {}
    names = _names([str(row["name"]) for row in header["slots"]])
    for number, row in enumerate(header["slots"]):
        about = int(row["size"]), str(row["model"]), Samples(int(row["column"])), str(row["source"])
        locked, samples = arrays.get(f"locked.{number}"), int(row.get("samples", 0))
        carriers = _carriers(row, str(number), arrays)
        grid = Grid(arrays[f"codes.{number}"], *about, locked, samples, carriers)
        slots[names[str(row["name"])]] = grid
    playing = header["sounding"]
    if playing["transport"] not in ("stop", "play", "stream"):
        raise FileProblem(f"a snapshot must stop, play or stream, got {playing['transport']!r}")
    whole = {name: type(getattr(PlayingState(), name))(playing[name]) for name in _PLAYING_KEYS}
    live = arrays["live"].astype(np.uint8).tobytes()
    whole["playing"] = names.get(whole["playing"], whole["playing"])
    context, carriers = arrays.get("context"), _carriers(playing, "context", arrays)
    if carriers is not None and (context is None or carriers.shape != context.shape):
        raise FileProblem("what carries the stream of this snapshot is not of its columns")
    sounding = PlayingState(**whole, context=context, live=live, carriers=carriers)
    if sounding.transport == "play" and sounding.playing not in slots:
        raise FileProblem(
            f"this snapshot plays slot {sounding.playing!r}, which it does not contain"
        )
    morph_slot = str(header["morph_slot"])
    parameters = _parameters(header["parameters"])
    files = (_patterns(header.get(name, [])) for name in ("only", "avoid"))
    return Snapshot(slots, parameters, names.get(morph_slot, morph_slot), sounding, *files)


def _patterns(saved: object) -> tuple[str, ...]:
    """Read patterns of files; earlier versions saved none."""
    if not isinstance(saved, list) or not all(isinstance(one, str) for one in saved):
        raise FileProblem(f"the files of this snapshot must be a list of patterns, got {saved!r}")
    return tuple(saved)


def _put(carriers: Carriers, name: str, arrays: dict[str, npt.NDArray[Any]]) -> list[str]:
    """Add the arrays of carriers, by a name; return the sources."""
    for part, array in parts_of(carriers).items():
        arrays[f"carriers.{name}.{part}"] = array
    return list(carriers.sources)


def _carriers(
    row: Mapping[str, object], name: str, arrays: Mapping[str, npt.NDArray[Any]]
) -> Carriers | None:
    """Read what carries a slot or a stream, by its name; None if nothing did."""
    if "carriers" not in row:
        return None
    parts = {part: arrays[f"carriers.{name}.{part}"] for part in DTYPES}
    return carriers_from(row["carriers"], parts)


def _names(saved: Sequence[str]) -> dict[str, str]:
    """Return the names of saved slots; earlier versions allowed some that no word can reach."""
    names = {name: name for name in saved}
    for word in RESERVED.keys() & names.keys():
        free = RESERVED[word]
        while free in names.values():
            free += "_"
        names[word] = free
    return names


def _parameters(saved: Mapping[str, object]) -> dict[str, float]:
    """Read values by name: missing parameters get their defaults, unknown names are ignored."""
    rows = [row for name, row in PARAMETERS.items() if name not in STAGE_PARAMETERS]
    return {row.name: row.parse(saved.get(row.name, row.default)) for row in rows}
