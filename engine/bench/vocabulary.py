"""The vocabulary of a made model: taken from a GGUF file, or byte pairs of the real size made up here."""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import gguf
from gguf.constants import GGUFValueType

from axes.gguf_header import ArraySpan, Field, GGUFError, ValueType, read_header
from engine.bench.shapes import Family

_SPACE: Final = "\u0120"
"""How byte-level vocabularies write a space."""
_PADDING: Final = "<unused{}>"
_PER_TOKEN: Final = {"tokenizer.ggml.scores": 0.0, "tokenizer.ggml.token_type": int(gguf.TokenType.UNUSED)}
TOKENS: Final = "tokenizer.ggml.tokens"
TEMPLATE: Final = "tokenizer.chat_template"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Metadata entries under "tokenizer.", each (key, value, type of the value or of its elements), and the number of tokens."""

    entries: list[tuple[str, Any, GGUFValueType, GGUFValueType | None]]
    n_tokens: int

    @property
    def has_template(self) -> bool:
        """Whether the chat template came with it."""
        return any(key == TEMPLATE for key, *_ in self.entries)

    def write(self, writer: gguf.GGUFWriter, template: str | None) -> None:
        """Add everything to a file in the making; template: takes the place of the file's own."""
        for key, value, kind, element in self.entries:
            if key != TEMPLATE or template is None:
                writer.add_key_value(key, value, kind, element)
        if template is not None:
            writer.add_chat_template(template)


def vocabulary_of(path: Path, n_vocab: int) -> Vocabulary:
    """Return the vocabulary of a GGUF file, filled up with unused tokens to at least n_vocab.

    Raises GGUFError where the file is malformed or has no vocabulary.
    """
    header = read_header(path)
    if TOKENS not in header.fields:
        raise GGUFError(f"{path.name} holds no vocabulary; choose a file that does.")
    span = header.fields[TOKENS].value
    count = span.length if isinstance(span, ArraySpan) else 0
    missing = max(0, n_vocab - count)
    entries = []
    for key, field in header.fields.items():
        if not key.startswith("tokenizer."):
            continue
        value, kind, element = _value(header, key, field)
        if key == TOKENS:
            value = [*value, *(_PADDING.format(n) for n in range(missing))]
        elif key in _PER_TOKEN:
            value = [*value, *[_PER_TOKEN[key]] * missing]
        entries.append((key, value, kind, element))
    return Vocabulary(entries, count + missing)


def _value(header: Any, key: str, field: Field) -> tuple[Any, GGUFValueType, GGUFValueType | None]:
    if not isinstance(field.value, ArraySpan):
        return field.value, GGUFValueType(field.type), None
    kind = field.value.element_type
    value = header.strings(key) if kind is ValueType.STRING else header.array(key).tolist()
    return value, GGUFValueType.ARRAY, GGUFValueType(kind)


def synthetic_vocabulary(family: Family, n_vocab: int) -> Vocabulary:
    """Return a byte-level vocabulary of exactly n_vocab tokens: the bytes, merges of letters, and the family's control tokens."""
    alphabet = list(_byte_characters())
    merges, tokens = [], list(alphabet)
    for left, right in itertools.islice(_pairs(), n_vocab - len(alphabet) - len(family.control)):
        merges.append(f"{left} {right}")
        tokens.append(left + right)
    control = [name for name in family.control if name not in tokens]
    tokens += control
    types = [int(gguf.TokenType.CONTROL if token in control else gguf.TokenType.NORMAL) for token in tokens]
    text, integer, array = GGUFValueType.STRING, GGUFValueType.INT32, GGUFValueType.ARRAY
    ids = [("tokenizer.ggml.eos_token_id", tokens.index(family.end), GGUFValueType.UINT32, None)]
    if family.bos is not None:
        ids.append(("tokenizer.ggml.bos_token_id", tokens.index(family.bos), GGUFValueType.UINT32, None))
    entries: list[tuple[str, Any, GGUFValueType, GGUFValueType | None]] = [
        ("tokenizer.ggml.model", "gpt2", text, None),
        ("tokenizer.ggml.pre", "gpt-2", text, None),
        (TOKENS, tokens, array, text),
        ("tokenizer.ggml.token_type", types, array, integer),
        ("tokenizer.ggml.merges", merges, array, text),
        ("tokenizer.ggml.add_bos_token", family.bos is not None, GGUFValueType.BOOL, None),
        *ids,
    ]
    return Vocabulary(entries, len(tokens))


def _pairs() -> Iterator[tuple[str, str]]:
    """Yield merges without end, each of two tokens that are there already: ever longer words, with and without a space before."""
    words: list[str] = list(string.ascii_lowercase)
    yield from ((_SPACE, letter) for letter in words)
    while True:
        longer = []
        for word, letter in itertools.product(words, string.ascii_lowercase):
            yield word, letter
            yield _SPACE + word, letter
            longer.append(word + letter)
        words = longer


def _byte_characters() -> Iterator[str]:
    """Yield the printable character that stands for each byte in byte-level byte pair encoding."""
    shown = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = itertools.count(256)
    yield from (chr(byte) if byte in shown else chr(next(others)) for byte in range(256))
