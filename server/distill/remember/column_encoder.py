"""Encodes a sound part by part, and measures its columns; both as of the whole sound."""

from typing import Final

import numpy as np

from distill.codec.model_types import ModelCodec
from distill.corpus.column_features import ColumnFeatures, measure_columns
from distill.mel.analysis import LogMel
from distill.types import Audio, Codes

_AT_ONCE: Final = 1024
"""Columns encoded at a time (3 minutes): in one batch five times as fast as one by one."""


class ColumnEncoder:
    """Encodes one sound, in memory that does not grow with it but for the result.

    Threads: one.
    """

    def __init__(self, codec: ModelCodec) -> None:
        self._codec = codec
        self._analysis = LogMel(codec.config.mel)
        self._state = self._analysis.initial_state()
        self._frames = np.zeros((0, codec.config.mel.mels), np.float32)
        self._before = 0  # columns at the start of the frames that are encoded
        self._codes: list[Codes] = []
        self._features: list[ColumnFeatures] = []

    def step(self, audio: Audio) -> None:
        """Encode what follows: whole columns [n * column], mono."""
        mel, self._state = self._analysis.step(audio, self._state)
        self._frames = np.concatenate([self._frames, mel])
        while self._ready() >= _AT_ONCE + self._codec.context:
            self._encode(_AT_ONCE)

    def finish(self) -> tuple[Codes, ColumnFeatures]:
        """Encode the rest; silence follows it.

        Returns:
            The codes [N, H, Q] of all, and their features.
        """
        self._frames = np.concatenate([self._frames, self._analysis.flush(self._state)])
        while count := self._ready():
            self._encode(min(count, _AT_ONCE))
        return np.concatenate(self._codes), ColumnFeatures.joined(self._features)

    def _ready(self) -> int:
        """Return how many columns are analysed and not encoded."""
        return len(self._frames) // self._codec.config.column_frames - self._before

    def _encode(self, count: int) -> None:
        """Encode the next columns, with their neighbours on each side."""
        config, context, before = self._codec.config, self._codec.context, self._before
        size = config.column_frames
        window = self._frames[: (before + count + context) * size]
        window = window[: len(window) // size * size]
        self._codes.append(self._codec.encode_mel(window)[before : before + count])
        known = min(1, before)  # an onset is a rise over the frame before
        measured = self._frames[(before - known) * size : (before + count) * size]
        features = measure_columns(measured, config.mel, size)
        self._features.append(features if not known else _without_first(features))
        gone = max(0, before + count - max(1, context))
        self._frames = self._frames[gone * size :]
        self._before = before + count - gone


def _without_first(features: ColumnFeatures) -> ColumnFeatures:
    names = ColumnFeatures.__slots__
    return ColumnFeatures(*(getattr(features, name)[1:] for name in names))
