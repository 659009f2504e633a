import numpy as np
import pytest

from distill.bundle import build
from distill.errors import BadArgument, ModelFileProblem
from distill.storage import modelfile
from kit.bundles import CONFIG, tiny_bundle, tiny_codes, tiny_model
from kit.house import ROOT


def run(steps):
    progress = []
    while True:
        try:
            progress.append(next(steps))
        except StopIteration as end:
            return end.value, progress


def test_encoding_gives_whole_columns_and_progress_that_rises():
    audio = np.random.default_rng(0).normal(0, 0.1, 40 * 8192 + 100).astype(np.float32)
    codes, progress = run(tiny_bundle().encode_steps(audio))
    assert codes.shape == (41, CONFIG.bands, CONFIG.levels)
    assert codes.dtype == np.int16
    assert progress == pytest.approx([16 / 41, 32 / 41, 1])


def test_blocks_of_any_size_give_the_same_codes(monkeypatch):
    audio = np.random.default_rng(1).normal(0, 0.1, 20 * 8192).astype(np.float32)
    large, _ = run(tiny_bundle().encode_steps(audio))
    monkeypatch.setattr("distill.bundle.bundle.ENCODE_COLUMNS", 3)
    small, _ = run(tiny_bundle().encode_steps(audio))
    np.testing.assert_array_equal(large, small)


def test_a_sound_shorter_than_a_frame_is_refused():
    with pytest.raises(BadArgument, match="less than one frame"):
        run(tiny_bundle().encode_steps(np.zeros(100, np.float32)))


def test_decoding_a_column_equals_decoding_the_grid():
    bundle = tiny_bundle()
    codes = tiny_codes(6)
    whole = bundle.decode(codes)
    frames = CONFIG.column_frames
    for column in range(6):
        first = max(0, column - bundle.context)
        window = codes[first : column + bundle.context + 1]
        part = bundle.decode_columns(window, column - first, 1)
        np.testing.assert_array_equal(part, whole[column * frames : (column + 1) * frames])


def test_a_jump_is_the_change_of_bins_or_of_loudness_where_the_last_column_begins():
    bundle, codes = tiny_bundle(), tiny_codes(5)
    picture = bundle.decode(codes) * 10 / np.log(10)
    seam = 4 * CONFIG.column_frames
    bins = np.abs(picture[seam] - picture[seam - 1]).mean()
    before, after = (10 * np.log10((10 ** (picture[at] / 10)).sum()) for at in (seam - 1, seam))
    assert bundle.jump(codes) == pytest.approx(max(bins, abs(after - before)), rel=1e-4)
    assert bundle.jump(codes) > 0


def test_a_prior_of_another_codec_is_refused():
    header, arrays = tiny_model()
    header["prior"] = {**header["prior"], "size": 9}
    with pytest.raises(ModelFileProblem, match="train the prior again"):
        build(header, arrays)


def test_a_missing_tensor_or_field_is_refused():
    header, arrays = tiny_model()
    arrays.pop("codec.codebooks")
    with pytest.raises(ModelFileProblem):
        build(header, arrays)
    with pytest.raises(ModelFileProblem, match="description"):
        build({"metadata": {}}, {})


def test_codes_of_the_same_codec_are_accepted_whatever_its_prior():
    header, arrays = tiny_model()
    about = {"id": "now", "codec_id": "codec", "earlier_ids": ["before"]}
    bundle = build({**header, "metadata": about}, arrays)
    assert [bundle.reads(one) for one in ("codec", "now", "before", "other", "")] == [
        True, True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["demo", "piano"])
def test_louder_points_to_the_louder_codes_in_each_band_of_a_trained_model(name):
    bundle = build(*modelfile.load(ROOT / "models" / name / f"{name}.distill"))
    louder, where = bundle.louder(), bundle.codebook.map
    config = bundle.config
    assert louder.shape == (config.levels, config.bands)
    entries = bundle.codebooks[0] + bundle.codebooks[1:].mean(1).sum(0)
    alone = entries[:, None].repeat(config.bands, 1)
    patches = bundle.codec.decode_vectors(alone).reshape(config.size, -1, config.bands, 32)
    mel = patches.mean((1, 3))
    for band in range(config.bands):
        alike = np.corrcoef(louder[0, band] * where.places[0, :, 0], mel[:, band])[0, 1]
        assert alike > 0.9, band
