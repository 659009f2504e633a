"""Measure the time from a MIDI message to its effect, and after a port or process was lost.

Run: python benchmarks/midi.py [--trials 300]. Needs jackd.

Method: a real server with a tiny model is connected to a controller, a process with a JACK port
(dummy driver, blocks of 5.3 ms). A knob sends a value, and a subscribed OSC client waits for the
message of the parameter; the same value is also sent by OSC from another socket, so the difference
is what MIDI adds. Then the controller is closed and opened, or the port process is killed or
frozen, while a knob sends every 10 ms, and the first message counts. Finally a knob sends 100
values a second, and those that arrive are counted.
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
from usage import answer_help

CONTROL = 0xB0
KNOB = 20
FREE = 119
"""A controller that is bound to nothing."""
TIMES = 5
"""Repetitions with a port that is closed and opened."""
DEATHS = 3
"""Repetitions with a port process that ends, each on a fresh server: restarts are spaced."""
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
        with serving(jack) as (server, one):
            keys = Keys(jack)
            effect_s(one, keys)
            delays(server, one, keys, trials)
            losses(one, keys)
            report("the port was closed for a moment", [replugged(one, keys) for _ in range(TIMES)])
            keys.unplug()
            report("the port was opened again", [returned(jack, one) for _ in range(TIMES)])
        for word, number in (("killed", signal.SIGKILL), ("frozen", signal.SIGSTOP)):
            late = [signalled(jack, number) for _ in range(DEATHS)]
            report(f"the process of the ports was {word}", late)


@contextlib.contextmanager
def serving(jack: Jack) -> Iterator[tuple[Server, Client]]:
    """A server with the controller, and a subscribed client."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.toml"
        path.write_text(DEFAULT.read_text("utf-8") + MAP, "utf-8")
        more = ("--midi", f"jack:{PORT}", "--midi-map", str(path))
        with (
            running_server(Path(folder), "null", jack.environment, more) as server,
            server.client() as one,
        ):
            yield server, one


def delays(server: Server, one: Client, keys: Keys, trials: int) -> None:
    """Print the delay of a knob, by MIDI and by OSC."""
    with client(server.port) as other:
        senders: dict[str, Callable[[int], None]] = {
            "MIDI": lambda raw: keys.send(CONTROL, KNOB, raw),
            "OSC": lambda raw: other.send("param/width", raw / 127),
        }
        for name, send in senders.items():
            late = []
            for nth in range(trials):
                raw = nth % 127 + 1
                one.until_quiet(0.01)
                begun = time.monotonic()
                send(raw)
                one.until(lambda h: h[0] == "param/width")
                late.append(1e3 * (time.monotonic() - begun))
            cuts = statistics.quantiles(late, n=100)
            print(
                f"a knob by {name:4} to its OSC message: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f}"
                f" ms, p99 {cuts[98]:.1f} ms, worst {max(late):.1f} ms ({trials} times)",
                flush=True,
            )


def losses(one: Client, keys: Keys) -> None:
    """Print how many of many messages arrive."""
    before = int(one.status()["midi_received"])
    count = 100 * SECONDS
    for nth in range(count):
        keys.send(CONTROL, FREE, nth % 128)
        time.sleep(0.01)
    one.until_quiet(0.5)
    came = int(one.status()["midi_received"]) - before
    print(f"of {count} messages, 100 a second, {came} arrived", flush=True)


def replugged(one: Client, keys: Keys) -> float:
    """Close and open the port at once; return the seconds until a message takes effect."""
    keys.replug()
    return effect_s(one, keys)


def returned(jack: Jack, one: Client) -> float:
    """Open the port after its loss was noticed; return the seconds until a message takes effect."""
    while one.status()["midi_ports"]:
        one.until_quiet(0.05)
    keys = Keys(jack)
    late = effect_s(one, keys)
    keys.unplug()
    return late


def signalled(jack: Jack, number: signal.Signals) -> float:
    """Signal the port process of a fresh server; return the seconds until its successor works."""
    with serving(jack) as (_, one):
        keys = Keys(jack)
        effect_s(one, keys)
        os.kill(int(one.status()["midi_pid"]), number)
        late = effect_s(one, keys)
        keys.unplug()
    return late


def report(what: str, late: list[float]) -> None:
    """Print the times of one thing."""
    late = sorted(late)
    print(
        f"{what}, to the first effect: median {late[len(late) // 2]:.2f} s,"
        f" worst {late[-1]:.2f} s ({len(late)} times)",
        flush=True,
    )


def effect_s(one: Client, keys: Keys) -> float:
    """Send a knob every 10 ms until a message takes effect; return the seconds."""
    one.until_quiet(0.0)
    begun = time.monotonic()
    for nth in itertools.count():
        keys.send(CONTROL, KNOB, nth % 127 + 1)
        message = one.receive(0.01)
        if message is not None and message[0] == "param/width":
            break
    late = time.monotonic() - begun
    one.until_quiet(0.2)
    return late


if __name__ == "__main__":
    answer_help(__doc__)
    main()
