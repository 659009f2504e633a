"""Files that the program wrote at commit 79a51f4 still load, with the values they had then."""

import json
from pathlib import Path

import numpy as np
import pytest

from distill.app.machine_profile import MachineProfile
from distill.app.machine_profile import read as read_machine
from distill.app.maps import UserMap
from distill.app.rooted_files import RootedFiles
from distill.audio.limiter import limit_whole
from distill.codes.sampling_params import SamplingParams
from distill.parameters import PARAMETERS
from distill.protocol.tasks import LoadModel
from distill.storage import clips, modelfile
from distill.storage.gridfile import read_grid
from distill.storage.library import Library
from distill.storage.roots import Roots
from distill.storage.sound_file import read_sound
from distill.storage.source_store import SourceStore
from distill.surfaces.midi.binding import Mode
from distill.surfaces.midi.control_kind import ControlKind
from distill.surfaces.midi.mapping import parse
from distill.training.recipe import CodecRecipe, DataRecipe, PriorRecipe, Recipe
from distill.training.report.page import write_page
from distill.worker.task_steps import load
from kit.house import ROOT
from kit.instrument import some_codes
from kit.models import TINY

V0 = ROOT / "tests" / "fixtures" / "v0"
TINY_ID = "7dedaf93655f03c25ddf0deb9af7819a"
TINY_CODEC = "a77d881f77fc588ed4ffd7f77148735e"
DEMO, PIANO = (ROOT / "models" / name / f"{name}.distill" for name in ("demo", "piano"))

MODELS = [
    (V0 / "tiny.distill", TINY_ID, TINY_CODEC, (-0.461, 1.730, -27.1)),
    (
        V0 / "trained.distill",
        "abef0a83d84babc5174be4f94064c28c",
        "531b8a22ec3f71638ac713d75a43c9f5",
        (-2.172, 3.020, -18.6),
    ),
    (
        DEMO,
        "9a5ca634ae927314563b6787f09fdfcf",
        "2a07a06fe5c6baa7705601e45c873fa0",
        (-3.699, 4.270, -29.3),
    ),
    (
        PIANO,
        "52714d167150ccfeaadfed140bd48901",
        "30981e1f18f6bd51934a4b151d5ff68e",
        (-9.109, 3.077, -41.0),
    ),
]
"""File, id, codec id; of four columns of drawn codes: mean and spread of the mel, level in dB."""


@pytest.fixture
def files(tmp_path: Path) -> RootedFiles:
    store = SourceStore(tmp_path, tmp_path)
    return RootedFiles(Roots({"clips": (V0,)}), Library((V0,)), tmp_path, V0, V0, store)


@pytest.mark.parametrize(
    ("file", "model", "codec", "sounds"), MODELS, ids=lambda row: str(row)[-9:]
)
def test_a_model_loads_decodes_as_it_did_and_its_prior_continues(file, model, codec, sounds):
    loaded = load(LoadModel(str(file), "any"))
    bundle, config = loaded.bundle, loaded.bundle.config
    assert (loaded.info.id, loaded.info.codec_id) == (model, codec)
    shape = (4, config.bands, config.levels)
    codes = np.random.default_rng(11).integers(0, config.size, shape).astype(np.int16)
    mel = bundle.decode(codes)
    sound = limit_whole(bundle.whole_vocoder.render(mel, 1))
    level_db = 20 * np.log10(np.sqrt((sound**2).mean()))
    assert (mel.mean(), mel.std()) == pytest.approx(sounds[:2], abs=0.01)
    assert level_db == pytest.approx(sounds[2], abs=0.5)
    assert bundle.sampler is not None
    column = bundle.sampler.column(bundle.sampler.start(codes, 7), SamplingParams(1.0)).codes
    assert column.shape == shape[1:]
    assert 0 <= int(column.min()) <= int(column.max()) < config.size


def test_a_trained_model_has_its_metadata_and_recipe():
    header = modelfile.read_header(V0 / "trained.distill")
    about = header["metadata"]
    assert (about["name"], about["author"], about["licence"]) == (
        "trained", 'Zoë "Z" \\ Müller', "CC0",
    )  # fmt: skip
    assert Recipe.from_json(header["training"], "header") == RECIPE


RECIPE = Recipe(
    "trained",
    'Zoë "Z" \\ Müller',
    "CC0",
    "Drei Töne, ein Satz.",
    codec=TINY,
    data=DataRecipe(),
    codec_stage=CodecRecipe(minutes=0, steps=30, batch=4, columns=4, check_every=10),
    prior_stage=PriorRecipe(minutes=0, steps=4, batch=2, layers=1, width=8, heads=2, depth_width=8),
)


