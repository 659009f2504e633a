"""A MIDI controller: a process with JACK ports that sends given messages and records others."""

import queue
import subprocess
import sys
import threading

from kit.jack import PATIENCE_S, Jack

PORT = "distill-test-keys"
"""Name of its JACK client."""
_SENDER = f"""
import sys, time, rtmidi
out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name="{PORT}")
out.open_virtual_port("out")
in_port = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="{PORT}-in")
in_port.set_callback(lambda event, _: print(bytes(event[0]).hex(), flush=True))
in_port.open_virtual_port("in")
print("open", flush=True)
for line in sys.stdin:
    if line == "replug\\n":
        out.delete()
        out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name="{PORT}")
        out.open_virtual_port("out")
        continue
    if line.startswith("clock "):
        begin, period = time.monotonic(), 60 / 24 / float(line.split()[1])
        out.send_message([0xFA])
        for tick in range(int(line.split()[2])):
            out.send_message([0xF8])
            time.sleep(max(0.0, begin + (tick + 1) * period - time.monotonic()))
        continue
    out.send_message(list(bytes.fromhex(line)))
"""


class Keys:
    """A process with one MIDI output and one MIDI input."""

    def __init__(self, jack: Jack) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SENDER],
            env=jack.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout.readline() == "open\n"
        self.received: queue.Queue[bytes] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def send(self, *data: int) -> None:
        """Send one message."""
        self._process.stdin.write(bytes(data).hex() + "\n")
        self._process.stdin.flush()

    def replug(self) -> None:
        """Close the output and open it again at once, under the same name."""
        self._process.stdin.write("replug\n")
        self._process.stdin.flush()

    def clock(self, bpm: float, ticks: int) -> None:
        """Send a start message, and then so many clock ticks."""
        self._process.stdin.write(f"clock {bpm} {ticks}\n")
        self._process.stdin.flush()

    def until(self, *data: int) -> list[bytes]:
        """Receive messages up to this one; return those before it."""
        before = []
        while (message := self.received.get(timeout=PATIENCE_S)) != bytes(data):
            before.append(message)
        return before

    def _read(self) -> None:
        for line in self._process.stdout:
            self.received.put(bytes.fromhex(line))

    def unplug(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        self._process.stdin.close()
        self._process.stdout.close()
