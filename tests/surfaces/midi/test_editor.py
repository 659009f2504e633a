"""MIDI learn, removal and reloading of bindings: no binding is lost when anything fails."""

import pytest

from distill.commands.controllers import ConfirmControl
from distill.errors import BadArgument, DiskFull, PathRefused
from distill.surfaces.midi.binding import Mode
from distill.surfaces.midi.control_kind import ControlKind
from distill.surfaces.midi.editor import MapEditor
from distill.surfaces.midi.translate import MidiTranslator
from kit.maps import MemoryMap

TEXT = '[[binding]]\nsource = "cc"\nnumber = 1\ntarget = "fine"\n'


class Learner:
    """An editor, and its notifications."""

    def __init__(self, text=TEXT):
        self.maps = MemoryMap(text)
        self.now = 0.0
        self.inbox, self.notified, self.adopted = [], [], []
        self.editor = MapEditor(self.maps, self.inbox.append, lambda: self.now)
        self.editor.start(self.adopted.append, lambda _, *values: self.notified.append(values))

    def move(self, *values, number=74):
        taken = [self.editor.feed(bytes([0xB0, number, v]), "Keys 24:0") for v in values]
        self.now += 1.0
        self.editor.poll()
        return all(taken)


@pytest.fixture
def learner():
    return Learner()


def test_a_knob_is_observed_proposed_confirmed_and_saved(learner):
    assert learner.editor.learn("temperature", "") == ("temperature",)
    assert learner.editor.learning == "temperature"
    assert learner.move(10, 11, 12, 13)
    control = ("temperature", "cc", 74, 1, "Keys 24:0")
    assert learner.notified == [("learning", "temperature"), ("proposed", *control, Mode.ABSOLUTE)]
    assert learner.editor.confirm("") == (*control, "absolute")
    assert learner.notified[-1] == ("bound", *control, "absolute")
    assert learner.maps.text.startswith(TEXT)
    assert learner.editor.mapping == learner.adopted[-1]
    binding = learner.editor.mapping[-1]
    assert (binding.source, binding.number, binding.port) == (ControlKind.CC, 74, "Keys")
    assert learner.editor.learning == ""


def test_controls_work_again_once_one_was_proposed(learner):
    assert not learner.editor.feed(bytes([0xB0, 1, 1]), "Keys")
    learner.editor.learn("temperature", "")
    learner.move(10, 11, 12)
    assert not learner.editor.feed(bytes([0xB0, 1, 1]), "Keys")


def test_an_encoder_of_ambiguous_mode_needs_the_mode_to_confirm(learner):
    learner.editor.learn("temperature", "")
    learner.move(1, 1, 1, 1)
    assert learner.notified[-1][-2:] == (Mode.RELATIVE1, Mode.RELATIVE3)
    with pytest.raises(BadArgument, match="give one of: relative1, relative3"):
        learner.editor.confirm("")
    assert learner.editor.confirm("relative3")[-1] == "relative3"
    assert learner.editor.mapping[-1].mode is Mode.RELATIVE3


def test_with_a_given_mode_no_confirmation_is_needed(learner):
    learner.editor.learn("temperature", "relative2")
    learner.move(65, 65, 65)
    assert learner.inbox == [ConfirmControl()]
    assert learner.editor.confirm("")[-1] == "relative2"


def test_the_old_bindings_of_that_control_are_replaced_and_others_stay(learner):
    for target in ("temperature", "play a"):
        learner.editor.learn(target, "")
        learner.move(127, 0)
        learner.editor.confirm("trigger")
    assert [getattr(b.target, "verb", None) for b in learner.editor.mapping] == [None, "play"]
    assert learner.maps.text.startswith(TEXT)


def test_a_pair_whose_half_is_bound_for_any_port_can_be_learned(learner):
    learner.editor.learn("width", "")
    for value in (10, 11, 12):
        learner.editor.feed(bytes([0xB0, 1, value]), "Keys")
        learner.editor.feed(bytes([0xB0, 33, value]), "Keys")
    learner.now += 1
    learner.editor.poll()
    assert learner.editor.confirm("")[1:3] == ("cc14", 1)


