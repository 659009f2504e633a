"""Which ports get which answers, and for how long."""

import pytest

from distill.errors import BadArgument, Busy
from distill.surfaces.allow_list import AllowList
from distill.surfaces.osc.subscribers import MAX_OWNERS, MAX_TARGETS, Subscribers

FALLBACK = ("127.0.0.1", 9001)
MAX = ("127.0.0.1", 50_001)
PD = ("127.0.0.1", 50_002)
LAPTOP = ("192.168.1.20", 50_003)


class Clock:
    """A clock that a test can hold."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def table(clock) -> Subscribers:
    return Subscribers(FALLBACK, ("127.0.0.1", 9000), clock)


def test_a_client_without_subscription_is_answered_at_its_source_and_at_9001(table):
    assert table.replies(MAX) == (MAX, FALLBACK)


def test_a_client_that_sends_from_9001_is_answered_once(table):
    assert table.replies(FALLBACK) == (FALLBACK,)


def test_another_machine_without_subscription_is_answered_at_its_source_only(table):
    assert table.replies(LAPTOP) == (LAPTOP,)


def test_a_subscriber_is_answered_at_its_port_only_and_others_as_before(table):
    table.subscribe(MAX, 7400, 60)
    assert table.replies(MAX) == (("127.0.0.1", 7400),)
    assert table.replies(PD) == (PD, FALLBACK)


def test_a_client_may_have_two_ports_and_two_clients_may_share_one(table):
    table.subscribe(MAX, 7400, 60)
    table.subscribe(MAX, 7401, 60)
    table.subscribe(PD, 7400, 60)
    assert table.replies(MAX) == (("127.0.0.1", 7400), ("127.0.0.1", 7401))
    assert table.replies(PD) == (("127.0.0.1", 7400),)
    assert table.everyone() == (("127.0.0.1", 7400), ("127.0.0.1", 7401))
    assert table.count() == 2


def test_notifications_go_to_9001_until_a_client_subscribes(table):
    assert table.everyone() == (FALLBACK,)
    table.subscribe(LAPTOP, 7400, 60)
    assert table.everyone() == (("192.168.1.20", 7400),)


def test_a_notification_skips_the_client_that_caused_it(table):
    table.subscribe(MAX, 7400, 60)
    table.subscribe(PD, 7500, 60)
    assert table.everyone(but=MAX) == (("127.0.0.1", 7500),)
    table.unsubscribe(PD, 0)
    assert table.everyone(but=MAX) == ()


def test_a_lease_ends_on_time_and_can_be_renewed(table, clock):
    table.subscribe(MAX, 7400, 10)
    clock.now += 9.5
    assert table.replies(MAX) == (("127.0.0.1", 7400),)
    table.subscribe(MAX, 7400, 10)
    clock.now += 9.5
    assert table.count() == 1
    clock.now += 0.5
    assert table.count() == 0
    assert table.replies(MAX) == (MAX, FALLBACK)
    assert table.everyone() == (FALLBACK,)


def test_a_shared_port_stays_when_one_owner_unsubscribes(table, clock):
    table.subscribe(MAX, 7400, 10)
    table.subscribe(PD, 7400, 20)
    clock.now += 15
    assert table.replies(MAX) == (MAX, FALLBACK)
    assert table.replies(PD) == (("127.0.0.1", 7400),)


def test_unsubscribing_a_port_ends_it_even_from_a_new_source(table):
    table.subscribe(MAX, 7400, 60)
    table.subscribe(MAX, 7401, 60)
    table.unsubscribe(PD, 7400)  # oscsend has a new source port with each call
    assert table.everyone() == (("127.0.0.1", 7401),)
    table.unsubscribe(LAPTOP, 7401)
    assert table.everyone() == (("127.0.0.1", 7401),)
    table.unsubscribe(MAX, 0)
    assert table.count() == 0
    table.unsubscribe(MAX, 0)


@pytest.mark.parametrize("port", [-1, 0, 53, 1023, 65_536])
def test_system_ports_and_invalid_ports_are_refused(table, port):
    with pytest.raises(BadArgument, match=rf"1024\.\.65535, got {port}"):
        table.subscribe(MAX, port, 60)


def test_the_servers_own_port_cannot_be_subscribed_so_that_nothing_loops(table):
    with pytest.raises(BadArgument, match="port 9000 is the server's own"):
        table.subscribe(MAX, 9000, 60)
    table.subscribe(LAPTOP, 9000, 60)
    assert table.count() == 1


@pytest.mark.parametrize("lease", [0.0, -1.0, 86_401.0, float("nan"), float("inf")])
def test_a_lease_out_of_range_is_refused(table, lease):
    with pytest.raises(BadArgument, match="lease_s must lie in 1"):
        table.subscribe(MAX, 7400, lease)
    assert table.count() == 0


def test_the_33rd_port_is_refused_until_one_is_free_but_renewing_always_works(table, clock):
    for port in range(7000, 7000 + MAX_TARGETS):
        table.subscribe(MAX, port, 60)
    with pytest.raises(Busy, match="32 ports are subscribed"):
        table.subscribe(PD, 8000, 60)
    table.subscribe(MAX, 7000, 120)
    clock.now += 61
    table.subscribe(PD, 8000, 60)
    assert table.count() == 2


def test_of_a_thousand_calls_of_oscsend_the_oldest_are_forgotten_first(table):
    for source in range(20_000, 21_000):
        table.subscribe(("127.0.0.1", source), 7400, 60)
    target = ("127.0.0.1", 7400)
    assert table.replies(("127.0.0.1", 20_999)) == (target,)
    assert table.replies(("127.0.0.1", 21_000 - MAX_OWNERS)) == (target,)
    oldest = ("127.0.0.1", 20_999 - MAX_OWNERS)
    assert table.replies(oldest) == (oldest, FALLBACK)


def test_the_allow_list_includes_this_machine_and_its_entries():
    some = AllowList.parse(("192.168.1.20", "10.0.0.0/8", "fe80::/10"))
    for host in ("127.0.0.1", "127.8.9.1", "::1", "192.168.1.20", "10.200.0.3", "fe80::1"):
        assert some.include(host)
    for host in ("192.168.1.21", "8.8.8.8", "2001:db8::1", "0.0.0.0"):  # noqa: S104 - refused
        assert not some.include(host)
    assert not AllowList().include("192.168.1.20")


def test_a_malformed_allow_list_is_refused_with_its_wrong_entry():
    with pytest.raises(BadArgument, match="studio"):
        AllowList.parse(("192.168.1.20", "studio"))
    with pytest.raises(BadArgument, match="host bits"):
        AllowList.parse(("192.168.1.20/24",))
