"""Announces OSCQuery in the local network (mDNS), so that clients find the server by themselves."""

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
"""Service type of OSCQuery, from its proposal."""
QUIET_S: Final = 10.0
"""Longest time to register, and to unregister."""


@contextlib.asynccontextmanager
async def announced(host: str, port: int) -> AsyncIterator[tuple[str, ...]]:
    """Announce a port of this machine while the context lasts; yields the announced addresses.

    Used only for a server that other machines may reach. Errors are only logged: the server works
    without multicast.
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
    except Exception as error:  # noqa: BLE001 - no error of the network stops the server
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
    """Return the IPv4 addresses at which other machines reach a server on a host."""
    number = ip_address(host)
    found = [number]
    if number.is_unspecified:
        cards = [card.ips for card in ifaddr.get_adapters()]
        found = [ip_address(str(one.ip)) for ips in cards for one in ips if one.is_IPv4]
    return tuple(str(one) for one in found if one.version == 4 and not one.is_loopback)  # noqa: PLR2004
