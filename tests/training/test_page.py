import io
import re
from base64 import b64decode
from html.parser import HTMLParser
from pathlib import Path

import pytest
import soundfile

from distill.errors import FileProblem
from distill.storage import modelfile
from distill.training.page import write_page
from kit.bundles import tiny_model
from kit.learning import QUIET
from kit.trainings import RECIPE, House

pytestmark = QUIET
ALONE = {"meta", "img", "br"}


class Reader(HTMLParser):
    """Reads a page strictly: every tag that opens closes."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(page.read_text("utf-8"))
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ALONE:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = House(tmp_path_factory.mktemp("house"))
    (house.sounds / "broken.wav").write_bytes(b"RIFF nothing")
    house.train(recipe=RECIPE)
    assert write_page(house.file, house.root / "page.html") == []
    assert not list(house.root.glob(".*"))
    return house.root / "page.html"


def test_the_page_tells_what_the_model_is_and_how_it_does(page: Path) -> None:
    read = Reader(page)
    for words in ("m", "tones", "A", "CC0", "mel error", "Codebooks", "Files not learned from"):
        assert words in read.words, words
    assert any(words.startswith("broken.wav: ") for words in read.words)
    assert any("2 levels of 8 codes, 8 bands" in words for words in read.words)
    drawn = [row["aria-label"] for row in read.all("svg")]
    assert drawn[:2] == ["Codec in training", "Prior in training"]
    assert drawn[-2:] == ["Code usage of level 0", "Code usage of level 1"]
    assert "replaced a step" in drawn


def test_the_page_needs_nothing_but_itself(page: Path) -> None:
    text = page.read_text("utf-8")
    read = Reader(page)
    assert not {"script", "link", "iframe"} & {tag for tag, _ in read.tags}
    assert not re.findall(r"https?://|url\(|@import", text)
    assert all(row["src"].startswith("data:") for tag in ("img", "audio") for row in read.all(tag))


def test_every_sound_can_be_seen_and_heard(page: Path) -> None:
    read = Reader(page)
    pictures, sounds = read.all("img"), read.all("audio")
    assert len(pictures) == len(sounds) == 2 + 3
    for picture, sound in zip(pictures, sounds, strict=True):
        assert picture["alt"].startswith("Spectrogram, ")
        png = b64decode(picture["src"].removeprefix("data:image/png;base64,"), validate=True)
        assert png.startswith(b"\x89PNG")
        flac = b64decode(sound["src"].removeprefix("data:audio/flac;base64,"), validate=True)
        frames = int.from_bytes(png[16:20], "big")
        assert len(soundfile.read(io.BytesIO(flac))[0]) == frames * RECIPE.codec.mel.hop
        assert "controls" in sound


def test_words_of_a_model_stay_words(tmp_path: Path) -> None:
    header, arrays = tiny_model(prior=False)
    about = {"data": "<script>alert(1)</script>", "author": '"><img src=x>', "metrics": [1]}
    modelfile.save(tmp_path / "x.distill", {**header, "metadata": about}, arrays)
    missing = write_page(tmp_path / "x.distill", tmp_path / "x.html")
    read = Reader(tmp_path / "x.html")
    assert read.all("script") == read.all("img") == []
    assert "<script>alert(1)</script>" in read.words
    assert all(words in read.words for words in missing)
    assert any("it has no prior" in words for words in missing)


def test_a_page_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    modelfile.save(tmp_path / "x.distill", *tiny_model(prior=False))
    (tmp_path / "taken").mkdir()
    with pytest.raises(FileProblem, match="cannot be written"):
        write_page(tmp_path / "x.distill", tmp_path / "taken")
    with pytest.raises(FileProblem, match="cannot be written"):
        write_page(tmp_path / "x.distill", tmp_path / "none" / "x.html")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taken", "x.distill"]
