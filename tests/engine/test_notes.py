"""What is wrong is said in a sentence; tests/journeys show it on the page and in `send status`."""

from dataclasses import replace

import pytest

from distill.engine.model_state import ModelPhase
from distill.engine.notes import RECENT_S, LateCounter, Situation, notes

WELL = Situation(
    ModelPhase.READY, "demo", "demo", (), (), {"output_state": "running"}, 0, safe=False
)


def said(**changed):
    return {name: text for name, text in notes(replace(WELL, **changed)).items() if text}


def test_nothing_is_said_while_all_is_well():
    assert said() == {}
    assert said(devices={"output_state": "running", "input_state": "closed"}) == {}
    assert said(devices={}) == {}


@pytest.mark.parametrize(
    ("changed", "name", "text"),
    [
        ({"phase": ModelPhase.LOADING, "reason": "2 of 9 kernels"}, "note_model",
         "The model demo is loading (2 of 9 kernels): nothing can be played yet."),
        ({"phase": ModelPhase.LOADING}, "note_model",
         "The model demo is loading: nothing can be played yet."),
        ({"phase": ModelPhase.RESTARTING, "reason": "the model worker died"}, "note_model",
         "No sound for a moment: the model worker died; another one takes over."),
        ({"phase": ModelPhase.NO_MODEL, "reason": "load one: see models"}, "note_model",
         "No model is loaded; load one: see models."),
        ({"phase": ModelPhase.NO_MODEL, "reason": "x is truncated."}, "note_model",
         "No model is loaded; x is truncated."),
        ({"corpus_problem": "the corpus x is damaged; delete it"}, "note_model",
         "The model demo lacks sounds of its own: the corpus x is damaged; delete it."),
        ({"phase": ModelPhase.RESTARTING, "reason": "it died", "corpus_problem": "x"}, "note_model",
         "No sound for a moment: it died; another one takes over."),
        ({"foreign_slots": ["b"]}, "note_slots",
         ("The model demo cannot play what is in some slots: slot b was made by another model. "
          "Load that one, or encode the sound again.")),
        ({"foreign_slots": list("fedcba")}, "note_slots",
         ("The model demo cannot play what is in some slots: slots a, b, c, d and 2 more were made "
          "by another model. Load that one, or encode the sound again.")),
        ({"silent_slots": ["b"]}, "note_sources",
         ("The sound that slot b came from is gone, so the codec's own voice plays instead. "
          "Encode the sound again to have it back.")),
        ({"silent_slots": ["b", "a"]}, "note_sources",
         ("The sound that slots a, b came from is gone, so the codec's own voice plays instead. "
          "Encode the sound again to have it back.")),
        ({"devices": {"output_state": "waiting", "output_about": "no card."}}, "note_output",
         "No sound output: no card. Check the sound card, or start the server with --output."),
        ({"devices": {"input_state": "lost", "input_about": "gone"}}, "note_input",
         "No sound input: gone. Check the sound card, or start the server with --input."),
        ({"late": 1}, "note_late",
         ("Sound was not ready in time, once in the last minute: this machine is too busy. "
          "Close other programs, or set the parameter profile to safe.")),
        ({"late": 12, "safe": True}, "note_late",
         ("Sound was not ready in time, 12 times in the last minute: this machine is too busy. "
          "Close other programs.")),
    ],
)  # fmt: skip
def test_each_fault_has_its_sentence_and_no_other(changed, name, text):
    assert said(**changed) == {name: text}


def test_late_sound_is_reported_for_a_minute():
    now = [100.0]
    late = LateCounter(lambda: now[0])
    assert late.recent(0) == 0
    now[0] += 2
    assert late.recent(3) == 3
    for _ in range(int(RECENT_S) - 1):
        now[0] += 1
        assert late.recent(3) == 3
    now[0] += 2
    assert late.recent(3) == 0
    now[0] += 1
    assert late.recent(5) == 2


def test_a_reading_is_due_once_a_second():
    now = [100.0]
    late = LateCounter(lambda: now[0])
    assert not late.due()
    now[0] += 1
    assert late.due()
    late.recent(0)
    assert not late.due()
