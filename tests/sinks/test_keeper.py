"""What a kept process is sent, and that one which does not listen holds nobody up."""

import threading

from distill.processes.keeper import Keeper, Kept
from kit.sinks import deaf

PATIENCE_S = 30.0


def test_a_process_that_does_not_listen_is_replaced_though_somebody_is_stuck_in_sending() -> None:
    up, lost, freed = threading.Semaphore(0), threading.Event(), threading.Event()
    kept = Kept(
        "deaf",
        lambda: (deaf, ()),
        lambda _: up.release(),
        lambda _: lost.set(),
        stuck_s=1.0,
    )
    keeper = Keeper(kept)
    assert not keeper.send("nobody is there")

    def talk() -> None:
        while keeper.send(b"x" * 65_536):
            pass
        freed.set()

    keeper.start()
    try:
        assert up.acquire(timeout=PATIENCE_S)
        threading.Thread(target=talk, daemon=True).start()
        assert lost.wait(PATIENCE_S)
        assert freed.wait(PATIENCE_S)
        assert up.acquire(timeout=PATIENCE_S)
    finally:
        keeper.stop()
    assert not keeper.send("nobody is there any more")