def test_a_program_that_turns_has_no_number(learner):
    learner.editor.learn("width", "")
    learner.editor.feed(bytes([0xC0, 5]), "Keys")
    learner.now += 1
    learner.editor.poll()
    assert learner.editor.confirm("absolute")[1:3] == ("program", -1)
    assert learner.editor.mapping[-1].number is None


@pytest.mark.parametrize("mode", ["toggle", "relative1"])
def test_a_command_has_one_mode(learner, mode):
    with pytest.raises(BadArgument, match="a command takes mode trigger"):
        learner.editor.learn("play a", mode)


def test_an_unknown_target_is_refused(learner):
    with pytest.raises(BadArgument, match="did you mean 'temperature'"):
        learner.editor.learn("temprature", "")
    with pytest.raises(BadArgument, match="shift by takes a whole number"):
        learner.editor.learn("shift a much", "")
    with pytest.raises(BadArgument, match="no control was proposed"):
        learner.editor.confirm("")


def test_an_impossible_mode_is_refused_and_another_can_be_given(learner):
    learner.editor.learn("width", "")
    learner.editor.feed(bytes([0x90, 36, 1]), "Keys")
    learner.now += 1
    learner.editor.poll()
    with pytest.raises(BadArgument, match="relative1 is for a cc"):
        learner.editor.confirm("relative1")
    assert learner.maps.text == TEXT
    assert learner.editor.confirm("toggle")[-1] == "toggle"


def test_a_full_disk_changes_nothing_and_learning_goes_on(learner):
    learner.editor.learn("temperature", "")
    learner.move(10, 11, 12)
    learner.maps.full = True
    with pytest.raises(DiskFull):
        learner.editor.confirm("")
    assert (learner.maps.text, learner.adopted) == (TEXT, [])
    learner.maps.full = False
    learner.editor.confirm("")
    assert len(learner.editor.mapping) == 2


def test_learning_ends_when_it_is_cancelled_or_nothing_comes(learner):
    learner.editor.learn("temperature", "")
    assert learner.editor.cancel() == ("temperature",)
    assert learner.editor.cancel() == ("",)
    learner.editor.learn("width", "")
    learner.now += 31
    learner.editor.poll()
    assert learner.editor.learning == ""
    assert learner.notified[-1] == ("ended", "width", "no input for 30 s")


def test_a_refused_confirmation_is_notified(learner):
    learner.editor.learn("temperature", "absolute")
    learner.editor.fail("no room")
    assert learner.notified[-1] == ("ended", "temperature", "no room")
    assert learner.editor.learning == ""


def test_every_binding_of_a_target_is_removed(learner):
    assert learner.editor.forget("fine") == ("fine", 1)
    assert (learner.editor.mapping, learner.maps.text.strip()) == ((), "")
    assert learner.notified == [("forgotten", "fine", 1)]
    with pytest.raises(BadArgument, match="no MIDI control is bound to 'fine'"):
        learner.editor.forget("fine")


def test_a_binding_of_a_command_is_removed_by_its_words():
    learner = Learner('[[binding]]\nsource = "note"\nnumber = 1\ntarget = "play a"\n')
    with pytest.raises(BadArgument, match="no MIDI control is bound to 'play b'"):
        learner.editor.forget("play b")
    assert learner.editor.forget("play  a") == ("play a", 1)


def test_a_file_is_reloaded_and_a_bad_one_changes_nothing(learner):
    learner.maps.text = TEXT.replace("fine", "width")
    assert learner.editor.reload() == ("mine.toml", 1)
    assert learner.notified == [("map", "mine.toml", 1)]
    before = learner.editor.mapping
    learner.maps.text = TEXT.replace("fine", "fime").replace("1", "300")
    with pytest.raises(BadArgument) as told:
        learner.editor.reload()
    assert [line.split(": ")[0] for line in str(told.value).splitlines()] == [
        "mine.toml:3",
        "mine.toml:4",
    ]
    assert learner.editor.mapping == before
    assert len(learner.adopted) == 1


OTHER = '[[binding]]\nsource = "note"\nnumber = 60\ntarget = "play b"\n'


def test_another_map_is_loaded_while_playing_and_the_first_one_again(learner):
    learner.maps.other("stage").text = OTHER
    assert learner.editor.maps() == ("stage",)
    assert learner.editor.choose("stage") == ("stage.toml", 1)
    assert [one.source for one in learner.adopted[-1]] == [ControlKind.NOTE]
    assert (learner.editor.name, learner.notified[-1]) == ("stage.toml", ("map", "stage.toml", 1))
    assert learner.editor.choose("-") == ("mine.toml", 1)
    assert [one.source for one in learner.adopted[-1]] == [ControlKind.CC]


