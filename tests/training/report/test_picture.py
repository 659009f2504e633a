import struct
import zlib

import numpy as np

from distill.training.report.picture import SHOWN_DB, png, spectrogram

NEPER_DB = 4.342944819


def read(data: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Read a PNG with a palette: cells [height, width], palette [256, 3]."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        (check,) = struct.unpack(">I", data[at + 8 + length : at + 12 + length])
        assert check == zlib.crc32(name + body)
        chunks[name], at = body, at + 12 + length
    assert list(chunks) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    width, height, *kind = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert kind == [8, 3, 0, 0, 0]
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, width + 1)
    assert not rows[:, 0].any()
    return rows[:, 1:], np.frombuffer(chunks[b"PLTE"], np.uint8).reshape(-1, 3)


def test_a_picture_survives_its_file() -> None:
    cells = np.arange(35, dtype=np.uint8).reshape(5, 7)
    palette = np.arange(768, dtype=np.uint16).astype(np.uint8).reshape(256, 3)
    seen, colours = read(png(cells, palette))
    assert np.array_equal(seen, cells)
    assert np.array_equal(colours, palette)


def test_time_runs_right_and_pitch_up_and_80_db_below_the_loudest_is_black() -> None:
    mel = np.full((6, 4), -99.0, np.float32)
    mel[5, 0], mel[0, 3] = 2.0, 2.0 - SHOWN_DB / NEPER_DB / 2
    cells, palette = read(spectrogram(mel, loudest=2.0))
    assert cells.shape == (4, 6)
    assert (cells[3, 5], cells[0, 0]) == (255, 128)
    assert np.count_nonzero(cells) == 2
    assert palette.sum(1)[0] < 10
    assert palette.sum(1)[255] > 600


def test_nan_and_infinite_values_are_drawn() -> None:
    cells, _ = read(spectrogram(np.array([[np.nan, 99.0, -99.0]], np.float32), 0.0))
    assert cells.ravel().tolist() == [0, 255, 0]
