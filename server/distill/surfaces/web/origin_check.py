"""Who may ask: a name by which we are known, and no web page of somebody else."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from distill.errors import Forbidden

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names of this machine for itself."""


@dataclass(frozen=True, slots=True)
class OriginCheck:
    """Looks at what a browser says about where it comes from.

    Any page in the world can send requests to this machine, and can have its own name point to it
    (DNS rebinding). So the name must be one of ours, and the page one of ours.

    Attributes:
        names: Hosts by which we may be called, beside this machine's own.
        open: Do other machines reach us? Then an address in numbers is a name too: no page can
            make that point elsewhere.
    """

    names: frozenset[str] = frozenset()
    open: bool = False

    def check_host(self, host: str) -> None:
        """Refuse a request that was meant for another name.

        Raises:
            Stranger: Says which names we have.
        """
        name = _name(f"//{host}")
        known = name in LOOPBACK | self.names
        if not known and not (self.open and _is_number(name)):
            ours = ", ".join(sorted(LOOPBACK | self.names))
            raise Forbidden(f"this server is {ours}; it is not called {host[:80]!r}")

    def check_origin(self, origin: str | None, host: str) -> None:
        """Refuse what a page of somebody else sends; programs that are no browser say no origin.

        Raises:
            Stranger: Says which page may.
        """
        if origin is not None and origin.lower() != f"http://{host}".lower():
            raise Forbidden(f"only the page of http://{host} may ask this, not {origin[:80]!r}")


def _name(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_number(name: str) -> bool:
    try:
        return not ip_address(name).is_unspecified
    except ValueError:
        return False
