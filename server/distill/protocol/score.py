"""What should sound now, as one value: a new worker continues from the same score."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from distill.codes.carriers import Carriers
from distill.codes.sampling_params import SamplingParams
from distill.parameters import live_values
from distill.protocol.input import InputSpec
from distill.protocol.meter import Meter
from distill.protocol.source_folders import NO_FOLDERS, SourceRoots
from distill.types import Codes

Transport = Literal["stop", "play", "stream"]


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """Everything the live renderer needs.

    Attributes:
        transport: `stop` fades to silence, `play` loops `codes`, `stream` runs the prior.
        take: Incremented by each play or stream command; a new take starts at its first column.
        codes: Shape [W, H, Q]; the loop, or the context of a stream; None when stopped.
        morph_codes: Shape [W', H, Q]; the target of `morph`, or None.
        values: Value of every live parameter by name, from `live_values`; never modified.
        ahead_ms: Sound rendered ahead of the playhead.
        sampling: Sampling parameters of a stream, and the seed of the macros.
        panic: Incremented by each panic: fade out within 20 ms.
        input_spec: The input to encode, or None.
        model: Id of the model that plays; within a take it may change to one of equal codec.
        bars: Bars after which a loop restarts, on the exact sample; 0: at its own end.
        meter: Length and position of the bars; only set for a loop in bars.
        watched: Report the entropy of the prior?
        samples: Length of a loop, which may end inside the last column; 0: with it.
        carriers: What carries `codes`, or None.
        morph_carriers: What carries `morph_codes`, or None.
        sources: Where the sources are.
    """

    transport: Transport = "stop"
    take: int = 0
    codes: Codes | None = None
    morph_codes: Codes | None = None
    values: Mapping[str, float] = field(default_factory=live_values)
    ahead_ms: int = 85
    sampling: SamplingParams = SamplingParams(0.9, 0, 1)
    panic: int = 0
    input_spec: InputSpec | None = None
    model: str = ""
    bars: int = 0
    meter: Meter = field(default_factory=Meter)
    watched: bool = False
    samples: int = 0
    carriers: Carriers | None = None
    morph_carriers: Carriers | None = None
    sources: SourceRoots = NO_FOLDERS

    def same(self, other: "Score | None") -> bool:
        """Would it sound the same? Compares arrays by identity: an edit always makes a new one."""
        if other is None:
            return False
        pairs = [(name, getattr(self, name), getattr(other, name)) for name in self.__slots__]
        return all(
            a is b if name.endswith(("codes", "carriers")) else a == b for name, a, b in pairs
        )

    def needed_sources(self) -> set[str]:
        """Return the ids of the sources that carry it."""
        own = self.carriers
        if own is not None and self.transport == "stream":  # only the last column is heard
            own = own.taken(slice(-1, None)).compact()
        each = (own, self.morph_carriers)
        return {one for carriers in each if carriers is not None for one in carriers.sources}
