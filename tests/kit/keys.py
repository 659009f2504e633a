"""A MIDI controller: a process with ports of JACK's that sends what it is told, and hears."""

import queue
import subprocess
import sys
import threading

from kit.jack import PATIENCE_S, Jack

PORT = "distill-test-keys"
"""Name of its JACK client."""
_SENDER = f"""
import sys, rtmidi
out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name="{PORT}")
out.open_virtual_port("out")
ear = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="{PORT}-ear")
ear.set_callback(lambda event, _: print(bytes(event[0]).hex(), flush=True))
ear.open_virtual_port("in")
print("open", flush=True)
for line in sys.stdin:
    if line == "replug\\n":
        out.delete()
        out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name="{PORT}")
        out.open_virtual_port("out")
        continue
    out.send_message(list(bytes.fromhex(line)))
"""


class Keys:
    """A process with a port that sends."""

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
        self.heard: queue.Queue[bytes] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def send(self, *data: int) -> None:
        """Send one message."""
        self._process.stdin.write(bytes(data).hex() + "\n")
        self._process.stdin.flush()

    def replug(self) -> None:
        """Be gone and come back at once, under the same name."""
        self._process.stdin.write("replug\n")
        self._process.stdin.flush()

    def until(self, *data: int) -> list[bytes]:
        """Hear messages up to this one; give those before it."""
        before = []
        while (heard := self.heard.get(timeout=PATIENCE_S)) != bytes(data):
            before.append(heard)
        return before

    def _listen(self) -> None:
        for line in self._process.stdout:
            self.heard.put(bytes.fromhex(line))

    def unplug(self) -> None:
        """Be gone."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        self._process.stdin.close()
        self._process.stdout.close()
