import signal
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from distill.errors import Cancelled
from distill.training.data.corpus import Corpus
from distill.training.data.crops import Crops
from distill.training.loop.checkpoints import read_checkpoint
from distill.training.loop.codec_stage import train_codec
from distill.training.loop.interrupt import Interrupt
from distill.types import FloatArray
from kit.learning import QUIET, RECIPE, Trainer, tiny_corpus
from kit.models import TINY

pytestmark = QUIET
SHORT = replace(RECIPE, steps=20, check_every=5)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return tiny_corpus(tmp_path_factory.mktemp("corpus"))


def pressed(patch: pytest.MonkeyPatch, times: int) -> None:
    """Let Ctrl-C come while a batch is made."""
    make = Crops.batch

    def batch(self: Crops, number: int) -> FloatArray:
        if number == 12:
            for _ in range(times):
                signal.raise_signal(signal.SIGINT)
        return make(self, number)

    patch.setattr(Crops, "batch", batch)


def test_ctrl_c_finishes_the_step_and_keeps_it(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed(monkeypatch, 1)
    with pytest.raises(Cancelled, match="stopped at step 12; the same command goes on from there"):
        train_codec(corpus, TINY, SHORT, tmp_path, bar=False)
    kept = read_checkpoint(tmp_path / "last.ckpt")
    assert kept is not None
    assert kept["global_step"] == 12
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_ctrl_c_ends_it_at_once_at_the_last_look(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed(monkeypatch, 2)
    with pytest.raises(Cancelled, match="stopped at once; the same command goes on from its last"):
        train_codec(corpus, TINY, SHORT, tmp_path, bar=False)
    kept = read_checkpoint(tmp_path / "last.ckpt")
    assert kept is not None
    assert kept["global_step"] == 10
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_on_another_thread_there_is_nothing_to_listen_to() -> None:
    interrupt, heard = Interrupt(lambda: None), []

    def listen() -> None:
        with interrupt.listening():
            interrupt.on_train_batch_end(Trainer(1), None, None, None, 0)
            heard.append(True)

    thread = threading.Thread(target=listen)
    thread.start()
    thread.join()
    assert heard == [True]
