"""Turns prompts into tokens, and remembers those of every part met before: late in a long chat only what is new is split anew.

A text may be cut in front of a special token where the tokenizer is sure to find that token and where nothing that stands before it
can reach into it. This can be told from the vocabulary alone, and the parts then have exactly the tokens of the whole:

- llama.cpp first looks for special tokens, the longest first, and then splits what lies between them, each stretch by itself. One
  whose written form can overlap no other's, and is no part of a longer one, is therefore found wherever it is written.
- Where that begins and ends with something other than white space, a neighbour that takes white space away stops at it; and as the
  cut lies in front of it, what it takes away itself, or puts in front of the next word, is the same.
- What is added to a whole text is added in front of the first part; a vocabulary that adds something behind is not cut at all.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.llama_api import Model, lib

IntArray = NDArray[np.int32]

MOST_CHARACTERS: Final = 1 << 20
"""Characters of all parts that are remembered together: some of the longest conversations, a few MiB with their tokens."""
_KINDS: Final = ("gpt2", "llama", "gemma4")
"""Tokenizers that are known to split each stretch between special tokens by itself."""


@dataclass(frozen=True, slots=True)
class _Special:
    """A token that is looked for before anything else: its written form and llama.cpp's attributes of it."""

    text: bytes
    attributes: int


class PromptTokenizer:
    """Splits texts of one model.

    controls: the written forms of the control tokens, which `parse_special` takes for the tokens themselves. marks: those of the
    tokens that texts are cut at; none before `cut_like`.
    """

    def __init__(self, model: Model, most_characters: int = MOST_CHARACTERS) -> None:
        self._model = model
        self._most = most_characters
        self._special = _special_tokens(model)
        control = (each.text for each in self._special.values() if each.attributes & lib.LLAMA_TOKEN_ATTR_CONTROL)
        self.controls = frozenset(text.decode("utf-8", "replace") for text in control)
        self.marks: tuple[str, ...] = ()
        self._cuts: re.Pattern[str] | None = None
        self._kept: OrderedDict[tuple[str, bool], IntArray] = OrderedDict()
        self.characters = 0
        """Characters of the parts that are remembered."""

    def cut_like(self, sample: str) -> None:
        """Cut texts at the special tokens of a sample, where that is sure to be harmless; what was remembered is forgotten."""
        self.marks = _sure_marks(self._model, sample, self._special)
        self._cuts = re.compile("|".join(map(re.escape, self.marks))) if self.marks else None
        self._kept.clear()
        self.characters = 0

    def tokens(self, text: str, *, add_special: bool, parse_special: bool) -> IntArray:
        """Return the token ids of a text, (n_tokens,); as Model.tokenize."""
        if not parse_special or self._cuts is None:
            return self._split(text, add_special=add_special, parse_special=parse_special)
        found = [self._remembered(part, add_special=add_special and not n) for n, part in enumerate(self._parts(text))]
        return np.concatenate(found)

    def _parts(self, text: str) -> Iterator[str]:
        """Yield what stands before the first mark, which may be nothing, and then every mark with what follows it."""
        begin = 0
        for mark in self._cuts.finditer(text) if self._cuts is not None else ():
            yield text[begin : mark.start()]
            begin = mark.start()
        yield text[begin:]

    def _remembered(self, part: str, *, add_special: bool) -> IntArray:
        key = (part, add_special)
        known = self._kept.get(key)
        if known is not None:
            self._kept.move_to_end(key)
            return known
        found = self._split(part, add_special=add_special, parse_special=True)
        if len(part) <= self._most:
            self._kept[key] = found
            self.characters += len(part)
        while self.characters > self._most:
            (oldest, _), _ = self._kept.popitem(last=False)
            self.characters -= len(oldest)
        return found

    def _split(self, text: str, *, add_special: bool, parse_special: bool) -> IntArray:
        return np.array(self._model.tokenize(text, add_special=add_special, parse_special=parse_special), dtype=np.int32)


def _special_tokens(model: Model) -> dict[int, _Special]:
    looked_for = lib.LLAMA_TOKEN_ATTR_CONTROL | lib.LLAMA_TOKEN_ATTR_USER_DEFINED | lib.LLAMA_TOKEN_ATTR_UNKNOWN
    vocab, n = model.vocab, model.n_vocab
    attributes = np.fromiter(map(lib.llama_vocab_get_attr, repeat(vocab), range(n)), dtype=np.int32, count=n)
    found = np.flatnonzero(attributes & looked_for).tolist()
    return {token: _Special(bytes(lib.llama_vocab_get_text(vocab, token)), int(attributes[token])) for token in found}


def _sure_marks(model: Model, sample: str, special: Mapping[int, _Special]) -> tuple[str, ...]:
    """Return the written forms of the special tokens in a sample in front of which any text may be cut."""
    if model.metadata("tokenizer.ggml.model") not in _KINDS or lib.llama_vocab_get_add_eos(model.vocab):
        return ()
    tokens = sorted({*model.tokenize(sample, add_special=False, parse_special=True)} & special.keys())
    texts = [each.text for each in special.values()]
    return tuple(special[token].text.decode("utf-8") for token in tokens if _may_be_cut_at(special[token], texts))


def _may_be_cut_at(token: _Special, texts: Iterable[bytes]) -> bool:
    text = token.text
    if not text or text != text.strip() or token.attributes & lib.LLAMA_TOKEN_ATTR_LSTRIP:
        return False
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not _overlaps(text, texts)


def _overlaps(text: bytes, others: Iterable[bytes]) -> bool:
    """Whether one of the texts can lie partly over this one (itself included), or over the whole of it and more."""
    beginnings = tuple(text[:n] for n in range(1, len(text)))
    endings = tuple(text[n:] for n in range(1, len(text)))
    return any(
        other[1:].endswith(beginnings) or other[:-1].startswith(endings) or (other != text and text in other) for other in others
    )
