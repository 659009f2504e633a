"""Codebook health during training: five metrics per level, and warnings."""

import math
from dataclasses import asdict, dataclass
from typing import Final, Self

import torch
from torch import Tensor

from distill.nn.quantizer import Quantized
from distill.types import Json

LEAST_USED: Final = 0.5
MOST_DEAD: Final = 0.3
LEAST_PERPLEXITY: Final = 0.25
"""Of K. Source: docs/background/sound-quality.md#codebook-health."""
_SPIKE: Final = 5.0
"""Factor of the mean velocity above which a codebook has moved too far."""
_DIVERGING: Final = 3.0
"""Factor of the smallest running mean above which the commitment loss diverges."""
_DECAY: Final = 0.99
"""Decay of the running means, per step."""


@dataclass(frozen=True, slots=True)
class LevelHealth:
    """Metrics of one level.

    Attributes:
        level: 0 is the coarsest.
        used: Share of the codes that were chosen at all since the last report.
        dead: Share of the codes replaced per step, on average.
        perplexity: Number of equally used codes with the same entropy.
        commitment: Mean commitment loss.
        velocity: Mean move of the entries per step, relative to their length.
        warnings: What is wrong and what to do, as sentences; empty if nothing is.
        reseeds: Codes replaced per step, on average.
    """

    level: int
    used: float
    dead: float
    perplexity: float
    commitment: float
    velocity: float
    warnings: tuple[str, ...]
    reseeds: float = 0.0

    def to_json(self) -> Json:
        """Return the fields as JSON."""
        return {**asdict(self), "warnings": list(self.warnings)}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read the result of `to_json`."""
        return cls(**{**data, "warnings": tuple(data["warnings"])})


class HealthMeter:
    """Collects the quantizer's results step by step until the next report.

    Threads: one, that of the training.
    """

    def __init__(self, levels: int, size: int) -> None:
        self.levels, self.size = levels, size
        self._mean_velocity = torch.zeros(levels)
        self._commitment = torch.zeros(levels)
        self._least_commitment = torch.full((levels,), math.inf)
        self._total_steps = 0
        self._counts = torch.zeros(levels, size, dtype=torch.int64)
        self._losses = torch.zeros(levels)
        self._dead = torch.zeros(levels)
        self._velocity = torch.zeros(levels)
        self._fastest = torch.zeros(levels)
        self._steps = 0

    def add(self, quantized: Quantized) -> None:
        """Add one training step."""
        flat = quantized.codes.reshape(-1, self.levels).cpu()
        for level in range(self.levels):
            self._counts[level] += torch.bincount(flat[:, level], minlength=self.size)
        commitment = quantized.commitment.detach().float().cpu()
        self._losses += commitment
        self._dead += quantized.reseeded / self.size
        self._velocity += quantized.velocity
        self._fastest = torch.maximum(self._fastest, quantized.velocity)
        self._steps += 1
        self._total_steps += 1
        self._update_means(commitment, quantized.velocity)

    def report(self) -> list[LevelHealth]:
        """Return the metrics of each level since the last report, and reset them."""
        steps = max(1, self._steps)
        rows = [
            LevelHealth(
                level,
                float((self._counts[level] > 0).float().mean()),
                float(self._dead[level]) / steps,
                perplexity(self._counts[level]),
                float(self._losses[level]) / steps,
                float(self._velocity[level]) / steps,
                tuple(self._warnings(level)),
                float(self._dead[level]) * self.size / steps,
            )
            for level in range(self.levels)
        ]
        self._clear()
        return rows

    def _update_means(self, commitment: Tensor, velocity: Tensor) -> None:
        rate = max(1 - _DECAY, 1.0 / self._total_steps)
        self._mean_velocity += rate * (velocity - self._mean_velocity)
        self._commitment += rate * (commitment - self._commitment)
        if self._total_steps > 1 / (1 - _DECAY):
            self._least_commitment = torch.minimum(self._least_commitment, self._commitment)

    def _warnings(self, level: int) -> list[str]:
        steps = max(1, self._steps)
        used = float((self._counts[level] > 0).float().mean())
        dead = float(self._dead[level]) / steps
        spread = perplexity(self._counts[level])
        loss = float(self._commitment[level])
        found = []
        if used < LEAST_USED:
            found.append(
                f"only {used:.0%} of the codes are used: choose fewer codes (size), or add more "
                "varied sounds"
            )
        if dead > MOST_DEAD:
            found.append(
                f"{dead:.0%} of the codes are replaced per step: use a larger batch or fewer codes"
            )
        if spread < LEAST_PERPLEXITY * self.size:
            found.append(
                f"a few codes do most of the work (perplexity {spread:.0f} of {self.size}): use "
                "fewer codes or a higher commitment weight"
            )
        if not math.isfinite(loss):
            found.append("the commitment loss is not a number: lower the learning rate")
        elif loss > _DIVERGING * float(self._least_commitment[level]):
            found.append(f"the commitment loss grows ({loss:.3g}): lower the learning rate")
        if float(self._fastest[level]) > _SPIKE * float(self._mean_velocity[level]) > 0:
            found.append(
                "the codebook moved far in a single step: ignore it if it happens once; if it "
                "happens again, lower the learning rate or raise decay towards 0.95"
            )
        return found

    def _clear(self) -> None:
        for sums in (self._counts, self._losses, self._dead, self._velocity, self._fastest):
            sums.zero_()
        self._steps = 0


def perplexity(counts: Tensor) -> float:
    """Return the number of equally used codes with the entropy of counts [K]."""
    total = counts.sum()
    if total == 0:
        return 0.0
    share = counts[counts > 0].double() / total
    return float(torch.exp(-(share * share.log()).sum()))
