"""Devices are chosen by name and host API, on device lists of real systems."""

import pytest

from distill.errors import DeviceProblem
from distill.sinks.choose import choose, label

APIS = [{"name": name} for name in ("ALSA", "JACK Audio Connection Kit", "MME", "Windows WASAPI")]
ALSA, JACK, MME, WASAPI = range(4)


def row(name: str, api: int, outputs: int = 2) -> dict[str, object]:
    return {"name": name, "hostapi": api, "max_output_channels": outputs}


def chosen(rows: list[dict[str, object]], wanted: str = "", default: int = -1) -> str:
    return label(rows[choose(rows, APIS, wanted, default)], APIS)


def test_inputs_are_chosen_like_outputs_and_jack_by_a_prefix() -> None:
    rows = [
        {"name": name, "hostapi": api, "max_output_channels": 2, "max_input_channels": ins}
        for name, api, ins in (("card", ALSA, 0), ("card", ALSA, 2), ("Card", JACK, 1))
    ]

    def hears(wanted: str, default: int = -1) -> str:
        return label(rows[choose(rows, APIS, wanted, default, "input")], APIS)

    assert hears("", 1) == "card (ALSA)"
    assert hears("card") == "Card (JACK Audio Connection Kit)"
    assert hears("jack:card") == "Card (JACK Audio Connection Kit)"
    assert hears("jack:") == "Card (JACK Audio Connection Kit)"
    assert hears("alsa") == "card (ALSA)"
    with pytest.raises(DeviceProblem, match="no input device is called 'jack:alsa'"):
        hears("jack:alsa")
    with pytest.raises(DeviceProblem, match="no sound input device"):
        choose(rows[:1], APIS, "", 0, "input")


def test_without_a_name_the_default_is_chosen() -> None:
    assert chosen([row("a", WASAPI), row("b", WASAPI)], default=1) == "b (Windows WASAPI)"


def test_a_running_jack_server_is_preferred_to_an_alsa_default() -> None:
    rows = [row("jack", ALSA), row("system", JACK)]
    assert chosen(rows, default=0) == "system (JACK Audio Connection Kit)"
    assert chosen(rows, default=-1) == "system (JACK Audio Connection Kit)"
    assert chosen(rows, "jack (alsa", default=1) == "jack (ALSA)"


def test_jack_devices_that_are_not_the_system_leave_the_default_alone() -> None:
    rows = [row("default", ALSA), row("Built-in Audio", JACK)]
    assert chosen(rows, default=0) == "default (ALSA)"


def test_without_a_default_the_best_host_api_wins() -> None:
    assert chosen([row("x", MME), row("x", WASAPI)]) == "x (Windows WASAPI)"


def test_part_of_a_name_is_enough_in_any_case_and_the_best_host_api_wins() -> None:
    rows = [row("Focusrite USB", MME), row("Focusrite USB Audio", WASAPI), row("Speakers", MME)]
    assert chosen(rows, "focusrite", default=2) == "Focusrite USB Audio (Windows WASAPI)"
    assert chosen(rows, "focusrite usb (mme)", default=2) == "Focusrite USB (MME)"


def test_an_exact_name_beats_a_longer_one() -> None:
    rows = [row("USB 2", WASAPI), row("USB", MME)]
    assert chosen(rows, "usb") == "USB (MME)"


def test_inputs_are_never_chosen() -> None:
    rows = [row("Microphone", WASAPI, 0), row("Speakers", WASAPI)]
    assert chosen(rows, default=0) == "Speakers (Windows WASAPI)"
    with pytest.raises(DeviceProblem, match="'microphone'; there are: Speakers"):
        choose(rows, APIS, "microphone", 1)


def test_the_error_for_an_unknown_name_lists_the_devices() -> None:
    with pytest.raises(DeviceProblem, match=r"'scarlett'; there are: Speakers \(MME\)"):
        choose([row("Speakers", MME)], APIS, "scarlett", 0)


def test_a_machine_without_outputs_is_reported() -> None:
    for rows in ([], [row("Microphone", MME, 0)]):
        with pytest.raises(DeviceProblem, match="no sound output device"):
            choose(rows, APIS, "", -1)
