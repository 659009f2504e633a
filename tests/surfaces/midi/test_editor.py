"""Learning, forgetting and reading bindings anew: nothing is lost when anything goes wrong."""

import pytest

from distill.commands.controllers import ConfirmControl
from distill.errors import BadArgument, DiskFull
from distill.surfaces.midi.binding import ControlKind, Mode
from distill.surfaces.midi.editor import MapEditor
from kit.maps import MemoryMap

TEXT = '[[binding]]\nsource = "cc"\nnumber = 1\ntarget = "fine"\n'


class School:
    """An editor, and what it tells."""

    def __init__(self, text=TEXT):
        self.maps = MemoryMap(text)
        self.now = 0.0
        self.asked, self.told, self.adopted = [], [], []
        self.editor = MapEditor(self.maps, self.asked.append, lambda: self.now)
        self.editor.start(self.adopted.append, lambda _, *values: self.told.append(values))

    def move(self, *values, number=74):
        taken = [self.editor.feed(bytes([0xB0, number, v]), "Keys 24:0") for v in values]
        self.now += 1.0
        self.editor.poll()
        return all(taken)


@pytest.fixture
def school():
    return School()


def test_a_knob_is_watched_proposed_confirmed_and_written_down(school):
    assert school.editor.learn("temperature", "") == ("temperature",)
    assert school.editor.learning == "temperature"
    assert school.move(10, 11, 12, 13)
    control = ("temperature", "cc", 74, 1, "Keys 24:0")
    assert school.told == [("learning", "temperature"), ("proposed", *control, Mode.ABSOLUTE)]
    assert school.editor.confirm("") == (*control, "absolute")
    assert school.told[-1] == ("bound", *control, "absolute")
    assert school.maps.text.startswith(TEXT)
    assert school.editor.mapping == school.adopted[-1]
    binding = school.editor.mapping[-1]
    assert (binding.source, binding.number, binding.port) == (ControlKind.CC, 74, "Keys")
    assert school.editor.learning == ""


def test_controls_act_again_once_one_was_proposed(school):
    assert not school.editor.feed(bytes([0xB0, 1, 1]), "Keys")
    school.editor.learn("temperature", "")
    school.move(10, 11, 12)
    assert not school.editor.feed(bytes([0xB0, 1, 1]), "Keys")


def test_an_encoder_that_could_be_two_is_asked_about(school):
    school.editor.learn("temperature", "")
    school.move(1, 1, 1, 1)
    assert school.told[-1][-2:] == (Mode.RELATIVE1, Mode.RELATIVE3)
    with pytest.raises(BadArgument, match="say which: relative1, relative3"):
        school.editor.confirm("")
    assert school.editor.confirm("relative3")[-1] == "relative3"
    assert school.editor.mapping[-1].mode is Mode.RELATIVE3


def test_who_says_the_mode_need_not_confirm(school):
    school.editor.learn("temperature", "relative2")
    school.move(65, 65, 65)
    assert school.asked == [ConfirmControl()]
    assert school.editor.confirm("")[-1] == "relative2"


def test_what_that_control_did_before_is_replaced_and_other_bindings_are_not(school):
    for target in ("temperature", "play a"):
        school.editor.learn(target, "")
        school.move(127, 0)
        school.editor.confirm("trigger")
    assert [getattr(b.target, "verb", None) for b in school.editor.mapping] == [None, "play"]
    assert school.maps.text.startswith(TEXT)


def test_a_pair_whose_half_is_bound_for_any_port_can_be_learned(school):
    school.editor.learn("width", "")
    for value in (10, 11, 12):
        school.editor.feed(bytes([0xB0, 1, value]), "Keys")
        school.editor.feed(bytes([0xB0, 33, value]), "Keys")
    school.now += 1
    school.editor.poll()
    assert school.editor.confirm("")[1:3] == ("cc14", 1)


def test_a_program_that_turns_has_no_number(school):
    school.editor.learn("width", "")
    school.editor.feed(bytes([0xC0, 5]), "Keys")
    school.now += 1
    school.editor.poll()
    assert school.editor.confirm("absolute")[1:3] == ("program", -1)
    assert school.editor.mapping[-1].number is None


@pytest.mark.parametrize("mode", ["toggle", "relative1"])
def test_a_command_has_one_mode(school, mode):
    with pytest.raises(BadArgument, match="a command takes mode trigger"):
        school.editor.learn("play a", mode)


def test_what_cannot_be_bound_is_refused(school):
    with pytest.raises(BadArgument, match="did you mean 'temperature'"):
        school.editor.learn("temprature", "")
    with pytest.raises(BadArgument, match="shift by takes a whole number"):
        school.editor.learn("shift a much", "")
    with pytest.raises(BadArgument, match="no control was proposed"):
        school.editor.confirm("")


