"""Many triggers cause few actions, and the last trigger is never lost."""

import threading

from distill.processes.throttle import Throttle

PATIENCE_S = 20.0


def test_triggers_during_an_action_count_as_one_and_the_last_is_not_lost():
    acts, going, go_on = [], threading.Semaphore(0), threading.Semaphore(0)

    def act():
        acts.append(value[0])
        going.release()
        go_on.acquire()

    value = [0]
    throttle = Throttle("test", 0.0, act)
    throttle.start()
    throttle.trigger()
    assert going.acquire(timeout=PATIENCE_S)
    for number in range(1, 100):
        value[0] = number
        throttle.trigger()
    go_on.release()
    assert going.acquire(timeout=PATIENCE_S)
    go_on.release()
    throttle.stop(PATIENCE_S)
    assert acts == [0, 99]


def test_it_stops_during_a_pause_and_before_its_start():
    acted = threading.Event()
    throttle = Throttle("test", 1e6, acted.set)
    throttle.stop(0.0)
    throttle = Throttle("test", 1e6, acted.set)
    throttle.start()
    throttle.trigger()
    assert acted.wait(PATIENCE_S)
    throttle.stop(PATIENCE_S)
    assert not throttle._thread.is_alive()
