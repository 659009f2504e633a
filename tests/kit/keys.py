"""A MIDI controller: a process with a port of JACK's that sends what it is told."""

import subprocess
import sys

from kit.jack import Jack

PORT = "distill-test-keys"
"""Name of its JACK client."""
_SENDER = f"""
import sys, rtmidi
out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name="{PORT}")
out.open_virtual_port("out")
print("open", flush=True)
for line in sys.stdin:
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

    def send(self, *data: int) -> None:
        """Send one message."""
        self._process.stdin.write(bytes(data).hex() + "\n")
        self._process.stdin.flush()

    def unplug(self) -> None:
        """Be gone."""
        self._process.kill()
        self._process.communicate()
