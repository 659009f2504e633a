"""Changes of a mapping file leave the rest of it as its owner wrote it."""

import pytest

from distill.surfaces.midi.binding import Mode, Source
from distill.surfaces.midi.learn import Proposal
from distill.surfaces.midi.mapping import DEFAULT, parse
from distill.surfaces.midi.rewrite import with_binding, without

TEXT = """# my map

[[binding]] # the first
source = "cc"
number = 1
target = "fine"

# knobs of the right hand
[[binding]]
source = "cc"
number = 2
# not all of it
range = [
  0.0, 0.5,
]
target = "coarse"

# and the pad
[[binding]]
source = "note"
number = 36
target = "stop"
# the end
"""


def targets(text):
    return [getattr(b.target, "verb", "") or b.target.row.name for b in parse(text, "x")]


def test_a_binding_goes_and_what_is_said_around_it_stays():
    text = without(TEXT, {1})
    assert targets(text) == ["fine", "stop"]
    assert text == TEXT[: TEXT.index("[[binding]]\nsource")] + TEXT[TEXT.index("# and the pad") :]


def test_all_may_go():
    text = without(TEXT, {0, 1, 2})
    assert targets(text) == []
    assert [line for line in text.splitlines() if line] == [
        "# my map",
        "# knobs of the right hand",
        "# and the pad",
        "# the end",
    ]


def test_nothing_goes_when_none_is_named():
    assert without(TEXT, ()) == TEXT


@pytest.mark.parametrize("nth", range(len(parse(DEFAULT.read_text("utf-8"), "x"))))
def test_any_of_the_bundled_bindings_can_go_alone(nth):
    text = DEFAULT.read_text("utf-8")
    every = parse(text, "x")
    assert parse(without(text, {nth}), "x") == every[:nth] + every[nth + 1 :]


def test_what_is_added_is_read_as_it_was_meant():
    proposal = Proposal(Source.CC, 74, 3, 'Say "Keys" ü\\ 24:0', (Mode.RELATIVE2,))
    text = with_binding(TEXT, "width", proposal, Mode.RELATIVE2, Mode.ABSOLUTE)
    assert text.startswith(TEXT.rstrip())
    binding = parse(text, "x")[-1]
    assert (binding.source, binding.number, binding.channel) == (Source.CC, 74, 3)
    assert (binding.port, binding.mode) == ('Say "Keys" ü\\', Mode.RELATIVE2)
    assert binding.feedback == ""


def test_an_empty_file_gets_its_first_binding():
    proposal = Proposal(Source.PITCHBEND, None, 1, "Keys", (Mode.ABSOLUTE,))
    text = with_binding("", "width", proposal, Mode.ABSOLUTE, Mode.ABSOLUTE)
    assert text.startswith("[[binding]]\n")
    assert "mode" not in text
    assert targets(text) == ["width"]
