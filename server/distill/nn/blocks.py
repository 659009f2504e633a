"""Layers of the prior: attention blocks and feed-forward layers."""

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

from distill.prior.prior_config import PriorConfig

SPREAD: Final = 0.02
"""Standard deviation of initial weights. Source: Radford et al. 2019 (GPT-2)."""


class FeedForward(nn.Module):
    """Residual feed-forward layer on each vector alone."""

    def __init__(self, width: int, layers: int, dropout: float) -> None:
        super().__init__()
        self.dropout = dropout
        self.norm = nn.LayerNorm(width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)
        init_linear(self.up)
        init_linear(self.down, layers)

    @override
    def forward(self, x: Tensor) -> Tensor:
        """Apply the layer to vectors [..., D]."""
        change = self.down(functional.gelu(self.up(self.norm(x)), approximate="tanh"))
        return x + functional.dropout(change, self.dropout, self.training)


class Block(nn.Module):
    """One temporal layer: attention, then feed-forward; both are residual."""

    def __init__(self, config: PriorConfig, dropout: float) -> None:
        super().__init__()
        self.heads = config.heads
        self.dropout = dropout
        self.norm = nn.LayerNorm(config.width)
        self.query_key_value = nn.Linear(config.width, 3 * config.width)
        self.attended = nn.Linear(config.width, config.width)
        self.feed = FeedForward(config.width, config.layers, dropout)
        init_linear(self.query_key_value)
        init_linear(self.attended, config.layers)

    @override
    def forward(
        self, x: Tensor, bias: Tensor, past: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Run the layer on some positions.

        Args:
            x: Shape [B, N, D].
            bias: Shape [heads, N, past + N], -inf where attention is masked.
            past: Keys and values of earlier positions, each [B, heads, past, head width].

        Returns:
            Positions [B, N, D], and keys and values with the past in front.
        """
        B, N, D = x.shape
        joint = self.query_key_value(self.norm(x)).view(B, N, 3, self.heads, -1)
        query, key, value = joint.permute(2, 0, 3, 1, 4).contiguous()
        if past is not None:
            key, value = torch.cat((past[0], key), 2), torch.cat((past[1], value), 2)
        # Written out: with a learned bias, torch's fused attention is half as fast on a CPU.
        scores = (query * query.shape[-1] ** -0.5) @ key.transpose(2, 3) + bias.to(query.dtype)
        attended = self.attended((scores.softmax(-1) @ value).transpose(1, 2).reshape(B, N, D))
        x = x + functional.dropout(attended, self.dropout, self.training)
        return self.feed(x), key, value


def init_linear(layer: nn.Linear, layers: int = 0) -> None:
    """Initialize a matrix with small weights, smaller if `layers` of them add to one sum."""
    nn.init.normal_(layer.weight, std=SPREAD / (2 * layers) ** 0.5 if layers else SPREAD)
    nn.init.zeros_(layer.bias)
