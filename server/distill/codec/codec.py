"""The codec: log-mel to a grid of codes and back, whole or any window of columns."""

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
"""Columns encoded or decoded at once (11 s), so that an hour of sound does not need its memory."""


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """One training pass: the mel painted again [B, M, L] and what the quantizer did."""

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
        learns: bool = True,
    ) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.quantizer: Codebooks
        if learns:
            self.quantizer = _learner(config, vectors_per_step, together=together)
        else:
            self.quantizer = FixedCodebooks(config.levels, config.size, config.width)
        self.decoder = Decoder(config)

    @property
    def context(self) -> int:
        """Columns on each side that a column's mel depends on."""
        return self.config.context

    def codebooks(self) -> Tensor:
        """Give the entries, shape [Q, K, D]."""
        return self.quantizer.codebooks()

    @override
    def forward(self, mel: Tensor) -> Reconstruction:
        """Train on log-mel [B, M, L], L a whole number of columns."""
        latent = self._latent(mel)
        batch, columns, bands, width = latent.shape
        quantized = self.quantizer(latent.reshape(batch, columns * bands, width))
        return Reconstruction(
            self.decode_vectors(quantized.vectors.reshape(latent.shape)), quantized
        )

    @torch.no_grad()
    def begin(self, mel: Tensor, emphasis: Emphasis) -> None:
        """Learn all that can be learned without gradients: main directions and codebooks.

        On 86 minutes of music this takes seconds, and leaves a third of the error of minutes of
        training from chance.

        Args:
            mel: A sample of the sound, log-mel [B, M, L], L a whole number of columns.
            emphasis: What matters in it.
        """
        begin(self.encoder, self.decoder, mel - self.config.mel.silence, emphasis)
        self.quantizer.begin(self._latent(mel).flatten(0, 2))

    @torch.no_grad()
    def encode_mel(self, mel: Tensor) -> Tensor:
        """Name log-mel [B, M, L] by codes [B, W, H, Q]; silence fills the last column."""
        frames = self.config.column_frames
        silence = self.config.mel.silence
        mel = nn.functional.pad(mel, (0, -mel.shape[-1] % frames), value=silence)
        blocks = _windows(mel.shape[-1] // frames, self.context)
        parts = [self.encode_window(mel, first, last - first) for first, last, _, _ in blocks]
        if not parts:
            return mel.new_zeros(
                mel.shape[0], 0, self.config.bands, self.config.levels, dtype=torch.int64
            )
        return torch.cat(parts, dim=1)

    @torch.no_grad()
    def encode_window(self, mel: Tensor, first: int, count: int) -> Tensor:
        """Name only columns first..first+count, as in the whole.

        Args:
            mel: Log-mel [B, M, L], L whole columns; what lies outside it is silence.
            first: First column to name.
            count: Columns to name.

        Returns:
            Codes, shape [B, count, H, Q].

        Raises:
            BadArgument: The window does not lie in the picture.
        """
        frames = self.config.column_frames
        columns = mel.shape[-1] // frames
        _check_window(first, count, columns)
        left, right = min(self.context, first), min(self.context, columns - first - count)
        seen = mel[..., (first - left) * frames : (first + count + right) * frames]
        latent = self._latent(seen)[:, left : left + count]
        codes = self.quantizer.encode(latent.flatten(1, 2), self.config.search)
        return codes.reshape(*latent.shape[:3], -1)

    @torch.no_grad()
    def decode_codes(self, codes: Tensor) -> Tensor:
        """Paint codes [B, W, H, Q] as log-mel [B, M, L], never softer than silence."""
        blocks = _windows(codes.shape[1], self.context)
        parts = [self.decode_window(codes, first, last - first) for first, last, _, _ in blocks]
        if not parts:
            return self.codebooks().new_zeros(codes.shape[0], self.config.mel.mels, 0)
        return torch.cat(parts, dim=2)

    @torch.no_grad()
    def decode_window(self, codes: Tensor, first: int, count: int) -> Tensor:
        """Paint only columns first..first+count, exactly as in the whole.

        Args:
            codes: Shape [B, W, H, Q]; what lies outside it is silence.
            first: First column to paint.
            count: Columns to paint.

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
            seen = codes[:, begin - context : end + context].unfold(1, 2 * context + 1, 1)
            mel = self._decode_column(seen.movedim(-1, 2).flatten(0, 1), context)
            mel = mel.reshape(codes.shape[0], end - begin, *mel.shape[1:])
            parts.append(mel.movedim(1, 2).flatten(2))
        parts += [self._decode_edge(codes, column) for column in range(end, last)]
        return torch.cat(parts, dim=2)

    @torch.no_grad()
    def round_weights(self) -> None:
        """Round all numbers to half precision: a file then holds them in half the room, exactly."""
        for weight in self.parameters():
            weight.copy_(weight.half().float())
        self.quantizer.set_codebooks(self.codebooks().half().float())

    def to_arrays(self) -> dict[str, FloatArray]:
        """Give every tensor that the sound depends on, by name."""
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
        """Build a codec in eval mode, which does not learn, from what `to_arrays` gave.

        Raises:
            ModelFileProblem: A tensor is missing, left over, or has another shape.
        """
        codec = cls(config, learns=False)
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
        """Shrink log-mel [B, M, L] to vectors [B, W, H, D]; what is outside counts as silence."""
        latent: Tensor = self.encoder(mel - self.config.mel.silence)
        return latent

    def decode_vectors(self, vectors: Tensor) -> Tensor:
        """Paint vectors [B, W, H, D] as log-mel [B, M, L]."""
        above: Tensor = self.decoder(vectors)
        return above.float() + self.config.mel.silence

    def _decode_edge(self, codes: Tensor, column: int) -> Tensor:
        """Paint a column at the edge of a grid, where outside there is nothing."""
        before = min(self.context, column)
        return self._decode_column(codes[:, column - before : column + self.context + 1], before)

    def _decode_column(self, seen: Tensor, place: int) -> Tensor:
        """Paint one column of [N, w, H, Q] as [N, M, frames]: all it depends on is in there."""
        frames = self.config.column_frames
        mel = self.decode_vectors(self.quantizer.decode(seen.long()))
        mel = soften(mel, frames, self.config.seams)[..., place * frames : (place + 1) * frames]
        return mel.clamp(min=self.config.mel.silence)


def _learner(config: CodecConfig, vectors_per_step: int, *, together: bool) -> Codebooks:
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


def _windows(columns: int, context: int) -> list[tuple[int, int, int, int]]:
    """Cut columns into blocks: (first, last, columns seen before, columns seen after)."""
    blocks = []
    for first in range(0, columns, _BLOCK_COLUMNS):
        last = min(columns, first + _BLOCK_COLUMNS)
        blocks.append((first, last, min(context, first), min(context, columns - last)))
    return blocks


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
