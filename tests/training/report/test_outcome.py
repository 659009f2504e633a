"""What is said about a training, and the minutes that it would take."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from distill.training.data.corpus import Corpus
from distill.training.loop.codec_stage import CodecResult
from distill.training.loop.prior_stage import LevelNats, PriorResult
from distill.training.recipe import Recipe
from distill.training.report.outcome import Outcome, outcome
from distill.training.report.training_result import TrainingResult, held_error_text
from distill.training.stage import Stage
from kit.models import TINY, tiny_codec

GUESS = 2.079
"""log 8: TINY has 8 codes."""


def result(prior_nats: float, *, steps: int = 30, step_s: float = 2.0) -> TrainingResult:
    codec = CodecResult(tiny_codec(), 400, [], [(9, 4.0), (400, 3.25)], seconds=100.0)
    rows = [LevelNats(0, prior_nats, 1.9, 1.7), LevelNats(1, prior_nats, 2.0, 1.9)]
    prior = PriorResult(None, steps, rows, [(steps, prior_nats)], 60.0, 60.0, step_s)
    corpus = Corpus(TINY.mel, (), np.zeros((0, 32), np.float16))
    return TrainingResult(Recipe("x", codec=TINY), corpus, codec, prior, {"all": 3.25}, [])


def test_a_prior_at_the_level_of_a_blind_guess_has_learned_nothing() -> None:
    codec, prior, todo = outcome(result(2.06), Stage.BOTH, 20.0).sentences
    assert codec == "codec: 400 steps; mel error on held-out sound 3.25 dB (less is better)"
    assert prior == (
        "prior: 30 steps; it has learned nothing yet: 2.06 nats per code, and a blind guess costs "
        "2.08; what it invents by itself is noise"
    )
    assert todo.startswith("give it --minutes 20:")


def test_each_degree_of_learning_has_its_words() -> None:
    told = [outcome(result(nats), Stage.BOTH, 0.0).sentences[1] for nats in (2.0, 1.9, 1.5)]
    assert "a part of how often each code occurs: 2.00 nats" in told[0]
    assert "the best neighbour alone predicts better: 1.90 nats" in told[1]
    assert "more than any neighbour tells: 1.50 nats" in told[2]


def test_the_minutes_follow_from_the_pace_of_the_steps() -> None:
    # 200 steps of 2 s, a quarter more, are 45 % of the budget.
    assert outcome(result(2.06), Stage.BOTH, 0.0).minutes == 20
    assert outcome(result(2.06, step_s=0.2), Stage.BOTH, 0.0).minutes == 5
    assert outcome(result(2.06), Stage.PRIOR, 0.0).minutes == 10
    assert outcome(result(2.06, step_s=60.0), Stage.PRIOR, 0.0).minutes == 300


def test_a_busy_machine_is_named_beside_the_minutes() -> None:
    busy = outcome(result(2.06), Stage.BOTH, 0.0, pace=9.7).sentences[-1]
    assert "(this machine was busy, 10 x as slow as a quiet one)" in busy
    assert "busy" not in outcome(result(2.06), Stage.BOTH, 0.0, pace=1.3).sentences[-1]


def test_an_estimate_from_very_few_steps_is_called_rough() -> None:
    assert "(a rough estimate" in outcome(result(2.06, steps=1), Stage.BOTH, 0.0).sentences[-1]
    assert "rough" not in outcome(result(2.06), Stage.BOTH, 0.0).sentences[-1]


def test_a_training_that_has_learned_asks_for_nothing() -> None:
    done = outcome(result(1.5, steps=300), Stage.BOTH, 20.0)
    assert done.minutes == 0
    assert len(done.sentences) == 2


def test_more_sounds_are_asked_for_where_more_time_did_not_help() -> None:
    *_, last = outcome(result(2.06, steps=5000), Stage.BOTH, 20.0).sentences
    assert last.startswith("more time will hardly help: use more sounds")


def test_a_stage_that_no_longer_got_better_asks_for_no_time() -> None:
    early = result(1.5)
    early = replace(early, prior=replace(early.prior, ended_early=True))
    assert outcome(early, Stage.BOTH, 20.0).minutes == 0


def test_a_prior_alone_is_judged_alone_and_a_codec_too() -> None:
    assert outcome(result(1.5), Stage.PRIOR, 0.0).sentences[0].startswith("prior:")
    short = replace(result(1.5), prior=None)
    short = replace(short, codec=replace(short.codec, steps=9, curve=[(9, 4.0)], step_s=1.0))
    alone = outcome(short, Stage.CODEC, 0.0)
    assert alone.sentences[0].startswith("codec: 9 steps")
    assert alone.minutes == 10


def test_without_held_out_sound_nothing_is_claimed() -> None:
    unknown = result(1.5)
    unknown = replace(unknown, held_db={}, prior=replace(unknown.prior, levels=[]))
    codec, prior = outcome(unknown, Stage.BOTH, 0.0).sentences[:2]
    assert codec.endswith("no sound is held out to measure the mel error on")
    assert prior.endswith("no sound is held out to measure it on")


def test_the_error_is_told_by_kind() -> None:
    told = held_error_text({"music": 2.823, "drums": 1.9})
    assert told == "mel error on held-out sound drums 1.90 dB, music 2.82 dB (less is better)"


def test_an_outcome_is_read_from_the_report_and_anything_else_is_empty(tmp_path: Path) -> None:
    model, report = tmp_path / "x.distill", tmp_path / "report.json"
    assert Outcome.of_model(model) == Outcome((), 0)
    made = Outcome(("codec: 9 steps",), 40)
    report.write_text(json.dumps({"outcome": made.to_json()}), "utf-8")
    assert Outcome.of_model(model) == made
    for text in ("[]", "{", '{"outcome": [1]}', '{"outcome": {"minutes": "x"}}'):
        report.write_text(text, "utf-8")
        assert Outcome.of_model(model) == Outcome((), 0)
