"""The first model worker runs before the server is imported, and never longer than it."""

import multiprocessing
import os

import pytest

from distill.app.first_worker import BLAS_THREADS, first_worker
from distill.app.settings import Settings
from distill.protocol.messages import Quit, Ready


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Undo what the module sets for the processes that follow."""
    for name in BLAS_THREADS:
        monkeypatch.setenv(name, "")


def children() -> set[int | None]:
    return {child.pid for child in multiprocessing.active_children()}


def test_the_worker_becomes_ready_and_has_ended_after_the_context() -> None:
    with first_worker(Settings(threads=2)) as worker:
        assert {os.environ[name] for name in BLAS_THREADS} == {"2"}
        assert isinstance(worker.pipe.recv(), Ready)
        assert worker.pid in children()
    assert worker.pid not in children()


def test_an_error_of_the_start_ends_the_worker() -> None:
    with pytest.raises(RuntimeError, match="port in use"), first_worker(Settings()) as worker:
        raise RuntimeError("port in use")
    assert worker.pid not in children()


def test_a_supervisor_may_have_ended_it_before() -> None:
    with first_worker(Settings()) as worker:
        assert isinstance(worker.pipe.recv(), Ready)
        assert worker.post(Quit()).result()
        assert worker.exit_code(30.0) == 0
        worker.close()
