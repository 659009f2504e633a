import io
import json
from dataclasses import replace

import numpy as np
from rich.console import Console

from distill.training.data.corpus import Corpus, Piece
from distill.training.data.survey import Survey, survey
from distill.training.recipe import CodecRecipe, Recipe, sizes_for
from kit.models import TINY, TINY_MEL

RECIPE = Recipe("x", codec=replace(TINY, size=64, levels=8))


def survey_of(
    *pieces: Piece, ignored: dict[str, int] | None = None, recipe: Recipe = RECIPE
) -> Survey:
    store = np.zeros((max(p.first + p.frames for p in pieces), TINY_MEL.mels), np.float16)
    return survey(Corpus(TINY_MEL, pieces, store, ignored=ignored or {}), recipe)


def piece(file: str, part: str, seconds: float, first: int = 0, **more: object) -> Piece:
    return Piece(file, part, seconds, "", first, round(seconds * 375), **more)


def test_it_counts_sounds_minutes_copies_and_unused_files() -> None:
    found = survey_of(
        piece("a.wav", "train", 90.0),
        piece("b.wav", "train", 45.0, 40_000),
        piece("a.wav", "train", 80.0, 60_000, copy=1),
        piece("c.wav", "held", 30.0, 100_000),
        Piece("d.wav", "unused", why="d.wav is empty"),
        Piece("e.wav", "unused", why="the same sound as a.wav", same_as="a.wav"),
        ignored={".txt": 3, ".jpg": 1},
    )
    assert dict(found.rows()) == {
        "training on": "2 sounds, 2.2 minutes",
        "held out": "1 sound, 30.0 s",
        "copies": "1 altered copy of training sounds, 1.3 minutes",
        "not used": "d.wav: is empty",
        "duplicates": "e.wav: the same sound as a.wav",
        "ignored": "4 files without the suffix of a sound file (3 .txt, 1 .jpg)",
        "suggested": "K=64, Q=8: for 3 files",
    }
    assert found.warnings == ()
    assert json.loads(json.dumps(found.to_json()))["train_seconds"] == 135.0


def test_little_sound_causes_warnings() -> None:
    found = survey_of(piece("a.wav", "train", 0.18), piece("a.wav", "held", 0.02, 67))
    text = " / ".join(found.warnings)
    assert "0.2 s of sound: expect textures close to these sounds" in text
    assert "no second file to hold out: the last 0.0 s of a.wav are held out" in text
    assert "only 0.0 s are held out: their metrics are unreliable" in text
    assert "shorter than one crop" not in text
    long = replace(RECIPE, codec_stage=CodecRecipe(columns=100))
    found = survey_of(piece("a.wav", "train", 0.18), piece("a.wav", "held", 0.02, 67), recipe=long)
    assert (
        "all sounds together are shorter than one crop of 1.07 s: silence pads it" in found.warnings
    )


def test_sizes_that_differ_from_the_suggested_ones_cause_a_warning() -> None:
    other = Recipe("x", codec=replace(TINY, size=32, levels=2))
    found = survey_of(piece("a", "train", 200.0), piece("b", "held", 9.0, 80_000), recipe=other)
    assert found.warnings == ("the recipe has K=32, Q=2; K=64, Q=8 are suggested for these sounds",)


def test_long_lists_are_truncated_in_the_terminal_and_complete_in_the_report() -> None:
    lost = [Piece(f"{n}.wav", "unused", why="it is silent") for n in range(50)]
    found = survey_of(piece("a", "train", 200.0), piece("b", "held", 9.0, 80_000), *lost)
    assert found.rows()[10:12] == [("", "and 42 more"), found.rows()[11]]
    assert len(found.to_json()["unused"]) == 50


def test_brackets_in_a_name_are_not_markup() -> None:
    lost = Piece("[red]kick[/].wav", "unused", why="it is silent")
    found = survey_of(piece("a", "train", 200.0), piece("b", "held", 9.0, 80_000), lost)
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(found.table())
    assert "[red]kick[/].wav: it is silent" in console.export_text()


def test_sizes_grow_with_the_files_but_are_limited_by_the_amount_of_sound() -> None:
    assert (sizes_for(10, 600).size, sizes_for(10, 600).levels) == (128, 8)
    assert (sizes_for(300, 3600).size, sizes_for(300, 3600).levels) == (256, 8)
    few = sizes_for(300, 120)
    assert (few.size, few.levels) == (128, 8)
    assert few.reason == "300 files, but K=256 needs 3.5 minutes of sound"
    assert sizes_for(300, 1).size == 64
    assert sizes_for(1, 36_000).reason == "for one file"