def test_a_mode_that_the_control_cannot_have_is_refused_and_may_be_said_again(school):
    school.editor.learn("width", "")
    school.editor.feed(bytes([0x90, 36, 1]), "Keys")
    school.now += 1
    school.editor.poll()
    with pytest.raises(BadArgument, match="relative1 is for a cc"):
        school.editor.confirm("relative1")
    assert school.maps.text == TEXT
    assert school.editor.confirm("toggle")[-1] == "toggle"


def test_a_full_disk_leaves_everything_as_it_was_and_the_lesson_open(school):
    school.editor.learn("temperature", "")
    school.move(10, 11, 12)
    school.maps.full = True
    with pytest.raises(DiskFull):
        school.editor.confirm("")
    assert (school.maps.text, school.adopted) == (TEXT, [])
    school.maps.full = False
    school.editor.confirm("")
    assert len(school.editor.mapping) == 2


def test_a_lesson_ends_when_it_is_cancelled_or_nothing_comes(school):
    school.editor.learn("temperature", "")
    assert school.editor.cancel() == ("temperature",)
    assert school.editor.cancel() == ("",)
    school.editor.learn("width", "")
    school.now += 31
    school.editor.poll()
    assert school.editor.learning == ""
    assert school.told[-1] == ("ended", "width", "nothing more came for 30 s")


def test_a_refusal_at_the_end_of_a_lesson_is_news(school):
    school.editor.learn("temperature", "absolute")
    school.editor.fail("no room")
    assert school.told[-1] == ("ended", "temperature", "no room")
    assert school.editor.learning == ""


def test_every_control_of_a_target_is_forgotten(school):
    assert school.editor.forget("fine") == ("fine", 1)
    assert (school.editor.mapping, school.maps.text.strip()) == ((), "")
    assert school.told == [("forgotten", "fine", 1)]
    with pytest.raises(BadArgument, match="no MIDI control is bound to 'fine'"):
        school.editor.forget("fine")


def test_a_command_is_forgotten_by_its_words():
    school = School('[[binding]]\nsource = "note"\nnumber = 1\ntarget = "play a"\n')
    with pytest.raises(BadArgument, match="no MIDI control is bound to 'play b'"):
        school.editor.forget("play b")
    assert school.editor.forget("play  a") == ("play a", 1)


def test_a_file_is_read_anew_and_a_bad_one_changes_nothing(school):
    school.maps.text = TEXT.replace("fine", "width")
    assert school.editor.reload() == ("mine.toml", 1)
    assert school.told == [("map", "mine.toml", 1)]
    before = school.editor.mapping
    school.maps.text = TEXT.replace("fine", "fime").replace("1", "300")
    with pytest.raises(BadArgument) as told:
        school.editor.reload()
    assert [line.split(": ")[0] for line in str(told.value).splitlines()] == [
        "mine.toml:3",
        "mine.toml:4",
    ]
    assert school.editor.mapping == before
    assert len(school.adopted) == 1


OTHER = '[[binding]]\nsource = "note"\nnumber = 60\ntarget = "play b"\n'


def test_another_map_is_taken_while_playing_and_the_first_one_comes_back(school):
    school.maps.other("stage").text = OTHER
    assert school.editor.maps() == ("stage",)
    assert school.editor.choose("stage") == ("stage.toml", 1)
    assert [one.source for one in school.adopted[-1]] == [ControlKind.NOTE]
    assert (school.editor.name, school.told[-1]) == ("stage.toml", ("map", "stage.toml", 1))
    assert school.editor.choose("-") == ("mine.toml", 1)
    assert [one.source for one in school.adopted[-1]] == [ControlKind.CC]


def test_what_is_learned_goes_into_the_map_in_use(school):
    school.maps.other("stage").text = OTHER
    school.editor.choose("stage")
    school.editor.learn("temperature", "")
    school.move(10, 11, 12, 13)
    school.editor.confirm("")
    assert school.maps.text == TEXT
    assert school.maps.other("stage").text.startswith(OTHER)
    assert "temperature" in school.maps.other("stage").text


def test_a_map_with_mistakes_or_none_at_all_changes_nothing(school):
    school.maps.other("bad").text = TEXT.replace("fine", "fein") + "numbr = 1\n"
    with pytest.raises(BadArgument, match=r"bad\.toml:4: .*'fine'.*\nbad\.toml:5: .*'number'"):
        school.editor.choose("bad")
    with pytest.raises(BadArgument, match="no MIDI map 'none'; there are: bad"):
        school.editor.choose("none")
    assert (school.editor.name, school.adopted) == ("mine.toml", [])
    assert school.editor.reload() == ("mine.toml", 1)


def test_the_bindings_of_now_are_kept_under_a_name(school):
    assert school.editor.save_as("stage") == ("stage.toml", 1)
    assert school.maps.other("stage").text == TEXT
    assert school.editor.name == "mine.toml"
    school.maps.other("full").full = True
    with pytest.raises(DiskFull):
        school.editor.save_as("full")
