"""Kill and freeze the model worker during a stream, and remove the sound card: measure the output.

Run: python benchmarks/deaths.py [--kills 20] [--freezes 5] [--jacks 3] [--apart 5] [--away 3]
[--at-once 0] [--busy 0] [--profile normal] [--model NAME] [--library FOLDER]. Needs jackd.

A real server streams on JACK's dummy driver, recorded; slots are filled, edited and undone before.
The worker is killed (SIGKILL) or frozen (SIGSTOP); the next one follows after `--apart` seconds,
once a spare worker is ready again, for which `--at-once 1` does not wait.
Then the JACK server is killed, and started again after `--away` seconds. The Distill server must
answer all the time, report that its device is gone, and play on it again. That time counts from
the start of the JACK process, which itself takes a while. Exits with 1 when a limit is missed.
"""

import os
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from audition import RATE, Recorder, on_jack, parse_model
from bars import Bars, busy, memory_in_words, number, silences, word
from distill.parameters import PARAMETERS
from kit.clients import Client
from kit.jack import Jack
from kit.listening import longest_silence
from usage import answer_help

SPARE_S = 1.0
"""Without concealed sound for so long, a spare has taken over in time."""
PATIENCE_S = 60.0
SLOTS = ("a", "b", "c")


def prepare(client: Client, profile: str) -> None:
    """Fill slots, edit them, undo one edit, and set some parameters."""
    client.ask("param/profile", profile)
    client.ask("generate", "a", "columns", 12, "seed", 3)
    client.ask("copy", "a", "b")
    client.ask("set", "b", 0, "all", "all", 1)
    client.ask("copy", "b", "c")
    client.ask("set", "c", 1, "all", "all", 2)
    client.ask("undo")
    client.ask("param/temperature", 0.8)
    client.ask("param/gain", -3.0)


def state_of(client: Client) -> object:
    """Return the state that must survive."""
    status = client.status()
    codes = {name: client.codes(name) for name in SLOTS}
    values = {name: client.parameter(name) for name in PARAMETERS}
    return codes, values, status["undo"], status["redo"], status["slots"], status["transport"]


def until_spare(client: Client) -> float:
    """Wait until a spare worker is ready; return the seconds."""
    since = time.monotonic()
    while not client.status()["worker_spare_pid"]:
        time.sleep(0.05)
    return time.monotonic() - since


def strike(client: Client, how: signal.Signals) -> tuple[float, float]:
    """Kill or freeze the worker; return seconds until it was noticed, and until sound was live.

    Live sound is rendered by a worker: the first that is played after concealed sound.
    """
    before = client.status()
    os.kill(int(before["worker_pid"]), how)
    since = time.monotonic()
    noticed = played = 0.0
    while (now := time.monotonic() - since) < PATIENCE_S:
        status = client.status()
        if not noticed and status["worker_restarts"] != before["worker_restarts"]:
            noticed = now
        if status["output_held_ms"] == before["output_held_ms"]:
            if noticed and now > noticed + SPARE_S:
                return noticed, 0.0
        elif played and status["output_played_s"] > played:
            print(
                f"  {how.name}: noticed after {noticed:.2f} s, live after {now:.2f} s", flush=True
            )
            return noticed, now
        else:
            played = float(status["output_played_s"])
    raise RuntimeError("sound does not come back")


