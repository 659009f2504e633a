"""What the header of a model file says of its parts, checked, and the tensors that they need."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from distill.codec.model_types import CODECS, CodecGeometry
from distill.errors import BadArgument
from distill.prior.prior_config import PriorConfig
from distill.prior.tensor_shapes import expected_shapes
from distill.types import Json
from distill.vocoder.vocoders import choose_vocoders, vocoder_shapes


@dataclass(frozen=True, slots=True)
class ModelDescription:
    """Configs of the parts of a model.

    Two headers that mean the same have equal descriptions, whatever fields the older one lacks.

    Attributes:
        kind: `model_type`.
        codec: Geometry and size of the codec.
        prior: Size of the prior; None if there is none.
        vocoders: Names of the vocoders for the stream and for clips.
    """

    kind: str
    codec: CodecGeometry
    prior: PriorConfig | None
    vocoders: tuple[str, str]

    @classmethod
    def from_header(cls, header: Json) -> Self:
        """Read the configs in a header whose `model_type` is known.

        Raises:
            BadArgument: A config has a field that is unknown, missing or out of range.
            ModelFileProblem: A part is of an older version.
        """
        kind, prior = header["model_type"], header.get("prior")
        if prior and not isinstance(prior, dict):
            raise BadArgument("prior must be an object of its fields, or null")
        try:
            codec = CODECS[kind].read(header["codec"])
        except KeyError as error:
            raise BadArgument(f"a codec config lacks {error}") from error
        return cls(
            kind,
            codec,
            PriorConfig.from_json(prior) if prior else None,
            choose_vocoders(header.get("vocoder")),
        )

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Name and shape of each tensor in the file."""
        prior = {} if self.prior is None else expected_shapes(self.prior)
        return {
            **_named("codec", CODECS[self.kind].shapes(self.codec)),
            **_named("prior", prior),
            **_named("vocoder", vocoder_shapes(self.vocoders, self.codec.mel)),
        }


def _named(part: str, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    return {f"{part}.{name}": shape for name, shape in shapes.items()}
