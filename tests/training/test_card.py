"""The draft of a card says what was trained, line by line, whatever things are called."""

from pathlib import Path

import numpy as np

from distill.nn.health import LevelHealth
from distill.training.card import write_card
from distill.training.codec_stage import CodecResult
from distill.training.corpus import Corpus, Piece
from distill.training.prior_stage import LevelNats, PriorResult
from distill.training.recipe import Recipe
from distill.training.report import Story
from kit.models import TINY, tiny_codec

SICK = LevelHealth(0, 0.25, 0.4, 3.0, 0.1, 0.01, ("only 25% of the codes are used",))
HELD = Piece("music/a.wav", "held", 1.0, "", 0, 16)


def card(folder: Path, recipe: Recipe, *unused: Piece, held_db=None, prior=None) -> list[str]:
    corpus = Corpus(TINY.mel, (HELD, *unused), np.zeros((16, 32), np.float16))
    codec = CodecResult(tiny_codec(), 7, [SICK], [])
    write_card(folder / "card.md", Story(recipe, corpus, codec, prior, held_db or {}, []))
    text = (folder / "card.md").read_text("utf-8")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    return text.splitlines()


def test_a_card_says_what_was_trained_and_how_well_it_does(tmp_path: Path) -> None:
    recipe = Recipe("x", about='A "piano" & 🎹.', author="Ann's", licence="CC0", codec=TINY)
    prior = PriorResult(None, 9, [LevelNats(0, 2.0, 4.5, 3.25)], [])
    lost = Piece("lost.wav", "unused", why="it is silent")
    assert card(tmp_path, recipe, lost, held_db={"music": 3.25}, prior=prior) == [
        "# x",
        "",
        'A "piano" & 🎹.',
        "",
        "- Author: Ann's",
        "- Licence: CC0",
        "- Codes: 2 levels of 8, 8 bands, 11 ms",
        "- Learned from 0 files (0.0 min)",
        "- Held out to measure with: 1 files (0.0 min)",
        "",
        "## Figures on held-out sound",
        "",
        "- Mel error, music: 3.25 dB",
        "- Prior, level 0: 2.00 nats per code (best neighbour 3.25, frequency alone 4.50)",
        "",
        "## Codebooks at the end of training",
        "",
        "- level 0: 25% of the codes used, as varied as 3 equal ones, 40.0% replaced per step",
        "- warning: only 25% of the codes are used",
        "",
        "## Limits",
        "",
        "A sound comes back with its balance of tone, its attacks and part of its pitch; lines of",
        "pitch that lie close together run into each other. What the model writes by itself are",
        "textures and gestures, not tunes: it looks back a second or two.",
        "",
        "## Files not used",
        "",
        "- lost.wav: it is silent",
    ]


def test_what_nobody_stated_is_said_so(tmp_path: Path) -> None:
    lines = card(tmp_path, Recipe("x", codec=TINY))
    assert lines[2] == "A Distill model."
    assert lines[4] == "- Author: not stated"
    assert lines[5].startswith("- Licence: not stated: do not pass it on")
    assert "## Files not used" not in lines


def test_names_of_strangers_make_no_tags_and_no_lines(tmp_path: Path) -> None:
    bad = '<script>x</script>\n# 🎹 "it\'s"'
    lost = Piece(bad, "unused", why="<b>\nwhy")
    lines = card(tmp_path, Recipe("x", author=bad, codec=TINY), lost, held_db={bad: 1.0})
    safe = '&lt;script>x&lt;/script> # 🎹 "it\'s"'
    assert f"- Author: {safe}" in lines
    assert f"- Mel error, {safe}: 1.00 dB" in lines
    assert f"- {safe}: &lt;b> why" in lines
    assert not any("<script" in line for line in lines)
