"""What every test may use: a real llama-architecture model of a megabyte with random weights, made in a fraction of a second."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
SAMPLE = " the and ing you are what how when model water river house small user assistant system " * 3


@functools.cache
def byte_characters() -> dict[int, str]:
    """The printable character that stands for each byte in byte-level BPE."""
    kept = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in kept]
    return {byte: chr(byte) for byte in kept} | {byte: chr(256 + n) for n, byte in enumerate(others)}


@functools.cache
def vocabulary() -> tuple[list[str], list[str]]:
    """Tokens and merges: 256 bytes, 40 merges learned from a sample, the special tokens last."""
    alphabet = byte_characters()
    words = [[alphabet[byte] for byte in (" " + word).encode()] for word in SAMPLE.split()]
    tokens, merges = list(alphabet.values()), []
    for _ in range(40):
        counts: dict[tuple[str, str], int] = {}
        for word in words:
            for pair in itertools.pairwise(word):
                counts[pair] = counts.get(pair, 0) + 1
        left, right = max(counts, key=lambda pair: (counts[pair], pair))
        merges.append(f"{left} {right}")
        tokens.append(left + right)
        words = [_merged(word, left, right) for word in words]
    return [*tokens, *SPECIAL], merges


def _merged(word: list[str], left: str, right: str) -> list[str]:
    merged: list[str] = []
    for piece in word:
        if merged and merged[-1] == left and piece == right:
            merged[-1] = left + right
        else:
            merged.append(piece)
    return merged


def add_vocabulary(writer: gguf.GGUFWriter) -> list[str]:
    """Add this vocabulary to a model file and return its tokens."""
    tokens, merges = vocabulary()
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types([gguf.TokenType.CONTROL if token in SPECIAL else gguf.TokenType.NORMAL for token in tokens])
    writer.add_token_merges(merges)
    writer.add_eos_token_id(tokens.index("<|im_end|>"))
    writer.add_add_bos_token(False)
    return tokens


def write_model(
    path: Path,
    *,
    n_layer: int = 6,
    n_embd: int = 64,
    n_ctx: int = 512,
    seed: int = 0,
    template: str | None = CHATML,
    extra: Callable[[gguf.GGUFWriter], None] | None = None,
) -> Path:
    """Write a random model with llama's architecture and this vocabulary; `extra` may add metadata."""
    random = np.random.default_rng(seed)
    n_head, n_ff = 4, 2 * n_embd
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name(f"tiny-{seed}")
    writer.add_context_length(n_ctx)
    writer.add_embedding_length(n_embd)
    writer.add_block_count(n_layer)
    writer.add_feed_forward_length(n_ff)
    writer.add_head_count(n_head)
    writer.add_head_count_kv(n_head)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(n_embd // n_head)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    tokens = add_vocabulary(writer)
    if template is not None:
        writer.add_chat_template(template)
    if extra is not None:
        extra(writer)

    def weight(name: str, rows: int, columns: int, scale: float) -> None:
        writer.add_tensor(name, (random.standard_normal((rows, columns)) * scale).astype(np.float32))

    def norm(name: str) -> None:
        writer.add_tensor(name, (1 + 0.1 * random.standard_normal(n_embd)).astype(np.float32))

    weight("token_embd.weight", len(tokens), n_embd, 1.0)
    weight("output.weight", len(tokens), n_embd, 0.35)
    norm("output_norm.weight")
    for layer in range(n_layer):
        norm(f"blk.{layer}.attn_norm.weight")
        norm(f"blk.{layer}.ffn_norm.weight")
        for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
            weight(f"blk.{layer}.{part}.weight", n_embd, n_embd, n_embd**-0.5)
        weight(f"blk.{layer}.ffn_gate.weight", n_ff, n_embd, n_embd**-0.5)
        weight(f"blk.{layer}.ffn_up.weight", n_ff, n_embd, n_embd**-0.5)
        weight(f"blk.{layer}.ffn_down.weight", n_embd, n_ff, n_ff**-0.5)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Path of a real GGUF model: llama architecture, 6 layers, width 64, 299 tokens, context 512, ChatML template."""
    return write_model(tmp_path_factory.mktemp("tiny") / "tiny.gguf")


@pytest.fixture
def make_model(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes another tiny model: make_model(name, **options of write_model)."""

    def make(name: str = "other.gguf", **options: Any) -> Path:
        return write_model(tmp_path / name, **options)

    return make
