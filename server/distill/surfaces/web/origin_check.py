"""Checks Host and Origin of requests, against foreign pages and DNS rebinding."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from distill.errors import Forbidden

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names of this machine for itself."""
HOST: Final = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([0-9A-Za-z._-]+))(?::([0-9]{1,5}))?")
"""A Host header: a name or an address, and a port; nothing else that a URL may have."""
LAST_PORT: Final = 65_535


@dataclass(frozen=True, slots=True)
class OriginCheck:
    """Check of the Host and Origin headers.

    Any web page can send requests to this machine, and can point its own name to it (DNS
    rebinding). So both the host name and the page must be this server's own.

    Attributes:
        names: Names of this server, beside those of loopback.
        open: Whether other machines can reach it. Then numeric addresses are allowed too: no page
            can point them elsewhere.
    """

    names: frozenset[str] = frozenset()
    open: bool = False

    def check_host(self, host: str) -> None:
        """Refuse a request for another host name.

        Raises:
            Forbidden: The message lists the server's names.
        """
        name = _name(host)
        known = name in LOOPBACK | self.names
        if not known and not (self.open and _is_number(name)):
            known_names = ", ".join(sorted(LOOPBACK | self.names))
            raise Forbidden(f"this server is {known_names}; it is not called {host[:80]!r}")

    def check_origin(self, origin: str | None, host: str) -> None:
        """Refuse a request of a foreign page; programs other than browsers send no origin.

        Raises:
            Forbidden: The message names the allowed page.
        """
        if origin is not None and origin.lower() != f"http://{host}".lower():
            raise Forbidden(f"only the page of http://{host} may send this, not {origin[:80]!r}")


def _name(host: str) -> str:
    """Return the name in a Host header; empty when it is malformed."""
    found = HOST.fullmatch(host)
    if found is None or int(found[3] or 0) > LAST_PORT:
        return ""
    return (found[1] or found[2]).lower()


def _is_number(name: str) -> bool:
    try:
        return not ip_address(name).is_unspecified
    except ValueError:
        return False
