"""The allow-list: hosts that may send to this server, beside this machine."""

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from distill.errors import BadArgument


@dataclass(frozen=True, slots=True)
class AllowList:
    """Hosts that may send: this machine, and the listed addresses and networks."""

    allowed: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def parse(cls, allowed: tuple[str, ...]) -> "AllowList":
        """Parse a list of addresses and networks.

        Raises:
            BadArgument: An entry is neither.
        """
        try:
            return cls(tuple(ip_network(entry) for entry in allowed))
        except ValueError as error:
            raise BadArgument(
                f"the allow-list takes addresses like 192.168.1.20 or 192.168.1.0/24; {error}"
            ) from None

    def include(self, host: str) -> bool:
        """Return whether packets from and to that host are allowed."""
        return is_loopback(host) or any(ip_address(host) in network for network in self.allowed)


@lru_cache(maxsize=256)
def is_loopback(host: str) -> bool:
    """Return whether an address is this machine's loopback."""
    return ip_address(host).is_loopback
