"""Small random models that are built otherwise than most: with experts, and with blocks that keep a running state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gguf
import numpy as np

from tests.conftest import add_vocabulary

Dimensions = tuple[int, ...]
WIDTH, HEADS, KEYS, HEAD, WORDS = 512, 8, 2, 64, 9_000


def write_experts(path: Path) -> Path:
    """Write a qwen3moe model: 16 experts in each of 3 blocks, 4 of them used for a token."""
    experts, forward = 16, 192

    def more(writer: gguf.GGUFWriter) -> None:
        writer.add_expert_count(experts)
        writer.add_expert_used_count(4)
        writer.add_expert_feed_forward_length(forward)

    def block(_number: int) -> Iterator[tuple[str, Dimensions]]:
        yield from _attention("ffn_norm")
        yield "ffn_gate_inp", (experts, WIDTH)
        yield "ffn_down_exps", (experts, WIDTH, forward)
        yield from ((name, (experts, forward, WIDTH)) for name in ("ffn_gate_exps", "ffn_up_exps"))

    return _write(path, "qwen3moe", 3, KEYS, "output_norm", block, more)


def write_running_state(path: Path, *, speaks: bool = False) -> Path:
    """Write a qwen35 model: of 8 blocks, 6 keep a running state and every fourth one looks at the whole context.

    speaks: with a vocabulary.
    """
    state, groups, ranks, kernel = 64, 4, 8, 4
    inner = state * ranks

    def more(writer: gguf.GGUFWriter) -> None:
        sizes = {"conv_kernel": kernel, "inner_size": inner, "state_size": state, "time_step_rank": ranks, "group_count": groups}
        for name, size in sizes.items():
            writer.add_uint32(f"qwen35.ssm.{name}", size)
        writer.add_array("qwen35.rope.dimension_sections", [11, 11, 10, 0])

    def block(number: int) -> Iterator[tuple[str, Dimensions]]:
        if (number + 1) % 4 == 0:
            yield from _attention("post_attention_norm", queries=2 * HEADS * HEAD)
        else:
            yield from (("attn_norm", (WIDTH,)), ("post_attention_norm", (WIDTH,)))
            yield from (("attn_qkv", (2 * state * groups + inner, WIDTH)), ("attn_gate", (inner, WIDTH)))
            yield from (("ssm_conv1d", (2 * state * groups + inner, kernel)), ("ssm_dt.bias", (ranks,)), ("ssm_a.", (ranks,)))
            yield from (("ssm_beta", (ranks, WIDTH)), ("ssm_alpha", (ranks, WIDTH)))
            yield from (("ssm_norm", (state,)), ("ssm_out", (WIDTH, inner)))
        yield from _forward(1_536)

    return _write(path, "qwen35", 8, KEYS, "output_norm", block, more, speaks=speaks)


def write_short_memory(path: Path, *, speaks: bool = False) -> Path:
    """Write an lfm2 model: of 6 blocks, 4 keep only the last two tokens."""
    keys = [0, 0, KEYS, 0, 0, KEYS]

    def more(writer: gguf.GGUFWriter) -> None:
        writer.add_uint32("lfm2.shortconv.l_cache", 3)

    def block(number: int) -> Iterator[tuple[str, Dimensions]]:
        if keys[number]:
            yield from _attention("ffn_norm")
        else:
            yield from (("attn_norm", (WIDTH,)), ("ffn_norm", (WIDTH,)), ("shortconv.conv", (WIDTH, 3)))
            yield from (("shortconv.in_proj", (3 * WIDTH, WIDTH)), ("shortconv.out_proj", (WIDTH, WIDTH)))
        yield from _forward(1_536)

    return _write(path, "lfm2", 6, keys, "token_embd_norm", block, more, speaks=speaks)


def _attention(norm: str, queries: int = HEADS * HEAD) -> Iterator[tuple[str, Dimensions]]:
    yield from (("attn_norm", (WIDTH,)), (norm, (WIDTH,)), ("attn_q", (queries, WIDTH)))
    yield from (("attn_k", (KEYS * HEAD, WIDTH)), ("attn_v", (KEYS * HEAD, WIDTH)), ("attn_output", (WIDTH, HEADS * HEAD)))
    yield from (("attn_q_norm", (HEAD,)), ("attn_k_norm", (HEAD,)))


def _forward(width: int) -> Iterator[tuple[str, Dimensions]]:
    yield from (("ffn_gate", (width, WIDTH)), ("ffn_up", (width, WIDTH)), ("ffn_down", (WIDTH, width)))


def _write(
    path: Path,
    architecture: str,
    blocks: int,
    keys: int | list[int],
    last_norm: str,
    block: Callable[[int], Iterator[tuple[str, Dimensions]]],
    more: Callable[[gguf.GGUFWriter], None],
    *,
    speaks: bool = False,
) -> Path:
    random = np.random.default_rng(7)
    writer: Any = gguf.GGUFWriter(path, architecture)
    writer.add_context_length(16_384)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(blocks)
    writer.add_feed_forward_length(1_536)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(keys)
    writer.add_key_length(HEAD)
    writer.add_value_length(HEAD)
    writer.add_rope_dimension_count(HEAD)
    writer.add_layer_norm_rms_eps(1e-6)
    words = WORDS
    if speaks:
        words = len(add_vocabulary(writer))
    else:
        writer.add_tokenizer_model("no_vocab")
    writer.add_vocab_size(words)
    more(writer)
    tensors = [("token_embd", (words, WIDTH)), (last_norm, (WIDTH,))]
    tensors += [(f"blk.{number}.{name}", sizes) for number in range(blocks) for name, sizes in block(number)]
    for name, sizes in tensors:
        drawn = random.standard_normal(sizes, dtype=np.float32) * np.float32(sizes[-1] ** -0.5)
        whole = name.rstrip(".") if name.endswith((".", ".bias")) else f"{name}.weight"
        writer.add_tensor(whole, 1 + drawn if len(sizes) == 1 else drawn)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
