"""How much memory a model needs, from its shape alone: weights, the memory of the conversation (KV cache), working space.

It mirrors what llama.cpp allocates for the context that Keel makes (`engine.llama_api.Context`): one sequence, at most BATCH tokens
evaluated at a time, and the whole context kept also in layers that look only at a window of it. Pure Python without numpy, so that
the window may use it too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

KV_BLOCKS: Final[dict[str, tuple[int, int]]] = {"f16": (1, 2), "q8_0": (32, 34), "q4_0": (32, 18)}
"""For each way to keep the KV cache: numbers in one block, and bytes of one block."""
KV_TYPES: Final = tuple(KV_BLOCKS)
BATCH: Final = 256
"""Tokens evaluated at a time (`engine.llama_api.N_UBATCH`)."""
CONTEXT_STEP: Final = 256
"""llama.cpp rounds the context up to a multiple of this."""
SCORES_LIMIT: Final = 256 << 20
"""Bytes of attention scores up to which the processor computes them outright: that is quicker there, and takes this room."""
COMFORT: Final = 0.85
"""The share of what is free that a model may take without pushing other programs out of memory."""

_LOGITS_APART: Final = ("phi3",)
"""Architectures whose logits find no room where the mask lay before."""

Verdict = Literal["fits", "slow", "too_large"]


@dataclass(frozen=True, slots=True)
class ModelShape:
    """The sizes of a model that decide what it needs.

    n_head_kv: key and value heads of each block, 0 where a block keeps nothing per token. head_dim_k, head_dim_v: numbers per head.
    n_ff: width of the widest feed-forward part that one token passes. weight_bytes: all tensors together. recurrent_bytes: the
    running state of recurrent blocks. latent_dim: numbers per token and block where keys and values are kept as one compressed row
    (n_head_kv then only says which blocks keep one). n_window: how far back the windowed blocks look, 0 without any. window_blocks,
    head_dim_window: which blocks those are and their numbers per head, where these differ from the others' (0: they do not).
    embedding_bytes, output_bytes: the table of tokens, and the weights that make logits (0: the table serves for both).
    """

    architecture: str
    n_layer: int
    n_embd: int
    n_head: int
    n_head_kv: list[int]
    head_dim_k: int
    head_dim_v: int
    n_ff: int
    n_vocab: int
    n_ctx_train: int
    weight_bytes: int
    recurrent_bytes: int = 0
    latent_dim: int = 0
    n_window: int = 0
    embedding_bytes: int = 0
    output_bytes: int = 0
    head_dim_window: int = 0
    window_blocks: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes: the weights, the memory of the conversation, the working space."""

    weights: int
    kv_cache: int
    compute: int

    @property
    def total(self) -> int:
        """All together, in bytes."""
        return self.weights + self.kv_cache + self.compute


