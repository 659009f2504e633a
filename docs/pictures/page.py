"""Takes pictures of the page: a real server on free ports, the bundled model, headless Chromium.

Run: python docs/pictures/page.py. Needs chromium. Writes PNG files beside itself.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

from kit.browser import Page, browsing
from kit.clients import Client
from kit.house import ROOT
from kit.servers import Server, make_place

HERE = Path(__file__).resolve().parent
WIDTH, HEIGHT = 1280, 800


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        server = Server(make_place(root, ROOT / "models"), model="demo")
        try:
            server.start("null")
            with server.client() as client, browsing(root / "profile") as browser:
                client.ask("generate", "a", "seconds", 8, "seed", 11)
                client.ask("generate", "b", "seconds", 6, "seed", 5)
                page = browser.open(f"{client.status()['web_address']}/page/", WIDTH, HEIGHT)
                page.until("distill.grid.columns && distill.grid.codes.every((code) => code >= 0)")
                take(page, client)
        finally:
            server.stop()


def take(page: Page, client: Client) -> None:
    """Play slot a, and take the page with the panels Edit and Generate."""
    client.ask("play", "a")
    page.until("document.querySelector('#play').classList.length > 0")
    client.until_quiet(4.0)
    page.picture(HERE / "page.png")
    page.click("#tab-write")
    client.until_quiet(0.5)
    page.picture(HERE / "page-generate.png")
    client.ask("stop")


if __name__ == "__main__":
    main()
