import pytest

from distill.surfaces.osc.flood import LEAST, newest
from kit.clients import packet

ME, YOU = ("127.0.0.1", 5000), ("127.0.0.1", 5001)


def gains(count, source=ME):
    return [(packet("param/gain", -n / 10), source) for n in range(count)]


def test_of_a_flood_only_the_last_setting_of_each_parameter_is_kept_in_order():
    fine = [(packet("param/fine", n / 100), ME) for n in range(50)]
    both = [one for pair in zip(gains(50), fine, strict=True) for one in pair]
    assert newest(both) == both[-2:]


def test_settings_keep_their_order_with_commands_and_no_command_is_dropped():
    stop = (packet("stop"), ME)
    settings = gains(40)
    flood = [*settings[:20], stop, *settings[20:], stop]
    assert newest(flood) == [settings[19], stop, settings[39], stop]


def test_packets_other_than_plain_settings_are_kept():
    odd = [
        (packet("param/gain"), ME),
        (packet("param/gain", -1.0, "id", 3), ME),
        (packet("param/gain", "-1"), ME),
        (packet("param/gain", -1.0)[:-1], ME),
        (b"#bundle\0" + packet("param/gain", -1.0), ME),
        (b"/distill/param/", ME),
        (b"", ME),
    ]
    flood = LEAST * odd
    assert newest(flood) == flood


@pytest.mark.parametrize(
    "wrong",
    [
        packet("param/gain", 13.0),
        packet("param/gain", float("nan")),
        packet("param/gain/normalized", 1.5),
        packet("param/top_k", 1.5),
        packet("param/gian", 1.0),
        packet("param/gain/normal", 0.5),
        packet("param/gain/normalized/x", 0.5),
    ],
)
def test_an_invalid_value_does_not_hide_the_valid_one_before_it(wrong):
    valid = [(packet("param/gain", -3.0), ME), (packet("param/top_k", 3), ME)]
    flood = [*gains(40), *valid, (wrong, ME)]
    kept = newest(flood)
    assert kept[-3:] == flood[-3:]
    assert len(kept) == 3


def test_of_valid_and_invalid_values_the_last_and_the_last_valid_one_are_kept():
    wrong = [(packet("param/gain", 13.0 + n), ME) for n in range(40)]
    flood = [one for pair in zip(gains(40), wrong, strict=True) for one in pair]
    assert newest(flood) == flood[-2:]
    assert newest(flood[:-1]) == flood[-2:-1]
    assert newest(wrong) == wrong[-1:]


def test_clients_do_not_replace_each_others_settings():
    flood = [*gains(20, YOU), *gains(20, ME)]
    assert newest(flood) == [flood[19], flood[39]]


def test_a_whole_number_replaces_a_broken_one_and_the_normalized_address_is_another():
    flood = [*gains(20), (packet("param/gain/normalized", 0.5), ME), (packet("param/gain", -3), ME)]
    assert newest(flood) == flood[-2:]


def test_a_few_packets_are_all_read():
    few = gains(LEAST - 1)
    assert newest(few) == few
