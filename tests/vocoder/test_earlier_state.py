import dataclasses

import numpy as np

from distill.vocoder.earlier_state import RtisiState
from distill.vocoder.rtisi import Rtisi


def test_an_earlier_state_begins_from_silence_if_its_frames_are_as_long(config):
    old = RtisiState(np.ones((2, 2048), np.float32), np.ones((3, 1025), np.float32), started=True)
    fresh = Rtisi(config).initial_state()
    assert old.continued(fresh) is fresh
    shorter = dataclasses.replace(config, n_fft=1024, hop=256)
    assert old.continued(Rtisi(shorter).initial_state()) is None
    assert old.continued(old) is None


def test_the_present_state_is_continued_itself(config, analyse, chord):
    vocoder = Rtisi(config)
    _, state = vocoder.step(analyse(chord)[:9], vocoder.initial_state())
    assert state.continued(vocoder.initial_state()) is state
    shorter = dataclasses.replace(config, n_fft=1024, hop=256)
    assert state.continued(Rtisi(shorter).initial_state()) is None
