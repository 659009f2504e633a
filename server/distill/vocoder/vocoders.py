"""Registry of vocoders: a model file names one for the stream and one for clips, or uses defaults.

A new vocoder is a file and a row of `VOCODERS`. A row imports its vocoder only to build it.
"""

import reprlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from distill.errors import BadArgument
from distill.mel.mel_config import MelConfig
from distill.types import FloatArray, Json
from distill.vocoder.contract import ClipVocoder, LiveVocoder

Tensors = Mapping[str, FloatArray]
"""Vocoder tensors of a model file: names without `vocoder.`."""


@dataclass(frozen=True, slots=True)
class VocoderKind:
    """A row of `VOCODERS`: at least one of two constructors.

    Attributes:
        live: Builds the vocoder for the stream.
        whole: Builds the vocoder for clips.
        shapes: Returns name and shape of each of its tensors in a model file.
    """

    live: Callable[[MelConfig, Tensors], LiveVocoder[Any]] | None = None
    whole: Callable[[MelConfig, Tensors], ClipVocoder] | None = None
    shapes: Callable[[MelConfig], Mapping[str, tuple[int, ...]]] = lambda _config: {}


def _rtisi(config: MelConfig, _tensors: Tensors) -> LiveVocoder[Any]:
    from distill.vocoder.rtisi import Rtisi  # noqa: PLC0415 - compiles

    return Rtisi(config)


def _griffin_lim(config: MelConfig, _tensors: Tensors) -> ClipVocoder:
    from distill.vocoder.griffin_lim import GriffinLim  # noqa: PLC0415 - compiles

    return GriffinLim(config)


VOCODERS: Final[dict[str, VocoderKind]] = {
    "rtisi": VocoderKind(live=_rtisi),
    "griffin_lim": VocoderKind(whole=_griffin_lim),
}
"""Vocoders by their name in a model file."""
LIVE: Final = "rtisi"
WHOLE: Final = "griffin_lim"


@dataclass(frozen=True, slots=True, eq=False)
class Vocoders:
    """The two vocoders of a model."""

    live: LiveVocoder[Any]
    whole: ClipVocoder


def choose_vocoders(chosen: object) -> tuple[str, str]:
    """Return the names of the vocoders of a model: for the stream, and for clips.

    Args:
        chosen: `vocoder` of its file: names for `live` and `whole`, or nothing for the defaults.

    Raises:
        BadArgument: A name is unknown or has no such vocoder; the text lists those that have.
    """
    names: Json = chosen if isinstance(chosen, dict) else {"live": chosen} if chosen else {}
    live, whole = names.get("live") or LIVE, names.get("whole") or WHOLE
    lives = [name for name, row in VOCODERS.items() if row.live]
    wholes = [name for name, row in VOCODERS.items() if row.whole]
    for name, able, what in ((live, lives, "live sound"), (whole, wholes, "whole clips")):
        if name not in able:
            raise BadArgument(
                f"the model needs the vocoder {reprlib.repr(name)} for {what}, which this Distill "
                f"does not have; it has {', '.join(able)}: update Distill"
            )
    return live, whole


def vocoder_shapes(names: tuple[str, str], config: MelConfig) -> dict[str, tuple[int, ...]]:
    """Return name and shape of each tensor of the vocoders of these names."""
    return {key: shape for name in names for key, shape in VOCODERS[name].shapes(config).items()}


def build_vocoders(chosen: object, config: MelConfig, tensors: Tensors) -> Vocoders:
    """Build the vocoders of a model.

    Args:
        chosen: `vocoder` of its file: names for `live` and `whole`, or nothing for the defaults.
        config: Its analysis.
        tensors: Its vocoder tensors.

    Raises:
        BadArgument: A name is unknown or has no such vocoder; the text lists those that have.
    """
    live, whole = (VOCODERS[name] for name in choose_vocoders(chosen))
    assert live.live is not None and whole.whole is not None  # noqa: S101, PT018 - as chosen
    return Vocoders(live.live(config, tensors), whole.whole(config, tensors))
