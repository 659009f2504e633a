import pytest
from hypothesis import given
from hypothesis import strategies as st

from distill.codes.region import Span
from distill.commands.edits import Randomize, Shift
from distill.commands.files import Only
from distill.commands.grammar import VERBS, following, parse, parse_named, usage, verb
from distill.commands.sound import Encode, MakeClip, SetCodes
from distill.commands.writing import Generate
from distill.errors import BadArgument, DistillError, UnknownAddress


def test_values_are_taken_in_order():
    assert parse("shift", ["a", 3]) == Shift("a", 3)


def test_whole_floats_count_as_ints_and_words_as_truth_values():
    assert parse("shift", ["a", 3.0, "all", "all", "all", "off"]) == Shift("a", 3, wrap=False)
    assert parse("shift", ["a", -1, "all", "all", "all", 1.0]).wrap is True


def test_later_values_may_be_named():
    assert parse("generate", ["a", "seconds", 4.0]) == Generate("a", seconds=4.0)
    assert parse("generate", ["seed", 7, "columns", 3]) == Generate("a", 3, seed=7)
    named = parse("randomize", ["a", "levels", "fine", "amount", 0.25])
    assert named == Randomize("a", amount=0.25, levels=Span("fine"))


def test_a_slot_may_have_the_name_of_an_argument():
    assert parse("randomize", ["amount"]).slot == "amount"


def test_an_alias_is_the_same_command():
    assert parse("decode", ["a"]) == MakeClip("a")
    assert verb("decode").name == "clip"


def test_all_remaining_values_can_be_codes():
    assert parse("set", ["a", 0, "all", "coarse", 1, 2.0, 3]) == SetCodes(
        "a", Span("", 0, 0), Span(), Span("coarse"), (1, 2, 3)
    )


@pytest.mark.parametrize(
    ("name", "values", "text"),
    [
        ("encode", [], "needs file"),
        ("shift", ["a"], "needs by"),
        ("shift", ["a", 2.5], "whole number"),
        ("shift", ["a", 9000], r"-8192..8192"),
        ("shift", ["a", 1, "all", "all", "all", 2], "takes 0 or 1"),
        ("interpolate", ["a", "b", "c", 1.5], r"0..1, got 1.5"),
        ("interpolate", ["a", "b", "c", "much"], "takes a number"),
        ("interpolate", ["a", "b", "c", 0.5, "melt"], "latent, dissolve, levels"),
        ("clear", ["a", "b"], "takes slot"),
        ("clear", ["\n"], "printable"),
        ("clear", ["x" * 2000], "1024"),
        ("copy", ["a", "b", "7-3"], "low to high"),
        ("set", ["a", 0, 0, 0, "x"], "whole number"),
    ],
)
def test_a_wrong_value_is_answered_with_what_is_allowed(name, values, text):
    with pytest.raises(BadArgument, match=text):
        parse(name, values)


def test_an_unknown_command_is_answered_with_the_nearest():
    with pytest.raises(UnknownAddress, match="did you mean 'generate'"):
        parse("genrate", [])


@given(
    name=st.sampled_from(sorted(VERBS)),
    values=st.lists(
        st.one_of(
            st.integers(-(2**31), 2**31 - 1),
            st.floats(allow_nan=False, allow_infinity=False, width=32),
            st.text(max_size=12),
            st.sampled_from(["all", "fine", "seed", "amount", "columns", "a", "3-5"]),
        ),
        max_size=9,
    ),
)
def test_any_input_is_a_command_or_a_distill_error(name, values):
    try:
        command = parse(name, values)
    except DistillError as error:
        assert str(error)  # noqa: PT017 - either outcome is right
    else:
        assert command.verb == name
        assert command == parse(name, values)


def test_usage_shows_optional_arguments_in_brackets():
    assert usage(verb("encode")) == "file [slot] [start] [length] [carry]"
    assert usage(verb("stop")) == "no arguments"
    assert parse("encode", ["x.wav"]) == Encode("x.wav")


@pytest.mark.parametrize(
    ("sent", "read"),
    [(29_500_104, "29500104"), (2**31 - 1, "2147483647"), (7.0, "7"), (-3.0, "-3"), (0.5, "0.5")],
)
def test_a_number_as_text_keeps_every_digit(sent, read):
    assert parse("cancel", [sent]).request == read
    assert parse("clear", [sent]).slot == read


@pytest.mark.parametrize(
    ("values", "argument", "named"),
    [
        ([], "slot", ["slot", "columns", "seconds", "seed", "bars"]),
        (["a"], "columns", ["columns", "seconds", "seed", "bars"]),
        (["a", "seconds"], "seconds", []),
        (["a", "seconds", 4], "columns", ["columns", "seed", "bars"]),
        (["a", 4, 1.0, 7, 2], None, []),
    ],
)
def test_what_may_follow_is_known_for_a_line_that_is_begun(values, argument, named):
    first, others = following("generate", values)
    assert (first.name if first else None, [one.name for one in others]) == (argument, named)


def test_all_remaining_values_can_be_texts_whatever_they_look_like():
    assert parse("only", ["patterns", "x", 808, 2.0]) == Only(("patterns", "x", "808", "2"))
    assert parse("only", []) == parse_named("only", {}) == Only()
    assert parse_named("only", {"patterns": ["a b", "c*"]}) == Only(("a b", "c*"))
    assert parse_named("only", {"patterns": "drums"}) == Only(("drums",))
    with pytest.raises(BadArgument, match=r"only patterns takes 1\.\.1024 printable"):
        parse("only", ["a", ""])


def test_texts_follow_texts():
    first, named = following("avoid", ["a", "b"])
    assert (first.name, named) == ("patterns", ())


def test_codes_follow_codes():
    first, named = following("set", ["a", 0, 0, 0, 5, 6])
    assert (first.name, named) == ("codes", ())
