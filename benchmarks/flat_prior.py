"""The prior that was not chosen: one Transformer over all codes, for the comparison in `prior.py`.

It is torch only. Compiled as the chosen one is, it wrote 30 x real time at 4 levels and 10 x at 8
(this repository up to ed1bd0b).
"""

from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

from distill.prior.prior_config import PriorConfig

FLAT_LAYERS: Final = 4
_SPREAD: Final = 0.02
"""Standard deviation of fresh weights. Source: GPT-2."""


@dataclass(slots=True)
class FlatState:
    """State of `step`: per layer, keys and values of the columns in the window.

    Attributes:
        keys: Per layer, shape [B, heads, tokens, head width].
        values: As keys.
        seen: Codes so far of this and the previous column, each of shape [B].
        count: Tokens since the start.
    """

    keys: list[Tensor]
    values: list[Tensor]
    seen: list[Tensor]
    count: int


class Block(nn.Module):
    """One layer: attention, then a feed-forward network, both residual."""

    def __init__(self, config: PriorConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.attention_norm = nn.LayerNorm(config.width)
        self.query_key_value = nn.Linear(config.width, 3 * config.width)
        self.attended = nn.Linear(config.width, config.width)
        self.feed_norm = nn.LayerNorm(config.width)
        self.feed_up = nn.Linear(config.width, 4 * config.width)
        self.feed_down = nn.Linear(4 * config.width, config.width)

    @override
    def forward(
        self, x: Tensor, bias: Tensor, past: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Run the layer on some tokens.

        Args:
            x: Shape [B, N, D].
            bias: Shape [heads, N, past + N], -inf where a token is masked.
            past: Keys and values of earlier tokens, each of shape [B, heads, past, head width].

        Returns:
            Tokens [B, N, D], and keys and values with the past in front.
        """
        B, N, D = x.shape
        joint = self.query_key_value(self.attention_norm(x)).view(B, N, 3, self.heads, -1)
        query, key, value = joint.permute(2, 0, 3, 1, 4).contiguous()
        if past is not None:
            key, value = torch.cat((past[0], key), 2), torch.cat((past[1], value), 2)
        # Written out: with a learned bias, torch's fused attention is half as fast on a CPU.
        fit = (query * query.shape[-1] ** -0.5) @ key.transpose(2, 3) + bias.to(query.dtype)
        seen = fit.softmax(-1) @ value
        x = x + self.attended(seen.transpose(1, 2).reshape(B, N, D))
        thought = functional.gelu(self.feed_up(self.feed_norm(x)), approximate="tanh")
        return x + self.feed_down(thought), key, value


class FlatPrior(nn.Module):
    """Causal Transformer over codes flattened by time, then band, then level.

    A token has three inputs: the previous code, the code at its own place one column ago, and its
    place (band and level). Time is no input. Its attention to another token depends on their
    contents, on the columns between them and on both places; so a window can slide without any
    recomputation.
    """

    def __init__(self, config: PriorConfig) -> None:
        super().__init__()
        self.config = config
        Q, K, D, S = config.levels, config.size, config.width, config.places
        self.before = nn.Parameter(_SPREAD * torch.randn(Q, K, D))
        self.column_ago = nn.Parameter(_SPREAD * torch.randn(Q, K, D))
        self.start = nn.Parameter(_SPREAD * torch.randn(2, D))
        self.place = nn.Parameter(_SPREAD * torch.randn(S, D))
        self.distance_bias = nn.Parameter(torch.zeros(config.heads, config.context_columns))
        self.place_bias = nn.Parameter(torch.zeros(config.heads, S, S))
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.norm = nn.LayerNorm(D)
        self.head = nn.Parameter(_SPREAD * torch.randn(Q, K, D))
        self._begin()

    @override
    def forward(self, codes: Tensor) -> Tensor:
        """Predict every code from those before it.

        Args:
            codes: Shape [B, W, H, Q], whole numbers in 0..K-1.

        Returns:
            Logits, shape [B, W, H, Q, K]; those at a token depend on earlier tokens only.
        """
        B, W, H, Q = codes.shape
        x = self._inputs(codes.reshape(B, W * H * Q).long())
        bias = self.bias(W)
        for block in self.blocks:
            x, _, _ = block(x, bias)
        return self._logits(x).view(B, W, H, Q, -1)

    def bias(self, columns: int) -> Tensor:
        """Return the attention bias of each token for each other one, by distance and by place.

        Returns:
            Shape [heads, W*H*Q, W*H*Q]; -inf where the other is later or out of view.
        """
        S, reach = self.config.places, self.config.context_columns
        token = torch.arange(columns * S, device=self.place.device)
        ago = token[:, None] // S - token[None, :] // S
        hidden = (token[:, None] < token[None, :]) | (ago >= reach)
        column = torch.arange(columns, device=self.place.device)
        distance = (column[:, None] - column[None, :]).clamp(0, reach - 1)
        table = (
            self.distance_bias[:, distance][:, :, None, :, None]
            + self.place_bias[:, None, :, None, :]
        )
        return table.reshape(-1, columns * S, columns * S).masked_fill(hidden, -torch.inf)

    def initial_state(self, batch: int) -> FlatState:
        """Return the state before the first code."""
        empty = self.place.new_zeros(batch, self.config.heads, 0, self.config.head_width)
        layers = self.config.layers
        return FlatState([empty] * layers, [empty] * layers, [], 0)

    def step(self, code: Tensor | None, state: FlatState) -> tuple[Tensor, FlatState]:
        """Predict the next code: the reference of a compiled sampler.

        Args:
            code: The previous code, shape [B]; None at the very start.
            state: Unchanged.

        Returns:
            Logits of the next code, shape [B, K], and the new state.
        """
        S, reach = self.config.places, self.config.context_columns
        seen = [*state.seen, code] if code is not None else []
        seen = seen[-S:]
        batch = state.keys[0].shape[0]
        place, columns = state.count % S, min(state.count // S + 1, reach)
        x = self._input(seen, place, batch)
        distance = self.distance_bias[:, :columns].flip(1)
        table = distance[:, :, None] + self.place_bias[:, place, None, :]
        view = (columns - 1) * S + place
        bias = table.flatten(1)[:, : view + 1]
        keys, values = [], []
        for block, key, value in zip(self.blocks, state.keys, state.values, strict=True):
            past = (key[:, :, key.shape[2] - view :], value[:, :, value.shape[2] - view :])
            x, new_key, new_value = block(x, bias[:, None], past)
            keys.append(new_key)
            values.append(new_value)
        return (
            functional.linear(self.norm(x[:, 0]), self.head[place % self.config.levels]),
            FlatState(keys, values, seen, state.count + 1),
        )

    def _begin(self) -> None:
        for name, weight in self.named_parameters():
            if name.endswith("bias") and weight.dim() == 1:
                nn.init.zeros_(weight)
            elif name.startswith("blocks") and weight.dim() == 2:
                deep = name.endswith(("attended.weight", "feed_down.weight"))
                nn.init.normal_(
                    weight, std=_SPREAD / (2 * self.config.layers) ** 0.5 if deep else _SPREAD
                )

    def _inputs(self, tokens: Tensor) -> Tensor:
        B, N = tokens.shape
        S, (_, K, D) = self.config.places, self.before.shape
        row = tokens + K * (torch.arange(N, device=tokens.device) % self.config.levels)
        before = functional.embedding(row[:, :-1], self.before.view(-1, D))
        ago = functional.embedding(row[:, :-S], self.column_ago.view(-1, D))
        start = self.start[:, None, None].expand(2, B, S, D)
        before = torch.cat((start[0, :, :1], before), 1)
        ago = torch.cat((start[1], ago), 1)
        return before + ago + self.place.repeat(N // S, 1)

    def _input(self, seen: list[Tensor], place: int, batch: int) -> Tensor:
        Q, S = self.config.levels, self.config.places
        before = self.before[(place - 1) % Q, seen[-1]] if seen else self.start[0]
        ago = self.column_ago[place % Q, seen[0]] if len(seen) == S else self.start[1]
        x = before + ago + self.place[place]
        return x.reshape(-1, 1, self.config.width).expand(batch, -1, -1)

    def _logits(self, x: Tensor) -> Tensor:
        Q, _, D = self.head.shape
        by_level = self.norm(x).view(-1, Q, D).transpose(0, 1)
        logits: Tensor = by_level @ self.head.transpose(1, 2)
        return logits.transpose(0, 1).reshape(*x.shape[:2], -1)
