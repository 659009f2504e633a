"""Samples from the prior: column after column, without end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from distill.codes.sampling_params import SamplingParams
from distill.errors import BadArgument
from distill.prior.kernel import write_column
from distill.prior.memory_layout import Draw, Memory, Weights, Written
from distill.prior.prior_config import PriorConfig
from distill.prior.weights import gather_weights
from distill.types import MAX_SEED, Codes, FloatArray, Range


class Column(NamedTuple):
    """One sampled column.

    Attributes:
        codes: Shape [H, Q].
        nats: Mean surprise of the drawn codes; of all codes, if all were forced.
        logits: Shape [H, Q, K], before temperature.
    """

    codes: Codes
    nats: float
    logits: FloatArray

    @property
    def entropy(self) -> float:
        """Entropy of the distribution before temperature: mean nats per code, 0 to log K.

        Codes whose logits are not finite come from a fallback and count as certain.
        """
        logits = self.logits.astype(np.float64)
        finite = np.isfinite(logits).all(axis=-1, keepdims=True)
        logits = np.where(finite, logits, 0.0)
        logits -= logits.max(axis=-1, keepdims=True)
        weights = np.exp(logits)
        total = weights.sum(axis=-1, keepdims=True)
        nats = np.log(total) - (weights * logits).sum(axis=-1, keepdims=True) / total
        return float(np.where(finite, nats, 0.0).mean())


@dataclass(slots=True)
class SamplerState:
    """State of one stream: attention memory and random generator. A copy of it is a fork.

    Attributes:
        memory: Keys and values of the columns in view, and the last column's codes.
        columns: Columns observed or sampled since the start.
        generator: Random numbers; H * Q of them for each sampled column, whatever is forced.
        faults: Codes whose logits were not finite, so that a fallback was used.
    """

    memory: Memory
    columns: int
    generator: np.random.Generator
    faults: int = 0

    def copy(self) -> "SamplerState":
        """Fork the stream: the copy continues independently, with the same random numbers."""
        generator = np.random.Generator(np.random.PCG64())
        generator.bit_generator.state = self.generator.bit_generator.state
        memory = Memory(self.memory.keys.copy(), self.memory.values.copy(), self.memory.last.copy())
        return SamplerState(memory, self.columns, generator, self.faults)

    def skip_draws(self, columns: int) -> None:
        """Skip the random numbers of some columns."""
        bits = self.generator.bit_generator
        assert isinstance(bits, np.random.PCG64)  # noqa: S101 - set by `start` and `copy`
        bits.advance(columns * self.memory.last.shape[0])


class Sampler:
    """A prior compiled for sampling.

    Threads: any, each with its own states; the weights never change. The GIL is released while a
    column is computed.
    """

    def __init__(self, config: PriorConfig, weights: Weights) -> None:
        self.config = config
        self._weights = weights

    @classmethod
    def from_arrays(
        cls, config: PriorConfig, arrays: Mapping[str, FloatArray], *, bfloat16: bool | None = None
    ) -> Self:
        """Build from the tensors of a model file, named as in `nn.transformer.Prior`.

        Args:
            config: The prior's shape.
            arrays: Float32 arrays.
            bfloat16: Store matrices at half size, rounded: nearly twice as fast. None does so if it
                is lossless, as with every prior that training has finished.

        Raises:
            ModelFileProblem: A tensor is missing, unknown, of another shape, or not finite.
        """
        return cls(config, gather_weights(config, arrays, bfloat16=bfloat16))

    def start(self, context: Codes, seed: int) -> SamplerState:
        """Begin a stream.

        Args:
            context: Shape [W', H, Q]: the columns before; may be empty. The last
                `config.window` columns are used.
            seed: Of the random numbers.

        Raises:
            BadArgument: Codes of another shape or size, or a seed out of range.
        """
        Range(0, MAX_SEED).check("seed", seed)
        self.check(context)
        config = self.config
        layers, ring = (config.layers, config.heads), config.context_columns * config.bands
        memory = Memory(
            np.zeros((*layers, config.head_width, ring), np.float32),
            np.zeros((*layers, ring, config.head_width), np.float32),
            np.full(config.places, -1, np.int64),
        )
        state = SamplerState(memory, 0, np.random.Generator(np.random.PCG64(seed)))
        for column in context[-config.window :]:
            self.observe(state, column)
        return state

    def observe(self, state: SamplerState, codes: Codes) -> None:
        """Add a given column [H, Q] to the stream; uses no random numbers.

        Raises:
            BadArgument: Codes of another shape or size.
        """
        self.check(codes[None])
        unused = np.zeros(self.config.places)
        self._run(state, codes, unused, SamplingParams())

    def column(
        self, state: SamplerState, params: SamplingParams, forced: Codes | None = None
    ) -> Column:
        """Sample the next column and advance the state.

        Args:
            state: Changed in place.
            params: Sampling parameters.
            forced: Shape [H, Q]; a fixed code, or -1 where the prior chooses. None chooses all.

        Raises:
            BadArgument: Codes of another shape or size.
        """
        config = self.config
        if forced is None:
            forced = np.full((config.bands, config.levels), -1, np.int16)
        self.check(forced[None], least=-1)
        uniform = state.generator.random(config.places)
        written = self._run(state, forced, uniform, params)
        drawn = forced.reshape(-1) < 0
        nats = written.nats[drawn] if drawn.any() else written.nats
        shape = (config.bands, config.levels)
        return Column(
            written.codes.astype(np.int16).reshape(shape),
            float(nats.mean()),
            written.logits.reshape(*shape, config.size),
        )

    def check(self, codes: Codes, *, least: int = 0) -> None:
        """Refuse codes that do not fit this prior.

        Args:
            codes: Shape [W, H, Q].
            least: Lowest code allowed: 0, or -1 where -1 marks free codes.

        Raises:
            BadArgument: Codes of another shape or size.
        """
        bands, levels, size = self.config.bands, self.config.levels, self.config.size
        if codes.ndim != 3 or codes.shape[1:] != (bands, levels):
            raise BadArgument(
                f"this prior samples columns of {bands} bands and {levels} levels; "
                f"got codes of shape {codes.shape}"
            )
        if codes.size and not (codes.min() >= least and codes.max() < size):
            raise BadArgument(
                f"codes must lie in {least}..{size - 1}, got {codes.min()}..{codes.max()}"
            )

    def _run(
        self,
        state: SamplerState,
        forced: Codes,
        uniform: npt.NDArray[np.float64],
        params: SamplingParams,
    ) -> Written:
        places, size = self.config.places, self.config.size
        draw = Draw(
            forced.reshape(-1).astype(np.int64),
            uniform,
            np.reciprocal(params.by_level(self.config.levels)),
            int(params.top_k),
        )
        written = Written(
            np.zeros(places, np.int64),
            np.zeros((places, size), np.float32),
            np.zeros(places, np.float32),
        )
        state.faults += write_column(self._weights, state.memory, state.columns, draw, written)
        state.columns += 1
        return written
