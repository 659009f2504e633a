"""The meters report exactly the sound and the column at the playhead."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from distill.engine.meter_reader import DECAY_FRAMES, MeterReader
from distill.protocol.output import ColumnRendered, ModelRef, OutputHistory, PlayheadState
from distill.session.session import Session
from kit.engines import NoOutput
from kit.instrument import BANDS, COLUMN, LEVELS, some_codes, tiny_session

RATE = 48_000
ME = ModelRef("id-tiny", "codec-tiny", 8, COLUMN)


@dataclass
class KnownOutput(NoOutput):
    """A device that has played a known sound; the ring is a second behind it."""

    sound: np.ndarray = field(default_factory=lambda: np.zeros((10 * RATE, 2), np.float32))
    silent: bool = False
    ahead: int = 0

    def playhead(self, at_s: float, first: int, most: int) -> PlayheadState:
        frame = round(at_s * RATE)
        begin = max(first, frame - most, 0)
        ring = -1 if self.silent else frame - RATE
        return PlayheadState(frame, self.sound[begin:frame], ring, self.ahead)


class Rig:
    def __init__(self) -> None:
        self.session: Session = tiny_session()
        self.output, self.log = KnownOutput(), OutputHistory()
        self.meters = MeterReader(self.session, self.output, self.log)

    def read(self, at_s: float) -> dict[str, float]:
        return dict(self.meters.read(at_s))

    def render(self, codes: np.ndarray, *, columns: int, entropy: float = 0.0) -> None:
        """Log columns end to end from the ring's frame 0 on."""
        for number, column in enumerate(codes):
            at = number * COLUMN
            self.log.append(ColumnRendered(1, 7, number, at, at, column, ME, columns, entropy))


@pytest.fixture
def rig() -> Rig:
    return Rig()


def test_in_silence_every_meter_is_zero(rig: Rig) -> None:
    rig.output.silent = True
    assert rig.read(2.0) == dict.fromkeys(
        ["level", "onset", "entropy", "position", "buffer", "level0/activity", "level1/activity"],
        0.0,
    )


def test_level_is_the_root_mean_square_of_a_sine(rig: Rig) -> None:
    rig.output.sound[:, 0] = 0.5 * np.sin(2 * np.pi * 750 * np.arange(10 * RATE) / RATE)
    rig.output.sound[:, 1] = rig.output.sound[:, 0]
    assert rig.read(3.0)["level"] == pytest.approx(0.5 / np.sqrt(2), abs=1e-4)
    rig.output.sound[:, 1] = 0
    assert rig.read(4.0)["level"] == pytest.approx(0.25, abs=1e-4)


def test_an_onset_is_one_at_its_frame_and_decays_at_any_reading_rate(rig: Rig) -> None:
    begins = 2 * RATE
    rig.output.sound[begins:] = 0.5 * np.sin(np.arange(8 * RATE) / 10)[:, None]
    for rate in (60, 30, 10):
        seen = MeterReader(rig.session, rig.output, rig.log)
        values = {at: dict(seen.read(at / rate))["onset"] for at in range(rate, 4 * rate)}
        rising = [at / rate for at in values if values[at] > values.get(at - 1, 0)]
        assert len(rising) == 1
        assert 0 <= rising[0] - 2.0 <= 1 / rate + 1024 / RATE
        late = (rising[0] * RATE - begins) / DECAY_FRAMES
        assert 1 - late <= values[round(rising[0] * rate)] <= 1
        assert all(values[at] == 0 for at in values if at / rate > 2.0 + 0.1 + 1024 / RATE)


def test_after_a_long_pause_no_old_onset_is_reported(rig: Rig) -> None:
    rig.output.sound[RATE:] = 0.5 * np.sin(np.arange(9 * RATE) / 10)[:, None]
    assert rig.read(0.5)["onset"] == 0
    assert rig.read(6.0)["onset"] == 0
    assert rig.read(6.02)["onset"] == 0


def test_position_is_the_column_at_the_playhead_and_wraps_in_a_loop(rig: Rig) -> None:
    rig.render(some_codes(9), columns=4)
    for column in (0.0, 0.5, 3.75, 4.25, 8.5):
        values = rig.read(1.0 + column * COLUMN / RATE)["position"]
        assert values == pytest.approx(column % 4, abs=1 / COLUMN)


def test_position_of_a_stream_increases_and_entropy_is_of_that_column(rig: Rig) -> None:
    codes = some_codes(6)
    for number, column in enumerate(codes):
        at = number * COLUMN
        rig.log.append(ColumnRendered(1, 7, number, at, at, column, ME, 0, number / 10))
    values = rig.read(1.0 + 4.5 * COLUMN / RATE)
    assert values["position"] == pytest.approx(4.5, abs=1 / COLUMN)
    assert values["entropy"] == 0.4


def test_activity_is_the_share_of_codes_that_changed_in_each_level(rig: Rig) -> None:
    one = np.zeros((BANDS, LEVELS), np.int16)
    two = one.copy()
    two[0, 0] = two[1, 0] = 5
    rig.render(np.stack([one, two, two]), columns=0)
    shares = []
    for column in range(3):
        values = rig.read(1.0 + (column + 0.5) * COLUMN / RATE)
        shares.append((values["level0/activity"], values["level1/activity"]))
    assert shares == [(0, 0), (pytest.approx(2 / BANDS), 0), (0, 0)]


def test_an_edit_within_a_column_counts_from_its_frame_on(rig: Rig) -> None:
    one, two = np.zeros((2, BANDS, LEVELS), np.int16)
    two[:] = 3
    half = COLUMN + COLUMN // 2
    rig.log.append(ColumnRendered(1, 7, 0, 0, 0, one, ME))
    rig.log.append(ColumnRendered(1, 7, 1, COLUMN, COLUMN, one, ME))
    rig.log.append(ColumnRendered(1, 7, 1, COLUMN, half, two, ME))
    assert rig.read(1.0 + (half - 1) / RATE)["level0/activity"] == 0
    assert rig.read(1.0 + half / RATE)["level0/activity"] == 1


def test_what_is_rendered_ahead_of_the_playhead_is_not_reported(rig: Rig) -> None:
    rig.render(some_codes(3), columns=0, entropy=1.0)
    values = rig.read(1.0 - 10 / RATE)
    assert (values["position"], values["entropy"]) == (0, 0)


def test_buffer_is_the_share_of_what_the_profile_requires(rig: Rig) -> None:
    rig.output.ahead = round(0.085 * RATE / 2)
    assert rig.read(2.0)["buffer"] == pytest.approx(0.5)
    rig.output.ahead = RATE
    assert rig.read(2.1)["buffer"] == 1.0
