"""Measure the beat offset to an Ableton Link session, and how fast tempo changes spread.

Run: python benchmarks/link_session.py [--seconds 30]. Needs Linux, root, `ip`, the extra `link`.

Method: a real server with a null output in real time and `--link on`, and a peer with the code of
Ableton in this process, in a separate network. The server reports its offset at each pulse of the
session, at the frame that is audible then by the clock of the output; this is read twice a second.
Then the peer changes the tempo until OSC reports it, and OSC changes it until the peer has it.
"""

import importlib.util
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from kit.clients import Client
from kit.linked import LinkPeer, own_network
from kit.servers import running_server
from usage import answer_help

SETTLED_S = 3.0
"""Time after a tempo change in which small offsets are corrected."""
TEMPOS = (120.0, 97.31, 174.0)
TURNS = 20


def main() -> None:
    """Print all figures."""
    seconds = float(dict(itertools.pairwise(sys.argv)).get("--seconds", 30))
    with own_network(), tempfile.TemporaryDirectory() as folder:
        peer = LinkPeer(TEMPOS[0])
        more = ("--link", "on")
        with running_server(Path(folder), "null", more=more) as server, server.client() as one:
            began = time.monotonic()
            wait(lambda: one.status()["link_peers"] == 1)
            print(f"found each other within {time.monotonic() - began:.1f} s of ready")
            for tempo in TEMPOS:
                phases(one, peer, tempo, seconds)
            tempos(one, peer)
        peer.leave()


def phases(one: Client, peer: LinkPeer, tempo: float, seconds: float) -> None:
    """Print the beat offset at one tempo."""
    peer.set_tempo(tempo)
    wait(lambda: abs(float(one.parameter("tempo")) - tempo) <= 0.05)
    time.sleep(SETTLED_S)
    off = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        off.append(abs(float(one.status()["clock_off_ms"])))
        time.sleep(0.5)
    print(f"off at {tempo:g} bpm, {len(off)} readings: {spread(off)}")


def tempos(one: Client, peer: LinkPeer) -> None:
    """Print how fast tempo changes spread."""
    there, back = [], []
    for turn in range(TURNS):
        tempo = 100.0 + turn
        began = time.monotonic()
        peer.set_tempo(tempo)
        one.until(lambda message, tempo=tempo: message == ("param/tempo", (tempo,)))
        there.append(1e3 * (time.monotonic() - began))
        one.ask("param/tempo", tempo + 50)
        began = time.monotonic()
        wait(lambda tempo=tempo: abs(peer.tempo - tempo - 50) < 1e-3)
        back.append(1e3 * (time.monotonic() - began))
        time.sleep(0.5)
    print(f"tempo of the session to its OSC message: {spread(there)}")
    print(f"tempo by OSC to the session: {spread(back)}")


def wait(true: Callable[[], bool]) -> None:
    """Wait until a condition is true."""
    while not true():
        time.sleep(0.002)


def spread(values: list[float]) -> str:
    """Format median, p95 and worst."""
    ranked = sorted(values)
    high = ranked[min(len(ranked) - 1, round(0.95 * len(ranked)))]
    return f"p50 {statistics.median(ranked):.2f}, p95 {high:.2f}, worst {ranked[-1]:.2f} ms"


if __name__ == "__main__":
    answer_help(__doc__)
    if importlib.util.find_spec("link") is None:
        sys.exit("the extra `link` is not installed: pip install LinkPython-extern")
    main()
