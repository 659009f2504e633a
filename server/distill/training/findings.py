"""What can be found out about a model: from its file, its report, its work folder, its sound."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import safe_open

from distill.bundle import Bundle, build
from distill.errors import BadArgument, FileProblem
from distill.storage import modelfile
from distill.training.auditions import (
    Folders,
    Preview,
    folder_previews,
    held_previews,
    written_previews,
)
from distill.training.coding import usage
from distill.training.corpus import Corpus
from distill.training.loose import as_counts, as_object
from distill.training.recipe import DataRecipe
from distill.types import FloatArray, Json


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """Everything a page about a model tells.

    Attributes:
        name: Of the model.
        header: Of its file.
        sizes: Numbers in each part, and bytes of the file.
        report: What the training told; empty if that is gone.
        bundle: The model itself.
        counts: How often each code occurs: Q rows of K; empty if nobody counted.
        held: Sounds before and after.
        written: Sounds of the prior.
        missing: What could not be shown and why, in sentences.
    """

    name: str
    header: Json
    sizes: Mapping[str, int]
    report: Json
    bundle: Bundle
    counts: Sequence[Sequence[int]]
    held: Sequence[Preview]
    written: Sequence[Preview]
    missing: Sequence[str]


def collect(model: Path, sounds: Path | None = None) -> Findings:
    """Gather what is known of a model, and let it sound.

    Args:
        model: The model file; beside it `report.json` and `.work` are used if they are there.
        sounds: Folder of sounds to show instead of the held-out ones.

    Raises:
        ModelFileProblem: The model cannot be read.
    """
    header, arrays = modelfile.load(model)
    bundle = build(header, arrays)
    missing: list[str] = []
    report = _report(model, str(header["metadata"]["id"]), missing)
    work = model.parent / ".work"
    counts = as_counts(report.get("usage")) or _counted(work, bundle)
    if not counts:
        missing.append("How often each code is used: the codes of the sounds are not kept.")
    held = list(_held(bundle, work, report, sounds))
    if not held:
        missing.append(
            "Sounds before and after: the training's folder .work is not beside the model; "
            "name a folder of sounds with --sounds."
            if sounds is None
            else f"Sounds before and after: there is no sound to read in {sounds}."
        )
    written = list(written_previews(bundle))
    if not written:
        missing.append("Sounds that the model writes: it has no prior.")
    sizes = _sizes(model, arrays)
    return Findings(model.stem, header, sizes, report, bundle, counts, held, written, missing)


def _report(model: Path, model_id: str, missing: list[str]) -> Json:
    """Read what the training told; nothing, if it tells of another model."""
    file = model.with_name("report.json")
    try:
        told = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        missing.append("The training's curves and codebooks: there is no report.json beside it.")
        return {}
    if not isinstance(told, dict) or told.get("id", model_id) != model_id:
        missing.append("The training's curves and codebooks: report.json is of another model.")
        return {}
    return told


def _counted(work: Path, bundle: Bundle) -> list[list[int]]:
    """Count codes in what the training kept, if the same codec made it."""
    file = work / "codes.safetensors"
    if not file.exists():
        return []
    with safe_open(os.fspath(file), framework="numpy") as store:
        key = (store.metadata() or {}).get("key", "")
        if key.partition(" ")[0] != bundle.codec_id:
            return []
        return usage([np.asarray(store.get_tensor(n)) for n in store.keys()], bundle.config.size)  # noqa: SIM118 - no mapping


def _held(bundle: Bundle, work: Path, report: Json, sounds: Path | None) -> Iterable[Preview]:
    if sounds is not None:
        return folder_previews(bundle, sounds)
    try:
        corpus = Corpus.load(work / "cache")
    except (FileProblem, OSError, ValueError, KeyError, TypeError):
        return ()
    if corpus.mel != bundle.config.mel:
        return ()
    try:
        recipe = DataRecipe(**as_object(as_object(report.get("recipe")).get("data")))
    except (TypeError, BadArgument):
        recipe = DataRecipe()
    return held_previews(bundle, corpus, Folders.load(work), recipe)


def _sizes(model: Path, arrays: Mapping[str, FloatArray]) -> dict[str, int]:
    sizes = {"file": model.stat().st_size}
    for name, array in arrays.items():
        part = name.partition(".")[0]
        sizes[part] = sizes.get(part, 0) + array.size
    return sizes
