"""The prior in torch, for training: it predicts each code from the codes before it.

Time and depth have separate networks. Source: Lee et al. 2022, RQ-Transformer, section 3.2. The
depth network is as small as the finer levels allow.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

from distill.nn.blocks import SPREAD, Block, FeedForward, init_linear
from distill.prior.prior_config import PriorConfig
from distill.types import FloatArray


@dataclass(slots=True)
class PriorState:
    """State of `step`: per layer, keys and values of the columns in view.

    Attributes:
        keys: Per layer, shape [B, heads, positions, head width].
        values: As keys.
        recent: Codes so far of this and the previous column, each of shape [B].
        count: Codes since the start.
        hidden: Sum that predicts the next level of the present position, shape [B, d].
    """

    keys: list[Tensor]
    values: list[Tensor]
    recent: list[Tensor]
    count: int
    hidden: Tensor


class Prior(nn.Module):
    """A causal Transformer over positions, and a small network over the levels of each.

    Positions are ordered column by column, band by band. The input of a position is the codes of
    the position before it, those of its own band one column ago, and its band, but no time index.
    Attention depends on the contents, on the distance in columns and on both bands, so a window
    can slide without recomputing anything.

    The output of a position starts a sum. Each of its levels, once known, adds an entry to the
    sum, and the next level is predicted from it and from the level's code one column ago.
    """

    def __init__(self, config: PriorConfig, dropout: float = 0.0) -> None:
        """Build a prior with random weights.

        Args:
            config: Its size.
            dropout: Of what each layer adds, in training only.
        """
        super().__init__()
        self.config = config
        Q, K, H = config.levels, config.size, config.bands
        D, d = config.width, config.depth_width
        self.before = _table(Q, K, D)
        self.column_ago = _table(Q, K, D)
        self.start = _table(2, D)
        self.band = _table(H, D)
        self.distance_bias = nn.Parameter(torch.zeros(config.heads, config.context_columns))
        self.band_bias = nn.Parameter(torch.zeros(config.heads, H, H))
        self.blocks = nn.ModuleList(Block(config, dropout) for _ in range(config.layers))
        self.norm = nn.LayerNorm(D)
        self.inward = nn.Linear(D, d)
        self.level = _table(Q, d)
        self.coarser = _table(Q, K, d)
        self.level_ago = _table(Q, K, d)
        self.depth = nn.ModuleList(
            FeedForward(d, config.depth_layers, dropout) for _ in range(config.depth_layers)
        )
        self.depth_norm = nn.LayerNorm(d)
        self.head = _table(Q, K, d)
        init_linear(self.inward)

    @override
    def forward(self, codes: Tensor) -> Tensor:
        """Predict every code from those before it.

        Args:
            codes: Shape [B, W, H, Q], whole numbers in 0..K-1.

        Returns:
            Logits, shape [B, W, H, Q, K]; those at a code depend on earlier codes only.
        """
        B, W, H, Q = codes.shape
        K = self.config.size
        rows = codes.reshape(B, W * H, Q).long() + K * torch.arange(Q, device=codes.device)
        x = self._inputs(rows)
        bias = self.bias(W)
        for block in self.blocks:
            x, _, _ = block(x, bias)
        entries = functional.embedding(rows[..., :-1], self.coarser.flatten(0, 1))
        coarser = functional.pad(entries, (0, 0, 1, 0)).cumsum(2)
        sums = self.inward(self.norm(x))[:, :, None] + coarser
        ago = functional.embedding(rows[:, :-H], self.level_ago.flatten(0, 1))
        sums = sums + self.level + functional.pad(ago, (0, 0, 0, 0, H, 0))
        return self._logits(sums).view(B, W, H, Q, K)

    def bias(self, columns: int) -> Tensor:
        """Compute the attention bias by distance and by band.

        Returns:
            Shape [heads, W*H, W*H]; -inf where the other position is later or out of view.
        """
        H, reach = self.config.bands, self.config.context_columns
        position = torch.arange(columns * H, device=self.band.device)
        ago = position[:, None] // H - position[None, :] // H
        masked = (position[:, None] < position[None, :]) | (ago >= reach)
        column = torch.arange(columns, device=self.band.device)
        distance = (column[:, None] - column[None, :]).clamp(0, reach - 1)
        table = (
            self.distance_bias[:, distance][:, :, None, :, None]
            + self.band_bias[:, None, :, None, :]
        )
        return table.reshape(-1, columns * H, columns * H).masked_fill(masked, -torch.inf)

    def to_arrays(self) -> dict[str, FloatArray]:
        """Return every tensor by name, as a model file holds them."""
        return {
            name: np.array(value.detach().float().cpu().numpy(), order="C")
            for name, value in self.state_dict().items()
        }

    @torch.no_grad()
    def round_weights(self) -> None:
        """Round matrices to bfloat16, so that a sampler can store them at half size without loss.

        Training in bfloat16 multiplies with the rounded matrices anyway. Then all weights are
        rounded to half precision for the file: a bfloat16 value stays exact or, below 2^-17, has
        so few digits left that bfloat16 still represents it.
        """
        weights = dict(self.named_parameters())
        for name in self.config.matrix_names:
            weights[name].copy_(weights[name].bfloat16().float())
        for weight in weights.values():
            weight.copy_(weight.half().float())

    def initial_state(self, batch: int) -> PriorState:
        """Return the state before the first code."""
        empty = self.band.new_zeros(batch, self.config.heads, 0, self.config.head_width)
        layers = self.config.layers
        hidden = self.band.new_zeros(batch, self.config.depth_width)
        return PriorState([empty] * layers, [empty] * layers, [], 0, hidden)

    def step(self, code: Tensor | None, state: PriorState) -> tuple[Tensor, PriorState]:
        """Predict the next code: the reference that the compiled sampler must equal.

        Args:
            code: The previous code, shape [B]; None at the start.
            state: Not changed.

        Returns:
            Logits of the next code, shape [B, K], and the new state.
        """
        Q = self.config.levels
        recent = [*state.recent, code] if code is not None else []
        recent = recent[-self.config.places :]
        level = state.count % Q
        keys, values = state.keys, state.values
        if level:
            hidden = state.hidden + self.coarser[level - 1, recent[-1]]
        else:
            hidden, keys, values = self._advance(recent, state)
        z = hidden + self.level[level]
        if len(recent) == self.config.places:
            z = z + self.level_ago[level, recent[0]]
        for feed in self.depth:
            z = feed(z)
        logits = functional.linear(self.depth_norm(z), self.head[level])
        return logits, PriorState(keys, values, recent, state.count + 1, hidden)

    def _inputs(self, rows: Tensor) -> Tensor:
        """Compute the input of each position, shape [B, N, D]; rows [B, N, Q] index the tables."""
        B, N, _ = rows.shape
        H, D = self.band.shape
        before = _sum(rows[:, :-1], self.before)
        ago = _sum(rows[:, :-H], self.column_ago)
        start = self.start[:, None, None].expand(2, B, H, D)
        before = torch.cat((start[0, :, :1], before), 1)
        ago = torch.cat((start[1], ago), 1)
        return before + ago + self.band.repeat(N // H, 1)

    def _logits(self, z: Tensor) -> Tensor:
        """Compute logits [B, N, Q, K] from the sums of each level, shape [B, N, Q, d]."""
        for feed in self.depth:
            z = feed(z)
        Q, _, d = self.head.shape
        by_level = self.depth_norm(z).view(-1, Q, d).transpose(0, 1)
        logits: Tensor = by_level @ self.head.transpose(1, 2)
        return logits.transpose(0, 1)

    def _advance(
        self, recent: list[Tensor], state: PriorState
    ) -> tuple[Tensor, list[Tensor], list[Tensor]]:
        """Process the next position; return its sum [B, d], new keys and values."""
        H, Q, reach = self.config.bands, self.config.levels, self.config.context_columns
        position = state.count // Q
        band, columns = position % H, min(position // H + 1, reach)
        x = self._input(recent, band, state.hidden.shape[0])
        distance = self.distance_bias[:, :columns].flip(1)
        table = distance[:, :, None] + self.band_bias[:, band, None, :]
        view = (columns - 1) * H + band
        bias = table.flatten(1)[:, None, : view + 1]
        keys, values = [], []
        for block, key, value in zip(self.blocks, state.keys, state.values, strict=True):
            past = (key[:, :, key.shape[2] - view :], value[:, :, value.shape[2] - view :])
            x, new_key, new_value = block(x, bias, past)
            keys.append(new_key)
            values.append(new_value)
        return self.inward(self.norm(x[:, 0])), keys, values

    def _input(self, recent: list[Tensor], band: int, batch: int) -> Tensor:
        Q = self.config.levels
        before, ago = self.start
        if recent:
            before = self.before[torch.arange(Q), torch.stack(recent[-Q:], -1)].sum(-2)
        if len(recent) == self.config.places:
            ago = self.column_ago[torch.arange(Q), torch.stack(recent[:Q], -1)].sum(-2)
        x: Tensor = before + ago + self.band[band]
        return x.reshape(-1, 1, self.config.width).expand(batch, -1, -1)


def _table(*shape: int) -> nn.Parameter:
    return nn.Parameter(SPREAD * torch.randn(*shape))


def _sum(rows: Tensor, table: Tensor) -> Tensor:
    """Sum the entries that rows [B, N, Q] index, shape [B, N, D]."""
    B, N, Q = rows.shape
    places = rows.reshape(-1, Q)
    summed: Tensor = functional.embedding_bag(places, table.flatten(0, 1), mode="sum")
    return summed.view(B, N, table.shape[-1])
