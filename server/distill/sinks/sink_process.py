"""Entry of a sink's process: small, without torch, killable at any moment."""

from multiprocessing.connection import Connection

from distill.ring.reader import Reader
from distill.ring.recent_audio import RecentAudio
from distill.ring.ring import Ring
from distill.sinks.options import SinkOptions
from distill.sinks.registry import SINKS
from distill.sinks.sink_control import SinkControl


def run(pipe: Connection, ring_name: str, options: SinkOptions, audio_name: str = "") -> None:
    """Play the ring, and record it, until the pipe closes or SIGTERM arrives; never returns."""
    ring = Ring.attach(ring_name)
    reader = Reader(ring, recent=RecentAudio.attach(audio_name) if audio_name else None)
    control = SinkControl(pipe, reader)
    control.run(lambda: SINKS[options.driver].play(reader, control, options), "sink")
