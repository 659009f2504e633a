"""The map file: each field is read, and all mistakes are reported at once."""

import pytest

from distill.commands.presets import RecallPreset
from distill.commands.snapshots import Recall
from distill.commands.transport import Play, Stop
from distill.errors import BadArgument
from distill.surfaces.midi.binding import Mode, ResponseCurve, Takeover
from distill.surfaces.midi.control_kind import ControlKind
from distill.surfaces.midi.mapping import DEFAULT, parse


def one(text):
    (binding,) = parse(f"[[binding]]\n{text}", "mine.toml")
    return binding


def errors(text):
    with pytest.raises(BadArgument) as told:
        parse(text, "mine.toml")
    return str(told.value).splitlines()


def load():
    return parse(DEFAULT.read_text("utf-8"), "default.toml")


def test_the_bundled_bindings_are_those_of_the_manual():
    knobs = {b.number: b.target.row.name for b in load() if b.source is ControlKind.CC}
    assert knobs == {
        1: "temperature", 2: "top_k", 3: "coarse", 4: "fine", 7: "gain", 10: "width", 16: "morph",
        17: "carry",
    }  # fmt: skip
    keys = {b.number: b.target.verb for b in load() if b.source is ControlKind.NOTE}
    assert keys == {
        36: "play", 37: "stream", 38: "stop", 39: "panic", 40: "generate", 41: "continue",
    }  # fmt: skip
    programs = {b.number: b.target for b in load() if b.source is ControlKind.PROGRAM}
    any_other = programs.pop(None)
    assert programs == {n: Play(slot) for n, slot in enumerate("abcdefgh")}
    assert any_other.command(12) == Recall("12")
    assert all(b.channel is None for b in load())


def test_every_field_is_read():
    binding = one(
        'source = "cc14"\nnumber = 5\nchannel = 3\nport = "Keys"\ntarget = "temperature"\n'
        'range = [2.0, 0.5]\ncurve = "log"\nmode = "absolute"\ntakeover = "scale"\n'
    )
    assert (binding.source, binding.number, binding.channel) == (ControlKind.CC14, 5, 3)
    assert (binding.mode, binding.takeover) == (Mode.ABSOLUTE, Takeover.SCALE)
    assert binding.port == "Keys"
    assert (binding.target.first, binding.target.last) == (2.0, 0.5)
    assert binding.target.curve is ResponseCurve.LOG


def test_the_defaults_are_any_channel_the_full_range_and_pickup():
    binding = one('source = "cc"\nnumber = 1\ntarget = "gain"')
    assert (binding.channel, binding.mode, binding.takeover) == (
        None,
        Mode.ABSOLUTE,
        Takeover.PICKUP,
    )
    assert (binding.target.first, binding.target.last) == (-60.0, 12.0)
    assert one('source = "cc"\nnumber = 1\ntarget = "top_k"').target.curve is ResponseCurve.STEPS


def test_a_command_is_bound_with_its_words():
    assert one('source = "note"\nnumber = 1\ntarget = "play kick"').target == Play("kick")
    assert one('source = "program"\nnumber = 1\ntarget = "stop"').target == Stop()
    assert one('source = "note"\nnumber = 1\ntarget = "stop"').mode is Mode.TRIGGER


def test_a_command_takes_the_number_of_any_program():
    target = one('source = "program"\ntarget = "preset/recall song# glide 2"').target
    assert target.command(12) == RecallPreset("song12", 2.0)


def test_all_errors_of_a_file_are_reported_with_their_lines():
    text = """# mine
[[binding]]
source = "cc"
number = 128
target = "temprature"

[[binding]]
source = "knob"
target = "gain"

[[binding]]
source = "note"
number = 1
target = "shift a much"
curv = "lin"
"""
    assert errors(text) == [
        "mine.toml:4: number of a cc takes 0..127, got 128",
        "mine.toml:5: no parameter and no command 'temprature'; did you mean 'temperature'?",
        "mine.toml:8: source takes cc, cc14, nrpn, note, pitchbend, program; got 'knob'",
        "mine.toml:14: shift by takes a whole number, got 'much'",
        "mine.toml:15: unknown key 'curv'; did you mean 'curve'?",
    ]


