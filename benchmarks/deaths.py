"""Kills and freezes the model worker in a stream, and takes the sound card away: what is heard.

Run: python benchmarks/deaths.py [--kills 20] [--freezes 5] [--jacks 3] [--apart 6] [--away 3]
[--busy 0] [--profile normal] [--model NAME] [--library FOLDER]. Needs jackd.

A real server streams on JACK's dummy driver, recorded; slots are filled, edited and undone before.
Each time the worker is killed (SIGKILL) or frozen (SIGSTOP), and after `--apart` seconds of sound
from its successor the next one. Sound is live again when the status stops counting held sound.
Then JACK's server itself is killed, and started again after `--away` seconds; the server must go
on answering, say that its device is gone, and play on it again. That time counts from the start of
JACK's process, which itself takes a while. Exits with 1 when a bar is missed.
"""

import os
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from audition import RATE, Recorder, on_jack, parse_model
from bars import Bars, busy, memory_mb, number, silences, word
from distill.parameters import PARAMETERS
from kit.clients import Client
from kit.jack import Jack
from kit.listening import longest_silence

LIVE_S = 0.3
"""Without more held sound for so long, sound is live."""
PATIENCE_S = 60.0
SLOTS = ("a", "b", "c")


def prepare(client: Client, profile: str) -> None:
    """Fill slots, edit them, take one edit back, and turn some knobs."""
    client.ask("param/profile", profile)
    client.ask("generate", "a", "columns", 12, "seed", 3)
    client.ask("copy", "a", "b")
    client.ask("set", "b", 0, "all", "all", 1)
    client.ask("copy", "b", "c")
    client.ask("set", "c", 1, "all", "all", 2)
    client.ask("undo")
    client.ask("param/temperature", 0.8)
    client.ask("param/gain", -3.0)


def remembered(client: Client) -> object:
    """Tell what must survive."""
    status = client.status()
    codes = {name: client.codes(name) for name in SLOTS}
    turned = {name: client.parameter(name) for name in PARAMETERS}
    return codes, turned, status["undo"], status["redo"], status["slots"], status["transport"]


def held(client: Client) -> float:
    """Tell how many ms of held sound there were."""
    return float(client.status()["output_held_ms"])


def until_live(client: Client, since: float, before: float) -> float:
    """Wait until held sound has come and gone; give the time to the last of it, in s."""
    last, at = before, time.monotonic()
    while last == before or time.monotonic() - at < LIVE_S:
        now = held(client)
        if now != last:
            last, at = now, time.monotonic()
        if time.monotonic() - since > PATIENCE_S:
            raise RuntimeError("sound does not come back")
    return at - since


def strike(client: Client, how: signal.Signals) -> tuple[float, float]:
    """Kill or freeze the worker; give seconds until that was told, and until sound was live."""
    status = client.status()
    begun = len(client.heard)
    os.kill(int(status["worker_pid"]), how)
    since = time.monotonic()
    noticed = -1.0
    before = float(status["output_held_ms"])
    if how is signal.SIGSTOP:
        client.until(lambda h: h[0] == "state" and h[1][0] == "restarting", PATIENCE_S)
        noticed = time.monotonic() - since
    live = until_live(client, since, before)
    told = [h[1] for h in client.heard[begun:] if h[0] == "state"]
    print(f"  {how.name}: noticed {noticed:.2f} s, live again {live:.2f} s; {told}", flush=True)
    return noticed, live


def wound(client: Client, recorder: Recorder, bars: Bars, how: signal.Signals, times: int) -> None:
    """Strike so often in one stream; tell what was heard."""
    apart = number("apart", 6)
    before = remembered(client)
    recorder.silence(0.2)
    begin = recorder.now()
    client.ask("stream")
    onset = recorder.onset(begin)
    recorder.wait_for(onset + round(apart * RATE))
    during = client.status()
    found = []
    for _ in range(times):
        found.append(strike(client, how))
        recorder.wait_for(recorder.now() + round(apart * RATE))
    end = recorder.now()
    recorder.wait_for(end)
    after = client.status()
    bars.hold(f"{how.name}: it streams on", true=after["transport"] == "stream")
    client.ask("stop")
    heard = silences(recorder, onset, end)
    quiet = silences(recorder, onset, end, 1e-4)
    lives = [live for _, live in found]
    print(
        f"{how.name}, {times} times: {after['output_underruns'] - during['output_underruns']} "
        f"underruns, {after['output_held_ms'] - during['output_held_ms']:g} ms held, "
        f"live again after {statistics.median(lives):.2f} s (median), "
        f"{max(lives):.2f} s (longest); below -80 dB for {quiet.longest_ms:.1f} ms at most; "
        f"holes of the recorder {heard.holes}, late cycles of JACK {recorder.xruns}"
    )
    bars.tell(f"{how.name}: longest silence", heard.longest_ms, 20, " ms")
    bars.hold(f"{how.name}: same slots, parameters, undo", true=remembered(client) == before)
    if how is signal.SIGSTOP:
        bars.tell("SIGSTOP: noticed after", max(noticed for noticed, _ in found), 1.0, " s")
        bars.tell("SIGSTOP: live sound again after", max(lives), 4.0, " s")
    else:
        bars.tell("SIGKILL: live sound again after", max(lives), 3.0, " s")


