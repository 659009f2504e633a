"""What should sound now, as one value: the worker can be killed and given the score again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from distill.codes.sampling_params import SamplingParams
from distill.parameters import live_values
from distill.protocol.input import InputSpec
from distill.protocol.meter import Meter
from distill.types import Codes

Transport = Literal["stop", "play", "stream"]


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """Everything the live renderer needs.

    Attributes:
        transport: `stop` fades to silence, `play` loops `codes`, `stream` runs the prior.
        take: Rises with each play or stream command; a new take starts at its first column.
        codes: Shape [W, H, Q]; the loop, or what a stream continues; None when stopped.
        morph_codes: Shape [W', H, Q]; what `morph` blends towards, or None.
        values: Value of every live parameter by name, as `live_values` gives them; never changed.
        ahead_ms: Sound rendered ahead of the play head.
        chance: For `stream`, and the seed of the macros.
        panic: Rises with each panic: fade out within 20 ms.
        listen: What is to be heard of the input, or None.
        model: Id of the model that plays this; in the same take another one has the same codec.
        bars: Bars after which a loop begins again, on the very sample; 0: at its own end.
        meter: How long a bar is, and where; only told for a loop in bars.
        watched: Is it to be told how open the prior was?
    """

    transport: Transport = "stop"
    take: int = 0
    codes: Codes | None = None
    morph_codes: Codes | None = None
    values: Mapping[str, float] = field(default_factory=live_values)
    ahead_ms: int = 85
    chance: SamplingParams = SamplingParams(0.9, 0, 1)
    panic: int = 0
    listen: InputSpec | None = None
    model: str = ""
    bars: int = 0
    meter: Meter = field(default_factory=Meter)
    watched: bool = False

    def same(self, other: "Score | None") -> bool:
        """Would it sound the same? Arrays by identity: an edit always makes a new one."""
        if other is None:
            return False
        pairs = [(name, getattr(self, name), getattr(other, name)) for name in self.__slots__]
        return all(a is b if name.endswith("codes") else a == b for name, a, b in pairs)
