import numpy as np

from distill.nn.health import LevelHealth
from distill.training.data.corpus import Corpus, Piece
from distill.training.loop.codec_stage import CodecResult
from distill.training.report.training_result import FEWEST_CLIPS, health_lines, held_error_db
from kit.models import TINY, tiny_codec

SICK = LevelHealth(0, 0.25, 0.4, 3.0, 0.1, 0.01, ("only 25% of the codes are used",))


def corpus_of(codec_frames: np.ndarray) -> Corpus:
    frames = len(codec_frames)
    held = Piece("music/a.wav", "held", 1.0, "", 0, frames)
    lost = Piece("lost.wav", "unused", why="it is silent")
    return Corpus(TINY.mel, (held, lost), codec_frames.astype(np.float16))


def test_the_held_out_error_is_lower_for_a_mel_that_the_codec_decoded() -> None:
    codec = tiny_codec()
    mel = codec.decode_codes(np.zeros((96, TINY.bands, TINY.levels), np.int16))
    error = held_error_db(corpus_of(mel), codec)
    silent = held_error_db(corpus_of(np.full((384, 32), TINY.mel.silence)), codec)
    assert error.keys() == {"music"}
    assert error["music"] < silent["music"]


def test_without_time_some_clips_of_each_kind_are_measured() -> None:
    codec, asked = tiny_codec(), []
    frames = np.zeros((384 * 100, 32), np.float16)
    many = [Piece(f"a/{n}.wav", "held", 1.0, "", 384 * n, 384) for n in range(99)]
    last = Piece("b/last.wav", "held", 1.0, "", 384 * 99, 384)
    corpus = Corpus(TINY.mel, (*many, last), frames)

    def has_time() -> bool:
        asked.append(1)
        return False

    found = held_error_db(corpus, codec, has_time)
    assert found.keys() == {"a", "b"}
    assert len(asked) in (100 - FEWEST_CLIPS, 99 - FEWEST_CLIPS)


def test_the_health_of_codebooks_is_described_with_warnings() -> None:
    assert health_lines(CodecResult(tiny_codec(), 7, [SICK], [])) == [
        "level 0: 25% of the codes used, perplexity 3, 40.0% of the codes replaced per step",
        "  warning: only 25% of the codes are used",
    ]
