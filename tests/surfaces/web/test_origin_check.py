"""Host names and origins that are accepted; requests by DNS rebinding are refused."""

import pytest

from distill.errors import Forbidden
from distill.surfaces.web.origin_check import OriginCheck

HOME = OriginCheck(frozenset({"127.0.0.1"}))
STUDIO = OriginCheck(frozenset({"studio.local", "0.0.0.0"}), open=True)  # noqa: S104 - a name, not bound


@pytest.mark.parametrize(
    "host", ["127.0.0.1:9000", "localhost:9000", "LOCALHOST", "[::1]:9000", "127.0.0.1", "[::1]"]
)
def test_names_of_this_machine_are_accepted_at_any_port(host):
    HOME.check_host(host)
    STUDIO.check_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:9000", "127.0.0.1.evil.example", "localhost.evil.example", "",
        "0.0.0.0:9000", "[::]:9000", "127.0.0.1@evil.example", "evil.example#127.0.0.1", "[",
        "192.168.1.5:9000", "127.0.0.2", "localhost.", "127.1", "2130706433",
        "localhost/evil", "evil@localhost", "localhost:9000/evil", "localhost?evil",
        "localhost#evil", "localhost:", "localhost:+9", "localhost:99999", "localhost:9000:9000",
        "[::1]evil", "[localhost]", "::1", "::1:9000", " localhost", "localhost\n", "127.0.0.1:٩",
        "[::1%25eth0]",
    ],
)  # fmt: skip
def test_another_name_is_refused_with_the_known_names(host):
    with pytest.raises(Forbidden, match=r"this server is 127\.0\.0\.1, ::1, localhost"):
        HOME.check_host(host)


@pytest.mark.parametrize("host", ["studio.local:9000", "192.168.1.5:9000", "[fe80::1]:9000"])
def test_a_server_for_other_machines_accepts_its_name_and_numeric_addresses(host):
    STUDIO.check_host(host)


@pytest.mark.parametrize("host", ["evil.example", "192.168.1.5.evil.example", "studio.local.evil"])
def test_a_server_for_other_machines_accepts_no_other_name(host):
    with pytest.raises(Forbidden):
        STUDIO.check_host(host)


@pytest.mark.parametrize("origin", [None, "http://localhost:9000", "HTTP://LocalHost:9000"])
def test_the_servers_own_page_and_programs_without_origin_are_accepted(origin):
    HOME.check_origin(origin, "localhost:9000")


@pytest.mark.parametrize(
    "origin",
    [
        "null", "", "http://evil.example", "https://localhost:9000", "http://localhost:9001",
        "http://localhost", "http://localhost:9000.evil.example", "http://127.0.0.1:9000",
    ],
)  # fmt: skip
def test_a_foreign_page_is_refused(origin):
    with pytest.raises(Forbidden, match="only the page of http://localhost:9000 may send this"):
        HOME.check_origin(origin, "localhost:9000")
