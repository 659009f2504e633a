import json
from pathlib import Path

import pytest
import torch

from distill.training.loop.metrics_file import MetricsFile
from kit.learning import QUIET, Clock, Trainer, little_room, tiny_stage
from kit.trainings import RECIPE, House

pytestmark = QUIET


def read(file: Path) -> dict[str, object]:
    content = json.loads(file.read_text("utf-8"))
    assert isinstance(content, dict)
    return content


@pytest.mark.slow
def test_a_training_writes_its_curve_and_the_codebooks_of_each_validation(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.train(recipe=RECIPE)
    codec, prior = (read(house.work / f"{stage}.json") for stage in ("codec", "prior"))
    assert (codec["state"], codec["progress"], codec["unit"]) == ("ended", 1.0, "dB")
    curve, levels = codec["curve"], codec["levels"]
    assert isinstance(curve, list)
    assert isinstance(levels, list)
    assert len(levels) == len(curve)
    assert {"used", "dead", "perplexity", "warnings"} <= set(levels[-1][0])
    assert (prior["figure"], prior["unit"], prior["levels"]) == ("held_nats", "nats", [])


def test_it_writes_every_five_seconds_between_validations(tmp_path: Path) -> None:
    stage, clock = tiny_stage(minutes=10.0, steps=0), Clock()
    stage.budget.clock = clock
    metrics = MetricsFile(tmp_path / "codec", stage)
    metrics.on_train_start(Trainer(), stage)
    assert read(tmp_path / "codec.json")["step"] == 0
    for step in range(1, 13):
        clock.now = float(step)
        loss = {"loss": torch.tensor(9.0 - step)}
        metrics.on_train_batch_end(Trainer(step), stage, loss, None, 0)
    content = read(tmp_path / "codec.json")
    assert (content["state"], content["step"]) == ("running", 10)
    assert content["loss"] == [[5, 4.0], [10, -1.0]]


def test_a_loss_that_is_not_finite_is_omitted_so_that_the_file_is_valid_json(
    tmp_path: Path,
) -> None:
    metrics = MetricsFile(tmp_path / "codec", tiny_stage())
    metrics.on_train_batch_end(Trainer(1), None, {"loss": torch.tensor(float("nan"))}, None, 0)
    assert read(tmp_path / "codec.json")["loss"] == []


def test_an_interrupted_training_is_recorded(tmp_path: Path) -> None:
    metrics = MetricsFile(tmp_path / "codec", tiny_stage())
    metrics.on_exception(Trainer(3), None, KeyboardInterrupt())
    assert read(tmp_path / "codec.json")["state"] == "broke off"


def test_a_full_disk_costs_an_entry_but_not_the_training(tmp_path: Path) -> None:
    metrics = MetricsFile(tmp_path / "codec", tiny_stage())
    metrics.on_train_start(Trainer(), None)
    before = (tmp_path / "codec.json").read_bytes()
    with little_room(10):
        metrics.on_train_end(Trainer(9), None)
    assert (tmp_path / "codec.json").read_bytes() == before
