"""The draft of a model card, line by line, with names of any kind."""

from pathlib import Path

import numpy as np

from distill.nn.health import LevelHealth
from distill.training.data.corpus import Corpus, Piece
from distill.training.loop.codec_stage import CodecResult
from distill.training.loop.prior_stage import LevelNats, PriorResult
from distill.training.recipe import Recipe
from distill.training.report.card import write_card
from distill.training.report.training_result import TrainingResult
from kit.models import TINY, tiny_codec

SICK = LevelHealth(0, 0.25, 0.4, 3.0, 0.1, 0.01, ("only 25% of the codes are used",))
HELD = Piece("music/a.wav", "held", 1.0, "", 0, 16)


def card(folder: Path, recipe: Recipe, *unused: Piece, held_db=None, prior=None) -> list[str]:
    corpus = Corpus(TINY.mel, (HELD, *unused), np.zeros((16, 32), np.float16))
    codec = CodecResult(tiny_codec(), 7, [SICK], [])
    write_card(folder / "card.md", TrainingResult(recipe, corpus, codec, prior, held_db or {}, []))
    text = (folder / "card.md").read_text("utf-8")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    return text.splitlines()


def test_a_card_describes_the_model_and_its_results(tmp_path: Path) -> None:
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
        "- Codes: 2 levels of 8, 8 bands, columns of 11 ms",
        "- Training data: 0 files (0.0 min)",
        "- Held-out data: 1 file (0.0 min)",
        "",
        "## Results on held-out sounds",
        "",
        "- Mel error, music: 3.25 dB",
        "- Prior, level 0: 2.00 nats per code (bigram 3.25, unigram 4.50)",
        "",
        "## Codebooks at the end of training",
        "",
        "- level 0: 25% of the codes used, perplexity 3, 40.0% of the codes replaced per step",
        "- warning: only 25% of the codes are used",
        "",
        "## Limits",
        "",
        "A reconstruction keeps the timbre and the attacks of a sound, and part of its pitch:",
        "partials that lie close together blur into each other. The prior generates textures and",
        "gestures, not melodies, because it looks back only a second or two.",
        "",
        "## Files not used",
        "",
        "- lost.wav: it is silent",
    ]


def test_missing_statements_are_shown_as_not_stated(tmp_path: Path) -> None:
    lines = card(tmp_path, Recipe("x", codec=TINY))
    assert lines[2] == "A Distill model."
    assert lines[4] == "- Author: not stated"
    assert lines[5].startswith("- Licence: not stated. Do not distribute")
    assert "## Files not used" not in lines


def test_untrusted_names_make_no_tags_and_no_lines(tmp_path: Path) -> None:
    bad = '<script>x</script>\n# 🎹 "it\'s"'
    lost = Piece(bad, "unused", why="<b>\nwhy")
    lines = card(tmp_path, Recipe("x", author=bad, codec=TINY), lost, held_db={bad: 1.0})
    safe = '&lt;script>x&lt;/script> # 🎹 "it\'s"'
    assert f"- Author: {safe}" in lines
    assert f"- Mel error, {safe}: 1.00 dB" in lines
    assert f"- {safe}: &lt;b> why" in lines
    assert not any("<script" in line for line in lines)
