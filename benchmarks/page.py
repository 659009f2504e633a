"""Measure the page in a browser: its drawing speed during an edit, and its cost for the server.

Run: python benchmarks/page.py. Needs chromium. A real server plays a loop of 8 s of the bundled
model to a null output in real time; its main process is measured with and without a page.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from kit.browser import browsing
from kit.house import ROOT
from kit.servers import Server, make_place
from usage import answer_help

MEASURE_S = 10.0
FRAMES = 240
DRAW = f"""new Promise((done) => {{
    const gaps = [], draws = [];
    const draw = picture.draw.bind(picture);
    picture.picture.draw = (...all) => {{
        const begun = performance.now();
        draw(...all);
        draws.push(performance.now() - begun);
    }};
    const part = (list, share) => list.sort((a, b) => a - b)[Math.floor(list.length * share)];
    let last = 0, n = 0;
    distill.beginStroke({{column: 0, band: 0, level: 0}});
    const step = (now) => {{
        if (last) gaps.push(now - last);
        last = now;
        const [column, band] = [n % 40, (n >> 2) % 8];
        const two = [{{column, band, level: 0}}, {{column: column + 1, band, level: 0}}];
        distill.draw(two, n % 256);
        if (n++ < {FRAMES}) requestAnimationFrame(step);
        else {{
            distill.endStroke();
            done([part(draws, 0.5), part(draws, 0.95), part(gaps, 0.5), part(gaps, 0.95)]);
        }}
    }};
    requestAnimationFrame(step);
}})"""


def processor_s(pid: int) -> float:
    used = psutil.Process(pid).cpu_times()
    return float(used.user + used.system)


def share(pid: int) -> float:
    """Return the share of a core that a process uses, in percent."""
    begun, at = processor_s(pid), time.monotonic()
    time.sleep(MEASURE_S)
    return 100 * (processor_s(pid) - begun) / (time.monotonic() - at)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        server = Server(make_place(root, ROOT / "models"), model="demo")
        server.start("null")
        try:
            measure(root, server, server.process.pid if server.process else 0)
        finally:
            server.stop()


def measure(root: Path, server: Server, pid: int) -> None:
    with server.client() as client, browsing(root / "profile") as browser:
        client.ask("generate", "a", "seconds", 8, "seed", 5)
        page = browser.open(f"{client.status()['web_address']}/page/")
        page.until("distill.grid.columns && distill.grid.codes.every((code) => code >= 0)")
        drawn, slow, gap, late = page.run(DRAW)
        print(f"load {os.getloadavg()[0]:.1f}; 47 columns, all levels")
        print(f"a frame is drawn in {drawn:.1f} ms, p95 {slow:.1f} ms")
        print(f"from frame to frame while drawing {gap:.1f} ms, p95 {late:.1f} ms")
        client.ask("play", "a")
        with_page = share(pid)
        page.call("Page.navigate", url="about:blank")
        without = share(pid)
        print(f"main process: {with_page:.1f} % of a core with a page, {without:.1f} % without")


if __name__ == "__main__":
    answer_help(__doc__)
    main()
