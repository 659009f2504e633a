"""The live state as bytes, from which the sound later continues on the exact sample.

Only the types that `LiveState` consists of are written and read, by name; none of them can run
code. A file that lacks a parameter, or has an extra one, is read: see `Voice.resume` and
`Chain.resume`.
"""

import dataclasses
import json
import typing
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load, save

from distill.codes.sampling_params import SamplingParams
from distill.errors import BadArgument, FileProblem
from distill.storage import jsontext
from distill.types import Json
from distill.vocoder.contract import VocoderState
from distill.vocoder.earlier_state import RtisiState
from distill.worker.chain import ChainState
from distill.worker.voice import VoiceState

_Array = npt.NDArray[Any]


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class LiveState:
    """Everything that the next sample depends on besides the score.

    Attributes:
        voice: State of the voice.
        chain: State of the chain.
        left: Shape [n]; rendered by the voice, and not yet through the chain.
        elapsed: Beats since the take began.
    """

    voice: VoiceState
    chain: ChainState
    left: _Array
    elapsed: float


_KNOBS: Final = "Knobs"
"""Name in the file of a mapping of parameters."""
_FILE_NAMES: Final[Mapping[type[Any], str]] = {SamplingParams: "Chance"}
"""Names in the file of classes that have been renamed."""


def _within(kind: Any) -> Iterator[type[Any]]:
    """Yield the state types that a type (Any, as annotations are) consists of."""
    if dataclasses.is_dataclass(kind) or hasattr(kind, "_fields"):
        yield kind
        for part in typing.get_type_hints(kind).values():
            yield from _within(part)
    for part in typing.get_args(kind):
        yield from _within(part)


def _name(kind: type[Any]) -> str:
    return _FILE_NAMES.get(kind, kind.__name__)


def _kinds() -> dict[str, type[Any]]:
    """Map names to state types (Any: each has its own fields); each vocoder adds its own."""
    roots = (LiveState, RtisiState, *VocoderState.__subclasses__())
    return {_name(kind): kind for root in roots for kind in _within(root)}


def snapshot(state: LiveState) -> bytes:
    """Serialize a state."""
    arrays: dict[str, _Array] = {}
    tree = _to_json(state, arrays)
    return save(arrays, {"distill": json.dumps(tree)})


def restore(data: bytes) -> LiveState:
    """Deserialize a state.

    Raises:
        FileProblem: These bytes hold no live state; the sound cannot continue.
    """
    try:
        length = int.from_bytes(data[:8], "little")
        header = jsontext.parse(data[8 : 8 + length])
        state = _from_json(jsontext.parse(header["__metadata__"]["distill"]), load(data))
        if isinstance(state, LiveState):
            return state
        problem: object = "it holds something else"
    except (SafetensorError, ValueError, KeyError, TypeError, AttributeError, BadArgument) as error:
        problem = error
    raise FileProblem(f"the live sound in this snapshot cannot be read: {problem}")


def _to_json(value: object, arrays: dict[str, _Array]) -> Any:  # noqa: PLR0911 - one for each kind
    """Convert a value to JSON (Any); its arrays are moved to `arrays`."""
    if isinstance(value, np.ndarray):
        name = f"a{len(arrays)}"
        arrays[name] = np.ascontiguousarray(value)
        return {"array": name}
    if isinstance(value, np.random.Generator):
        return {"chance": value.bit_generator.state}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Mapping):
        return _parts(_KNOBS, value, arrays)
    if type(value) in _kinds().values():
        parts = {name: getattr(value, name) for name in _fields(type(value))}
        if isinstance(value, ChainState):  # the file holds its parameters beside its other fields
            parts = {**parts.pop("knobs"), **parts}
        return _parts(_name(type(value)), parts, arrays)
    if isinstance(value, tuple):
        return {"tuple": [_to_json(part, arrays) for part in value]}
    return value


def _parts(kind: str, parts: Mapping[str, object], arrays: dict[str, _Array]) -> Json:
    return {"kind": kind, "parts": {name: _to_json(part, arrays) for name, part in parts.items()}}


def _fields(kind: type[Any]) -> tuple[str, ...]:
    """Return the field names of a type."""
    return tuple(typing.get_type_hints(kind))


def _from_json(tree: Any, arrays: Mapping[str, _Array]) -> Any:
    """Convert JSON back to a value (Any: of one of the types above)."""
    if not isinstance(tree, dict):
        return tree
    if "array" in tree:
        return np.array(arrays[tree["array"]])
    if "chance" in tree:
        bits = np.random.PCG64()
        bits.state = tree["chance"]
        return np.random.Generator(bits)
    if "tuple" in tree:
        return tuple(_from_json(part, arrays) for part in tree["tuple"])
    parts = {name: _from_json(part, arrays) for name, part in tree["parts"].items()}
    if tree["kind"] == _KNOBS:
        return parts
    kind = _kinds()[tree["kind"]]
    known = {name: part for name, part in parts.items() if name in _fields(kind)}
    if kind is ChainState:
        known["knobs"] = {name: part for name, part in parts.items() if name not in known}
    return kind(**known)
