"""A long file of many channels: short work of others goes first, and a cancel ends it at once."""

import struct
import sys
from pathlib import Path

import psutil
import pytest

from distill.storage.riff import pack_chunk
from kit.servers import Server

CHANNELS, RATE = 8, 192_000
FREE_MIB = 250.0
"""Memory that the worker may take beside its model, for a file of 4 GiB."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="files are not sparse there by default"),
]


def long_file(server: Server, seconds: int) -> Path:
    """Write silence in eight channels at 192 kHz, as a sparse RF64."""
    block = 2 * CHANNELS
    frames = seconds * RATE
    form = struct.pack("<HHIIHH", 1, CHANNELS, RATE, RATE * block, block, 16)
    wide = struct.pack("<QQQI", frames * block + 72, frames * block, frames, 0)
    head = b"RF64\xff\xff\xff\xffWAVE" + pack_chunk(b"ds64", wide) + pack_chunk(b"fmt ", form)
    path = server.place.sounds / "long.wav"
    with path.open("wb") as file:
        file.write(head + b"data\xff\xff\xff\xff")
        file.truncate(file.tell() + frames * block)
    return path


def memory_mib(server: Server) -> float:
    """Return the memory of the largest process of the server: its worker."""
    assert server.process is not None
    processes = psutil.Process(server.process.pid).children(recursive=True)
    return max(process.memory_info().rss for process in processes) / 2**20


def test_short_work_of_others_goes_before_a_long_file_which_can_be_cancelled(
    server: Server,
) -> None:
    name = long_file(server, 1390).name
    with server.client() as one, server.client() as other:
        other.ask("generate", "q", "columns", 4)
        before = memory_mib(server)
        request = one.begin("encode", name, "x")
        one.until(lambda message: message[0] == "progress" and message[1][0] == request)
        for seed in (1, 2, 3):  # in order, while the long file is not even half read
            assert other.ask("generate", "q", "columns", 4, "seed", seed)[:3] == ("q", 4, seed)
        assert memory_mib(server) - before < FREE_MIB
        assert not [message for message in one.drained() if message[0] == "done"]
        one.begin("cancel", request)
        assert one.end(request).end == "error"
        assert other.ask("generate", "q", "columns", 4)[1] == 4
        assert other.refused("codes", "x")[0] == "unknown_slot"


def test_a_file_too_long_for_a_slot_is_refused_by_its_header(server: Server) -> None:
    name = long_file(server, 1500).name
    with server.client() as one:
        code, text = one.refused("encode", name, "x")
        assert code == "bad_audio"
        assert "1500 s long; at most 1398 s are read at once: give start and length" in text
        columns = one.ask("encode", name, "x", 1490, 2)[1]
        assert columns == 12
