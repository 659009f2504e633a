"""Entry of a sink's process: small, without torch, killable at any moment."""

from multiprocessing.connection import Connection

from distill.ring.reader import Reader
from distill.ring.ring import DeviceState, Ring
from distill.ring.tape import Tape
from distill.sinks import device, file
from distill.sinks.line import Line
from distill.sinks.null import play_in_time
from distill.sinks.options import SinkOptions


def run(pipe: Connection, ring_name: str, options: SinkOptions, tape_name: str = "") -> None:
    """Play the ring, and tape it, until the pipe closes or SIGTERM comes; never returns."""
    ring = Ring.attach(ring_name)
    reader = Reader(ring, tape=Tape.attach(tape_name) if tape_name else None)
    line = Line(pipe, reader)
    line.live(lambda: _play(ring, reader, line, options), "sink")


def _play(ring: Ring, reader: Reader, line: Line, options: SinkOptions) -> None:
    match options.driver:
        case "device":
            device.play(ring, reader, line, options)
        case "file":
            file.play(reader, line, options)
        case "null":
            line.say(DeviceState.RUNNING, "sound is taken in time and not heard")
            play_in_time(reader, line, options.block)
