from distill.commands.context import Client
from distill.commands.grammar import parse
from distill.commands.parameter import SetParameter
from distill.engine.ports import Request
from distill.engine.request_queue import MAX_WAITING, MIN_INTERVAL_S, RequestQueue

CLIENT = Client("test", "1")


def everything(queue):
    """Get requests until none is left."""
    taken = []
    while (request := queue.get(0.0)[1]) is not None:
        taken.append(request)
    return taken


def test_only_the_last_of_many_settings_is_kept_and_the_rest_are_counted():
    queue = RequestQueue()
    for step in range(1000):
        queue.put(Request(SetParameter("fine", step / 1000), CLIENT))
        queue.put(Request(SetParameter("gain", -step / 100), CLIENT))
    commands = [r.command for r in everything(queue)]
    assert commands == [SetParameter("fine", 0.999), SetParameter("gain", -9.99)]
    assert queue.coalesced == 1998


def test_a_setting_with_an_id_is_a_request_of_its_own():
    queue = RequestQueue()
    for number in (1, 2):
        queue.put(Request(SetParameter("fine", 0.1), CLIENT, number))
    assert [r.id for r in everything(queue)] == [1, 2]


def test_a_setting_never_passes_a_command_that_was_sent_before_it():
    queue = RequestQueue()
    sent = [
        SetParameter("temperature", 0.5),
        parse("generate", []),
        SetParameter("temperature", 0.9),
    ]
    for command in sent:
        queue.put(Request(command, CLIENT))
    queue.put(Request(SetParameter("temperature", 1.0), CLIENT))
    commands = [r.command for r in everything(queue)]
    assert commands == [*sent[:2], SetParameter("temperature", 1.0)]


def test_commands_keep_their_order_and_a_full_queue_refuses_the_newest():
    queue = RequestQueue()
    for number in range(MAX_WAITING + 5):
        queue.put(Request(parse("ping", [number]), CLIENT, number))
    _, first, refused = queue.get(0.0)
    assert first.id == 0
    assert [r.id for r in refused] == list(range(MAX_WAITING, MAX_WAITING + 5))
    assert queue.refused == 5
    assert [r.id for r in everything(queue)] == list(range(1, MAX_WAITING))


def test_an_empty_queue_returns_nothing():
    assert RequestQueue().get(0.0) == ([], None, [])


def test_a_flood_of_one_parameter_is_throttled_and_its_last_value_arrives():
    now = [0.0]
    queue = RequestQueue(lambda: now[0])
    taken = []
    for step in range(1000):
        now[0] = step / 20_000
        queue.put(Request(SetParameter("gain", -step / 100), CLIENT))
        taken.append(queue.get(0.0)[1])
    now[0] += MIN_INTERVAL_S
    taken.append(queue.get(0.0)[1])
    values = [request.command.value for request in taken if request is not None]
    assert values[0] == 0.0
    assert values[-1] == -9.99
    assert len(values) == 2 + (1000 - 1) // (20_000 * MIN_INTERVAL_S)


def test_a_command_releases_a_throttled_setting_and_does_not_pass_it():
    queue = RequestQueue(lambda: 0.0)
    queue.put(Request(SetParameter("gain", -1.0), CLIENT))
    first = queue.get(0.0)[1]
    queue.put(Request(SetParameter("gain", -2.0), CLIENT))
    assert queue.get(0.0)[1] is None
    queue.put(Request(parse("stop", ()), CLIENT))
    commands = [r.command for r in (first, *everything(queue))]
    assert commands == [
        SetParameter("gain", -1.0),
        SetParameter("gain", -2.0),
        parse("stop", ()),
    ]


def test_get_returns_a_throttled_setting_as_soon_as_it_is_due():
    queue = RequestQueue()
    queue.put(Request(SetParameter("gain", -1.0), CLIENT))
    queue.get(0.0)
    queue.put(Request(SetParameter("gain", -2.0), CLIENT))
    taken = None
    while taken is None:
        taken = queue.get(20.0)[1]
    assert taken.command.value == -2.0