def until(client: Client, state: str, at_most: float) -> tuple[float, float]:
    """Ask until the output is in that state; give the seconds, and the slowest answer's."""
    since = time.monotonic()
    slowest = 0.0
    while (now := time.monotonic()) - since < at_most:
        told = client.status()["output_state"]
        slowest = max(slowest, time.monotonic() - now)
        if told == state:
            break
        time.sleep(0.01)
    return time.monotonic() - since, slowest


def unplug(client: Client, jack: Jack, bars: Bars, folder: Path, times: int) -> None:
    """Kill JACK's server under a stream and start it again."""
    away = number("away", 3)
    client.ask("stream")
    until(client, "running", PATIENCE_S)
    back, answers, said = [], [], []
    for number_ in range(times):
        begun = len(client.heard)
        jack.kill()
        gone = time.monotonic()
        noticed, slow = until(client, "waiting", PATIENCE_S)
        while time.monotonic() - gone < away:
            now = time.monotonic()
            client.parameter("gain")
            slow = max(slow, time.monotonic() - now)
            time.sleep(0.05)
        since = time.monotonic()
        jack.start()
        _, slower = until(client, "running", PATIENCE_S)
        back.append(time.monotonic() - since)
        answers.append(max(slow, slower))
        client.until_quiet(0.3)
        told = [h[1][0] for h in client.heard[begun:] if h[0] == "output"]
        said.append({"lost", "waiting", "running"} <= set(told))
        sound = jack.record(folder / f"after-{number_}.wav", 2)
        quiet = longest_silence(sound[RATE // 10 : -RATE // 10], 1e-7)
        print(
            f"  JACK: waits after {noticed:.2f} s, plays {back[-1]:.2f} s after its start, "
            f"slowest answer {1e3 * answers[-1]:.0f} ms, told {told}; "
            f"then silent for at most {quiet} frames",
            flush=True,
        )
        bars.hold("JACK: sound is back", true=quiet < RATE // 1000)
    client.ask("stop")
    bars.tell("JACK: plays again after its return", max(back), 3.0, " s")
    bars.tell("JACK: slowest answer meanwhile", 1e3 * max(answers), 500, " ms")
    bars.hold("JACK: clients were told lost, waiting, running", true=all(said))


def main() -> None:
    """Print each strike, and figures beside their bars."""
    model, library = parse_model(sys.argv[1:])
    kills, freezes, jacks = (
        int(number(*row)) for row in (("kills", 20), ("freezes", 5), ("jacks", 3))
    )
    bars = Bars()
    seconds = (kills + freezes + 4) * (number("apart", 6) + 20)
    with (
        tempfile.TemporaryDirectory() as name,
        on_jack(Path(name), model, library, seconds) as (jack, server, recorder),
        server.client() as client,
        busy(int(number("busy", 0))),
    ):
        prepare(client, word("profile", "normal"))
        print(f"model {model}, profile {word('profile', 'normal')}, cores {os.cpu_count()}")
        for how, times in ((signal.SIGKILL, kills), (signal.SIGSTOP, freezes)):
            if times:
                wound(client, recorder, bars, how, times)
        recorder.close()
        status = client.status()
        pids = {"main": server.process.pid, "worker": status["worker_pid"]}
        pids["spare worker"] = status["worker_spare_pid"] or status["worker_pid"]
        print(
            "memory:",
            ", ".join(f"{name} {memory_mb(int(pid)):.0f} MB" for name, pid in pids.items()),
        )
        if jacks:
            unplug(client, jack, bars, Path(name), jacks)
    bars.end()


if __name__ == "__main__":
    main()
