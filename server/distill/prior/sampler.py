"""Samples from the prior: column after column, without end."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from distill.codes.sampling_params import SamplingParams
from distill.corpus.column_context import RHYTHM_COLUMNS
from distill.corpus.corpus_columns import NO_COLUMN
from distill.corpus.walk import Walker, WalkState, WalkStep
from distill.errors import BadArgument
from distill.prior.kernel import write_column
from distill.prior.memory_layout import Draw, Memory, Weights, Written
from distill.prior.prior_config import PriorConfig
from distill.prior.weights import gather_weights
from distill.types import MAX_SEED, Codes, FloatArray, Range

_LOW_BITS: Final = 2.0**26
"""A random number has 53 bits: the upper ones draw a code, the lower ones decide on a walk."""


class Column(NamedTuple):
    """One sampled column.

    Attributes:
        codes: Shape [H, Q].
        nats: Mean surprise of the drawn codes; of all codes, if all were forced.
        logits: Shape [H, Q, K], before temperature; not finite where no Transformer was asked.
        place: Column of the corpus that it was taken from, whole or in part; or `NO_COLUMN`.
    """

    codes: Codes
    nats: float
    logits: FloatArray
    place: int = NO_COLUMN

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
        at: Columns since the beginning of the music, which is on a beat.
        recent: Shape [n, H, Q]; the last columns, from which a walk begins.
        walk: The walk through the corpus; None until the next column needs it.
    """

    memory: Memory
    columns: int
    generator: np.random.Generator
    faults: int = 0
    at: int = 0
    recent: Codes = field(default_factory=lambda: np.zeros((0, 0, 0), np.int16))
    walk: WalkState | None = None

    def copy(self) -> "SamplerState":
        """Fork the stream: the copy continues independently, with the same random numbers."""
        generator = np.random.Generator(np.random.PCG64())
        generator.bit_generator.state = self.generator.bit_generator.state
        memory = Memory(self.memory.keys.copy(), self.memory.values.copy(), self.memory.last.copy())
        return replace(self, memory=memory, generator=generator)

    def remember(self, codes: Codes) -> None:
        """Add a column [H, Q] to `recent`."""
        before = self.recent[-RHYTHM_COLUMNS + 1 :].reshape(-1, *codes.shape)
        self.recent = np.concatenate([before, codes[None].astype(np.int16)])

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

    def __init__(
        self, config: PriorConfig, weights: Weights | None, walker: Walker | None = None
    ) -> None:
        """Prepare.

        Args:
            config: The prior's shape.
            weights: Of the Transformer; None: there is none, and the walker chooses every code.
            walker: Walks through the corpus of the model; None: it has none.
        """
        if weights is None and walker is None:
            raise BadArgument("a prior needs a Transformer or a corpus")
        self.config = config
        self._weights = weights
        self._walker = walker

    @classmethod
    def without_transformer(cls, walker: Walker, size: int) -> Self:
        """Return a prior of `size` codes a level that has a corpus alone."""
        bands, levels = walker.index.columns.codes.shape[1:]
        config = PriorConfig(
            size, levels, bands, layers=1, width=4, heads=1, context_columns=RHYTHM_COLUMNS // 2,
            depth_width=4,
        )  # fmt: skip
        return cls(config, None, walker)

    @property
    def walker(self) -> Walker | None:
        """What walks through the corpus."""
        return self._walker

    @property
    def has_transformer(self) -> bool:
        """Is there a Transformer?"""
        return self._weights is not None

    @classmethod
    def from_arrays(
        cls,
        config: PriorConfig,
        arrays: Mapping[str, FloatArray],
        *,
        bfloat16: bool | None = None,
        walker: Walker | None = None,
    ) -> Self:
        """Build from the tensors of a model file, named as in `nn.transformer.Prior`.

        Args:
            config: The prior's shape.
            arrays: Float32 arrays.
            bfloat16: Store matrices at half size, rounded: nearly twice as fast. None does so if it
                is lossless, as with every prior that training has finished.
            walker: Walks through the corpus of the model, if it has one.

        Raises:
            ModelFileProblem: A tensor is missing, unknown, of another shape, or not finite.
        """
        return cls(config, gather_weights(config, arrays, bfloat16=bfloat16), walker)

    def start(self, context: Codes, seed: int, at: int = 0) -> SamplerState:
        """Begin a stream.

        Args:
            context: Shape [W', H, Q]: the columns before; may be empty. The last
                `config.window` columns are used.
            seed: Of the random numbers.
            at: Columns from the beginning of the music to the first that is written.

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
        state = SamplerState(memory, 0, np.random.Generator(np.random.PCG64(seed)), at=at)
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
        state.remember(codes)
        state.walk = None

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
        drawn = forced.reshape(-1) < 0
        step = self._step(state, params, forced, uniform) if drawn.any() else None
        planned = forced if step is None else self._planned(step, params, forced)
        written = self._run(state, planned, uniform, params)
        nats = written.nats[drawn] if drawn.any() else written.nats
        shape = (config.bands, config.levels)
        codes = written.codes.astype(np.int16).reshape(shape)
        remembered = step is not None and bool((planned != forced).any())
        self._follow(state, codes, step)
        return Column(
            codes,
            float(nats.mean()) if step is None or self._weights else step.nats / config.places,
            written.logits.reshape(*shape, config.size),
            step.place if step is not None and remembered else NO_COLUMN,
        )

    def _step(
        self,
        state: SamplerState,
        params: SamplingParams,
        forced: Codes,
        uniform: npt.NDArray[np.float64],
    ) -> WalkStep | None:
        """Choose a column of the corpus; None where nothing is remembered."""
        walker = self._walker
        if walker is None or (params.memory <= 0 and self._weights is not None):
            return None
        if state.walk is None:
            begun = walker.start(state.recent.reshape(-1, self.config.bands, self.config.levels))
            state.walk = replace(begun, frame=state.at * walker.index.frames)
        low = np.resize(uniform * _LOW_BITS % 1.0, 2 + self.config.bands)
        given = forced if (forced >= 0).any() else None
        return walker.step(state.walk, params, low.astype(np.float32), given)

    def _planned(self, step: WalkStep, params: SamplingParams, forced: Codes) -> Codes:
        """Return the codes that are given or remembered, -1 where the Transformer chooses."""
        assert self._walker is not None  # noqa: S101 - there is a step
        own = self._walker.index.columns.codes[step.place]
        if self._weights is None:
            return np.where(forced >= 0, forced, own).astype(np.int16)
        coarse = -(-self.config.levels // 2)
        given = forced[:, :coarse]
        agrees = ((given < 0) | (given == own[:, :coarse])).all(1)
        remembered = agrees & (step.gates < params.memory)
        return np.where((forced < 0) & remembered[:, None], own, forced).astype(np.int16)

    def _follow(self, state: SamplerState, codes: Codes, step: WalkStep | None) -> None:
        """Note a column that was written."""
        state.at += 1
        state.remember(codes)
        if state.walk is not None and self._walker is not None and step is not None:
            state.walk = self._walker.follow(state.walk, codes, step)
        else:
            state.walk = None

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
        if self._weights is None:
            written.codes[:] = draw.forced
            written.logits[:] = np.nan
        else:
            state.faults += write_column(self._weights, state.memory, state.columns, draw, written)
        state.columns += 1
        return written
