"""The profile of a machine is chosen by rule, saved, and read again."""

from dataclasses import replace

import pytest

from distill.app.machine_profile import MachineProfile, Trial, choose, read, save
from distill.errors import BadArgument

PROFILE = MachineProfile("low", 2, True, 'low: "fine"', "null", "demo")


def test_the_quickest_profile_that_keeps_up_is_chosen_and_the_reason_names_those_that_do_not():
    trials = [Trial("low", 3, 2.0), Trial("normal", 0, 40.0), Trial("safe", 0, 120.0)]
    profile, able, why = choose(trials)
    assert (profile, able) == ("normal", True)
    assert why == (
        "normal: no block late, at the worst moment 40 of 85 ms were ready; "
        "low: 3 blocks late, at the worst moment 2 of 43 ms were ready"
    )


def test_a_trial_without_late_blocks_still_needs_a_margin():
    trials = [Trial("low", 0, 8.0), Trial("normal", 0, 17.0)]
    assert choose(trials)[:2] == ("normal", True)
    assert not trials[0].fine


def test_a_machine_that_cannot_keep_up_gets_the_safest_profile_and_the_reason():
    trials = [Trial("low", 9, 0.0), Trial("normal", 5, 0.0), Trial("safe", 1, 60.0)]
    profile, able, why = choose(trials)
    assert (profile, able) == ("safe", False)
    assert why.startswith("this machine cannot keep up: low: 9 blocks late")


def test_a_profile_is_saved_and_read(tmp_path):
    path = tmp_path / "Distill" / "machine.toml"
    assert read(path) is None
    save(PROFILE, path)
    assert read(path) == PROFILE


@pytest.mark.parametrize("name", ["Gerät 😀", 'a "b" \\\\ c', "zwei\nZeilen", "#1 = [x]"])
def test_a_device_may_have_any_name(tmp_path, name):
    profile = replace(PROFILE, output=name)
    save(profile, tmp_path / "machine.toml")
    assert read(tmp_path / "machine.toml") == profile


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"low"', '"quick"'),
        ("threads = 2", "threads = 0"),
        ("threads = 2", 'threads = "2"'),
        ("able = true", ""),
        ("able = true", "able = "),
        ("able = true", "able = true\nmore = 1"),
    ],
)
def test_a_damaged_file_is_reported(tmp_path, old, new):
    path = tmp_path / "machine.toml"
    save(PROFILE, path)
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(BadArgument, match=r"run again: python3 run\.py doctor"):
        read(path)
