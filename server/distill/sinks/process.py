"""Entry of a sink's process: small, without torch, killable at any moment."""

from multiprocessing.connection import Connection

from distill.ring.reader import Reader
from distill.ring.ring import Ring
from distill.ring.tape import Tape
from distill.sinks.line import Line
from distill.sinks.options import SinkOptions
from distill.sinks.registry import SINKS


def run(pipe: Connection, ring_name: str, options: SinkOptions, tape_name: str = "") -> None:
    """Play the ring, and tape it, until the pipe closes or SIGTERM comes; never returns."""
    ring = Ring.attach(ring_name)
    reader = Reader(ring, tape=Tape.attach(tape_name) if tape_name else None)
    line = Line(pipe, reader)
    line.live(lambda: SINKS[options.driver].play(reader, line, options), "sink")