def test_a_learned_binding_goes_into_the_map_in_use(learner):
    learner.maps.other("stage").text = OTHER
    learner.editor.choose("stage")
    learner.editor.learn("temperature", "")
    learner.move(10, 11, 12, 13)
    learner.editor.confirm("")
    assert learner.maps.text == TEXT
    assert learner.maps.other("stage").text.startswith(OTHER)
    assert "temperature" in learner.maps.other("stage").text


def test_a_map_with_mistakes_or_a_missing_one_changes_nothing(learner):
    learner.maps.other("bad").text = TEXT.replace("fine", "fein") + "numbr = 1\n"
    with pytest.raises(BadArgument, match=r"bad\.toml:4: .*'fine'.*\nbad\.toml:5: .*'number'"):
        learner.editor.choose("bad")
    with pytest.raises(BadArgument, match="no MIDI map 'none'; there are: bad"):
        learner.editor.choose("none")
    assert (learner.editor.name, learner.adopted) == ("mine.toml", [])
    assert learner.editor.reload() == ("mine.toml", 1)


def test_the_current_bindings_are_saved_under_a_name(learner):
    assert learner.editor.save_as("stage") == ("stage.toml", 1)
    assert learner.maps.other("stage").text == TEXT
    assert learner.editor.name == "mine.toml"
    for bad in ("-", "*", "aux", "a/b"):
        with pytest.raises(PathRefused, match="give a plain file name"):
            learner.editor.save_as(bad)
    learner.maps.other("full").full = True
    with pytest.raises(DiskFull):
        learner.editor.save_as("full")


def test_a_fader_that_sends_its_fine_half_first_is_bound_so_and_does_not_jump(learner):
    learner.editor.learn("fine", "")
    for raw in range(8000, 8400, 90):
        learner.editor.feed(bytes([0xB0, 50, raw & 127]), "Keys")
        learner.editor.feed(bytes([0xB0, 18, raw >> 7]), "Keys")
    learner.move()
    learner.editor.confirm("")
    assert "fine_first = true" in learner.maps.text
    binding = learner.editor.mapping[-1]
    assert (binding.source, binding.number, binding.fine_first) == (ControlKind.CC14, 18, True)
    translator = MidiTranslator(learner.editor.mapping)
    heard = [
        event.raw
        for raw in range(9000, 8400, -30)
        for message in ((0xB0, 50, raw & 127), (0xB0, 18, raw >> 7))
        for event in translator.feed(bytes(message), "Keys")
        if event.source is ControlKind.CC14
    ]
    assert heard == list(range(9000, 8400, -30))


def test_learning_ends_though_a_knob_at_rest_flickers(learner):
    learner.editor.learn("gain", "")
    for second in range(40):
        learner.now = float(second)
        learner.editor.feed(bytes([0xB0, 70, 64 + second % 2]), "Keys")
        learner.editor.feed(bytes([0xB0, 70, 65 - second % 2]), "Keys")
        learner.editor.feed(bytes([0xB0, 70, 64 + second % 2]), "Keys")
        learner.editor.feed(bytes([0xB0, 123, 0]), "Keys")
    assert learner.notified[-1] == ("ended", "gain", "no input for 30 s")


def test_the_bindings_are_listed_in_the_order_of_the_file():
    text = TEXT + (
        '[[binding]]\nsource = "pitchbend"\nchannel = 3\nport = "Keys"\ntarget = "gain"\n'
        "range = [-6, 6]\n"
        '[[binding]]\nsource = "program"\ntarget = "recall  #"\n'
        '[[binding]]\nsource = "note"\nnumber = 36\ntarget = "play a"\n'
    )
    editor = Learner(text).editor
    assert editor.path() == "mine.toml"
    assert editor.bindings() == (
        ("fine", "cc", 1, 0, "", "absolute", 0.0, 1.0),
        ("gain", "pitchbend", -1, 3, "Keys", "absolute", -6.0, 6.0),
        ("recall #", "program", -1, 0, "", "trigger"),
        ("play a", "note", 36, 0, "", "trigger"),
    )
