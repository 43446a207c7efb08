"""Every architecture in the catalogue shows its residual stream at every layer, on small models with random weights."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
import pytest

from app.models.catalogue import load_catalogue
from engine.model import load
from tests.conftest import CHATML, SPECIAL, vocabulary

LAYERS, WIDTH, HEADS, KEYS, HEAD, FORWARD = 4, 64, 4, 2, 16, 128
EXPERTS, USED, EXPERT_FORWARD = 4, 2, 32
ARCHITECTURES = sorted({entry.shape["architecture"] for entry in load_catalogue().entries})


def block(architecture: str) -> list[tuple[str, tuple[int, ...]]]:
    """The tensors of one block, as (name, dimensions with the rows first)."""
    queries, keys = HEADS * HEAD, KEYS * HEAD
    found: list[tuple[str, tuple[int, ...]]] = [("attn_norm", (WIDTH,)), ("ffn_norm", (WIDTH,)), ("attn_output", (WIDTH, queries))]
    if architecture == "phi3":
        found += [("attn_qkv", (queries + 2 * keys, WIDTH)), ("ffn_up", (2 * FORWARD, WIDTH)), ("ffn_down", (WIDTH, FORWARD))]
        return found
    found += [("attn_q", (queries, WIDTH)), ("attn_k", (keys, WIDTH)), ("attn_v", (keys, WIDTH))]
    if architecture in ("qwen3", "qwen3moe", "gemma3"):
        found += [("attn_q_norm", (HEAD,)), ("attn_k_norm", (HEAD,))]
    if architecture == "gemma3":
        found += [("post_attention_norm", (WIDTH,)), ("post_ffw_norm", (WIDTH,))]
    if architecture == "qwen3moe":
        found += [("ffn_gate_inp", (EXPERTS, WIDTH)), ("ffn_down_exps", (EXPERTS, WIDTH, EXPERT_FORWARD))]
        return found + [(name, (EXPERTS, EXPERT_FORWARD, WIDTH)) for name in ("ffn_gate_exps", "ffn_up_exps")]
    return [*found, ("ffn_gate", (FORWARD, WIDTH)), ("ffn_up", (FORWARD, WIDTH)), ("ffn_down", (WIDTH, FORWARD))]


def write(path: Path, architecture: str) -> Path:
    """Write a model of this architecture with random weights."""
    random = np.random.default_rng(3)
    tokens, merges = vocabulary()
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_name("random")
    writer.add_context_length(512)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEYS)
    writer.add_key_length(HEAD)
    writer.add_value_length(HEAD)
    writer.add_rope_dimension_count(HEAD)
    writer.add_layer_norm_rms_eps(1e-5)
    if architecture == "qwen3moe":
        writer.add_expert_count(EXPERTS)
        writer.add_expert_used_count(USED)
        writer.add_expert_feed_forward_length(EXPERT_FORWARD)
    if architecture == "gemma3":
        writer.add_sliding_window(256)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types([gguf.TokenType.CONTROL if token in SPECIAL else gguf.TokenType.NORMAL for token in tokens])
    writer.add_token_merges(merges)
    writer.add_eos_token_id(tokens.index("<|im_end|>"))
    writer.add_add_bos_token(False)
    writer.add_chat_template(CHATML)
    tensors = [("token_embd", (len(tokens), WIDTH)), ("output", (len(tokens), WIDTH)), ("output_norm", (WIDTH,))]
    tensors += [(f"blk.{layer}.{name}", sizes) for layer in range(LAYERS) for name, sizes in block(architecture)]
    for name, sizes in tensors:
        drawn = random.standard_normal(sizes, dtype=np.float32)
        writer.add_tensor(f"{name}.weight", 1 + 0.1 * drawn if len(sizes) == 1 else drawn * np.float32(sizes[-1] ** -0.5))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_layer_can_be_read(architecture: str, tmp_path: Path) -> None:
    with load(write(tmp_path / "model.gguf", architecture), n_threads=1) as loaded:
        assert loaded.facts.architecture == architecture
        assert loaded.facts.n_layer == LAYERS
        assert loaded.readable
