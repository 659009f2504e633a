"""What sounds, held still: the live state as bytes, so that it can go on later to the sample.

Only kinds of state that are listed here are written and read, by name; nothing that could run.
"""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load, save

from distill.audio.level import Glide, GuardState
from distill.audio.limiter import LimiterState
from distill.audio.stereo import WidenState
from distill.errors import FileProblem
from distill.prior.layout import Memory
from distill.prior.sampler import SamplerState
from distill.session.tasks import Chance
from distill.types import Json
from distill.vocoder.contract import VocoderState
from distill.worker.chain import ChainState
from distill.worker.sources import StreamState
from distill.worker.voice import Knobs, VoiceState

_Array = npt.NDArray[Any]


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class LiveState:
    """Everything that the next sample depends on, beside the score.

    Attributes:
        voice: Where the sound is made.
        chain: Where it is finished.
        left: Shape [n]; made, and not yet through the chain.
        elapsed: Beats since the take began.
    """

    voice: VoiceState
    chain: ChainState
    left: _Array
    elapsed: float


_KINDS: Final[dict[str, type[Any]]] = {
    kind.__name__: kind
    for kind in (
        LiveState, VoiceState, StreamState, ChainState, Knobs, Chance, SamplerState, Memory,
        Glide, GuardState, WidenState, LimiterState,
    )
}  # fmt: skip


def freeze(state: LiveState) -> bytes:
    """Write a state down."""
    arrays: dict[str, _Array] = {}
    tree = _say(state, arrays)
    return save(arrays, {"distill": json.dumps(tree)})


def thaw(frozen: bytes) -> LiveState:
    """Read a state.

    Raises:
        FileProblem: These bytes are none; says that what sounded cannot go on.
    """
    try:
        length = int.from_bytes(frozen[:8], "little")
        header = json.loads(frozen[8 : 8 + length])
        state = _hear(json.loads(header["__metadata__"]["distill"]), load(frozen))
        if isinstance(state, LiveState):
            return state
        problem: object = "it is something else"
    except (SafetensorError, ValueError, KeyError, TypeError, AttributeError) as error:
        problem = error
    raise FileProblem(f"what sounded when this snapshot was made cannot be read: {problem}")


def _say(value: object, arrays: dict[str, _Array]) -> Any:  # noqa: PLR0911 - one for each kind
    """Turn a value into JSON (Any), its arrays put aside."""
    if isinstance(value, np.ndarray):
        name = f"a{len(arrays)}"
        arrays[name] = np.ascontiguousarray(value)
        return {"array": name}
    if isinstance(value, np.random.Generator):
        return {"chance": value.bit_generator.state}
    if isinstance(value, np.generic):
        return value.item()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
        return _parts(value, names, arrays)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return _parts(value, list(value._fields), arrays)
    if isinstance(value, tuple):
        return {"tuple": [_say(part, arrays) for part in value]}
    return value


def _parts(value: object, names: list[str], arrays: dict[str, _Array]) -> Json:
    parts = {name: _say(getattr(value, name), arrays) for name in names}
    return {"kind": type(value).__name__, "parts": parts}


def _hear(tree: Any, arrays: Mapping[str, _Array]) -> Any:
    """Turn JSON back into a value (Any, like what it says)."""
    if not isinstance(tree, dict):
        return tree
    if "array" in tree:
        return np.array(arrays[tree["array"]])
    if "chance" in tree:
        bits = np.random.PCG64()
        bits.state = tree["chance"]
        return np.random.Generator(bits)
    if "tuple" in tree:
        return tuple(_hear(part, arrays) for part in tree["tuple"])
    parts = {name: _hear(part, arrays) for name, part in tree["parts"].items()}
    return _kind(tree["kind"])(**parts)


def _kind(name: str) -> type[Any]:
    """Find a kind of state (Any: each has its own fields); those of vocoders are theirs to name."""
    vocoders = {kind.__name__: kind for kind in VocoderState.__subclasses__()}
    return {**vocoders, **_KINDS}[name]