def interrupt(
    client: Client, recorder: Recorder, bars: Bars, how: signal.Signals, times: int
) -> None:
    """Kill or freeze so often in one stream; report the output."""
    apart = number("apart", 5)
    before = state_of(client)
    recorder.silence(0.2)
    begin = recorder.now()
    client.ask("stream")
    onset = recorder.onset(begin)
    recorder.wait_for(onset + round(apart * RATE))
    during = client.status()
    spare = not number("at-once", 0)
    found, ready = [], []
    for _ in range(times):
        ready.append(until_spare(client) if spare else 0.0)
        found.append(strike(client, how))
        recorder.wait_for(recorder.now() + round(apart * RATE))
    end = recorder.now()
    recorder.wait_for(end)
    after = client.status()
    bars.check(f"{how.name}: the stream continues", true=after["transport"] == "stream")
    client.ask("stop")
    gaps = silences(recorder, onset, end)
    quiet = silences(recorder, onset, end, 1e-4)
    lives = [live for _, live in found]
    print(
        f"{how.name}, {times} times, a spare worker ready {apart + max(ready):.1f} s after the one "
        f"before at the latest: {after['output_underruns'] - during['output_underruns']} "
        f"underruns, {after['output_held_ms'] - during['output_held_ms']:g} ms held, "
        f"live again after {statistics.median(lives):.2f} s (median), "
        f"{max(lives):.2f} s (longest); below -80 dB for {quiet.longest_ms:.1f} ms at most; "
        f"holes of the recorder {gaps.holes}, late cycles of JACK {recorder.xruns}"
    )
    bars.report(f"{how.name}: longest silence", gaps.longest_ms, 20, " ms")
    bars.check(f"{how.name}: same slots, parameters, undo", true=state_of(client) == before)
    if how is signal.SIGSTOP:
        bars.report("SIGSTOP: noticed after", max(noticed for noticed, _ in found), 1.0, " s")
        bars.report("SIGSTOP: live sound again after", max(lives), 4.0, " s")
    else:
        quiet = not number("busy", 0)
        middle = statistics.median(lives)
        bars.report("SIGKILL: live again after, median", middle, 0.4 if quiet else 2.0, " s")
        bars.report("SIGKILL: live again after, longest", max(lives), 1.0 if quiet else 2.0, " s")


def until(client: Client, state: str, at_most: float) -> tuple[float, float]:
    """Poll until the output is in that state; return its seconds and the slowest answer."""
    since = time.monotonic()
    slowest = 0.0
    while (now := time.monotonic()) - since < at_most:
        now_state = client.status()["output_state"]
        slowest = max(slowest, time.monotonic() - now)
        if now_state == state:
            break
        time.sleep(0.01)
    return time.monotonic() - since, slowest


def unplug(client: Client, jack: Jack, bars: Bars, folder: Path, times: int) -> None:
    """Kill the JACK server during a stream and start it again."""
    away = number("away", 3)
    client.ask("stream")
    until(client, "running", PATIENCE_S)
    back, answers, reported = [], [], []
    for number_ in range(times):
        begun = len(client.received)
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
        states = [h[1][0] for h in client.received[begun:] if h[0] == "output"]
        reported.append({"lost", "waiting", "running"} <= set(states))
        sound = jack.record(folder / f"after-{number_}.wav", 2)
        quiet = longest_silence(sound[RATE // 10 : -RATE // 10], 1e-7)
        print(
            f"  JACK: waits after {noticed:.2f} s, plays {back[-1]:.2f} s after its start, "
            f"slowest answer {1e3 * answers[-1]:.0f} ms, reported {states}; "
            f"then silent for at most {quiet} frames",
            flush=True,
        )
        bars.check("JACK: sound is back", true=quiet < RATE // 1000)
    client.ask("stop")
    bars.report("JACK: plays again after its return", max(back), 3.0, " s")
    bars.report("JACK: slowest answer meanwhile", 1e3 * max(answers), 500, " ms")
    bars.check("JACK: clients received lost, waiting, running", true=all(reported))


def main() -> None:
    """Print each interruption, and figures with their limits."""
    model, library = parse_model(sys.argv[1:])
    kills, freezes, jacks = (
        int(number(*row)) for row in (("kills", 20), ("freezes", 5), ("jacks", 3))
    )
    bars = Bars()
    seconds = (kills + freezes + 4) * (number("apart", 5) + 30)
    with (
        tempfile.TemporaryDirectory() as name,
        on_jack(Path(name), model, library, seconds) as (jack, server, recorder),
        server.client() as client,
        busy(int(number("busy", 0))),
    ):
        client.ask("subscribe", client.port, 7200.0)
        prepare(client, word("profile", "normal"))
        print(f"model {model}, profile {word('profile', 'normal')}, cores {os.cpu_count()}")
        for how, times in ((signal.SIGKILL, kills), (signal.SIGSTOP, freezes)):
            if times:
                interrupt(client, recorder, bars, how, times)
        recorder.close()
        status = client.status()
        pids = {"main": server.process.pid, "worker": status["worker_pid"]}
        pids["spare worker"] = status["worker_spare_pid"] or status["worker_pid"]
        print(
            "memory:",
            ", ".join(f"{name} {memory_in_words(int(pid))}" for name, pid in pids.items()),
        )
        if jacks:
            unplug(client, jack, bars, Path(name), jacks)
    bars.end()


if __name__ == "__main__":
    answer_help(__doc__)
    main()
