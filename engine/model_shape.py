"""Reads from a model's header the sizes that decide how much memory it needs, as llama.cpp reads them."""

from __future__ import annotations

import math
import re
from typing import Final

from axes.checks import MAX_LAYERS, MAX_WIDTH
from axes.gguf_header import ArraySpan, GGUFError, GGUFHeader, TensorSpan
from axes.split_files import ModelFiles
from engine.memory_need import ModelShape

MAX_HEADS: Final = 1 << 16
FULL_ATTENTION_INTERVAL: Final = 4
"""Every how many blocks one looks at the whole context, in models that mix both kinds and do not say."""

_BLOCK = re.compile(r"blk\.(\d{1,6})\.")
_INTERVAL_MODELS: Final = frozenset(("qwen3next", "qwen35", "qwen35moe", "qwen4exp", "minimax-01"))
_BOTH_IN_EVERY_BLOCK: Final = frozenset(("falcon-h1",))
_ONLY_RECURRENT: Final = frozenset(("mamba", "mamba2", "rwkv6", "rwkv6qwen2", "rwkv7", "arwkv7"))
_WINDOWED: Final = frozenset(
    (
        *("gemma2", "gemma3", "gemma3n", "gemma4", "cohere2", "cohere2moe", "gpt-oss", "olmo2", "exaone4", "exaone-moe"),
        *("llama4", "plamo3", "afmoe", "smallthinker", "mellum", "mimo2", "step35", "laguna", "granite-swa", "maple"),
        *("dots3note", "muse-glimmer", "spark2-5", "deepseek4", "lfm2", "lfm2moe"),
    )
)
"""Architectures whose window llama.cpp uses; others may name one in their header without effect."""


def model_shape(files: ModelFiles) -> ModelShape:
    """Return the sizes of a model; raises GGUFError in one sentence where its header lacks or contradicts one."""
    return _Shape(files).shape()


