"""Only a server that other machines may reach is announced as OSCQuery."""

import asyncio
import json
import subprocess
from pathlib import Path

import pytest
from zeroconf import ServiceStateChange
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from distill.parameters import defaults
from distill.surfaces.web import mdns
from distill.surfaces.web.server import WebServer, WebSettings
from kit.peers import need_node_module
from kit.web import browsing

PATIENCE_S = 20.0
"""Timeout of a test that hangs, not a measure."""
EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is tested


@pytest.fixture(scope="module")
def own() -> str:
    """An address of this machine at which others could reach it."""
    addresses = mdns.reachable(EVERYWHERE)
    if not addresses:
        pytest.skip("this machine has no address but loopback")
    return addresses[0]


@pytest.fixture
def server(own):
    settings = WebSettings(own, 0, ("198.51.100.7",))
    server = WebServer(settings, inbox=None, values={})
    server.start((own, 9_123))
    yield server
    server.stop()


async def found(own: str, port: int) -> AsyncServiceInfo:
    """Search for OSCQuery until a server at that port is found."""
    ours: asyncio.Queue[AsyncServiceInfo] = asyncio.Queue()
    zero = AsyncZeroconf(interfaces=[own])
    looking = []

    async def look(name):
        info = AsyncServiceInfo(mdns.KIND, name)
        if await info.async_request(zero.zeroconf, 3_000) and info.port == port:
            ours.put_nowait(info)

    def changed(zeroconf, service_type, name, state_change):
        if state_change is ServiceStateChange.Added:
            looking.append(asyncio.create_task(look(name)))

    browser = AsyncServiceBrowser(zero.zeroconf, [mdns.KIND], handlers=[changed])
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await ours.get()
    finally:
        await asyncio.gather(*looking)
        await browser.async_cancel()
        await zero.async_close()


@pytest.mark.slow
def test_a_search_for_oscquery_finds_the_server_and_its_port(own, server):
    info = asyncio.run(found(own, server.address[1]))
    assert info.parsed_addresses() == [own]
    assert info.name.startswith("Distill on ")


@pytest.mark.peer
def test_a_third_party_client_finds_it_too(own):
    folder = need_node_module("oscquery")
    settings = WebSettings(own, 0, ("198.51.100.7",))
    server = WebServer(settings, None, defaults())
    server.start((own, 9_123))
    try:
        script = Path(__file__).parents[2] / "kit" / "oscquery.js"
        words = ["node", str(script), str(folder), "-", str(server.address[1]), "mdns"]
        said = subprocess.run(words, check=True, capture_output=True, timeout=60).stdout
    finally:
        server.stop()
    service = json.loads(said)
    assert service["host"]["oscIp"] == own
    assert service["host"]["oscPort"] == 9_123


def test_a_server_for_this_machine_only_is_not_announced():
    assert mdns.reachable("127.0.0.1") == ()
    assert mdns.reachable("::1") == ()
    assert "127.0.0.1" not in mdns.reachable(EVERYWHERE)


@pytest.mark.slow
def test_a_server_for_others_is_announced_by_its_numeric_address(own, server):
    with browsing(server.address[1], own) as web:
        info = web.get("/?HOST_INFO").json
        assert (info["OSC_IP"], info["WS_IP"]) == (own, own)
        assert web.get("/?HOST_INFO", Host="evil.example").status == 403


def test_an_announcement_that_fails_is_only_logged(monkeypatch, caplog):
    def refuse(**_):
        raise OSError("no multicast here")

    monkeypatch.setattr(mdns, "AsyncZeroconf", refuse)

    async def within():
        async with mdns.announced("192.0.2.7", 9_000) as addresses:
            return addresses

    assert asyncio.run(within()) == ("192.0.2.7",)
    assert caplog.messages == ["OSCQuery is not announced: no multicast here"]
