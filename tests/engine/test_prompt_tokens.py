"""Prompts that are split part by part have exactly the tokens of the whole, whatever is said and however a conversation changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bench.shapes import CHATML, GEMMA, LLAMA3, PHI3
from engine.literals import Literals, written_out
from engine.llama_api import Model
from engine.prompt_tokens import PromptTokenizer
from engine.protocol import ChatMessage
from engine.templates import ChatTemplate, header_ends
from tests.engine.known_templates import NoNetworkError, shipped_vocabularies
from tests.engine.vocabularies import CONTROL, DEFINED, opened, write_bpe, write_pieces

CHATML_TOKENS = {"<|endoftext|>": CONTROL, "<|im_start|>": CONTROL, "<|im_end|>": CONTROL}
LLAMA3_TOKENS = dict.fromkeys(("<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"), CONTROL)
GEMMA_TOKENS = {
    **dict.fromkeys(("<bos>", "<eos>", "<start_of_turn>", "<end_of_turn>"), CONTROL),
    **dict.fromkeys(("\n\n", "\u2581\u2581", "<b>", "</b>", "user"), DEFINED),
}
PHI3_TOKENS = dict.fromkeys(("<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>"), CONTROL)
BRACKETS = (
    "{{ bos_token }}{% for m in messages %}{% if m.role == 'user' %}{{ '[INST] ' + m.content + ' [/INST]' }}"
    "{% else %}{{ ' ' + m.content + eos_token }}{% endif %}{% endfor %}"
)


def _chatml(path: Path) -> Path:
    return write_bpe(path, {**CHATML_TOKENS, "  ": DEFINED, "\n\n\n": DEFINED, "<think>": DEFINED}, end="<|im_end|>")


def _llama3(path: Path) -> Path:
    return write_bpe(path, LLAMA3_TOKENS, end="<|eot_id|>", bos="<|begin_of_text|>")


def _gemma(path: Path) -> Path:
    return write_pieces(path, GEMMA_TOKENS, end="<end_of_turn>", spaced=False)


def _phi3(path: Path) -> Path:
    return write_pieces(path, PHI3_TOKENS, end="<|end|>", name="Phi-3 tiny", adds_bos=False)


def _spaced(path: Path) -> Path:
    return write_pieces(path, CHATML_TOKENS, end="<|im_end|>")


def _brackets(path: Path) -> Path:
    return write_pieces(path, dict.fromkeys(("[INST]", "[/INST]"), CONTROL), end="</s>")


KINDS: dict[str, tuple[Callable[[Path], Path], str, int]] = {
    "chatml": (_chatml, CHATML, 2),
    "llama-3": (_llama3, LLAMA3, 4),
    "gemma": (_gemma, GEMMA, 4),
    "phi-3": (_phi3, PHI3, 3),
    "pieces with spaces": (_spaced, CHATML, 2),
    "brackets": (_brackets, BRACKETS, 4),
}
"""A vocabulary, a template and how many special tokens texts are cut at (the sample has no system prompt)."""


@dataclass(frozen=True)
class Pair:
    """A template whose prompts are cut, and the same one whose prompts never are."""

    model: Model
    cut: ChatTemplate
    whole: ChatTemplate


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Pair]]:
    folder, found = tmp_path_factory.mktemp("vocabularies"), {}
    with ExitStack() as stack:
        for number, (name, (write, source, _)) in enumerate(KINDS.items()):
            model = stack.enter_context(opened(write(folder / f"{number}.gguf")))
            found[name] = Pair(model, ChatTemplate(model, source), ChatTemplate(model, source))
            found[name].whole._tokenizer.cut_like("")
            assert found[name].cut.notices == []
        yield found


@pytest.mark.parametrize("name", KINDS)
def test_texts_are_cut_at_what_begins_and_ends_turns(name: str, pairs: dict[str, Pair]) -> None:
    pair = pairs[name]
    assert len(pair.cut._tokenizer.marks) == KINDS[name][2]
    assert pair.whole._tokenizer.marks == ()


HARD = (
    *("<|im_start|>", "<|im_end|>", "<|eot_id|>", "<end_of_turn>", "<|user|>", "<|end|>", "</s>", "<s>", "[INST]", "[/INST]"),
    *("<bos>", "<|im_", "start|>", "<", "|>", "<|", "[", "/INST]", "\U000f0000", "\U000f0001", "\u2581", "\u2581\u2581"),
    *(" ", "  ", "\n", "\n\n", "\n\n\n\n", "\t", "\r\n", "\u00a0", "\u200d", "\ufe0f"),
    *("\U0001f469\u200d\U0001f52c", "\U0001f600", "e\u0301", "\u0301", "é", "日本", "\ud800", "the", "user", "water", "And?", "7"),
)
said = st.lists(st.one_of(st.sampled_from(HARD), st.text(max_size=5)), max_size=8).map("".join)


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[list[ChatMessage], bool]]:
    """Conversations one after the other, each a change of the one before, and whether its last reply is to be continued."""
    talk = [ChatMessage("user", draw(said)), ChatMessage("assistant", draw(said)), ChatMessage("user", draw(said))]
    found = [(talk, False)]
    for change in draw(st.lists(st.sampled_from(("on", "edit", "system", "drop", "continue", "again")), max_size=6)):
        talk = list(talk)
        if change == "on":
            talk += [ChatMessage("assistant", draw(said)), ChatMessage("user", draw(said))]
        elif change == "edit":
            at = draw(st.integers(0, len(talk) - 1))
            talk[at] = ChatMessage(talk[at].role, draw(said))
        elif change == "system":
            talk = [ChatMessage("system", draw(said)), *talk[talk[0].role == "system" :]]
        elif change == "drop" and len(talk) > 3:
            lead = talk[0].role == "system"
            talk = [*talk[:lead], *talk[lead + 2 :]]
        elif change == "continue":
            found.append(([*talk, ChatMessage("assistant", draw(said))], True))
        found.append((talk, False))
    return found


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=120, deadline=None)
@given(conversations=changes())
def test_a_conversation_that_changes_has_the_tokens_of_the_whole(
    name: str, pairs: dict[str, Pair], conversations: list[tuple[list[ChatMessage], bool]]
) -> None:
    cut, whole = pairs[name].cut, pairs[name].whole
    for messages, continue_last in conversations:
        if name in ("gemma", "brackets") and messages[0].role == "system":
            messages = messages[1:]
        one, other = (each.prompt(messages, continue_last=continue_last) for each in (cut, whole))
        assert one.tokens == other.tokens
        assert one.text == other.text
        assert (one.classes == other.classes).all()
        assert one.header == other.header


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=250, deadline=None)
@given(data=st.data(), add_special=st.booleans())
def test_any_text_has_the_tokens_of_the_whole(name: str, pairs: dict[str, Pair], data: st.DataObject, add_special: bool) -> None:
    marks = st.sampled_from(pairs[name].cut._tokenizer.marks)
    text = "".join(data.draw(st.lists(st.one_of(marks, st.sampled_from(HARD), st.text(max_size=3)), max_size=12)))
    found = pairs[name].cut._tokenizer.tokens(text, add_special=add_special, parse_special=True)
    assert found.dtype == np.int32
    assert found.tolist() == pairs[name].model.tokenize(text, add_special=add_special, parse_special=True)


def test_what_stays_the_same_is_not_split_again(pairs: dict[str, Pair], monkeypatch: pytest.MonkeyPatch) -> None:
    pair, split = pairs["chatml"], []
    tokenize = pair.model.tokenize

    def noted(text: str, *, add_special: bool, parse_special: bool) -> list[int]:
        split.append(text)
        return tokenize(text, add_special=add_special, parse_special=parse_special)

    talk = [ChatMessage("user" if n % 2 == 0 else "assistant", f"the water and the {n}") for n in range(21)]
    pair.cut.prompt(talk)
    monkeypatch.setattr(pair.model, "tokenize", noted)
    pair.cut.prompt([*talk[:-1], ChatMessage("user", "how is that?")])
    assert split == ["<|im_start|>user\nhow is that?"]
    pair.cut.prompt([ChatMessage("system", "Be brief."), *talk])
    assert split[1:] == ["<|im_start|>system\nBe brief."]


def test_what_is_remembered_is_bounded(pairs: dict[str, Pair]) -> None:
    model = pairs["chatml"].model
    tokenizer = PromptTokenizer(model, 200)
    tokenizer.cut_like("<|im_start|>")
    for number in range(50):
        for text in (f"<|im_start|>the water {number}" * 3, "<|im_start|>" + "and " * 100, "<|im_start|>the water 7"):
            found = tokenizer.tokens(text, add_special=False, parse_special=True)
            assert found.tolist() == model.tokenize(text, add_special=False, parse_special=True)
            assert 0 < tokenizer.characters <= 200
            assert tokenizer.characters == sum(len(part) for part, _ in tokenizer._kept)


OVERLAPS = {
    "one ends where it begins": "x<|im",
    "one begins where it ends": "|>\n",
    "it is part of a longer one": "<|im_start|>user",
}


@pytest.mark.parametrize("other", OVERLAPS.values(), ids=OVERLAPS)
def test_no_text_is_cut_where_another_token_may_reach_over(other: str, tmp_path: Path) -> None:
    with opened(write_bpe(tmp_path / "v.gguf", {**CHATML_TOKENS, other: DEFINED}, end="<|im_end|>")) as model:
        tokenizer = PromptTokenizer(model)
        tokenizer.cut_like("<|im_start|>")
        assert tokenizer.marks == ()
        whole = model.tokenize(text := "x<|im_start|>user\nHi", add_special=False, parse_special=True)
        assert tokenizer.tokens(text, add_special=False, parse_special=True).tolist() == whole


def test_no_text_is_cut_at_tokens_that_take_white_space_in_front_of_them(tmp_path: Path) -> None:
    def marks(name: str) -> tuple[str, ...]:
        path = write_pieces(tmp_path / "v.gguf", {"[MASK]": CONTROL}, end="</s>", name=name)
        with opened(path) as model:
            tokenizer = PromptTokenizer(model)
            tokenizer.cut_like("[MASK]")
            return tokenizer.marks

    assert marks("tiny") == ("[MASK]",)
    assert marks("modern-bert") == ()  # llama.cpp goes by the name


@pytest.mark.parametrize("edge", [" <|im_start|>", "<|im_start|>\n"])
def test_no_text_is_cut_at_tokens_with_white_space_at_an_end(edge: str, tmp_path: Path) -> None:
    special = {"<|im_end|>": CONTROL, edge: CONTROL}
    with opened(write_bpe(tmp_path / "v.gguf", special, end="<|im_end|>")) as model:
        tokenizer = PromptTokenizer(model)
        tokenizer.cut_like(f"{edge}<|im_end|>")
        assert tokenizer.marks == ("<|im_end|>",)


def test_no_text_is_cut_where_something_is_added_behind_it(tmp_path: Path) -> None:
    with opened(write_bpe(tmp_path / "v.gguf", CHATML_TOKENS, end="<|im_end|>", bos="<|endoftext|>", adds_eos=True)) as model:
        tokenizer = PromptTokenizer(model)
        tokenizer.cut_like("<|im_start|><|im_end|>")
        assert tokenizer.marks == ()
        text = "<|im_start|>user\nHi<|im_end|>"
        whole = model.tokenize(text, add_special=True, parse_special=True)
        assert tokenizer.tokens(text, add_special=True, parse_special=True).tolist() == whole


def test_controls_are_those_of_the_vocabulary(pairs: dict[str, Pair]) -> None:
    assert pairs["gemma"].cut._tokenizer.controls == {"<s>", "</s>", *(t for t, kind in GEMMA_TOKENS.items() if kind == CONTROL)}


# --- vocabularies of real models ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(request: pytest.FixtureRequest) -> dict[str, Path]:
    """Vocabularies by name; see test_every_template.shipped."""
    assert request.config.cache is not None
    try:
        return shipped_vocabularies(Path(request.config.cache.mkdir("chat-templates")))
    except NoNetworkError as error:
        pytest.skip(f"the source archive is not here and cannot be fetched without a network: {error}")


REAL = {
    "qwen2": 290,
    "qwen35": 290,
    "llama-bpe": 256,
    "llama-spm": 3,
    "phi-3": 60,
    "gemma-4": 20,
    "command-r": 40,
    "deepseek-llm": 10,
}
"""How many special tokens their texts may be cut at, at least."""


@pytest.mark.parametrize("name", REAL)
def test_texts_of_real_vocabularies_have_the_tokens_of_the_whole(name: str, real: dict[str, Path]) -> None:
    with opened(real[name]) as model:
        tokenizer = PromptTokenizer(model)
        everything = [each.text.decode("utf-8", "replace") for each in tokenizer._special.values()]
        tokenizer.cut_like("".join(f" {text} " for text in everything))
        assert len(tokenizer.marks) >= REAL[name]
        some = st.one_of(st.sampled_from(tokenizer.marks), st.sampled_from(everything), st.sampled_from(HARD), st.text(max_size=4))

        @settings(max_examples=300, deadline=None)
        @given(texts=st.lists(some, max_size=14), add_special=st.booleans())
        def check(texts: list[str], add_special: bool) -> None:
            text = "".join(texts)
            whole = model.tokenize(text, add_special=add_special, parse_special=True)
            assert tokenizer.tokens(text, add_special=add_special, parse_special=True).tolist() == whole

        check()


# --- what is found in the tokens and the text ---------------------------------------------------------------------------------


@given(
    tokens=st.lists(st.integers(0, 3), max_size=30),
    headers=st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=3), max_size=2),
)
def test_headers_are_found_from_the_front(tokens: list[int], headers: list[list[int]]) -> None:
    headers = sorted(headers, key=len, reverse=True)
    expected, place = [], 0
    while place < len(tokens):
        length = next((len(header) for header in headers if tokens[place : place + len(header)] == header), 0)
        expected += [place + length - 1] if length else []
        place += max(1, length)
    assert header_ends(np.array(tokens, dtype=np.int32), headers) == expected


@given(texts=st.lists(said, max_size=5))
def test_what_is_hidden_comes_back_as_it_was(texts: list[str]) -> None:
    controls = [text for text, kind in {**CHATML_TOKENS, **PHI3_TOKENS}.items() if kind is gguf.TokenType.CONTROL]
    literals = Literals(written_out(controls))
    hidden = [literals.hide(text) for text in texts]
    assert not any(control in text for control in controls for text in hidden)
    assert literals.restore("\n".join(hidden)) == "\n".join(texts)
