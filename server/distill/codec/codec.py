"""The trained codec: log-mel to a grid of codes and back, whole or any window of columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
import torch
from torch import Tensor, nn
from typing_extensions import override

from distill.codec.autoencoder import Decoder, Encoder, begin
from distill.codec.codec_config import CodecConfig
from distill.codec.patches import Emphasis
from distill.codec.seams import soften
from distill.errors import BadArgument, ModelFileProblem
from distill.nn.codebooks import Codebooks, FixedCodebooks
from distill.types import FloatArray

if TYPE_CHECKING:
    from distill.nn.quantizer import Quantized

_BLOCK_COLUMNS = 64
"""Columns encoded or decoded at once (11 s), which bounds the memory of long sounds."""


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """Result of a training pass: the decoded mel [B, M, L] and the quantizer's result."""

    mel: Tensor
    quantized: "Quantized"


class Codec(nn.Module):
    """Encoder, quantizer and decoder as one.

    Threads: inference changes nothing; any thread may call it once the module is in eval mode.
    """

    def __init__(
        self,
        config: CodecConfig,
        vectors_per_step: int = 768,
        *,
        together: bool = False,
        trainable: bool = True,
    ) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.quantizer: Codebooks
        if trainable:
            self.quantizer = _trainable_quantizer(config, vectors_per_step, together=together)
        else:
            self.quantizer = FixedCodebooks(config.levels, config.size, config.width)
        self.decoder = Decoder(config)

    @property
    def context(self) -> int:
        """Columns on each side that a column's mel and its codes depend on."""
        return self.config.context

    def codebooks(self) -> Tensor:
        """Return the entries, shape [Q, K, D]."""
        return self.quantizer.codebooks()

    @override
    def forward(self, mel: Tensor) -> Reconstruction:
        """Run a training pass on log-mel [B, M, L], L a whole number of columns."""
        latent = self._latent(mel)
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
        self.quantizer.begin(self._latent(mel).flatten(0, 2))

    @torch.no_grad()
    def encode_mel(self, mel: Tensor) -> Tensor:
        """Encode log-mel [B, M, L] as codes [B, W, H, Q]; silence fills the last column."""
        frames = self.config.column_frames
        silence = self.config.mel.silence
        mel = nn.functional.pad(mel, (0, -mel.shape[-1] % frames), value=silence)
        blocks = _blocks(mel.shape[-1] // frames)
        parts = [self.encode_window(mel, first, count) for first, count in blocks]
        if not parts:
            return mel.new_zeros(
                mel.shape[0], 0, self.config.bands, self.config.levels, dtype=torch.int64
            )
        return torch.cat(parts, dim=1)

    @torch.no_grad()
    def encode_window(self, mel: Tensor, first: int, count: int) -> Tensor:
        """Encode only columns first..first+count, with the codes of the whole.

        Args:
            mel: Log-mel [B, M, L], L whole columns; silence lies outside it.
            first: First column.
            count: Columns, at least one.

        Returns:
            Codes, shape [B, count, H, Q].

        Raises:
            BadArgument: The window does not lie in the log-mel.
        """
        frames = self.config.column_frames
        columns = mel.shape[-1] // frames
        _check_window(first, count, columns)
        left, right = min(self.context, first), min(self.context, columns - first - count)
        window = mel[..., (first - left) * frames : (first + count + right) * frames]
        latent = self._latent(window)[:, left : left + count]
        codes = self.quantizer.encode(latent.flatten(1, 2), self.config.search)
        return codes.reshape(*latent.shape[:3], -1)

    @torch.no_grad()
    def decode_codes(self, codes: Tensor) -> Tensor:
        """Decode codes [B, W, H, Q] to log-mel [B, M, L], never below silence."""
        blocks = _blocks(codes.shape[1])
        parts = [self.decode_window(codes, first, count) for first, count in blocks]
        if not parts:
            return self.codebooks().new_zeros(codes.shape[0], self.config.mel.mels, 0)
        return torch.cat(parts, dim=2)

    @torch.no_grad()
    def decode_window(self, codes: Tensor, first: int, count: int) -> Tensor:
        """Decode only columns first..first+count, exactly as in the whole.

        Args:
            codes: Shape [B, W, H, Q]; silence lies outside it.
            first: First column.
            count: Columns, at least one.

        Returns:
            Log-mel, shape [B, M, count * column_frames].

        Raises:
            BadArgument: The window does not lie in the grid.
        """
        columns, context = codes.shape[1], self.context
        _check_window(first, count, columns)
        last = first + count
        begin = min(max(first, context), last)
        end = max(min(last, columns - context), begin)
        parts = [self._decode_edge(codes, column) for column in range(first, begin)]
        if begin < end:
            windows = codes[:, begin - context : end + context].unfold(1, 2 * context + 1, 1)
            mel = self._decode_column(windows.movedim(-1, 2).flatten(0, 1), context)
            mel = mel.reshape(codes.shape[0], end - begin, *mel.shape[1:])
            parts.append(mel.movedim(1, 2).flatten(2))
        parts += [self._decode_edge(codes, column) for column in range(end, last)]
        return torch.cat(parts, dim=2)

    def decode_vectors(self, vectors: Tensor) -> Tensor:
        """Decode vectors [B, W, H, D] to log-mel [B, M, L]."""
        above: Tensor = self.decoder(vectors)
        return above.float() + self.config.mel.silence

    @torch.no_grad()
    def round_weights(self) -> None:
        """Round all weights to half precision, so that half size stores them exactly."""
        for weight in self.parameters():
            weight.copy_(weight.half().float())
        self.quantizer.set_codebooks(self.codebooks().half().float())

    def to_arrays(self) -> dict[str, FloatArray]:
        """Return every tensor of the codec, by name."""
        halves = {
            **{f"encoder.{name}": value for name, value in self.encoder.state_dict().items()},
            **{f"decoder.{name}": value for name, value in self.decoder.state_dict().items()},
            "codebooks": self.codebooks(),
        }
        return {
            name: np.ascontiguousarray(value.detach().float().cpu().numpy())
            for name, value in halves.items()
        }

    @classmethod
    def from_arrays(cls, config: CodecConfig, arrays: Mapping[str, FloatArray]) -> Self:
        """Build a codec in eval mode from the result of `to_arrays`; it is not trainable.

        Raises:
            ModelFileProblem: A tensor is missing, unknown, or has another shape.
        """
        codec = cls(config, trainable=False)
        _check(codec.to_arrays(), arrays)
        for half in ("encoder", "decoder"):
            module: nn.Module = getattr(codec, half)
            tensors = {
                name.removeprefix(f"{half}."): torch.from_numpy(np.array(value))
                for name, value in arrays.items()
                if name.startswith(f"{half}.")
            }
            module.load_state_dict(tensors)
        codec.quantizer.set_codebooks(torch.from_numpy(np.array(arrays["codebooks"])))
        return codec.eval().requires_grad_(requires_grad=False)

    def _latent(self, mel: Tensor) -> Tensor:
        """Encode log-mel [B, M, L] to vectors [B, W, H, D]; silence lies outside it."""
        latent: Tensor = self.encoder(mel - self.config.mel.silence)
        return latent

    def _decode_edge(self, codes: Tensor, column: int) -> Tensor:
        """Decode a column at the edge of a grid, where context is missing."""
        before = min(self.context, column)
        return self._decode_column(codes[:, column - before : column + self.context + 1], before)

    def _decode_column(self, window: Tensor, index: int) -> Tensor:
        """Decode column `index` of [N, w, H, Q] to [N, M, frames]; the window is its context."""
        frames = self.config.column_frames
        mel = self.decode_vectors(self.quantizer.decode(window.long()))
        mel = soften(mel, frames, self.config.seams)[..., index * frames : (index + 1) * frames]
        return mel.clamp(min=self.config.mel.silence)


def _trainable_quantizer(
    config: CodecConfig, vectors_per_step: int, *, together: bool
) -> Codebooks:
    from distill.nn.quantizer import QuantizerConfig, ResidualQuantizer  # noqa: PLC0415 - takes 2 s

    return ResidualQuantizer(
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


def _blocks(columns: int) -> list[tuple[int, int]]:
    """Cut columns into blocks: (first, count)."""
    return [
        (first, min(_BLOCK_COLUMNS, columns - first)) for first in range(0, columns, _BLOCK_COLUMNS)
    ]


def _check_window(first: int, count: int, columns: int) -> None:
    if not 0 <= first <= first + count <= columns or count < 1:
        raise BadArgument(
            f"columns {first}..{first + count - 1} do not lie in a grid of {columns} columns"
        )


def _check(expected: Mapping[str, FloatArray], got: Mapping[str, FloatArray]) -> None:
    missing, extra = sorted(set(expected) - set(got)), sorted(set(got) - set(expected))
    if missing or extra:
        raise ModelFileProblem(
            f"the codec's tensors do not fit its config: missing {missing[:3]}, "
            f"unknown {extra[:3]}; the file is damaged, fetch it again"
        )
    for name, value in expected.items():
        if got[name].shape != value.shape:
            raise ModelFileProblem(
                f"tensor {name} has shape {got[name].shape}, its config says {value.shape}; "
                "the file is damaged, fetch it again"
            )
