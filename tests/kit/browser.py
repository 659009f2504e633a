"""A headless Chromium, driven over its DevTools pipe: pages are opened, pressed and read."""

import base64
import contextlib
import json
import os
import select
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from kit.peers import need

PATIENCE_S = 60.0
"""Timeout of a test that hangs, not a measure."""
FLAGS: Final = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--mute-audio", "--hide-scrollbars", "--remote-debugging-pipe",
    "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
"""The last one: no other host than this machine can be reached, as on a stage."""
KEYS: Final = {" ": "Space", "[": "BracketLeft", "]": "BracketRight"}


class Browser:
    """One browser; a session identifies each page (Any: DevTools messages)."""

    def __init__(self, profile: Path) -> None:
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        words = [need("chromium"), *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        joined = f'exec "$@" 3</dev/fd/{theirs_in} 4>/dev/fd/{theirs_out} 2>/dev/null'
        self.process = subprocess.Popen(
            ["sh", "-c", joined, "chromium", *words],
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._rest = b""
        self._last = 0
        self.events: list[dict[str, Any]] = []

    def call(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        """Call a DevTools method, and wait for the answer."""
        self._last += 1
        request: dict[str, Any] = {"id": self._last, "method": method, "params": params}
        if session:
            request["sessionId"] = session
        os.write(self._out, json.dumps(request).encode() + b"\0")
        mine = self._last
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            for message in self._read(0.5):
                if message.get("id") == mine:
                    assert "error" not in message, (method, params, message["error"])
                    answer: dict[str, Any] = message["result"]
                    return answer
                self.events.append(message)
        raise AssertionError(f"the browser does not answer {method}")

    def open(
        self, url: str, width: int = 1400, height: int = 900, *, phone: bool = False
    ) -> "Page":
        target = self.call("Target.createTarget", url="about:blank", newWindow=True)["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        page = Page(self, attached["sessionId"])
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.call(f"{domain}.enable")
        page.size(width, height, phone=phone)
        page.call("Emulation.setFocusEmulationEnabled", enabled=True)
        page.call("Page.navigate", url=url)
        return page

    def close(self) -> None:
        with contextlib.suppress(AssertionError, OSError):
            self.call("Browser.close")
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self._in)
        os.close(self._out)

    def _read(self, seconds: float) -> Iterator[dict[str, Any]]:
        ready, _, _ = select.select([self._in], [], [], seconds)
        if not ready:
            return
        *whole, self._rest = (self._rest + os.read(self._in, 1 << 20)).split(b"\0")
        for part in whole:
            yield json.loads(part)


class Page:
    """One page of the browser."""

    def __init__(self, browser: Browser, session: str) -> None:
        self.browser = browser
        self._session = session

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        return self.browser.call(method, self._session, **params)

    def size(self, width: int, height: int, *, phone: bool = False) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=2 if phone else 1, mobile=phone,
        )  # fmt: skip
        self.call("Emulation.setTouchEmulationEnabled", enabled=phone)

    def run(self, script: str) -> Any:
        """Run JavaScript and return its value."""
        answer = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, (script, answer["exceptionDetails"])
        return answer["result"].get("value")

    def until(self, script: str, seconds: float = PATIENCE_S) -> Any:
        """Wait until an expression is true; return its value."""
        poll = f"""new Promise((found, lost) => {{
            const end = performance.now() + {1000 * seconds};
            const check = () => {{
                let value = null;
                try {{ value = ({script}); }} catch {{ value = null; }}
                if (value) found(value);
                else if (performance.now() > end) lost(new Error("never"));
                else setTimeout(check, 20);
            }};
            check();
        }})"""
        return self.run(poll)

    def box(self, selector: str) -> dict[str, float]:
        found: dict[str, float] = self.run(
            f"document.querySelector({json.dumps(selector)}).getBoundingClientRect().toJSON()"
        )
        return found

    def press(self, *points: tuple[float, float], modifiers: int = 0) -> None:
        """Press the mouse at the first point, move over the others, and let go."""
        more = {"button": "left", "clickCount": 1, "modifiers": modifiers}
        for kind, (x, y) in [
            ("mouseMoved", points[0]),
            ("mousePressed", points[0]),
            *[("mouseMoved", point) for point in points[1:]],
            ("mouseReleased", points[-1]),
        ]:
            held = {"buttons": 1} if kind != "mouseReleased" else {}
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more, **held)

    def touch(self, *points: tuple[float, float]) -> None:
        """Touch the first point, move over the others, and lift; a fresh page first draws once."""
        self.run("new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")
        for kind, (x, y) in [
            ("touchStart", points[0]),
            *[("touchMove", point) for point in points[1:]],
        ]:
            self.call("Input.dispatchTouchEvent", type=kind, touchPoints=[{"x": x, "y": y}])
        self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def click(self, selector: str) -> None:
        self.run(f"document.querySelector({json.dumps(selector)}).scrollIntoView()")
        box = self.box(selector)
        self.press((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))

    def key(self, name: str, modifiers: int = 0) -> None:
        """Press and release a key by its name, as in `a` or `ArrowLeft`."""
        code = KEYS.get(name, f"Key{name.upper()}" if name.isalpha() and len(name) == 1 else name)
        text = {"text": name} if len(name) == 1 else {"text": "\r"} if name == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent", type=kind, key=name, code=code, modifiers=modifiers,
                **(text if kind == "keyDown" else {}),
            )  # fmt: skip

    def picture(self, file: Path) -> None:
        """Write a screenshot as a PNG."""
        shot = self.call("Page.captureScreenshot", format="png")
        file.write_bytes(base64.b64decode(shot["data"]))

    def troubles(self) -> Sequence[str]:
        """Return all errors and warnings of the page's console so far."""
        self.run("0")
        found = []
        for event in self.browser.events:
            if event.get("sessionId") != self._session:
                continue
            method, params = event.get("method"), event.get("params", {})
            if method == "Runtime.exceptionThrown":
                found.append(str(params["exceptionDetails"])[:1000])
            elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning"):
                found.append(str(params["args"])[:500])
            elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
                found.append(params["entry"]["text"][:500])
        return found

    def reached(self) -> set[str]:
        """Return every address that the page requested."""
        self.run("0")
        return {
            event["params"]["request"]["url"]
            for event in self.browser.events
            if event.get("sessionId") == self._session
            and event.get("method") == "Network.requestWillBeSent"
        }


@contextlib.contextmanager
def browsing(profile: Path) -> Iterator[Browser]:
    """A browser that ends."""
    browser = Browser(profile)
    try:
        yield browser
    finally:
        browser.close()
