"""The prior as torch trains it: it reads codes in order and learns to guess each next one.

Time and depth are apart. Source: Lee et al. 2022, RQ-Transformer, section 3.2; its depth part is
kept as small as the finer levels allow.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

from distill.prior.blocks import SPREAD, Block, Feed, begin
from distill.prior.prior_config import PriorConfig


@dataclass(slots=True)
class PriorState:
    """What `step` remembers: per layer, keys and values of the columns still in view.

    Attributes:
        keys: Per layer, shape [B, heads, positions, head width].
        values: As keys.
        seen: Codes so far of this and the previous column, each of shape [B].
        count: Codes since the start.
        told: What the present position's levels have been told so far, shape [B, d].
    """

    keys: list[Tensor]
    values: list[Tensor]
    seen: list[Tensor]
    count: int
    told: Tensor


class Prior(nn.Module):
    """A causal Transformer over positions, and a small network over the levels of each.

    Positions come column by column, band by band. A position is told the codes of the position
    just before it, those of its own band one column ago, and its band. It is never told the time.
    How strongly it listens to another position depends on their contents, on the columns between
    them and on both bands; so a window can slide without recomputing anything.

    What a position has understood starts a sum; each of its levels, once known, adds an entry to
    the sum, and the next level is guessed from it and from the code it had one column ago.
    """

    def __init__(self, config: PriorConfig, dropout: float = 0.0) -> None:
        """Make a fresh prior.

        Args:
            config: Its shape.
            dropout: Share of what each layer adds that is left out, in training only.
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
            Feed(d, config.depth_layers, dropout) for _ in range(config.depth_layers)
        )
        self.depth_norm = nn.LayerNorm(d)
        self.head = _table(Q, K, d)
        begin(self.inward)

    @override
    def forward(self, codes: Tensor) -> Tensor:
        """Guess every code from those before it.

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
        told = functional.embedding(rows[..., :-1], self.coarser.flatten(0, 1))
        sums = self.inward(self.norm(x))[:, :, None] + functional.pad(told, (0, 0, 1, 0)).cumsum(2)
        ago = functional.embedding(rows[:, :-H], self.level_ago.flatten(0, 1))
        sums = sums + self.level + functional.pad(ago, (0, 0, 0, 0, H, 0))
        return self._guess(sums).view(B, W, H, Q, K)

    def bias(self, columns: int) -> Tensor:
        """Add up how much each position favours each other one, by distance and by band.

        Returns:
            Shape [heads, W*H, W*H]; -inf where the other is later or out of view.
        """
        H, reach = self.config.bands, self.config.context_columns
        position = torch.arange(columns * H, device=self.band.device)
        ago = position[:, None] // H - position[None, :] // H
        hidden = (position[:, None] < position[None, :]) | (ago >= reach)
        column = torch.arange(columns, device=self.band.device)
        distance = (column[:, None] - column[None, :]).clamp(0, reach - 1)
        table = (
            self.distance_bias[:, distance][:, :, None, :, None]
            + self.band_bias[:, None, :, None, :]
        )
        return table.reshape(-1, columns * H, columns * H).masked_fill(hidden, -torch.inf)

    @torch.no_grad()
    def round_weights(self) -> None:
        """Round matrices to bfloat16, so that a sampler may keep them at half size and be equal.

        Training multiplies with them so rounded anyway where it runs in bfloat16. Then all is
        rounded to half precision for the file: what bfloat16 holds is hit exactly or, below 2^-17,
        has so few digits left that bfloat16 holds it still.
        """
        weights = dict(self.named_parameters())
        for name in self.config.matrix_names:
            weights[name].copy_(weights[name].bfloat16().float())
        for weight in weights.values():
            weight.copy_(weight.half().float())

    def initial_state(self, batch: int) -> PriorState:
        """Begin with nothing heard."""
        empty = self.band.new_zeros(batch, self.config.heads, 0, self.config.head_width)
        layers = self.config.layers
        told = self.band.new_zeros(batch, self.config.depth_width)
        return PriorState([empty] * layers, [empty] * layers, [], 0, told)

    def step(self, code: Tensor | None, state: PriorState) -> tuple[Tensor, PriorState]:
        """Guess the next code: the reference that the compiled sampler must equal.

        Args:
            code: The code just heard, shape [B]; None at the very start.
            state: Is kept as it was.

        Returns:
            Logits of the next code, shape [B, K], and the new state.
        """
        Q = self.config.levels
        seen = [*state.seen, code] if code is not None else []
        seen = seen[-self.config.places :]
        level = state.count % Q
        keys, values = state.keys, state.values
        if level:
            told = state.told + self.coarser[level - 1, seen[-1]]
        else:
            told, keys, values = self._advance(seen, state)
        z = told + self.level[level]
        if len(seen) == self.config.places:
            z = z + self.level_ago[level, seen[0]]
        for feed in self.depth:
            z = feed(z)
        logits = functional.linear(self.depth_norm(z), self.head[level])
        return logits, PriorState(keys, values, seen, state.count + 1, told)

    def _inputs(self, rows: Tensor) -> Tensor:
        """Say what each position is told, shape [B, N, D]; rows [B, N, Q] point into tables."""
        B, N, _ = rows.shape
        H, D = self.band.shape
        before = _sum(rows[:, :-1], self.before)
        ago = _sum(rows[:, :-H], self.column_ago)
        start = self.start[:, None, None].expand(2, B, H, D)
        before = torch.cat((start[0, :, :1], before), 1)
        ago = torch.cat((start[1], ago), 1)
        return before + ago + self.band.repeat(N // H, 1)

    def _guess(self, z: Tensor) -> Tensor:
        """Turn what each level was told, shape [B, N, Q, d], into logits [B, N, Q, K]."""
        for feed in self.depth:
            z = feed(z)
        Q, _, d = self.head.shape
        by_level = self.depth_norm(z).view(-1, Q, d).transpose(0, 1)
        logits: Tensor = by_level @ self.head.transpose(1, 2)
        return logits.transpose(0, 1)

    def _advance(
        self, seen: list[Tensor], state: PriorState
    ) -> tuple[Tensor, list[Tensor], list[Tensor]]:
        """Hear what came before the next position; give its sum [B, d], new keys and values."""
        H, Q, reach = self.config.bands, self.config.levels, self.config.context_columns
        position = state.count // Q
        band, columns = position % H, min(position // H + 1, reach)
        x = self._input(seen, band, state.told.shape[0])
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

    def _input(self, seen: list[Tensor], band: int, batch: int) -> Tensor:
        Q = self.config.levels
        before, ago = self.start
        if seen:
            before = self.before[torch.arange(Q), torch.stack(seen[-Q:], -1)].sum(-2)
        if len(seen) == self.config.places:
            ago = self.column_ago[torch.arange(Q), torch.stack(seen[:Q], -1)].sum(-2)
        x: Tensor = before + ago + self.band[band]
        return x.reshape(-1, 1, self.config.width).expand(batch, -1, -1)


def _table(*shape: int) -> nn.Parameter:
    return nn.Parameter(SPREAD * torch.randn(*shape))


def _sum(rows: Tensor, table: Tensor) -> Tensor:
    """Add up the entries that rows [B, N, Q] point to, shape [B, N, D]."""
    B, N, Q = rows.shape
    places = rows.reshape(-1, Q)
    summed: Tensor = functional.embedding_bag(places, table.flatten(0, 1), mode="sum")
    return summed.view(B, N, table.shape[-1])
