"""A real model of random weights that says a chosen sequence of tokens, so that a test sees what happens at each of them.

Its layers hold small random weights. Every token has a place of its own in the residual stream, and the output weights of one
token are boosted at the place of another: what was said last decides what is said next.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from pathlib import Path

import gguf
import numpy as np

from tests.conftest import byte_characters

WORDS = ("A", "B", "C")
"""What the model says before the chosen sequence: capital letters, so that no marker begins with one."""
AFTER = "Z"
"""What it would go on with."""
_SPECIAL = re.compile(r"<[^<>\s'\"{}]{2,40}>|\[/?[A-Z_]{3,20}\]|\]~!?b\[|\[e~\[")


def special_words(text: str) -> list[str]:
    """Return what in a rendered conversation has the form of a special token, in the order in which it first comes."""
    return list(dict.fromkeys(_SPECIAL.findall(text)))


def byte_pieces(text: str) -> list[str]:
    """Return a text as tokens of single bytes."""
    return [byte_characters()[byte] for byte in text.encode()]


def write_speaking_model(
    path: Path,
    template: str,
    special: Sequence[str],
    said: Sequence[str],
    *,
    eos: str,
    bos: str,
    merged: Sequence[str] = (),
    adds_bos: bool = False,
) -> Path:
    """Write a model that says A, B, C, then the tokens of `said`, then Z, whatever it is asked.

    special: control tokens of the vocabulary, eos and bos among them. merged: further ordinary tokens. The tokens of `said` are
    written as the vocabulary has them, each different from the others. adds_bos: texts begin with bos, whatever the template says.
    """
    tokens = [*byte_characters().values(), *merged, *special]
    place = {token: n for n, token in enumerate(tokens)}
    n_embd = -(-(len(tokens) + 1) // 64) * 64
    random = np.random.default_rng(7)
    embedding = 0.01 * random.standard_normal((len(tokens), n_embd))
    embedding[:, 0] += 1.0
    embedding[np.arange(len(tokens)), np.arange(1, len(tokens) + 1)] += 1.0
    output = 0.01 * random.standard_normal((len(tokens), n_embd))
    output[place[WORDS[0]], 0] += 1.0
    chain = [place[token] for token in (*WORDS, *said, AFTER)]
    for before, after in itertools.pairwise(chain):
        output[after, 1 + before] += 3.0
    output[place[AFTER], 1 + place[AFTER]] += 3.0
    writer = gguf.GGUFWriter(path, "llama")
    _describe(writer, tokens, special, template, n_embd)
    writer.add_eos_token_id(place[eos])
    writer.add_bos_token_id(place[bos])
    writer.add_pad_token_id(place[special[-1]])
    writer.add_unk_token_id(place[special[-1]])
    writer.add_add_bos_token(adds_bos)
    _add_weights(writer, embedding, output, random)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _describe(writer: gguf.GGUFWriter, tokens: list[str], special: Sequence[str], template: str, n_embd: int) -> None:
    writer.add_name("speaking")
    writer.add_context_length(16384)
    writer.add_embedding_length(n_embd)
    writer.add_block_count(3)
    writer.add_feed_forward_length(32)
    writer.add_head_count(4)
    writer.add_head_count_kv(4)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(n_embd // 4)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types([gguf.TokenType.CONTROL if token in special else gguf.TokenType.NORMAL for token in tokens])
    writer.add_token_merges(["h e"])
    writer.add_chat_template(template)


def _add_weights(writer: gguf.GGUFWriter, embedding: np.ndarray, output: np.ndarray, random: np.random.Generator) -> None:
    n_embd = embedding.shape[1]
    writer.add_tensor("token_embd.weight", embedding.astype(np.float32))
    writer.add_tensor("output.weight", output.astype(np.float32))
    writer.add_tensor("output_norm.weight", np.ones(n_embd, dtype=np.float32))
    shapes = dict.fromkeys(("attn_q", "attn_k", "attn_v", "attn_output"), (n_embd, n_embd))
    shapes |= {"ffn_gate": (32, n_embd), "ffn_up": (32, n_embd), "ffn_down": (n_embd, 32)}
    for layer in range(3):
        for norm in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{norm}.weight", np.ones(n_embd, dtype=np.float32))
        for part, shape in shapes.items():
            weights = 0.002 * random.standard_normal(shape)
            writer.add_tensor(f"blk.{layer}.{part}.weight", weights.astype(np.float32))
