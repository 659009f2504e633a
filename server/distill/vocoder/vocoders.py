"""The vocoders there are: a model names the two that play it, or is played by the usual ones.

A new vocoder is a file and a row of `VOCODERS`. Rows import what they build only when it is built.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from distill.errors import BadArgument
from distill.mel.mel_config import MelConfig
from distill.types import FloatArray, Json
from distill.vocoder.contract import ClipVocoder, LiveVocoder

Tensors = Mapping[str, FloatArray]
"""What a model file holds for its vocoder: names without `vocoder.`."""


@dataclass(frozen=True, slots=True)
class VocoderKind:
    """A row of `VOCODERS`: at least one of the two.

    Attributes:
        live: Builds it for the stream.
        whole: Builds it for clips.
    """

    live: Callable[[MelConfig, Tensors], LiveVocoder[Any]] | None = None
    whole: Callable[[MelConfig, Tensors], ClipVocoder] | None = None


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
"""Vocoders by the name that a model file has for them."""
LIVE: Final = "rtisi"
WHOLE: Final = "griffin_lim"


@dataclass(frozen=True, slots=True, eq=False)
class Vocoders:
    """The two that play a model."""

    live: LiveVocoder[Any]
    whole: ClipVocoder


def build_vocoders(chosen: object, config: MelConfig, tensors: Tensors) -> Vocoders:
    """Build what a model is played by.

    Args:
        chosen: What its file says: names for `live` and `whole`, or nothing for the usual ones.
        config: Its analysis.
        tensors: What its file holds for them.

    Raises:
        BadArgument: It names one that is not there, or that cannot do it; lists those that can.
    """
    names: Json = chosen if isinstance(chosen, dict) else {"live": chosen} if chosen else {}
    live, whole = names.get("live") or LIVE, names.get("whole") or WHOLE
    lives = {name: row.live for name, row in VOCODERS.items() if row.live}
    wholes = {name: row.whole for name, row in VOCODERS.items() if row.whole}
    for name, able, what in ((live, lives, "live"), (whole, wholes, "of a whole clip")):
        if name not in list(able):
            raise BadArgument(
                f"the model asks for the vocoder {name!r}, which makes no sound {what} here; those "
                f"that do are {', '.join(able)}: update Distill"
            )
    return Vocoders(lives[live](config, tensors), wholes[whole](config, tensors))
