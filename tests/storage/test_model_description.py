"""What a header says is bounded, compared by its meaning, and names every tensor."""

from collections.abc import Callable
from typing import Any

import pytest
from safetensors import safe_open

from distill.codec.codec_config import CodecConfig
from distill.errors import BadArgument, DistillError
from distill.mel.mel_config import MelConfig
from distill.prior.prior_config import PriorConfig
from distill.storage import modelfile
from distill.storage.model_description import ModelDescription
from distill.types import Json
from kit.bundles import CONFIG, SHORT, tiny_model
from kit.house import ROOT

HUGE = [0, -1, 10**9, 10**400, 2.5, 1e300, float("nan"), float("inf"), True, None, "8", [], {}]
"""Values that no number of a config may have, with few exceptions."""
PRIOR = PriorConfig(8, 2, 8)


def header(**more: object) -> Json:
    codec, prior = CONFIG.to_json(), PRIOR.to_json()
    return {"model_type": "vqvae", "codec": codec, "prior": prior, "vocoder": None, **more}


@pytest.mark.parametrize("config", [CONFIG, SHORT, CodecConfig(blocks=3)])
def test_the_tensors_are_those_that_a_model_has(config: CodecConfig) -> None:
    made, arrays = tiny_model(config=config)
    described = ModelDescription.from_header({"model_type": "vqvae", **made})
    assert described.shapes == {name: value.shape for name, value in arrays.items()}


@pytest.mark.parametrize("name", ["demo", "piano"])
def test_the_tensors_are_those_of_the_shipped_models(name: str) -> None:
    path = ROOT / "models" / name / f"{name}.distill"
    described = modelfile.describe(path, modelfile.read_header(path))
    with safe_open(path, framework="numpy") as file:
        index = {one: tuple(file.get_slice(one).get_shape()) for one in file.keys()}  # noqa: SIM118 - no mapping
    assert described.shapes == index


def test_a_header_that_lacks_later_fields_means_the_same() -> None:
    older = {name: value for name, value in CONFIG.to_json().items() if name != "seams"}
    usual = {"live": "rtisi", "whole": "griffin_lim"}
    described = ModelDescription.from_header(header())
    assert ModelDescription.from_header(header(codec=older)) == described
    assert ModelDescription.from_header(header(vocoder=usual)) == described
    other = {**CONFIG.to_json(), "seams": 0.0}
    assert ModelDescription.from_header(header(codec=other)) != described
    assert ModelDescription.from_header(header(prior=None)) != described


FINE: dict[str, tuple[object, ...]] = {
    "blocks": (0,),
    "seams": (0,),
    "decay": (0,),
    "rotation_trick": (True,),
    "corner": (2.5,),
    "mel": ({},),
}
"""Those that a field may have."""


def each_refused(fields: Json, wrap: Callable[[Json], Json]) -> None:
    for name in fields:
        for value in HUGE:
            if value not in FINE.get(name, ()) or (value is True and name != "rotation_trick"):
                refuse(header(**wrap({**fields, name: value})))


def test_each_field_of_a_codec_is_bounded() -> None:
    each_refused(CONFIG.to_json(), lambda fields: {"codec": fields})


def test_each_field_of_an_analysis_is_bounded() -> None:
    codec = CONFIG.to_json()
    each_refused(MelConfig().to_json(), lambda fields: {"codec": {**codec, "mel": fields}})


def test_each_field_of_a_prior_is_bounded() -> None:
    each_refused(PRIOR.to_json(), lambda fields: {"prior": fields})


@pytest.mark.parametrize("value", [3, [1], "vocos", {"whole": {"a": 1}}, {"live": 3}])
def test_vocoders_are_known_words(value: object) -> None:
    refuse(header(vocoder=value))


@pytest.mark.parametrize(
    "change",
    [
        {"size": 32_768},
        {"size": 8192, "levels": 32},
        {"search": 64, "size": 4096, "bands": 64},
        {"column_frames": 512},
    ],
)
def test_products_that_would_fill_the_memory_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadArgument, match="must be at most"):
        CodecConfig(**change)


def test_an_attention_memory_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(BadArgument, match="attention memory"):
        PriorConfig(8, 2, 64, layers=48, width=4096, context_columns=256)


def test_an_analysis_with_a_tiny_hop_is_refused() -> None:
    with pytest.raises(BadArgument, match="n_fft / 64"):
        MelConfig(n_fft=16_384, hop=2)


@pytest.mark.parametrize("part", ["codec", "prior"])
@pytest.mark.parametrize("value", [[1], "x", 3])
def test_a_part_is_an_object(part: str, value: object) -> None:
    if part == "prior":
        refuse(header(prior=value))
    else:
        refuse(header(codec={"mel": value}))


def refuse(told: Json) -> None:
    with pytest.raises(DistillError) as caught:
        pytest.fail(f"accepted: {ModelDescription.from_header(told)}")
    assert caught.value.code in ("bad_argument", "bad_model")
    assert len(str(caught.value)) < 400