CC = 'source = "cc"\nnumber = 1\n'
GAIN = 'target = "gain"\n'
NRPN = '[[binding]]\nsource = "nrpn"\nnumber = 5\ntarget = "fine"\n'


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (GAIN + "number = 1", 1, "source is missing"),
        ('source = "cc"\n' + GAIN, 1, "number of a cc takes 0..127, got nothing"),
        ('source = "cc14"\nnumber = 32\n' + GAIN, 3, "number of a cc14 takes 0..31, got 32"),
        ('source = "cc"\nnumber = true\n' + GAIN, 3, "number of a cc takes 0..127, got True"),
        ('source = "pitchbend"\nnumber = 1\n' + GAIN, 3, "pitchbend has no number"),
        (CC, 1, "target takes a parameter, or a command"),
        (CC + "target = 3", 4, "target takes a parameter, or a command"),
        ('source = "nrpn"\nnumber = 16383\n' + GAIN, 3, "number of a nrpn takes 0..16382"),
        ('source = "nrpn"\nnumber = 1\n' + GAIN + 'mode = "toggle"', 5, "cannot be pressed"),
        (CC + GAIN + "feedback = 3", 5, "feedback takes true, false or part of an output's name"),
        (CC + 'target = "stop"\nfeedback = true', 5, "this control cannot show a value"),
        (CC + GAIN + "port = 1", 5, "port takes part of the name of a MIDI input, got 1"),
        (CC + GAIN + "channel = 17", 5, "channel takes 1..16 or 'any', got 17"),
        (CC + GAIN + 'channel = "all"', 5, "channel takes 1..16 or 'any', got 'all'"),
        (CC + GAIN + "range = [0, 13]", 5, "gain must lie in -60..12, got 13"),
        (CC + GAIN + "range = [1]", 5, "range takes two values of gain"),
        (CC + GAIN + "range = [nan, 1]", 5, "gain must lie in"),
        (CC + GAIN + "range = [1, 1]", 5, "two values that differ"),
        (CC + GAIN + 'range = [-6, 6]\ncurve = "log"', 6, "a log curve needs a range above 0"),
        (CC + GAIN + 'curve = "exp"', 5, "curve takes lin, log, steps; got 'exp'"),
        (CC + GAIN + 'mode = "relative"', 5, "mode takes absolute, relative1"),
        (CC + GAIN + 'takeover = "catch"', 5, "takeover takes jump, pickup, scale"),
        (CC + GAIN + 'mode = "toggle"\ntakeover = "pickup"', 6, "takeover pickup is for"),
        (CC + GAIN + "fine_first = 1", 5, "fine_first takes true or false, got 1"),
        (CC + GAIN + "fine_first = true", 5, "fine_first is for cc14 and nrpn, not for a cc"),
        (CC + 'target = "stop"\nmode = "absolute"', 5, "a command takes mode trigger"),
        (CC + 'target = "stop"\ncurve = "lin"', 5, "a command has no curve"),
        ('source = "note"\nnumber = 1\n' + GAIN + 'mode = "relative1"', 5, "is for a cc, not"),
        ('source = "pitchbend"\n' + GAIN + 'mode = "toggle"', 4, "cannot be pressed"),
        ('source = "program"\n' + GAIN + 'mode = "toggle"', 4, "a program with a number"),
        (
            'source = "program"\nnumber = 1\n' + GAIN + 'mode = "absolute"',
            5,
            "a program with a number",
        ),
        ('source = "program"\nnumber = 1\ntarget = "recall #"', 4, "# stands for the number"),
        ('source = "note"\nnumber = 1\ntarget = "recall #"', 4, "# stands for the number"),
        ('source = "program"\ntarget = "recal #"', 3, "did you mean 'recall'"),
        ('source = "program"\ntarget = "recall 1"', 1, "a program with a number"),
        (CC.replace("1", "97") + GAIN + NRPN, 1, "cc 97 is part of the nrpn 5"),
    ],
)
def test_each_mistake_is_reported_on_its_line(text, line, what):
    (told,) = errors(f"[[binding]]\n{text}\n")
    assert told.startswith(f"mine.toml:{line}: ")
    assert what in told


def test_a_log_curve_over_a_whole_range_that_reaches_zero_is_refused():
    (told,) = errors(f'[[binding]]\n{CC}{GAIN}curve = "log"\n')
    assert told.startswith("mine.toml:5: a log curve needs a range above 0")


def test_a_cc_that_is_half_of_a_pair_is_refused_on_the_same_channel_only():
    pair = '[[binding]]\nsource = "cc14"\nnumber = 1\nchannel = 1\ntarget = "gain"\n'
    half = '[[binding]]\nsource = "cc"\nnumber = 33\nchannel = {}\ntarget = "fine"\n'
    assert errors(pair + half.format(1)) == ["mine.toml:6: cc 33 is half of the cc14 1 of line 1"]
    assert len(parse(pair + half.format(2), "mine.toml")) == 2


def test_a_cc_that_selects_an_nrpn_is_refused_where_both_could_apply():
    nrpn = '[[binding]]\nsource = "nrpn"\nnumber = 300\nport = "Keys"\ntarget = "gain"\n'
    data = '[[binding]]\nsource = "cc"\nnumber = 6\nport = "{}"\ntarget = "fine"\n'
    assert errors(nrpn + data.format("my keys")) == [
        "mine.toml:6: cc 6 is part of the nrpn 300 of line 1"
    ]
    assert len(parse(nrpn + data.format("Pads"), "mine.toml")) == 2


def test_a_cc_of_any_port_does_not_conflict_with_a_pair_of_a_named_port():
    pair = '[[binding]]\nsource = "cc14"\nnumber = 1\nport = "Keys"\ntarget = "gain"\n'
    assert len(parse(pair + "[[binding]]\n" + CC + 'target = "fine"', "mine.toml")) == 2


def test_invalid_toml_is_reported_with_its_line():
    (told,) = errors("[[binding]]\nsource = cc\n")
    assert told.startswith("mine.toml:2: not TOML")
    assert "at line" not in told


def test_other_tables_and_tables_in_one_line_are_refused():
    assert errors("title = 1\n\n[bindings]\n")[0].startswith("mine.toml:1: unknown key 'title'")
    assert "below its own [[binding]]" in errors("binding = [{source = 'cc'}]")[0]
    assert "below its own [[binding]]" in errors("[binding]\nsource = 'cc'")[0]


def test_an_empty_file_binds_nothing():
    assert parse("", "mine.toml") == ()