def test_a_recipe_is_the_one_that_was_written():
    assert Recipe.load(V0 / "recipe.toml") == RECIPE


def test_a_report_is_shown_on_the_page_of_its_model(tmp_path):
    report = json.loads((V0 / "report.json").read_text("utf-8"))
    assert report["id"] == modelfile.read_header(V0 / "trained.distill")["metadata"]["id"]
    assert report["codec"]["steps"] == 30
    assert report["survey"]["unused"] == [["leer ü.wav", "leer ü.wav is empty"]]
    missing = write_page(V0 / "trained.distill", tmp_path / "page.html")
    assert [sentence.partition(":")[0] for sentence in missing] == ["Originals and reconstructions"]
    assert "leer ü.wav is empty" in (tmp_path / "page.html").read_text("utf-8")


def test_a_clip_gives_its_codes_back_and_sounds_as_loud(files):
    path = Path(files.source("clip.wav"))
    embedded = clips.read_codes(path)
    grid = read_grid(V0 / "grid.json")
    assert embedded is not None
    assert embedded.model == TINY_CODEC
    np.testing.assert_array_equal(embedded.codes, grid.codes)
    sound = read_sound(path)
    assert len(sound) == 12 * 512
    assert 20 * np.log10(np.sqrt((sound**2).mean())) == pytest.approx(-29.51, abs=0.01)
    sidecar = json.loads((V0 / "clip.json").read_text("utf-8"))
    assert (sidecar["slot"], sidecar["seed"], sidecar["parameters"]) == ("größe", 7, {"gain": -3.0})


def test_a_grid_holds_the_codes_that_were_drawn():
    grid = read_grid(V0 / "grid.json")
    drawn = np.random.default_rng(5).integers(0, 8, (12, 8, 2)).astype(np.int16)
    np.testing.assert_array_equal(grid.codes, drawn)
    assert (grid.model, grid.size, grid.column) == (TINY_CODEC, 8, 512)
    assert grid.source == "klänge/a.wav"


def test_a_snapshot_gives_its_slots_parameters_and_stream_back(files):
    assert files.snapshots() == ("moment",)
    snapshot = files.snapshot("moment")
    np.testing.assert_array_equal(snapshot.slots["a"].codes, some_codes(5))
    np.testing.assert_array_equal(snapshot.slots["b"].codes, some_codes(4, 2))
    locked = snapshot.slots["a"].locked
    assert locked is not None
    assert np.argwhere(locked).tolist() == [[1, 0, 0], [1, 1, 0], [1, 2, 0]]
    assert snapshot.parameters["coarse"] == 0.25
    assert snapshot.morph_slot == "b"
    assert (snapshot.sounding.transport, snapshot.sounding.live) == ("stream", b"live")
    np.testing.assert_array_equal(
        snapshot.sounding.context, np.concatenate([some_codes(5), some_codes(2, 3)])
    )


def test_a_preset_gives_its_values_and_its_glide_back(files):
    preset = files.preset("preset")
    bar = PARAMETERS["quantize"].parse("bar")
    values = {"temperature": 1.25, "gain": -7.5, "quantize": bar, "top_k": 5.0}
    assert (preset.values, preset.glide_s) == (values, 2.5)


@pytest.mark.parametrize("name", ["midi.toml", "maps/club.toml"])
def test_a_midi_map_has_the_bundled_bindings_and_the_learned_ones(name):
    maps = UserMap(V0 / name, None, V0 / "maps")
    assert maps.others() == ("club",)
    bindings = parse(maps.read(), maps.name)
    assert len(bindings) == 23
    assert [one.number for one in bindings[:6]] == [2, 3, 4, 7, 10, 16]
    width, temperature = bindings[-2:]
    assert (width.source, width.number, width.channel) == (ControlKind.CC, 75, 1)
    assert (width.port, width.mode) == ("Pad", Mode.RELATIVE2)
    assert (temperature.number, temperature.port) == (76, 'Keys "ü"')
    assert temperature.target.row.name == "temperature"


def test_the_machine_profile_is_the_one_that_was_written():
    assert read_machine(V0 / "machine.toml") == MachineProfile(
        "normal", 2, able=True, why='normal: no block late, "größte" Last',
        output="hw:1 \N{EN DASH} Gerät", model="demo",
    )  # fmt: skip
