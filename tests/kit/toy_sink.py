"""A sink outside the package: one file and one row in the registry.

Run as a program it is `distill` with this row. The sink process imports the main program again, so
it has the row as well.
"""

from pathlib import Path

from distill.ring.reader import Reader
from distill.ring.ring import DeviceState
from distill.sinks.null import play_in_time
from distill.sinks.options import SinkOptions
from distill.sinks.registry import SINKS, SinkKind
from distill.sinks.sink_control import SinkControl
from distill.types import FloatArray


def play(reader: Reader, control: SinkControl, options: SinkOptions) -> None:
    """Read sound in real time, and write its samples to a file: float32, [T, 2]."""
    with Path(options.path).open("wb") as raw:

        def write(block: FloatArray) -> None:
            raw.write(block.astype("<f4").tobytes())

        control.publish_state(DeviceState.RUNNING, f"the toy writes {options.path}")
        play_in_time(reader, control, options.block, write)


SINKS["toy"] = SinkKind("bare samples in a file", play, takes="RAW")

if __name__ == "__main__":
    from distill.cli.main import main

    main()