class _Shape:
    """One model's header, asked key by key."""

    def __init__(self, files: ModelFiles) -> None:
        self._files, self._header = files, files.first
        self._architecture = files.first.text("general.architecture") or ""
        self._n_layer = self._size("block_count", MAX_LAYERS)
        self._n_embd = self._size("embedding_length", MAX_WIDTH)
        self._trunk = max(1, self._n_layer - min(self._optional("nextn_predict_layers"), self._n_layer))

    def shape(self) -> ModelShape:
        heads = self._per_block("attention.head_count", 0)
        n_head = max(heads)
        usual = self._n_embd // heads[0] if heads[0] else 0
        dim_k = self._optional("attention.key_length", usual)
        dim_v = self._optional("attention.value_length", usual)
        compressed = self._optional("attention.key_length_mla") and self._optional("attention.value_length_mla")
        window = self._optional("attention.sliding_window") if self._architecture in _WINDOWED else 0
        narrow = self._optional("attention.key_length_swa", dim_k) if window else dim_k
        keeps, running = self._kinds(self._per_block("attention.head_count_kv", None, heads))
        weights, table, output = self._weights()
        return ModelShape(
            architecture=self._architecture,
            n_layer=self._n_layer,
            n_embd=self._n_embd,
            n_head=n_head,
            n_head_kv=keeps,
            head_dim_k=dim_k,
            head_dim_v=dim_v,
            n_ff=self._feed_forward(),
            n_vocab=self._vocabulary(),
            n_ctx_train=self._optional("context_length"),
            weight_bytes=weights,
            recurrent_bytes=4 * running * self._running_state(n_head),
            latent_dim=dim_k if compressed else 0,
            n_window=window,
            embedding_bytes=table,
            output_bytes=output,
            head_dim_window=narrow if narrow != dim_k else 0,
            window_blocks=self._window_blocks() if narrow != dim_k else [],
        )

    # --- single values --------------------------------------------------------------------------------------------------------

    def _size(self, key: str, limit: int) -> int:
        value = self._header.integer(f"{self._architecture}.{key}")
        if value is None or not 1 <= value <= limit:
            raise GGUFError(f"{self._header.path.name} does not say how large its model is, so it cannot be used.")
        return value

    def _optional(self, key: str, default: int = 0) -> int:
        value = self._header.integer(f"{self._architecture}.{key}")
        return default if value is None else self._bounded(key, value)

    def _bounded(self, key: str, value: int) -> int:
        if not 0 <= value < 1 << 31:
            raise GGUFError(f"{self._header.path.name} gives an impossible size for {key!r}, so it cannot be used.")
        return value

    def _per_block(self, key: str, default: int | None, otherwise: list[int] | None = None) -> list[int]:
        """Return a size of each block, which a header gives once for all or as a list."""
        name = f"{self._architecture}.{key}"
        found = self._header.fields.get(name)
        if found is None:
            return list(otherwise) if default is None and otherwise is not None else [default or 0] * self._n_layer
        if not isinstance(found.value, ArraySpan):
            return [self._heads(key, self._header.integer(name) or 0)] * self._n_layer
        if found.value.length < self._n_layer or found.value.length > MAX_LAYERS:
            raise GGUFError(f"{self._header.path.name} holds a list {key!r} of the wrong length, so it cannot be used.")
        return [self._heads(key, int(value)) for value in self._header.array(name).tolist()[: self._n_layer]]

    def _heads(self, key: str, value: int) -> int:
        return self._bounded(key, value) if "feed" in key or 0 <= value <= MAX_HEADS else self._bounded(key, -1)

    # --- what blocks keep -----------------------------------------------------------------------------------------------------

    def _kinds(self, heads_kv: list[int]) -> tuple[list[int], int]:
        """Return the heads of the blocks that keep keys and values, 0 for the others, and how many keep a running state."""
        blocks = range(self._trunk)
        if self._architecture in _ONLY_RECURRENT:
            return [0] * self._n_layer, self._n_layer
        if self._architecture in _INTERVAL_MODELS:
            interval = self._optional("full_attention_interval", FULL_ATTENTION_INTERVAL) or FULL_ATTENTION_INTERVAL
            running = {block for block in blocks if (block + 1) % interval}
        elif self._architecture in _BOTH_IN_EVERY_BLOCK:
            return heads_kv, self._trunk
        else:
            running = {block for block in blocks if not heads_kv[block]}
        shared = self._optional("attention.shared_kv_layers")
        last = min(self._trunk, max(0, self._n_layer - shared))
        return [heads if block < last and block not in running else 0 for block, heads in enumerate(heads_kv)], len(running)

    def _running_state(self, n_head: int) -> int:
        """Return how many numbers a recurrent block keeps, whatever the length of the conversation."""
        if window := self._optional("shortconv.l_cache"):
            return self._n_embd * (window - 1)
        if width := self._optional("wkv.head_size"):
            return self._n_embd * (width + self._optional("token_shift_count", 2))
        if width := self._optional("kda.head_dim"):
            return 3 * max(self._optional("ssm.conv_kernel") - 1, 0) * n_head * width + width * width * n_head
        inner, state = self._optional("ssm.inner_size"), self._optional("ssm.state_size")
        conv = max(self._optional("ssm.conv_kernel") - 1, 0) * (inner + 2 * self._optional("ssm.group_count") * state)
        return conv + state * inner

    def _window_blocks(self) -> list[int]:
        found = self._header.fields.get(f"{self._architecture}.attention.sliding_window_pattern")
        if found is None or not isinstance(found.value, ArraySpan) or found.value.length > MAX_LAYERS:
            return []
        pattern = self._header.array(f"{self._architecture}.attention.sliding_window_pattern").tolist()
        return [block for block, windowed in enumerate(pattern[: self._n_layer]) if windowed]

    # --- widths and weights ---------------------------------------------------------------------------------------------------

    def _feed_forward(self) -> int:
        dense = max(self._per_block("feed_forward_length", 0), default=0)
        used, each = self._optional("expert_used_count"), self._optional("expert_feed_forward_length", dense)
        return max(dense, min(used, 1 << 10) * each) if used else dense

    def _vocabulary(self) -> int:
        tokens = self._header.fields.get("tokenizer.ggml.tokens")
        if tokens is not None and isinstance(tokens.value, ArraySpan):
            return tokens.value.length
        return self._optional("vocab_size")

    def _weights(self) -> tuple[int, int, int]:
        """Return the bytes of all tensors that are loaded, of the token table and of the output weights."""
        total, table, output = 0, 0, 0
        for name, (part, span) in self._files.tensors().items():
            block = _BLOCK.match(name)
            if block is not None and int(block[1]) >= self._trunk:
                continue  # guesses ahead at coming tokens; llama.cpp leaves it out
            n_bytes = _bytes_of(part, span)
            total += n_bytes
            table += n_bytes if name == "token_embd.weight" else 0
            output += n_bytes if name == "output.weight" else 0
        return total, table, output


def _bytes_of(part: GGUFHeader, span: TensorSpan) -> int:
    """Return the bytes of a tensor; of one of an unknown kind, two for each number, as far as the file reaches."""
    if span.n_bytes is not None:
        return span.n_bytes
    return min(2 * math.prod(span.shape), max(0, part.size - span.offset))
