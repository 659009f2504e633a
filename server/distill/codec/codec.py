"""The trained codec: log-mel to a grid of codes and back, whole or any window of columns.

Inference only, in numpy; `nn.trainable_codec` trains its tensors.
"""

from collections.abc import Mapping
from typing import Self

import numpy as np

from distill.codec.codec_config import CodecConfig
from distill.codec.layers import neighbour_sums
from distill.codec.seams import soften
from distill.codec.search import keep_nearest
from distill.errors import BadArgument, ModelFileProblem
from distill.types import Codes, FloatArray, Mel


class Codec:
    """Encoder, codebooks and decoder of one model.

    Threads: any, at once; nothing changes after construction.

    Attributes:
        config: Its geometry.
        arrays: Its tensors, by their names in the file without `codec.`.
    """

    def __init__(self, config: CodecConfig, arrays: Mapping[str, FloatArray]) -> None:
        """Take the tensors of a model file; those of the layers are stored as products read them.

        Raises:
            ModelFileProblem: A tensor is missing, unknown, or has another shape.
        """
        _check(config.shapes, arrays)
        self.config = config
        self.arrays = {name: _stored(name, value) for name, value in arrays.items()}
        self._books = arrays["codebooks"]
        self._lengths = np.square(self._books).sum(-1)
        self._mean = {half: arrays[f"{half}.mean"] for half in ("encoder", "decoder")}
        self._project = {half: arrays[f"{half}.project"] for half in ("encoder", "decoder")}
        self._layers = {
            half: neighbour_sums(_part(f"{half}.", self.arrays), config.blocks)
            for half in ("encoder", "decoder")
        }

    def rounded(self) -> Self:
        """Return this codec with weights that half precision, as in a model file, holds exactly."""
        halves = {
            name: value.astype(np.float16).astype(np.float32) for name, value in self.arrays.items()
        }
        return type(self)(self.config, halves)

    @property
    def context(self) -> int:
        """Columns on each side that a column's mel and its codes depend on."""
        return self.config.context

    def codebooks(self) -> FloatArray:
        """Return the entries, shape [Q, K, D]."""
        return self._books

    def encode_mel(self, mel: Mel) -> Codes:
        """Encode log-mel [L, M] as codes [W, H, Q]; silence fills the last column."""
        missing = -len(mel) % self.config.column_frames
        padded = np.pad(mel, ((0, missing), (0, 0)), constant_values=self.config.mel.silence)
        columns = len(padded) // self.config.column_frames
        if not columns:
            return np.zeros((0, self.config.bands, self.config.levels), np.int16)
        return self.encode_window(padded, 0, columns)

    def encode_window(self, mel: Mel, first: int, count: int) -> Codes:
        """Encode only columns first..first+count, with the codes of the whole.

        Args:
            mel: Log-mel [L, M], L whole columns; silence lies outside it.
            first: First column.
            count: Columns, at least one.

        Returns:
            Codes, shape [count, H, Q].

        Raises:
            BadArgument: The window does not lie in the log-mel.
        """
        columns = len(mel) // self.config.column_frames
        _check_window(first, count, columns)
        begin, end = max(0, first - self.context), min(columns, first + count + self.context)
        rough = [self._project_column(mel, column) for column in range(begin, end)]
        codes = np.zeros((count, self.config.bands, self.config.levels), np.int16)
        for column in range(first, first + count):
            low, high = max(begin, column - self.context), min(end, column + self.context + 1)
            window = np.stack(rough[low - begin : high - begin])
            codes[column - first] = self._nearest(self._refine("encoder", window, column - low)[0])
        return codes

    def decode_codes(self, codes: Codes) -> Mel:
        """Decode codes [W, H, Q] to log-mel [L, M], never below silence."""
        if not len(codes):
            return np.zeros((0, self.config.mel.mels), np.float32)
        return self.decode_window(codes, 0, len(codes))

    def decode_window(self, codes: Codes, first: int, count: int) -> Mel:
        """Decode only columns first..first+count, exactly as in the whole.

        Args:
            codes: Shape [W, H, Q]; silence lies outside it.
            first: First column.
            count: Columns, at least one.

        Returns:
            Log-mel, shape [count * column_frames, M].

        Raises:
            BadArgument: The window does not lie in the grid.
        """
        _check_window(first, count, len(codes))
        frames = self.config.column_frames
        mel = np.empty((count * frames, self.config.mel.mels), np.float32)
        for place, column in enumerate(range(first, first + count)):
            before = min(self.context, column)
            window = codes[column - before : column + self.context + 1]
            mel[place * frames : (place + 1) * frames] = self._decode_column(window, before)
        return mel

    def decode_vectors(self, vectors: FloatArray) -> Mel:
        """Decode any vectors [W, H, D] to log-mel [L, M]."""
        config = self.config
        refined = self._refine("decoder", vectors, 0, len(vectors))
        by_band = np.matmul(refined.transpose(1, 0, 2), self._project["decoder"])
        by_band += self._mean["decoder"][:, None]
        patches = by_band.reshape(
            config.bands, len(vectors), config.column_frames, config.band_mels
        )
        above = patches.transpose(1, 2, 0, 3).reshape(-1, config.mel.mels)
        mel: Mel = above + np.float32(config.mel.silence)
        return mel

    def _decode_column(self, window: Codes, index: int) -> Mel:
        """Decode column `index` of [w, H, Q] to [frames, M]; the window is its context."""
        frames = self.config.column_frames
        mel = soften(self.decode_vectors(self._entries(window)), frames, self.config.seams)
        column: Mel = mel[index * frames : (index + 1) * frames]
        return np.maximum(column, np.float32(self.config.mel.silence))

    def _entries(self, codes: Codes) -> FloatArray:
        """Return the sum of the entries of codes [..., Q], shape [..., D]."""
        vectors: FloatArray = self._books[0][codes[..., 0]]
        for level in range(1, len(self._books)):
            vectors += self._books[level][codes[..., level]]
        return vectors

    def _project_column(self, mel: Mel, column: int) -> FloatArray:
        """Project the patches of a column of [L, M] on their directions, shape [H, D]."""
        config = self.config
        frames = config.column_frames
        above = mel[column * frames : (column + 1) * frames] - np.float32(config.mel.silence)
        patches = above.reshape(frames, config.bands, config.band_mels).transpose(1, 0, 2)
        centred = patches.reshape(config.bands, 1, -1) - self._mean["encoder"][:, None]
        projected: FloatArray = np.matmul(centred, self._project["encoder"])[:, 0]
        return projected

    def _refine(self, half: str, x: FloatArray, first: int, count: int = 1) -> FloatArray:
        """Run the layers of one half on columns first..first+count of [W, H, D].

        Only the first layer sees the neighbouring columns, so the others need no more than these.
        """
        layers = self._layers[half]
        if not layers:
            return x[first : first + count]
        x = layers[0].step(x, first, count)
        for layer in layers[1:]:
            x = layer.step(x, 0, count)
        return x

    def _nearest(self, vectors: FloatArray) -> Codes:
        """Quantize vectors [H, D] to codes [H, Q].

        A beam of `search` paths stays from level to level; the best at the end wins.
        """
        paths = min(self.config.search, self.config.size**self.config.levels)
        residual = np.empty((len(vectors), paths, self.config.width), np.float32)
        codes = np.zeros((len(vectors), paths, self.config.levels), np.int64)
        residual[:, 0], known = vectors, 1
        for level, (book, lengths) in enumerate(zip(self._books, self._lengths, strict=True)):
            dot = residual[:, :known].reshape(-1, self.config.width) @ book.T
            dot = dot.reshape(len(vectors), known, -1)
            keep_nearest(dot, (book, lengths), level, residual, codes)
            known = min(paths, known * self.config.size)
        return codes[:, 0].astype(np.int16)


