from distill.commands.grammar import parse
from distill.commands.parameter import SetParameter
from distill.engine.inbox import MAX_WAITING, REST_S, Mailbox
from distill.engine.ports import Request
from distill.session.ports import Client

CLIENT = Client("test", "1")


def everything(box):
    """Take until nothing is left."""
    taken = []
    while (request := box.take(0.0)[1]) is not None:
        taken.append(request)
    return taken


def test_only_the_last_of_many_settings_is_kept_and_the_rest_are_counted():
    box = Mailbox()
    for step in range(1000):
        box.put(Request(SetParameter("fine", step / 1000), CLIENT))
        box.put(Request(SetParameter("gain", -step / 100), CLIENT))
    commands = [r.command for r in everything(box)]
    assert commands == [SetParameter("fine", 0.999), SetParameter("gain", -9.99)]
    assert box.coalesced == 1998


def test_a_setting_with_an_id_is_a_request_of_its_own():
    box = Mailbox()
    for number in (1, 2):
        box.put(Request(SetParameter("fine", 0.1), CLIENT, number))
    assert [r.id for r in everything(box)] == [1, 2]


def test_a_setting_never_passes_a_command_that_was_sent_before_it():
    box = Mailbox()
    sent = [
        SetParameter("temperature", 0.5),
        parse("generate", []),
        SetParameter("temperature", 0.9),
    ]
    for command in sent:
        box.put(Request(command, CLIENT))
    box.put(Request(SetParameter("temperature", 1.0), CLIENT))
    commands = [r.command for r in everything(box)]
    assert commands == [*sent[:2], SetParameter("temperature", 1.0)]


def test_commands_keep_their_order_and_a_full_box_refuses_the_newest():
    box = Mailbox()
    for number in range(MAX_WAITING + 5):
        box.put(Request(parse("ping", [number]), CLIENT, number))
    _, first, refused = box.take(0.0)
    assert first.id == 0
    assert [r.id for r in refused] == list(range(MAX_WAITING, MAX_WAITING + 5))
    assert box.refused == 5
    assert [r.id for r in everything(box)] == list(range(1, MAX_WAITING))


def test_an_empty_box_gives_nothing():
    assert Mailbox().take(0.0) == ([], None, [])


def test_a_flood_of_one_parameter_is_taken_at_a_pace_and_its_last_value_is_right():
    now = [0.0]
    box = Mailbox(lambda: now[0])
    taken = []
    for step in range(1000):
        now[0] = step / 20_000
        box.put(Request(SetParameter("gain", -step / 100), CLIENT))
        taken.append(box.take(0.0)[1])
    now[0] += REST_S
    taken.append(box.take(0.0)[1])
    values = [request.command.value for request in taken if request is not None]
    assert values[0] == 0.0
    assert values[-1] == -9.99
    assert len(values) == 2 + (1000 - 1) // (20_000 * REST_S)


def test_a_command_does_not_wait_for_a_setting_to_rest_and_does_not_pass_it():
    box = Mailbox(lambda: 0.0)
    box.put(Request(SetParameter("gain", -1.0), CLIENT))
    first = box.take(0.0)[1]
    box.put(Request(SetParameter("gain", -2.0), CLIENT))
    assert box.take(0.0)[1] is None
    box.put(Request(parse("stop", ()), CLIENT))
    commands = [r.command for r in (first, *everything(box))]
    assert commands == [
        SetParameter("gain", -1.0),
        SetParameter("gain", -2.0),
        parse("stop", ()),
    ]


def test_who_waits_gets_a_resting_setting_as_soon_as_it_is_due():
    box = Mailbox()
    box.put(Request(SetParameter("gain", -1.0), CLIENT))
    box.take(0.0)
    box.put(Request(SetParameter("gain", -2.0), CLIENT))
    taken = None
    while taken is None:
        taken = box.take(20.0)[1]
    assert taken.command.value == -2.0
