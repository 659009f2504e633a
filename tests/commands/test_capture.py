"""What was played becomes a clip, and its codes a slot."""

import numpy as np
import pytest

from distill.errors import BadArgument, DiskFull, NotReady
from distill.protocol.output import ColumnRendered, ModelRef, OutputSnapshot, PlayedCodes
from distill.protocol.tasks import Captured, CaptureOutput, Clip
from kit.instrument import COLUMN, SIZE, ended, new_player, silence, some_codes

ME = ModelRef("id-tiny", "codec-tiny", SIZE, COLUMN)


@pytest.fixture
def player():
    return new_player()


def play(player, columns):
    """Log so many columns as played, after as much silence."""
    codes = some_codes(columns, 5)
    for number, column in enumerate(codes):
        at = number * COLUMN
        player.context.host.audio.log.append(ColumnRendered(3, 77, number, at, at, column, ME))
    length = columns * COLUMN
    pieces = np.array([[length, 0, length]], np.int64)
    player.context.host.audio.past = OutputSnapshot("tape", 2 * length, 2 * length, pieces)
    return codes


def captured(task, first=None, path="clips/x.wav"):
    first = task.first if first is None else first
    sounded = task.played.after(first) if task.played else None
    return Captured(Clip(path, task.last - first, 48_000, 2, {}), sounded)


def test_a_capture_ends_at_the_request_and_has_the_requested_length(player):
    play(player, 20)
    work = player.ask("capture", 10 * COLUMN / 48_000, "-", "take")
    player.context.host.audio.past = silence(10**6)
    task = work.task
    assert isinstance(task, CaptureOutput)
    assert (task.audio_name, task.first, task.last) == ("tape", 30 * COLUMN, 40 * COLUMN)
    assert (task.folder, task.stem) == ("clips", "take")


def test_it_answers_path_samples_rate_seconds_columns_and_publishes_a_clip(player):
    play(player, 20)
    work = player.ask("capture", 10 * COLUMN / 48_000)
    reply = ended(work.finish(captured(work.task)))
    samples = 10 * COLUMN
    assert reply.values == ("clips/x.wav", samples, 48_000, samples / 48_000, 10)
    assert (reply.topic, reply.topic_values) == ("clip", ("clips/x.wav", samples, 48_000))
    assert set(player.context.session.slots) == {"a", "b"}


def test_the_played_codes_go_into_the_slot_as_one_undo(player):
    codes = play(player, 20)
    work = player.ask("capture", 10 * COLUMN / 48_000, "h")
    assert "h" not in player.context.session.slots
    ended(work.finish(captured(work.task)))
    grid = player.context.session.slot("h")
    np.testing.assert_array_equal(grid.codes, codes[10:])
    assert (grid.model, grid.column, grid.source) == ("codec-tiny", COLUMN, "capture x.wav")
    player.say("undo")
    assert "h" not in player.context.session.slots


def test_frames_that_could_not_be_copied_are_missing_in_the_slot_too(player):
    codes = play(player, 20)
    work = player.ask("capture", 10 * COLUMN / 48_000, "h")
    reply = ended(work.finish(captured(work.task, work.task.first + 4 * COLUMN)))
    assert reply.values[3:] == (6 * COLUMN / 48_000, 6)
    np.testing.assert_array_equal(player.context.session.slot("h").codes, codes[14:])


def test_the_sidecar_has_model_and_parameters(player):
    play(player, 4)
    player.context.session.set_parameter("fine", 0.25)
    sidecar = player.ask("capture", 1).task.sidecar
    assert (sidecar["model"], sidecar["codec"]) == ("id-tiny", "codec-tiny")
    assert sidecar["parameters"]["fine"] == 0.25


def test_if_less_was_played_the_capture_is_shorter(player):
    player.context.host.audio.past = silence(4800)
    work = player.ask("capture", 8, "h")
    assert (work.task.first, work.task.last, work.task.played) == (0, 4800, None)
    reply = ended(work.finish(captured(work.task)))
    assert reply.values[1:] == (4800, 48_000, 0.1, 0)
    assert "h" not in player.context.session.slots


def test_before_anything_was_played_capture_is_refused(player):
    with pytest.raises(NotReady, match="nothing has been played yet"):
        player.ask("capture")


@pytest.mark.parametrize("seconds", [0, -1, 120.5])
def test_lengths_out_of_range_are_refused(player, seconds):
    with pytest.raises(BadArgument, match="capture seconds"):
        player.ask("capture", seconds)


def test_codes_of_a_model_that_is_no_longer_loaded_keep_their_model(player):
    play(player, 4)
    work = player.ask("capture", 1, "h")
    old = work.task.played
    other = PlayedCodes(old.codes, old.begins, old.takes, ModelRef("m", "old codec", SIZE, 512))
    ended(work.finish(Captured(Clip("clips/y.wav", 9, 48_000, 2, {}), other)))
    assert player.context.session.slot("h").model == "old codec"


def test_a_capture_is_also_a_snapshot_of_the_clips_name(player):
    play(player, 20)
    player.context.session.set_parameter("coarse", 0.5)
    work = player.ask("capture", 1)
    ended(work.finish(captured(work.task, path="clips/capture-2.wav")))
    snapshot = player.context.files.kept["capture-2"]
    assert snapshot.parameters["coarse"] == 0.5
    assert set(snapshot.slots) == {"a", "b"}


def test_a_capture_whose_snapshot_cannot_be_written_says_so_and_publishes_its_clip(player):
    play(player, 20)
    player.context.files.full = True
    reply = ended(player.ask("capture", 1).finish(captured(player.ask("capture", 1).task)))
    assert isinstance(reply.error, DiskFull)
    assert str(reply.error).startswith("the clip clips/x.wav is written, but no snapshot of it: ")
    assert (reply.topic, reply.topic_values[0]) == ("clip", "clips/x.wav")
