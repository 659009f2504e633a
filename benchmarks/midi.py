"""How long after a MIDI message the server has acted on it, and after a port or process came back.

Run: python benchmarks/midi.py [--trials 300]. Needs jackd.

Method: a real server with a tiny model hears a controller, which is another process with a port of
JACK's (dummy driver, blocks of 5.3 ms). A knob is turned, and a subscribed OSC client waits for the
news of the parameter; beside it, the same setting comes by OSC from another socket, so that the
difference is what MIDI adds. Then the controller goes and comes back, or the process of the ports
is killed or frozen, while a knob turns every 10 ms, and the first news counts. At last a knob says
100 values a second, and those that arrived are counted.
"""

import contextlib
import itertools
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from distill.surfaces.midi.mapping import DEFAULT
from kit.clients import Client, client
from kit.jack import Jack, jack_server
from kit.keys import PORT, Keys
from kit.servers import Server, running_server

CONTROL = 0xB0
KNOB = 20
FREE = 119
"""A controller that is bound to nothing."""
TIMES = 5
"""Of a port that goes and comes back."""
DEATHS = 3
"""Of a process that ends, each on a fresh server: of one that dies often, restarts are spaced."""
SECONDS = 20
MAP = f"""
[[binding]]
source = "cc"
number = {KNOB}
target = "width"
takeover = "jump"
"""


def main() -> None:
    """Print all figures."""
    trials = int(dict(itertools.pairwise(sys.argv)).get("--trials", 300))
    with jack_server() as jack:
        with serving(jack) as (server, ear):
            keys = Keys(jack)
            acted(ear, keys)
            delays(server, ear, keys, trials)
            losses(ear, keys)
            tell("the port was gone for a moment", [replugged(ear, keys) for _ in range(TIMES)])
            keys.unplug()
            tell("the port came back", [returned(jack, ear) for _ in range(TIMES)])
        for word, number in (("killed", signal.SIGKILL), ("frozen", signal.SIGSTOP)):
            late = [signalled(jack, number) for _ in range(DEATHS)]
            tell(f"the process of the ports was {word}", late)


@contextlib.contextmanager
def serving(jack: Jack) -> Iterator[tuple[Server, Client]]:
    """A server that hears the controller, and a client that hears its news."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.toml"
        path.write_text(DEFAULT.read_text("utf-8") + MAP, "utf-8")
        more = ("--midi", f"jack:{PORT}", "--midi-map", str(path))
        with (
            running_server(Path(folder), "null", jack.environment, more) as server,
            server.client() as ear,
        ):
            yield server, ear


def delays(server: Server, ear: Client, keys: Keys, trials: int) -> None:
    """Print how late a knob is, by MIDI and by OSC."""
    with client(server.port) as other:
        ways: dict[str, Callable[[int], None]] = {
            "MIDI": lambda raw: keys.send(CONTROL, KNOB, raw),
            "OSC": lambda raw: other.send("param/width", raw / 127),
        }
        for name, send in ways.items():
            late = []
            for nth in range(trials):
                raw = nth % 127 + 1
                ear.until_quiet(0.01)
                begun = time.monotonic()
                send(raw)
                ear.until(lambda h: h[0] == "param/width")
                late.append(1e3 * (time.monotonic() - begun))
            cuts = statistics.quantiles(late, n=100)
            print(
                f"a knob by {name:4} to the news of it: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f}"
                f" ms, p99 {cuts[98]:.1f} ms, worst {max(late):.1f} ms ({trials} times)",
                flush=True,
            )


def losses(ear: Client, keys: Keys) -> None:
    """Print how many of many messages arrive."""
    before = int(ear.status()["midi_received"])
    count = 100 * SECONDS
    for nth in range(count):
        keys.send(CONTROL, FREE, nth % 128)
        time.sleep(0.01)
    ear.until_quiet(0.5)
    came = int(ear.status()["midi_received"]) - before
    print(f"of {count} messages, 100 a second, {came} arrived", flush=True)


def replugged(ear: Client, keys: Keys) -> float:
    """Let the port go and come back at once; tell when it is heard."""
    keys.replug()
    return acted(ear, keys)


def returned(jack: Jack, ear: Client) -> float:
    """Let the port come back after it was missed; tell when it is heard."""
    while ear.status()["midi_ports"]:
        ear.until_quiet(0.05)
    keys = Keys(jack)
    late = acted(ear, keys)
    keys.unplug()
    return late


def signalled(jack: Jack, number: signal.Signals) -> float:
    """Stop the process of the ports of a fresh server; tell when its successor hears."""
    with serving(jack) as (_, ear):
        keys = Keys(jack)
        acted(ear, keys)
        os.kill(int(ear.status()["midi_pid"]), number)
        late = acted(ear, keys)
        keys.unplug()
    return late


def tell(what: str, late: list[float]) -> None:
    """Print the times of one thing."""
    late = sorted(late)
    print(
        f"{what}, to the first knob that turns: median {late[len(late) // 2]:.2f} s,"
        f" worst {late[-1]:.2f} s ({len(late)} times)",
        flush=True,
    )


def acted(ear: Client, keys: Keys) -> float:
    """Turn a knob every 10 ms until it is obeyed; tell how long that took from now."""
    ear.until_quiet(0.0)
    begun = time.monotonic()
    for nth in itertools.count():
        keys.send(CONTROL, KNOB, nth % 127 + 1)
        heard = ear.listen(0.01)
        if heard is not None and heard[0] == "param/width":
            break
    late = time.monotonic() - begun
    ear.until_quiet(0.2)
    return late


if __name__ == "__main__":
    main()
