"""Says in the local network where OSCQuery is found, so that clients need not be told: mDNS."""

import asyncio
import contextlib
import logging
import re
import socket
from collections.abc import AsyncIterator
from ipaddress import ip_address
from typing import Final

import ifaddr
from zeroconf import IPVersion
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

log = logging.getLogger("distill.web")

KIND: Final = "_oscjson._tcp.local."
"""What the proposal says that OSCQuery is called."""
QUIET_S: Final = 10.0
"""Longest time to begin, and to say goodbye."""


@contextlib.asynccontextmanager
async def announced(host: str, port: int) -> AsyncIterator[tuple[str, ...]]:
    """Announce a port of this machine while the context lasts; gives the addresses told.

    Only ever used for a server that other machines may reach. What goes wrong is for the log: a
    network without multicast is no reason not to play.
    """
    addresses = reachable(host)
    if not addresses:
        log.warning("OSCQuery is not announced: this machine has no address for others")
        yield ()
        return
    own = re.sub(r"[^A-Za-z0-9-]", "-", socket.gethostname().split(".")[0]) or "distill"
    service = AsyncServiceInfo(
        KIND, f"Distill on {own}.{KIND}", parsed_addresses=list(addresses), port=port,
        server=f"{own}-distill.local.",
    )  # fmt: skip
    zero: AsyncZeroconf | None = None
    try:
        zero = AsyncZeroconf(interfaces=list(addresses), ip_version=IPVersion.V4Only)
        async with asyncio.timeout(QUIET_S):
            await (await zero.async_register_service(service, allow_name_change=True))
        log.info("announced as %r at %s", service.name.removesuffix(f".{KIND}"), addresses[0])
    except Exception as error:  # noqa: BLE001 - whatever the network does, the server goes on
        log.warning("OSCQuery is not announced: %s", str(error) or type(error).__name__)
    try:
        yield addresses
    finally:
        if zero is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(QUIET_S):
                    await zero.async_unregister_all_services()
                    await zero.async_close()


def reachable(host: str) -> tuple[str, ...]:
    """Give the IPv4 addresses at which others reach what listens on a host."""
    number = ip_address(host)
    found = [number]
    if number.is_unspecified:
        cards = [card.ips for card in ifaddr.get_adapters()]
        found = [ip_address(str(one.ip)) for ips in cards for one in ips if one.is_IPv4]
    return tuple(str(one) for one in found if one.version == 4 and not one.is_loopback)  # noqa: PLR2004
