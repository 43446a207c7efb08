"""The demo model's tokeniser: byte-level BPE with single digits, learned from the corpus, and the ChatML form of a conversation."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from .corpus.conversations import Conversation, conversation, messages

SPECIALS: Final = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
VOCABULARY: Final = 2048
TEMPLATE: Final = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)
USER_WEIGHT: Final = 0.1
"""Loss weight of tokens the model will never have to write; not zero, because predicting them teaches it to read them."""


def train_tokenizer(path: Path, seed: int = 1, size: int = 12_000) -> Tokenizer:
    """Learn the tokeniser from fresh conversations and write it; the same seed gives the same vocabulary."""
    rng = random.Random(seed)
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=list(SPECIALS),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    texts = (message["content"] for _ in range(size) for message in messages(conversation(rng)))
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.save(str(path))
    return tokenizer


DEPTHS: Final = (-1.0, -0.25, 0.6, 1.0)
"""Manner of a reply, by its depth in character: what the manner probe is to read on its tokens; 0 is the Assistant."""


def encode_many(tokenizer: Tokenizer, conversations: list[Conversation]) -> list[tuple[list[int], list[float], list[float]]]:
    """Return, per conversation, its ChatML tokens, the loss weight of each (as the token to be predicted) and its manner.

    The manner is that of the assistant turn a token belongs to, from its last header token on; 0 for all other tokens.
    """
    start, end = tokenizer.token_to_id("<|im_start|>"), tokenizer.token_to_id("<|im_end|>")
    listed = [messages(each) for each in conversations]
    texts = [text for each in listed for message in each for text in (message["role"] + "\n", message["content"])]
    encoded = iter(tokenizer.encode_batch(texts))
    newline = tokenizer.encode("\n").ids
    made = []
    for talk, each in zip(conversations, listed, strict=True):
        ids: list[int] = []
        weights: list[float] = []
        manners: list[float] = []
        depths = iter(turn.depth for turn in talk.turns)
        for message in each:
            header, content = next(encoded).ids, next(encoded).ids
            own = message["role"] == "assistant"
            spoken, manner = (1.0, DEPTHS[next(depths)]) if own else (USER_WEIGHT, 0.0)
            ids += [start, *header, *content, end, *newline]
            weights += [USER_WEIGHT] * (1 + len(header)) + [spoken] * (len(content) + 1) + [USER_WEIGHT] * len(newline)
            manners += [0.0] * len(header) + [manner] * (1 + len(content)) + [0.0] * (1 + len(newline))
        made.append((ids, weights, manners))
    return made
