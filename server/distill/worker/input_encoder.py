"""Encodes a live input, in blocks of any size, into columns of codes, and detects silence."""

from collections import deque

import numpy as np

from distill.audio.gate import Gate
from distill.audio.mid_side import MidSideState, mid_side_step
from distill.bundle import Bundle
from distill.bundle.streaming_encoder import StreamingEncoder
from distill.protocol.input import ColumnsRecorded, InputSilence
from distill.types import Audio


class InputEncoder:
    """Encodes one recording, from a frame of the input on.

    The end of a phrase is reported after the codes of its last column, so that an answer starts
    from the whole phrase: 0.3 s after its end, at most 0.45 s.

    Threads: the input thread only.

    Attributes:
        at: Frame of the input that is encoded next.
    """

    def __init__(self, run: int, at: int, bundle: Bundle) -> None:
        self._run = run
        self._bundle = bundle
        self._encoder = StreamingEncoder(bundle.codec)
        self._state = self._encoder.initial_state()
        self._rest = np.zeros(0, np.float32)
        self._stereo = MidSideState()
        self._gate = Gate()
        self._loud: deque[int] = deque()  # columns with sound that have no codes yet
        self._open_reported = False
        self._begins = at
        self._gated = 0  # samples that went through the gate
        self._columns = 0
        self.at = at

    def encode(self, audio: Audio) -> list[ColumnsRecorded | InputSilence]:
        """Encode the next samples, [T] or [T, 2]; return the messages that they cause."""
        self.at += len(audio)
        if audio.ndim > 1:
            audio, self._stereo = mid_side_step(audio, self._stereo)
        audio = np.concatenate([self._rest, audio])
        hop = self._bundle.config.mel.hop
        whole = len(audio) // hop * hop
        self._rest = audio[whole:]
        if not whole:
            return []
        messages: list[ColumnsRecorded | InputSilence] = []
        for start in range(0, whole, hop):
            block = audio[start : start + hop]
            self._gate = self._gate.step(block)
            column = self._gated // self._bundle.column
            if self._gate.loud and (not self._loud or self._loud[-1] != column):
                self._loud.append(column)
            self._gated += hop
            if self._gate.open and not self._open_reported:
                self._open_reported = True
                messages.append(InputSilence(self._run, over=True))
        codes, self._state = self._encoder.step(audio[:whole], self._state)
        if len(codes):
            messages.append(self._recorded(codes))
        if self._open_reported and not self._gate.open and not self._loud:
            self._open_reported = False
            messages.append(InputSilence(self._run, over=False))
        return messages

    def _recorded(self, codes: np.ndarray) -> ColumnsRecorded:
        first, self._columns = self._columns, self._columns + len(codes)
        sounds = np.zeros(len(codes), np.bool_)
        while self._loud and self._loud[0] < self._columns:
            sounds[max(0, self._loud.popleft() - first)] = True
        column = self._bundle.column
        begins = self._begins + first * column
        return ColumnsRecorded(self._run, begins, codes, sounds, self._bundle.codec_id, column)
