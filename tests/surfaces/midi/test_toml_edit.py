"""Edits of a map file leave the rest of it unchanged."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distill.session.toml_lines import BOM
from distill.surfaces.midi.binding import Mode
from distill.surfaces.midi.control_kind import ControlKind
from distill.surfaces.midi.learn import Proposal
from distill.surfaces.midi.mapping import DEFAULT, parse
from distill.surfaces.midi.port_names import stable_name
from distill.surfaces.midi.toml_edit import with_binding, without

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


def test_a_binding_is_removed_and_the_comments_around_it_stay():
    text = without(TEXT, {1})
    assert targets(text) == ["fine", "stop"]
    assert text == TEXT[: TEXT.index("[[binding]]\nsource")] + TEXT[TEXT.index("# and the pad") :]


def test_all_bindings_can_be_removed():
    text = without(TEXT, {0, 1, 2})
    assert targets(text) == []
    assert [line for line in text.splitlines() if line] == [
        "# my map",
        "# knobs of the right hand",
        "# and the pad",
        "# the end",
    ]


def test_nothing_is_removed_when_none_is_named():
    assert without(TEXT, ()) == TEXT


@pytest.mark.parametrize("nth", range(len(parse(DEFAULT.read_text("utf-8"), "x"))))
def test_any_bundled_binding_can_be_removed_alone(nth):
    text = DEFAULT.read_text("utf-8")
    every = parse(text, "x")
    assert parse(without(text, {nth}), "x") == every[:nth] + every[nth + 1 :]


def test_an_added_binding_is_read_back_as_it_was_added():
    proposal = Proposal(ControlKind.CC, 74, 3, 'Say "Keys" ü\\ 24:0', (Mode.RELATIVE2,))
    text = with_binding(TEXT, "width", proposal, Mode.RELATIVE2, Mode.ABSOLUTE)
    assert text.startswith(TEXT.rstrip())
    binding = parse(text, "x")[-1]
    assert (binding.source, binding.number, binding.channel) == (ControlKind.CC, 74, 3)
    assert (binding.port, binding.mode) == ('Say "Keys" ü\\', Mode.RELATIVE2)
    assert binding.feedback == ""


def test_an_empty_file_gets_its_first_binding():
    proposal = Proposal(ControlKind.PITCHBEND, None, 1, "Keys", (Mode.ABSOLUTE,))
    text = with_binding("", "width", proposal, Mode.ABSOLUTE, Mode.ABSOLUTE)
    assert text.startswith("[[binding]]\n")
    assert "mode" not in text
    assert targets(text) == ["width"]


def with_width(text, port="Keys"):
    proposal = Proposal(ControlKind.CC, 74, 3, port, (Mode.ABSOLUTE,))
    return with_binding(text, "width", proposal, Mode.ABSOLUTE, Mode.ABSOLUTE)


@pytest.mark.parametrize("start", ["", BOM])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_a_byte_order_mark_stay_as_they_are(start, end):
    text = start + TEXT.replace("\n", end)
    assert targets(text) == ["fine", "coarse", "stop"]
    for changed, plain in (
        (without(text, {1}), without(TEXT, {1})),
        (without(text, {0, 1, 2}), without(TEXT, {0, 1, 2})),
        (with_width(text), with_width(TEXT)),
    ):
        assert changed == start + plain.replace("\n", end)


def test_a_first_binding_after_only_a_byte_order_mark():
    assert with_width(BOM).startswith(f"{BOM}[[binding]]\n")
    assert targets(without(BOM + TEXT[TEXT.index("[[") :], {0})) == ["coarse", "stop"]


def test_characters_that_only_look_like_line_ends_stay():
    text = TEXT.replace("my map", "my\u2028map\x85").replace("not all", "not\u2029all")
    assert without(text, {2}).startswith("# my\u2028map\x85\n\n[[binding]] # the first\n")
    assert "# not\u2029all of it\n" in without(text, {2})


def test_text_in_a_string_that_looks_like_a_binding_is_none():
    text = TEXT.replace('"fine"', '"fine"\nport = """\n[[binding]]\nx"""')
    assert tomllib.loads(without(text, {1}))["binding"][0]["port"] == "[[binding]]\nx"


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(NAMES)
def test_any_port_name_is_read_back_unchanged(port):
    added = tomllib.loads(with_width("", port))["binding"]
    assert [row["port"] for row in added] == [stable_name(port)]


NOTES = st.lists(st.sampled_from(["", "  ", "# ü", "#", "\t# [[binding]]", "# 😀"]), max_size=3)
VALUES = st.sampled_from(['"cc"', "'cc' # why", '"""\n\n# no comment"""', "[\n 1, # one\n]"])
ROWS = st.lists(st.tuples(NOTES, VALUES), min_size=1, max_size=4)


@given(ROWS, st.data(), st.booleans(), st.booleans())
def test_everything_around_a_binding_stays(rows, data, crlf, last_line_ends):
    gone = data.draw(st.sets(st.integers(0, len(rows) - 1), min_size=1))
    chunks = [
        [*notes, f"[[binding]] # {nth}", f"a = {value}", f"b = {nth}"]
        for nth, (notes, value) in enumerate(rows)
    ]
    text = "\n".join(line for chunk in chunks for line in chunk) + "\n" * last_line_ends
    left = [
        line for nth, chunk in enumerate(chunks) for line in (chunk[:-3] if nth in gone else chunk)
    ]
    end = "\r\n" if crlf else "\n"
    after = without(text.replace("\n", end), gone)
    assert after.count("\n") == after.count(end)

    def solid(words):
        return [line for line in words.split("\n") if line.strip()]

    assert solid(after.replace(end, "\n")) == solid("\n".join(left))
    kept = tomllib.loads(after).get("binding", [])
    assert [row["b"] for row in kept] == [nth for nth in range(len(rows)) if nth not in gone]
