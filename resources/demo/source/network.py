"""The demo model as a PyTorch module: the llama architecture, with the rotary layout llama.cpp uses for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class Shape:
    """The model's dimensions."""

    n_vocab: int = 2048
    n_layer: int = 8
    n_embd: int = 256
    n_head: int = 4
    n_ff: int = 640
    n_ctx: int = 1024
    rope_base: float = 10000.0
    norm_eps: float = 1e-5


class Norm(nn.Module):
    """Root mean square norm."""

    def __init__(self, width: int, eps: float) -> None:
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(width)), eps

    def forward(self, x: Tensor) -> Tensor:
        """Normalise the last dimension, in float32."""
        return functional.rms_norm(x.float(), (x.shape[-1],), self.weight, self.eps)


class Block(nn.Module):
    """One decoder block; its output is the residual stream of its layer."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.n_embd
        self.heads = shape.n_head
        self.attn_norm, self.ffn_norm = Norm(width, shape.norm_eps), Norm(width, shape.norm_eps)
        self.qkv, self.out = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, width, bias=False)
        self.gate_up, self.down = nn.Linear(width, 2 * shape.n_ff, bias=False), nn.Linear(shape.n_ff, width, bias=False)

    def forward(self, h: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """Return the residual stream after this block; h is (batch, tokens, width)."""
        batch, tokens, width = h.shape
        qkv = self.qkv(self.attn_norm(h)).view(batch, tokens, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        query, key = rotate(qkv[0], cos, sin), rotate(qkv[1], cos, sin)
        scores = query @ key.transpose(-1, -2) / (width // self.heads) ** 0.5
        # Written out rather than fused: on a CPU the backward pass of PyTorch's fused attention is three times slower than this.
        future = torch.ones(tokens, tokens, dtype=torch.bool, device=h.device).triu(1)
        mixed = scores.float().masked_fill(future, float("-inf")).softmax(dim=-1).to(scores.dtype) @ qkv[2]
        h = h + self.out(mixed.transpose(1, 2).reshape(batch, tokens, width))
        gate, up = self.gate_up(self.ffn_norm(h)).chunk(2, dim=-1)
        return h + self.down(functional.silu(gate) * up)


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Apply rotary positions to neighbouring pairs, the layout of llama.cpp's llama architecture."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1).flatten(-2).to(x.dtype)


class Network(nn.Module):
    """The language model; input and output embeddings are tied."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embed = nn.Embedding(shape.n_vocab, shape.n_embd)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.n_layer))
        self.norm = Norm(shape.n_embd, shape.norm_eps)
        half = shape.n_embd // shape.n_head // 2
        angles = torch.outer(torch.arange(shape.n_ctx).float(), shape.rope_base ** (-torch.arange(half).float() / half))
        self.register_buffer("cos", angles.cos(), persistent=False)
        self.register_buffer("sin", angles.sin(), persistent=False)
        self.apply(self._initialise)

    def _initialise(self, module: nn.Module) -> None:
        if isinstance(module, nn.Linear | nn.Embedding):
            nn.init.normal_(module.weight, std=0.02)
        if isinstance(module, Block):
            for projection in (module.out, module.down):
                nn.init.normal_(projection.weight, std=0.02 / (2 * self.shape.n_layer) ** 0.5)

    def forward(self, tokens: Tensor, edit: Callable[[int, Tensor], Tensor] | None = None) -> Tensor:
        """Return the final hidden states, (batch, tokens, width); edit(layer, h) may read and rewrite the residual stream."""
        h = self.embed(tokens)
        cos, sin = self.cos[: tokens.shape[1]], self.sin[: tokens.shape[1]]
        for layer, block in enumerate(self.blocks):
            h = block(h, cos, sin)
            if edit is not None:
                h = edit(layer, h)
        return self.norm(h)

    def logits(self, hidden: Tensor) -> Tensor:
        """Return the logits of final hidden states."""
        return functional.linear(hidden, self.embed.weight)