def _part(prefix: str, arrays: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    return {
        name.removeprefix(prefix): value
        for name, value in arrays.items()
        if name.startswith(prefix)
    }


def _stored(name: str, value: FloatArray) -> FloatArray:
    """Return a tensor, with the weights of a layer [out, in] in the order of their transpose.

    So the layer multiplies with a view of them, and they are in memory once.
    """
    return np.asfortranarray(value) if name.endswith(("look.weight", "add.weight")) else value


def _check_window(first: int, count: int, columns: int) -> None:
    if not 0 <= first <= first + count <= columns or count < 1:
        raise BadArgument(
            f"columns {first}..{first + count - 1} do not lie in a grid of {columns} columns"
        )


def _check(expected: Mapping[str, tuple[int, ...]], got: Mapping[str, FloatArray]) -> None:
    missing, extra = sorted(set(expected) - set(got)), sorted(set(got) - set(expected))
    if missing or extra:
        raise ModelFileProblem(
            f"the codec's tensors do not fit its config: missing {missing[:3]}, "
            f"unknown {extra[:3]}; the file is damaged, fetch it again"
        )
    for name, shape in expected.items():
        if got[name].shape != shape:
            raise ModelFileProblem(
                f"tensor {name} has shape {got[name].shape}, its config says {shape}; "
                "the file is damaged, fetch it again"
            )
