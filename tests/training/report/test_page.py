import io
import re
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import pytest
import soundfile

from distill.errors import FileProblem
from distill.pages import render
from distill.storage import modelfile
from distill.training.report.page import ReportClip, ReportPage, SoundRow, write_page
from distill.training.report.sections import (
    Amount,
    codec_errors,
    health,
    prior_figures,
    training_curves,
    usage,
)
from kit.bundles import tiny_model
from kit.learning import QUIET
from kit.parsed_html import Page
from kit.trainings import RECIPE, House

pytestmark = QUIET


def read(page: Path) -> Page:
    return Page(page.read_text("utf-8"))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = House(tmp_path_factory.mktemp("house"))
    (house.sounds / "broken.wav").write_bytes(b"RIFF nothing")
    house.train(recipe=RECIPE)
    assert write_page(house.file, house.root / "page.html") == []
    assert not list(house.root.glob(".*"))
    return house.root / "page.html"


def test_the_page_describes_the_model_and_its_results(page: Path) -> None:
    seen = read(page)
    for text in ("m", "tones", "A", "CC0", "mel error", "Codebooks", "Files not used"):
        assert text in seen.texts, text
    assert any(text.startswith("broken.wav: ") for text in seen.texts)
    assert any("2 levels of 8 codes, 8 bands" in text for text in seen.texts)
    drawn = [row["aria-label"] for row in seen.all("svg")]
    assert drawn[:2] == ["Codec in training", "Prior in training"]
    assert drawn[-2:] == ["Code usage of level 0", "Code usage of level 1"]
    assert "perplexity" in drawn


def test_the_page_loads_no_other_file(page: Path) -> None:
    text = page.read_text("utf-8")
    seen = read(page)
    assert not {"script", "link", "iframe"} & {tag for tag, _ in seen.tags}
    assert not re.findall(r"https?://|url\(|@import", text)
    assert all(row["src"].startswith("data:") for tag in ("img", "audio") for row in seen.all(tag))


def test_every_sound_has_a_spectrogram_and_audio(page: Path) -> None:
    seen = read(page)
    pictures, sounds = seen.all("img"), seen.all("audio")
    assert len(pictures) == len(sounds) == 2 + 3
    for picture, sound in zip(pictures, sounds, strict=True):
        assert picture["alt"].startswith("Spectrogram, ")
        png = b64decode(picture["src"].removeprefix("data:image/png;base64,"), validate=True)
        assert png.startswith(b"\x89PNG")
        flac = b64decode(sound["src"].removeprefix("data:audio/flac;base64,"), validate=True)
        frames = int.from_bytes(png[16:20], "big")
        assert len(soundfile.read(io.BytesIO(flac))[0]) == frames * RECIPE.codec.mel.hop
        assert "controls" in sound


def test_untrusted_texts_of_a_model_stay_text(tmp_path: Path) -> None:
    header, arrays = tiny_model(prior=False)
    about = {"data": "<script>alert(1)</script>", "author": '"><img src=x>', "metrics": [1]}
    modelfile.save(tmp_path / "x.distill", {**header, "metadata": about}, arrays)
    missing = write_page(tmp_path / "x.distill", tmp_path / "x.html")
    seen = read(tmp_path / "x.html")
    assert seen.all("script") == seen.all("img") == []
    assert "<script>alert(1)</script>" in seen.texts
    assert all(text in seen.texts for text in missing)
    assert any("the model has no prior" in text for text in missing)


def test_a_page_that_cannot_be_written_is_reported_and_leaves_no_file(tmp_path: Path) -> None:
    modelfile.save(tmp_path / "x.distill", *tiny_model(prior=False))
    (tmp_path / "taken").mkdir()
    with pytest.raises(FileProblem, match="cannot be written"):
        write_page(tmp_path / "x.distill", tmp_path / "taken")
    with pytest.raises(FileProblem, match="cannot be written"):
        write_page(tmp_path / "x.distill", tmp_path / "none" / "x.html")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taken", "x.distill"]


BAD = "<script>'x' & \"y\" 🎹</script>"
NATS = {"prior": 2.0, "bigram": 3.0, "unigram": 4.0}
HEALTH = {"used": 0.5, "perplexity": 3.0, "dead": 0.25}
REPORT = {
    "codec": {
        "curve": [[0, 5.0], [500, 3.0]],
        "steps": 6812,
        "health": [{**HEALTH, "warnings": [BAD]}, HEALTH],
        "history": [{"step": step, "levels": [HEALTH, HEALTH]} for step in (1, 2)],
    },
    "prior": {"curve": [[1, 4.0], [9, 3.0]], "levels": [NATS, {**NATS, "prior": 3.5}]},
}
FULL = ReportPage(
    name=BAD, about=BAD, author=BAD, licence=BAD, date="2026-01-02",
    train=Amount(3, 1.25), held=Amount(1, 0.5), codes="geometry", size_mb=1.5,
    parameters=(("codec", 0.5), ("prior", 1.25)), ids=("m1", "c1"),
    codec=codec_errors({BAD: 2.5, "drums": 1.25}), has_prior=True,
    prior=prior_figures(REPORT["prior"]["levels"], 8), training=training_curves(REPORT),
    health=health(REPORT["codec"], 8), usage=usage([[6, 2, 0, 0], [1, 1, 1, 1]]),
    before_after=(SoundRow(BAD, BAD, (ReportClip(BAD, "UE5H", "RkxBQw=="),)),),
    written=(ReportClip("seed 1", "UE5H", "RkxBQw=="),), unused=((BAD, BAD),), missing=(BAD,),
)  # fmt: skip
BARE = ReportPage(
    name="x", about="", author="", licence="", date="", train=None, held=None, codes="geometry",
    size_mb=1.5, parameters=(), ids=("m1", "c1"), codec=(), has_prior=False, prior=None,
    training=(), health=None, usage=(), before_after=(), written=(), unused=(), missing=(),
)  # fmt: skip


