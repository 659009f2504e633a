from distill.commands.grammar import parse
from distill.commands.parameter import SetParameter
from distill.engine.inbox import MAX_WAITING, Mailbox
from distill.engine.ports import Request
from distill.session.ports import Client

CLIENT = Client("test", "1")


def test_only_the_last_of_many_settings_is_kept_and_the_rest_are_counted():
    box = Mailbox()
    for step in range(1000):
        box.put(Request(SetParameter("fine", step / 1000), CLIENT))
        box.put(Request(SetParameter("gain", -step / 100), CLIENT))
    _, requests, _ = box.take(0.0)
    assert [r.command for r in requests] == [
        SetParameter("fine", 0.999),
        SetParameter("gain", -9.99),
    ]
    assert box.coalesced == 1998


def test_a_setting_with_an_id_is_a_request_of_its_own():
    box = Mailbox()
    for number in (1, 2):
        box.put(Request(SetParameter("fine", 0.1), CLIENT, number))
    taken = [box.take(0.0)[1][0].id for _ in range(2)]
    assert taken == [1, 2]


def test_commands_keep_their_order_and_a_full_box_refuses_the_newest():
    box = Mailbox()
    for number in range(MAX_WAITING + 5):
        box.put(Request(parse("ping", [number]), CLIENT, number))
    _, first, refused = box.take(0.0)
    assert [r.id for r in first] == [0]
    assert [r.id for r in refused] == list(range(MAX_WAITING, MAX_WAITING + 5))
    assert box.refused == 5
    assert [box.take(0.0)[1][0].id for _ in range(3)] == [1, 2, 3]


def test_an_empty_box_gives_nothing():
    assert Mailbox().take(0.0) == ([], [], [])
