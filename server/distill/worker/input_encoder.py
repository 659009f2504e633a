"""Hears one input: sound in blocks of any size becomes columns of codes, and silence is noticed."""

from collections import deque

import numpy as np

from distill.audio.gate import Gate
from distill.bundle import Bundle
from distill.bundle.streaming_encoder import StreamingEncoder
from distill.protocol.input import ColumnsRecorded, InputSilence
from distill.types import Audio


class InputEncoder:
    """One listening from a frame of the input on.

    A phrase that ends is told once the codes of its last column have been told, so that who
    answers it knows all of it: 0.3 s after it, or up to 0.45 s.

    Threads: the listener's.

    Attributes:
        at: Frame of the input that is heard next.
    """

    def __init__(self, run: int, at: int, bundle: Bundle) -> None:
        self._run = run
        self._bundle = bundle
        self._hearing = StreamingEncoder(bundle.codec)
        self._state = self._hearing.initial_state()
        self._rest = np.zeros(0, np.float32)
        self._gate = Gate()
        self._loud: deque[int] = deque()  # columns with sound in them that have no codes yet
        self._told_open = False
        self._begins = at
        self._heard = 0  # samples that went through gate and analysis
        self._columns = 0
        self.at = at

    def encode(self, audio: Audio) -> list[ColumnsRecorded | InputSilence]:
        """Take the next samples, shape [T]; give what is new."""
        self.at += len(audio)
        audio = np.concatenate([self._rest, audio])
        hop = self._bundle.config.mel.hop
        whole = len(audio) // hop * hop
        self._rest = audio[whole:]
        if not whole:
            return []
        told: list[ColumnsRecorded | InputSilence] = []
        for start in range(0, whole, hop):
            block = audio[start : start + hop]
            self._gate = self._gate.step(block)
            column = self._heard // self._bundle.column
            if self._gate.loud and (not self._loud or self._loud[-1] != column):
                self._loud.append(column)
            self._heard += hop
            if self._gate.open and not self._told_open:
                self._told_open = True
                told.append(InputSilence(self._run, over=True))
        codes, self._state = self._hearing.step(audio[:whole], self._state)
        if len(codes):
            told.append(self._recorded(codes))
        if self._told_open and not self._gate.open and not self._loud:
            self._told_open = False
            told.append(InputSilence(self._run, over=False))
        return told

    def _recorded(self, codes: np.ndarray) -> ColumnsRecorded:
        first, self._columns = self._columns, self._columns + len(codes)
        sounds = np.zeros(len(codes), np.bool_)
        while self._loud and self._loud[0] < self._columns:
            sounds[max(0, self._loud.popleft() - first)] = True
        begins = self._begins + first * self._bundle.column
        return ColumnsRecorded(self._run, begins, codes, sounds, self._bundle.codec_id)
