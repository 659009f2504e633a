"""Each change of the state is published, with its name on the wire."""

import pytest

from distill.engine.events import Notification
from distill.engine.model_state import ModelPhase, ModelState
from distill.errors import NotReady
from distill.protocol.tasks import EncodeFile, LoadModel

ENCODE = EncodeFile("kick.wav")
LOAD = LoadModel("x", "tiny")

STEPS = {
    "restored": (lambda state: state.restored("tiny"), ("ready", "tiny")),
    "loaded": (lambda state: state.loaded("tiny"), ("ready", "tiny")),
    "failed": (lambda state: state.failed("truncated"), ("no model", "truncated")),
    "missing": (lambda state: state.missing(), ("no model", "load one: see models")),
    "lost": (
        lambda state: state.lost("died (exit code 9)"),
        ("restarting", "the model worker died (exit code 9)"),
    ),
}
PATHS = {
    "loading": (),
    "ready": ("restored",),
    "restarting": ("restored", "lost"),
    "no model": ("failed",),
}


def reached(phase):
    """A state in that phase, and what it publishes from now on."""
    published = []
    state = ModelState(published.append)
    for step in PATHS[phase]:
        STEPS[step][0](state)
    published.clear()
    assert state.phase == phase
    return state, published


def test_it_begins_with_loading_which_is_not_published():
    state, published = reached("loading")
    assert (state.phase, state.ready, published) == (ModelPhase.LOADING, False, [])


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("before", PATHS)
def test_each_change_is_published_once_with_its_text(before, step):
    state, published = reached(before)
    change, values = STEPS[step]
    change(state)
    assert state.phase == values[0]
    again = step == "loaded" and before == "ready"
    assert published == ([] if again else [Notification("state", values)])


def test_the_names_on_the_wire_are_fixed():
    assert [str(phase) for phase in ModelPhase] == ["loading", "ready", "restarting", "no model"]
    state, published = reached("no model")
    state.lost("died")
    assert type(published[0].values[0]) is str


@pytest.mark.parametrize(
    ("phase", "task", "admitted"),
    [
        ("ready", ENCODE, True),
        ("ready", LOAD, True),
        ("no model", LOAD, True),
        ("no model", ENCODE, False),
        ("loading", LOAD, False),
        ("restarting", LOAD, False),
        ("restarting", ENCODE, False),
    ],
)
def test_without_a_model_only_a_load_is_admitted(phase, task, admitted):
    state, _ = reached(phase)
    if admitted:
        state.admit(task)
    else:
        with pytest.raises(NotReady, match=f"the state is {phase}; wait for ready, or load a"):
            state.admit(task)


def test_a_command_without_a_model_gets_the_advice_to_load_one():
    error = NotReady("there is no model yet")
    assert reached("loading")[0].explain(error) is error
    text = str(reached("no model")[0].explain(error))
    assert text == "no model is loaded; load one (models lists them)"


def test_what_is_compiled_is_said_while_no_model_is_ready():
    state, published = reached("loading")
    state.compiling(12, 49)
    text = "compiling for this machine, once: 12 of 49 kernels are ready"
    assert published == [Notification("state", ("loading", text))]
    assert state.about == text
    assert str(state.explain(NotReady("no model"))) == f"{text}; wait for status state = ready"


def test_what_is_compiled_for_another_model_leaves_the_state():
    state, published = reached("ready")
    state.compiling(12, 49)
    assert (published, state.about) == ([], "tiny")
