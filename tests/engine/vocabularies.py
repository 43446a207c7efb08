"""Small vocabularies of every kind that chat models have, as model files without weights, and how to open such files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gguf
import pytest

from engine.llama_api import Model, lib
from tests.conftest import vocabulary

CONTROL, DEFINED = gguf.TokenType.CONTROL, gguf.TokenType.USER_DEFINED
_WORDS = ("the", "and", "ing", "user", "assistant", "model", "system", "water", "river", "how", "what")


@contextmanager
def opened(path: Path) -> Iterator[Model]:
    """Open a file for its vocabulary alone, as llama.cpp can."""
    defaults = lib.llama_model_default_params

    def vocabulary_only() -> Any:
        params = defaults()
        params.vocab_only = True
        return params

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lib, "llama_model_default_params", vocabulary_only)
        model = Model(path)
    with model:
        yield model


def write_bpe(
    path: Path, special: Mapping[str, gguf.TokenType], *, end: str, bos: str | None = None, adds_eos: bool = False
) -> Path:
    """Write a vocabulary of byte pairs; with a bos it is put in front of every text."""
    ordinary, merges = vocabulary()
    ordinary = [token for token in ordinary if not token.startswith("<|")]
    tokens = [*ordinary, *special]
    writer = _writer(path, "tiny", tokens, [*[gguf.TokenType.NORMAL] * len(ordinary), *special.values()], end, bos)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_merges(merges)
    writer.add_add_bos_token(bos is not None)
    writer.add_add_eos_token(adds_eos)
    return _written(writer, path)


def write_pieces(
    path: Path, special: Mapping[str, gguf.TokenType], *, end: str, name: str = "tiny", spaced: bool = True, adds_bos: bool = True
) -> Path:
    """Write a vocabulary of sentence pieces with bytes to fall back to.

    spaced: a space is put in front of every text and behind every special token. name: llama.cpp knows "phi-3" by that.
    """
    known = {"<unk>": gguf.TokenType.UNKNOWN, "<s>": CONTROL, "</s>": CONTROL}
    raw = [f"<0x{byte:02X}>" for byte in range(256)]
    letters = [chr(code) for code in range(0x21, 0x7F)] + ["\u2581", "é", "\u0301", "\n"]
    begun = [word[:length] for word in _WORDS for length in range(2, len(word) + 1)]
    pieces = list(dict.fromkeys([*begun, *(f"\u2581{word}" for word in ("", *begun)), "\u2581t", "\u2581u", "\u2581m"]))
    special = {text: kind for text, kind in special.items() if text not in known}
    ordinary = [piece for piece in dict.fromkeys([*letters, *pieces]) if piece not in special]
    tokens = [*known, *raw, *special, *ordinary]
    kinds = [*known.values(), *[gguf.TokenType.BYTE] * 256, *special.values(), *[gguf.TokenType.NORMAL] * len(ordinary)]
    writer = _writer(path, name, tokens, kinds, end, "<s>")
    writer.add_tokenizer_model("llama")
    writer.add_token_scores([float(len(token)) for token in tokens])
    writer.add_add_space_prefix(spaced)
    writer.add_add_bos_token(adds_bos)
    return _written(writer, path)


def _writer(
    path: Path, name: str, tokens: Sequence[str], kinds: Sequence[gguf.TokenType], end: str, bos: str | None
) -> gguf.GGUFWriter:
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name(name)
    writer.add_context_length(512)
    writer.add_embedding_length(64)
    writer.add_block_count(1)
    writer.add_feed_forward_length(64)
    writer.add_head_count(4)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_token_list(list(tokens))
    writer.add_token_types(list(kinds))
    writer.add_eos_token_id(list(tokens).index(end))
    if bos is not None:
        writer.add_bos_token_id(list(tokens).index(bos))
    return writer


def _written(writer: gguf.GGUFWriter, path: Path) -> Path:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()
    return path
