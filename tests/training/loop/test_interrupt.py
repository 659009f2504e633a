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
    """Raise SIGINT while a batch is made."""
    make = Crops.batch

    def batch(self: Crops, number: int) -> FloatArray:
        if number == 12:
            for _ in range(times):
                signal.raise_signal(signal.SIGINT)
        return make(self, number)

    patch.setattr(Crops, "batch", batch)


def test_ctrl_c_finishes_the_step_and_saves_it(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed(monkeypatch, 1)
    with pytest.raises(Cancelled, match="stopped at step 12; the same command resumes from there"):
        train_codec(corpus, TINY, SHORT, tmp_path, bar=False)
    checkpoint = read_checkpoint(tmp_path / "last.ckpt")
    assert checkpoint is not None
    assert checkpoint["global_step"] == 12
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_ctrl_c_stops_at_once_with_the_last_validation(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed(monkeypatch, 2)
    with pytest.raises(Cancelled, match="stopped at once; the same command resumes from the last"):
        train_codec(corpus, TINY, SHORT, tmp_path, bar=False)
    checkpoint = read_checkpoint(tmp_path / "last.ckpt")
    assert checkpoint is not None
    assert checkpoint["global_step"] == 10
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_another_thread_than_the_main_one_can_train_without_a_signal_handler() -> None:
    interrupt, finished = Interrupt(lambda: None), []

    def work() -> None:
        with interrupt.handle_sigint():
            interrupt.on_train_batch_end(Trainer(1), None, None, None, 0)
            finished.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert finished == [True]