def shown(page: ReportPage) -> Page:
    return Page(render("report.html.jinja", page=page))


def test_a_full_page_has_all_sections_and_untrusted_names_stay_text() -> None:
    assert shown(FULL).prose == [
        f"{BAD} - Distill", BAD, BAD, "Author", BAD, "Licence", BAD, "Trained", "2026-01-02",
        "Training data", "3 files, 1.2 minutes", "Held-out data", "1 file, 0.5 minutes",
        "Codes", "geometry", "Size", "1.5 MB; parameters: codec 0.5 M, prior 1.2 M",
        "Id", "m1 (codec c1)",
        "Results on held-out sounds",
        ("Reconstruction error of the codec: the mean difference between the mel spectrograms of a "
        "held-out sound and of its reconstruction. Lower is better."),
        "kind of sound", "mel error", BAD, "2.50 dB", "drums", "1.25 dB",
        ("How well held-out codes are predicted, in nats per code. Lower is better. A uniform "
        "guess among 8 codes costs 2.08. The unigram knows how frequent each code is; the bigram "
        "knows the one neighbouring code that helps most."),
        "level", "prior", "bigram", "unigram",
        "level 0 (coarse)", "2.00", "3.00", "4.00", "level 1 (fine)", "3.50", "3.00", "4.00",
        "The prior predicts level 1 worse than the bigram does. Train it longer.",
        "Training", "Codec: held-out mel error", "6,812 steps",
        "Prior: held-out nats per code, mean of all levels",
        "Codebooks",
        ("Measured over the last steps of the training; replacements are counted per step. Each "
        "level has 8 codes."),
        "level", "codes used", "perplexity", "share replaced",
        "level 0 (coarse)", "50%", "3", "25.0%", "level 1 (fine)", "50%", "3", "25.0%",
        "Warnings", f"Level 0: {BAD}", "level 0 (coarse)", "level 1 (fine)",
        "Codes used", "Perplexity", "Share replaced",
        "Code usage",
        ("How often each code occurs in all sounds, most frequent first. The dashed line marks "
        "equal use of all codes."),
        "Level 0 (coarse)", "2 of 4 codes occur. The most frequent one makes up 75.0% of all.",
        "Level 1 (fine)", "4 of 4 codes occur. The most frequent one makes up 25.0% of all.",
        "Originals and reconstructions", BAD, BAD, BAD,
        "Sounds generated by the prior", "seed 1",
        "Files not used", f"{BAD}: {BAD}",
        "Not on this page", BAD,
    ]  # fmt: skip


def test_a_page_tells_what_the_model_remembers() -> None:
    told = "3 sounds, 1.0 minutes, 6.5 MB; licence of the sounds: not stated"
    prose = shown(replace(FULL, remembered=told)).prose
    assert prose[prose.index("Remembers") + 1] == told
    assert "Remembers" not in shown(FULL).prose


def test_a_page_without_data_says_what_is_unknown() -> None:
    assert shown(BARE).prose == [
        "x - Distill", "x", "A Distill model.", "Author", "not stated", "Licence", "not stated",
        "Codes", "geometry", "Size", "1.5 MB", "Id", "m1 (codec c1)",
        "Results on held-out sounds", "The model file holds no results of the codec.",
        "Codebooks",
        "No report of the training was found, so the state of the codebooks is unknown.",
    ]  # fmt: skip


def test_a_prior_without_metrics_and_several_weak_levels_are_reported() -> None:
    assert "The model file holds no results of the prior." in (
        shown(replace(BARE, has_prior=True)).prose
    )
    weak = prior_figures([{**NATS, "prior": 5.0}, {**NATS, "prior": 5.0}], 8)
    text = shown(replace(BARE, has_prior=True, prior=weak)).text
    assert "The prior predicts levels 0, 1 worse" in text


def test_every_chart_of_a_page_has_a_name_and_its_values() -> None:
    page = shown(FULL)
    assert [row["aria-label"] for row in page.all("svg")] == [
        "Codec in training", "Prior in training", "codes used", "perplexity",
        "share replaced", "Code usage of level 0", "Code usage of level 1",
    ]  # fmt: skip
    assert {"mel error, step 500: 3 dB", "prior, step 9: 3 nats"} <= set(page.texts)
    assert page.all("script") == []


def test_a_name_in_an_attribute_stays_inside_it() -> None:
    page = shown(FULL)
    assert page.all("img")[0] == {
        "alt": f"Spectrogram, {BAD}", "src": "data:image/png;base64,UE5H",
    }  # fmt: skip
    assert page.all("audio")[0]["src"] == "data:audio/flac;base64,RkxBQw=="
