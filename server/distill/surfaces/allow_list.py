"""Who may speak to us at all: this machine, and those on the allow-list."""

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from distill.errors import BadArgument


@dataclass(frozen=True, slots=True)
class AllowList:
    """Hosts we listen to: this machine, and those on the allow-list."""

    allowed: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def parse(cls, allowed: tuple[str, ...]) -> "AllowList":
        """Read an allow-list of addresses and networks.

        Raises:
            BadArgument: One is neither.
        """
        try:
            return cls(tuple(ip_network(entry) for entry in allowed))
        except ValueError as error:
            raise BadArgument(
                f"the allow-list takes addresses like 192.168.1.20 or 192.168.1.0/24; {error}"
            ) from None

    def include(self, host: str) -> bool:
        """Is that host one we listen and speak to?"""
        return is_loopback(host) or any(ip_address(host) in network for network in self.allowed)


@lru_cache(maxsize=256)
def is_loopback(host: str) -> bool:
    """Is it this machine, talking to itself?"""
    return ip_address(host).is_loopback
