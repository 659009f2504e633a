"""Entry of a sink's process: small, without torch, killable at any moment."""

from multiprocessing.connection import Connection

from distill.ring.reader import Reader
from distill.ring.recent_audio import RecentAudio
from distill.ring.ring import Ring
from distill.sinks.options import SinkOptions
from distill.sinks.registry import SINKS
from distill.sinks.sink_control import SinkControl


def run(pipe: Connection, ring_name: str, options: SinkOptions, tape_name: str = "") -> None:
    """Play the ring, and tape it, until the pipe closes or SIGTERM comes; never returns."""
    ring = Ring.attach(ring_name)
    reader = Reader(ring, tape=RecentAudio.attach(tape_name) if tape_name else None)
    line = SinkControl(pipe, reader)
    line.live(lambda: SINKS[options.driver].play(reader, line, options), "sink")
