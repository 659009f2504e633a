"""The codec in torch, for training: `codec.codec` runs what it has learned, in numpy."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from typing_extensions import override

from distill.codec.codec import Codec
from distill.codec.codec_config import CodecConfig
from distill.nn.autoencoder import Decoder, Encoder, begin
from distill.nn.patches import Emphasis
from distill.nn.quantizer import Quantized, QuantizerConfig, ResidualQuantizer
from distill.types import FloatArray


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """Result of a training pass: the decoded mel [B, M, L] and the quantizer's result."""

    mel: Tensor
    quantized: Quantized


class TrainableCodec(nn.Module):
    """Encoder, quantizer and decoder as one.

    Threads: one, that of the training.
    """

    def __init__(
        self, config: CodecConfig, vectors_per_step: int = 768, *, together: bool = False
    ) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.quantizer = ResidualQuantizer(
            QuantizerConfig(
                config.width,
                config.levels,
                config.size,
                config.decay,
                vectors_per_step,
                config.rotation_trick,
                together,
            )
        )
        self.decoder = Decoder(config)

    @override
    def forward(self, mel: Tensor) -> Reconstruction:
        """Run a training pass on log-mel [B, M, L], L a whole number of columns."""
        latent = self.encode_vectors(mel)
        batch, columns, bands, width = latent.shape
        quantized = self.quantizer(latent.reshape(batch, columns * bands, width))
        return Reconstruction(
            self.decode_vectors(quantized.vectors.reshape(latent.shape)), quantized
        )

    @torch.no_grad()
    def begin(self, mel: Tensor, emphasis: Emphasis) -> None:
        """Initialize principal directions and codebooks from data, without gradients.

        On 86 minutes of music this takes seconds, and leaves a third of the error of minutes of
        training from random weights.

        Args:
            mel: A sample of the sound, log-mel [B, M, L], L a whole number of columns.
            emphasis: Weights of the parts of a patch.
        """
        begin(self.encoder, self.decoder, mel - self.config.mel.silence, emphasis)
        self.quantizer.begin(self.encode_vectors(mel).flatten(0, 2))

    def encode_vectors(self, mel: Tensor) -> Tensor:
        """Encode log-mel [B, M, L] to vectors [B, W, H, D]; silence lies outside it."""
        latent: Tensor = self.encoder(mel - self.config.mel.silence)
        return latent

    def decode_vectors(self, vectors: Tensor) -> Tensor:
        """Decode vectors [B, W, H, D] to log-mel [B, M, L]."""
        above: Tensor = self.decoder(vectors)
        return above.float() + self.config.mel.silence

    def frozen(self) -> Codec:
        """Return what has been learned so far, as a codec that later training does not change."""
        tensors = {
            **{f"encoder.{name}": value for name, value in self.encoder.state_dict().items()},
            **{f"decoder.{name}": value for name, value in self.decoder.state_dict().items()},
            "codebooks": self.quantizer.codebooks(),
        }
        arrays: dict[str, FloatArray] = {
            name: np.array(value.detach().float().cpu().numpy(), order="C")
            for name, value in tensors.items()
        }
        return Codec(self.config, arrays)
