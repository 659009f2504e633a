"""Pages of a server in a browser, and whether they were well until they were closed."""

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Final

from kit.browser import Browser, Page
from kit.clients import PATIENCE_S, Client

KNOWN: Final = "distill.grid.columns && distill.grid.codes.every((code) => code >= 0)"
"""The page has read the codes of its slot."""


class Opener:
    """Opens pages of one server, and looks afterwards whether they were well."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self.address = browser, address
        self.pages: list[Page] = []

    def __call__(self, width: int = 1400, height: int = 900, *, phone: bool = False) -> Page:
        page = self._browser.open(f"{self.address}/page/", width, height, phone=phone)
        self.pages.append(page)
        page.until(KNOWN)
        page.until("distill.colours.length === distill.grid.levels")
        return page


@contextlib.contextmanager
def opening(browser: Browser, client: Client) -> Iterator[Opener]:
    """Open pages of a server; assert that they wrote no error and reached no other host."""
    opener = Opener(browser, str(client.status()["web_address"]))
    yield opener
    told = [(page.troubles(), page.reached()) for page in opener.pages]
    for page in opener.pages:
        page.call("Page.close")
    for troubles, reached in told:
        assert troubles == []
        assert {url for url in reached if not url.startswith(opener.address)} == set()


def eventually(client: Client, wanted: Callable[[], bool]) -> None:
    """Hear news until something is so."""
    deadline = time.monotonic() + PATIENCE_S
    while not wanted():
        assert time.monotonic() < deadline, client.received[-20:]
        client.receive(0.2)
