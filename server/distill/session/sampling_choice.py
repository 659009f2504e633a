"""How the prior is to write now: parameters, seed, files of the corpus, and the beat."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from distill.codes.sampling_params import SamplingParams
from distill.corpus.file_patterns import in_use, matches
from distill.protocol.meter import Meter
from distill.types import MAX_SEED, Json


@dataclass(slots=True, eq=False)
class SamplingChoice:
    """What the next writing follows.

    Threads: the engine's thread only.

    Attributes:
        parameters: Value of each parameter; the session's own.
        rng: Draws seeds.
        only: Files of the corpus that may be taken, by name, pattern or folder; empty: all.
        avoid: Files of the corpus that may not.
    """

    parameters: Mapping[str, float]
    rng: np.random.Generator
    only: tuple[str, ...] = field(default=())
    avoid: tuple[str, ...] = field(default=())

    @property
    def files(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The patterns: `only`, and `avoid`."""
        return self.only, self.avoid

    def choose(
        self, only: Sequence[str], avoid: Sequence[str], names: Iterable[str] | None
    ) -> tuple[str, ...]:
        """Set the patterns, but those that match none of the files; return these.

        Args:
            only: Patterns of files that may be taken; empty: all.
            avoid: Patterns of files that may not.
            names: Of the files of the corpus; None while no model is loaded: all patterns stay.
        """
        known = None if names is None else tuple(names)

        def stays(pattern: str) -> bool:
            return known is None or any(matches(name, pattern) for name in known)

        self.only = tuple(filter(stays, only))
        self.avoid = tuple(filter(stays, avoid))
        return tuple(one for one in dict.fromkeys((*only, *avoid)) if not stays(one))

    def uses(self, names: Sequence[str]) -> list[bool]:
        """Return which files of the corpus may be taken."""
        return in_use(names, self.only, self.avoid)

    def stats(self) -> Json:
        """Return the patterns, for the status."""
        return {"only": ", ".join(self.only), "avoid": ", ".join(self.avoid)}

    def draw_seed(self) -> int:
        """Return the seed parameter, or a fresh seed when it is 0; never 0."""
        return int(self.parameters["seed"]) or int(self.rng.integers(1, MAX_SEED))

    def params(
        self, seed: int, meter: Meter, column: int, *, on_beat: bool = False
    ) -> SamplingParams:
        """Return the sampling parameters.

        Args:
            seed: Of the random numbers; 0: a fresh one.
            meter: Musical time; its beat is followed where starts are quantized.
            column: Samples of a column; 0 while no model is loaded.
            on_beat: Follow the beat in any case?
        """
        params = SamplingParams.of(self.parameters, seed or self.draw_seed())
        follows = column and (on_beat or self.parameters["quantize"])
        beat = meter.beat_frames / column if follows else 0.0
        return replace(params, only=self.only, avoid=self.avoid, beat=beat)
