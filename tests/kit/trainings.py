"""Trainings of a few steps: a folder of sounds, a library, and repeated commands of a user."""

from pathlib import Path

import numpy as np
import soundfile

from distill.storage import modelfile
from distill.training.recipe import CodecRecipe, PriorRecipe, Recipe
from distill.training.run import train
from distill.training.stage import Stage
from kit.models import TINY, tones

RECIPE = Recipe(
    "any",
    author="A",
    licence="CC0",
    about="tones",
    codec=TINY,
    codec_stage=CodecRecipe(minutes=0, steps=6, batch=2, columns=2, check_every=3),
    prior_stage=PriorRecipe(minutes=0, steps=2, batch=2, layers=1, width=8, heads=2),
)


class House:
    """Where a user trains the model `m`."""

    def __init__(self, root: Path) -> None:
        self.root, self.sounds, self.library = root, root / "sounds", root / "library"
        self.sounds.mkdir()
        for number in range(3):
            name = self.sounds / f"{number}.wav"
            soundfile.write(name, tones(0.5, 200 * (number + 1)), 48_000)
        self.file = self.library / "m" / "m.distill"
        self.work = self.library / "m" / ".work"

    def train(self, stage: str = "both", **more: object) -> dict[str, object]:
        recipe = more.pop("recipe", None)
        if isinstance(recipe, Recipe):
            recipe.save(self.root / "given.toml")
            more["recipe"] = self.root / "given.toml"
        train(self.sounds, "m", into=self.library, stage=Stage(stage), bar=False, **more)
        return modelfile.read_header(self.file)

    def codec(self) -> dict[str, np.ndarray]:
        arrays = modelfile.load(self.file)[1]
        return {name: value for name, value in arrays.items() if name.startswith("codec.")}
