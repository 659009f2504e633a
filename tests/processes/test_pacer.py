"""Many stirs are few acts, and the last stir is never lost."""

import threading

from distill.processes.pacer import Pacer

PATIENCE_S = 20.0


def test_stirs_while_it_acts_count_as_one_and_the_last_is_acted_on():
    acts, going, go_on = [], threading.Semaphore(0), threading.Semaphore(0)

    def act():
        acts.append(value[0])
        going.release()
        go_on.acquire()

    value = [0]
    pacer = Pacer("test", 0.0, act)
    pacer.start()
    pacer.stir()
    assert going.acquire(timeout=PATIENCE_S)
    for number in range(1, 100):
        value[0] = number
        pacer.stir()
    go_on.release()
    assert going.acquire(timeout=PATIENCE_S)
    go_on.release()
    pacer.stop(PATIENCE_S)
    assert acts == [0, 99]


def test_it_ends_while_it_pauses_and_while_it_was_never_started():
    acted = threading.Event()
    pacer = Pacer("test", 1e6, acted.set)
    pacer.stop(0.0)
    pacer = Pacer("test", 1e6, acted.set)
    pacer.start()
    pacer.stir()
    assert acted.wait(PATIENCE_S)
    pacer.stop(PATIENCE_S)
    assert not pacer._thread.is_alive()