def memory_need(shape: ModelShape, n_ctx: int, kv_type: str = "f16", flash_attention: str = "auto", n_gpu_layers: int = 0) -> Need:
    """Return what a model takes of the computer's memory at a context length, in tokens.

    n_gpu_layers: blocks that a graphics device holds, which are then left out. Raises ValueError for an unknown kv_type.
    """
    share = 1 - _on_device(shape, n_gpu_layers)
    weights = shape.weight_bytes - _moved(shape, n_gpu_layers) - (shape.output_bytes if n_gpu_layers > shape.n_layer else 0)
    cells = -(-n_ctx // CONTEXT_STEP) * CONTEXT_STEP
    kv = round(share * kv_bytes(shape, cells, kv_type)) + round(share * shape.recurrent_bytes)
    flash = uses_flash(shape, n_ctx, kv_type, flash_attention, n_gpu_layers)
    return Need(weights, kv, compute_bytes(shape, cells, min(BATCH, n_ctx), flash=flash))


def device_need(shape: ModelShape, n_ctx: int, n_gpu_layers: int, kv_type: str = "f16", flash_attention: str = "auto") -> Need:
    """Return what the same model takes of a graphics device that holds n_gpu_layers of its blocks."""
    whole = memory_need(shape, n_ctx, kv_type, flash_attention)
    left = memory_need(shape, n_ctx, kv_type, flash_attention, n_gpu_layers)
    # Where the table of tokens serves for the output too, the device gets a copy of it.
    output = (shape.output_bytes or shape.embedding_bytes) if n_gpu_layers > shape.n_layer else 0
    weights = _moved(shape, n_gpu_layers) + output
    return Need(weights, whole.kv_cache - left.kv_cache, left.compute if n_gpu_layers else 0)


def layers_that_fit(shape: ModelShape, n_ctx: int, free_bytes: int, kv_type: str = "f16", flash_attention: str = "auto") -> int:
    """Return how many blocks fit on a graphics device with so many bytes free; n_layer + 1 counts the output weights too."""
    for count in range(shape.n_layer + 1, 0, -1):
        if device_need(shape, n_ctx, count, kv_type, flash_attention).total <= COMFORT * free_bytes:
            return count
    return 0


def verdict(need_total: int, free_bytes: int, machine_bytes: int | None = None) -> Verdict:
    """Say how a need, in bytes, goes with what is free (available now and what unloading the current model frees).

    machine_bytes: all the memory this computer has; None takes what is free for it.
    """
    if need_total <= COMFORT * free_bytes:
        return "fits"
    return "slow" if need_total <= (free_bytes if machine_bytes is None else machine_bytes) else "too_large"


def uses_flash(shape: ModelShape, n_ctx: int, kv_type: str = "f16", flash_attention: str = "auto", n_gpu_layers: int = 0) -> bool:
    """Say whether flash attention is used for a context of n_ctx tokens.

    "auto" is on where a graphics device computes, where the KV cache is not kept exactly (it is needed there), and where the scores
    would take too much room. On a processor it costs time: at 2,000 tokens of Qwen3-0.6B's shape a token took 1.36 times as long.
    """
    if flash_attention != "auto":
        return flash_attention == "on" or kv_type != "f16"
    cells = -(-n_ctx // CONTEXT_STEP) * CONTEXT_STEP
    return n_gpu_layers > 0 or kv_type != "f16" or _scores(shape, cells, min(BATCH, n_ctx)) > SCORES_LIMIT


def kv_bytes(shape: ModelShape, n_cells: int, kv_type: str = "f16") -> int:
    """Return the bytes of the KV cache for n_cells tokens."""
    if kv_type not in KV_BLOCKS:
        raise ValueError(f"There is no way to keep the KV cache called {kv_type!r}.")
    numbers, n_bytes = KV_BLOCKS[kv_type]
    rows = 0
    windowed = frozenset(shape.window_blocks) if shape.head_dim_window else frozenset()
    for block, heads in enumerate(shape.n_head_kv):
        narrow = shape.head_dim_window if block in windowed else 0
        widths = (heads * (narrow or shape.head_dim_k), heads * (narrow or shape.head_dim_v))
        if shape.latent_dim:
            widths = (shape.latent_dim if heads else 0, 0)
        rows += sum(-(-width // numbers) * n_bytes for width in widths)
    return n_cells * rows


def compute_bytes(shape: ModelShape, n_cells: int, batch: int, *, flash: bool) -> int:
    """Return the bytes of llama.cpp's working space for batches of so many tokens, the room for its results included.

    It is as large as the largest of three moments: attention, the feed-forward part, and the logits at the end. Which tensors are
    there at the same time was found out by comparing with llama.cpp's own figures over many shapes.
    """
    row = 4 * batch
    hidden, queries = row * shape.n_embd, row * shape.n_head * shape.head_dim_k
    keys = row * max(shape.n_head_kv, default=0) * (shape.head_dim_k + shape.head_dim_v)
    mask = batch * n_cells * (2 if flash else 4) * (2 if shape.n_window else 1)
    scores = 0 if flash else _scores(shape, n_cells, batch)
    attention = scores + mask + (3 if shape.n_window else 2) * queries + 3 * hidden + keys
    feed_forward = mask + 3 * row * shape.n_ff + 4 * hidden
    logits = row * shape.n_vocab + 2 * hidden
    if shape.architecture in _LOGITS_APART and row * shape.n_vocab > feed_forward - 4 * hidden:
        logits += hidden + mask
    return max(attention, feed_forward, logits) + 4 * shape.n_vocab


def _scores(shape: ModelShape, n_cells: int, batch: int) -> int:
    return 4 * batch * n_cells * shape.n_head


def _on_device(shape: ModelShape, n_gpu_layers: int) -> float:
    return min(max(n_gpu_layers, 0), shape.n_layer) / shape.n_layer if shape.n_layer else 0.0


def _moved(shape: ModelShape, n_gpu_layers: int) -> int:
    """Return the bytes of the weights in the blocks that a graphics device holds."""
    return round(_on_device(shape, n_gpu_layers) * max(0, shape.weight_bytes - shape.embedding_bytes - shape.output_bytes))
