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


def told(*pieces: Piece, ignored: dict[str, int] | None = None, recipe: Recipe = RECIPE) -> Survey:
    store = np.zeros((max(p.first + p.frames for p in pieces), TINY_MEL.mels), np.float16)
    return survey(Corpus(TINY_MEL, pieces, store, ignored=ignored or {}), recipe)


def piece(file: str, part: str, seconds: float, first: int = 0, **more: object) -> Piece:
    return Piece(file, part, seconds, "", first, round(seconds * 375), **more)


def test_it_counts_sounds_minutes_copies_and_what_is_left_out() -> None:
    said = told(
        piece("a.wav", "train", 90.0),
        piece("b.wav", "train", 45.0, 40_000),
        piece("a.wav", "train", 80.0, 60_000, copy=1),
        piece("c.wav", "held", 30.0, 100_000),
        Piece("d.wav", "unused", why="d.wav is empty"),
        Piece("e.wav", "unused", why="the same sound as a.wav", same_as="a.wav"),
        ignored={".txt": 3, ".jpg": 1},
    )
    assert dict(said.rows()) == {
        "learning from": "2 sounds, 2.2 minutes",
        "held out": "1 sound, 30.0 s",
        "copies": "1 altered copy to learn from as well, 1.3 minutes",
        "not used": "d.wav: is empty",
        "duplicates": "e.wav: the same sound as a.wav",
        "ignored": "4 files that no sound is named like (3 .txt, 1 .jpg)",
        "suggested": "K=64, Q=8: for 3 files",
    }
    assert said.warnings == ()
    assert json.loads(json.dumps(said.to_json()))["train_seconds"] == 135.0


def test_little_sound_is_warned_of() -> None:
    said = told(piece("a.wav", "train", 0.18), piece("a.wav", "held", 0.02, 67))
    text = " / ".join(said.warnings)
    assert "0.2 s of sound: expect textures close to these sounds" in text
    assert "no second file to measure with: the last 0.0 s of a.wav are held out" in text
    assert "only 0.0 s are held out: figures on them say little" in text
    assert "shorter than one crop" not in text
    long = replace(RECIPE, codec_stage=CodecRecipe(columns=100))
    said = told(piece("a.wav", "train", 0.18), piece("a.wav", "held", 0.02, 67), recipe=long)
    assert "all of it is shorter than one crop of 1.07 s: filled with silence" in said.warnings


def test_other_sizes_than_suggested_are_told() -> None:
    other = Recipe("x", codec=replace(TINY, size=32, levels=2))
    said = told(piece("a", "train", 200.0), piece("b", "held", 9.0, 80_000), recipe=other)
    assert said.warnings == ("the recipe has K=32, Q=2; K=64, Q=8 are suggested for this material",)


def test_long_lists_are_cut_for_the_eye_and_whole_in_the_report() -> None:
    lost = [Piece(f"{n}.wav", "unused", why="it is silent") for n in range(50)]
    said = told(piece("a", "train", 200.0), piece("b", "held", 9.0, 80_000), *lost)
    assert said.rows()[10:12] == [("", "and 42 more"), said.rows()[11]]
    assert len(said.to_json()["unused"]) == 50


def test_brackets_in_a_name_are_not_taken_for_markup() -> None:
    lost = Piece("[red]kick[/].wav", "unused", why="it is silent")
    said = told(piece("a", "train", 200.0), piece("b", "held", 9.0, 80_000), lost)
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(said.table())
    assert "[red]kick[/].wav: it is silent" in console.export_text()


def test_sizes_follow_files_but_never_outgrow_the_sound() -> None:
    assert (sizes_for(10, 600).size, sizes_for(10, 600).levels) == (128, 8)
    assert (sizes_for(300, 3600).size, sizes_for(300, 3600).levels) == (256, 8)
    few = sizes_for(300, 120)
    assert (few.size, few.levels) == (128, 8)
    assert few.reason == "300 files, but K=256 needs 3.5 minutes of sound"
    assert sizes_for(300, 1).size == 64
    assert sizes_for(1, 36_000).reason == "for one file"
