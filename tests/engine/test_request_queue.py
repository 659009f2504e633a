from distill.commands.context import Client
from distill.commands.grammar import parse
from distill.commands.parameter import SetParameter
from distill.engine.ports import Request
from distill.engine.request_queue import MAX_WAITING, REST_S, RequestQueue

CLIENT = Client("test", "1")


def everything(box):
    """Take until nothing is left."""
    taken = []
    while (request := box.get(0.0)[1]) is not None:
        taken.append(request)
    return taken


def test_only_the_last_of_many_settings_is_kept_and_the_rest_are_counted():
    box = RequestQueue()
    for step in range(1000):
        box.put(Request(SetParameter("fine", step / 1000), CLIENT))
        box.put(Request(SetParameter("gain", -step / 100), CLIENT))
    commands = [r.command for r in everything(box)]
    assert commands == [SetParameter("fine", 0.999), SetParameter("gain", -9.99)]
    assert box.coalesced == 1998


def test_a_setting_with_an_id_is_a_request_of_its_own():
    box = RequestQueue()
    for number in (1, 2):
        box.put(Request(SetParameter("fine", 0.1), CLIENT, number))
    assert [r.id for r in everything(box)] == [1, 2]


def test_a_setting_never_passes_a_command_that_was_sent_before_it():
    box = RequestQueue()
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
    box = RequestQueue()
    for number in range(MAX_WAITING + 5):
        box.put(Request(parse("ping", [number]), CLIENT, number))
    _, first, refused = box.get(0.0)
    assert first.id == 0
    assert [r.id for r in refused] == list(range(MAX_WAITING, MAX_WAITING + 5))
    assert box.refused == 5
    assert [r.id for r in everything(box)] == list(range(1, MAX_WAITING))


def test_an_empty_box_gives_nothing():
    assert RequestQueue().get(0.0) == ([], None, [])


def test_a_flood_of_one_parameter_is_taken_at_a_pace_and_its_last_value_is_right():
    now = [0.0]
    box = RequestQueue(lambda: now[0])
    taken = []
    for step in range(1000):
        now[0] = step / 20_000
        box.put(Request(SetParameter("gain", -step / 100), CLIENT))
        taken.append(box.get(0.0)[1])
    now[0] += REST_S
    taken.append(box.get(0.0)[1])
    values = [request.command.value for request in taken if request is not None]
    assert values[0] == 0.0
    assert values[-1] == -9.99
    assert len(values) == 2 + (1000 - 1) // (20_000 * REST_S)


def test_a_command_does_not_wait_for_a_setting_to_rest_and_does_not_pass_it():
    box = RequestQueue(lambda: 0.0)
    box.put(Request(SetParameter("gain", -1.0), CLIENT))
    first = box.get(0.0)[1]
    box.put(Request(SetParameter("gain", -2.0), CLIENT))
    assert box.get(0.0)[1] is None
    box.put(Request(parse("stop", ()), CLIENT))
    commands = [r.command for r in (first, *everything(box))]
    assert commands == [
        SetParameter("gain", -1.0),
        SetParameter("gain", -2.0),
        parse("stop", ()),
    ]


def test_who_waits_gets_a_resting_setting_as_soon_as_it_is_due():
    box = RequestQueue()
    box.put(Request(SetParameter("gain", -1.0), CLIENT))
    box.get(0.0)
    box.put(Request(SetParameter("gain", -2.0), CLIENT))
    taken = None
    while taken is None:
        taken = box.get(20.0)[1]
    assert taken.command.value == -2.0
