"""Where replies end: at what a template writes after one, be it an end token of the vocabulary, another token, or plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.batch_decoding import BatchDecoder, Request
from engine.llama_api import Model
from engine.model import load
from engine.protocol import ChatMessage, Sampler
from engine.session import Piece, Session
from engine.stop_text import StopText
from engine.templates import ChatTemplate
from tests.conftest import CHATML
from tests.engine.speaking_model import byte_pieces, write_speaking_model

USER = [ChatMessage("user", "Hello")]
GREEDY = Sampler(temperature=0.0)
MARKED = (
    "{% for m in messages %}[{{ m.role }}]{{ m.content }}<stop>\n{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}"
)
NEXT_SPEAKER = (
    "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}"
)
PLAIN = "{% for m in messages %}{{ m.role }}: {{ m.content }} ###\n{% endfor %}{% if add_generation_prompt %}assistant: {% endif %}"
BARE = "{% for m in messages %}{{ m.content }}\n{% endfor %}"
THINKING = (
    "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% if loop.last %}<|return|>{% else %}<|end|>{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}"
)
ALWAYS_OPENED = "{% for m in messages %}<{{ m.role }}>{{ m.content }}<stop>{% endfor %}<assistant>"
SPECIAL = ["<eos>", "<bos>", "<stop>", "<user>", "<assistant>", "<system>", "<|return|>", "<|end|>"]


@contextmanager
def speaking(path: Path, template: str, said: list[str]) -> Iterator[Session]:
    """A session with a model that says A, B, C, then `said`, then Z without end."""
    longer = [token for token in said if len(token) > 1 and token not in SPECIAL]
    write_speaking_model(path, template, SPECIAL, said, eos="<eos>", bos="<bos>", merged=longer)
    with load(path, n_threads=1, n_ctx=512) as loaded:
        yield Session(loaded)


@pytest.mark.parametrize(
    ("template", "marker"),
    [(MARKED, "<stop>"), (NEXT_SPEAKER, "<user>"), (ALWAYS_OPENED, "<stop>"), (CHATML, "<|im_end|>")],
    ids=["end token", "next speaker", "always opened", "plain text of another format"],
)
def test_a_marker_that_is_no_end_token_ends_a_reply(tmp_path: Path, template: str, marker: str) -> None:
    said = [marker] if marker in SPECIAL else ["<|im_", "end|>"]
    with speaking(tmp_path / "m.gguf", template, said) as session:
        assert session.loaded.template.end.written == marker
        reply = session.generate(USER, GREEDY, max_tokens=40)
        assert (reply.reason, reply.text) == ("stop", "ABC")


def test_the_vocabularys_own_end_token_still_ends_a_reply(tmp_path: Path) -> None:
    with speaking(tmp_path / "m.gguf", MARKED, ["<eos>"]) as session:
        assert session.generate(USER, GREEDY, max_tokens=40).reason == "stop"


def test_a_token_that_ends_a_thought_does_not_end_the_reply(tmp_path: Path) -> None:
    with speaking(tmp_path / "m.gguf", THINKING, ["<|end|>", "<|return|>"]) as session:
        assert session.loaded.template.end.written == "<|return|>"
        reply = session.generate(USER, GREEDY, max_tokens=40)
        assert reply.reason == "stop"
        assert reply.text.startswith("ABC")


def test_a_template_that_writes_nothing_after_a_reply_ends_none(tmp_path: Path) -> None:
    with speaking(tmp_path / "m.gguf", BARE, ["<stop>"]) as session:
        end = session.loaded.template.end
        assert (end.tokens, end.texts, end.written) == (frozenset(), (), "")
        assert session.generate(USER, GREEDY, max_tokens=12).reason == "length"


def test_a_marker_of_plain_text_is_never_shown_and_what_only_begins_like_one_is(tmp_path: Path) -> None:
    pieces: list[Piece] = []
    with speaking(tmp_path / "m.gguf", PLAIN.replace("###", "#!?"), byte_pieces("#!x")) as session:
        reply = session.generate(USER, GREEDY, max_tokens=10, on_piece=pieces.append)
    assert session.loaded.template.end.texts == ("#!?",)
    assert reply.reason == "length"
    assert reply.text == "ABC#!xZZZZ" == "".join(piece.text for piece in pieces)
    shown = [piece.text for piece in pieces if piece.text]
    assert "#!x" in shown  # held back until it was known to be no marker
    pieces.clear()
    with speaking(tmp_path / "n.gguf", PLAIN.replace("###", "#!?"), byte_pieces("#!?")) as session:
        reply = session.generate(USER, GREEDY, max_tokens=10, on_piece=pieces.append)
    assert (reply.reason, reply.text, "".join(piece.text for piece in pieces)) == ("stop", "ABC", "ABC")
    assert sum(piece.n_tokens for piece in pieces) == reply.stats.tokens


def test_what_is_held_back_is_shown_when_the_reply_ends_there(tmp_path: Path) -> None:
    with speaking(tmp_path / "m.gguf", PLAIN.replace("###", "#!?"), byte_pieces("#!?")) as session:
        reply = session.generate(USER, GREEDY, max_tokens=5)
        assert (reply.reason, reply.text) == ("length", "ABC#!")
    said: list[Piece] = []
    with speaking(tmp_path / "n.gguf", PLAIN.replace("###", "#!?"), byte_pieces("#!?")) as session:
        reply = session.generate(
            USER, GREEDY, max_tokens=9, on_piece=said.append, should_stop=lambda: sum(p.n_tokens for p in said) == 5
        )
        assert (reply.reason, reply.text) == ("cancelled", "ABC#!")


def test_a_chat_goes_on_after_a_reply_that_ended_at_plain_text(tmp_path: Path) -> None:
    with speaking(tmp_path / "m.gguf", PLAIN.replace("###", "#!?"), byte_pieces("#!?")) as session:
        first = session.generate(USER, GREEDY, max_tokens=40)
        talk = [*USER, ChatMessage("assistant", first.text), *USER]
        second = session.generate(talk, GREEDY, max_tokens=40)
        assert (second.reason, second.text) == ("stop", "ABC")
        session.reset()
        anew = session.generate(talk, GREEDY, max_tokens=40)
        assert (anew.text, anew.stats.prompt_sha256) == (second.text, second.stats.prompt_sha256)
        assert second.stats.reused_tokens > 0


def test_replies_made_together_end_there_too(tmp_path: Path) -> None:
    for name, template, said in (("a", MARKED, ["<stop>"]), ("b", PLAIN.replace("###", "#!?"), byte_pieces("#!?"))):
        with speaking(tmp_path / f"{name}.gguf", template, said) as session:
            prompt = session.loaded.template.prompt(USER)
            with BatchDecoder(session.loaded, 2) as decoder:
                found = dict(decoder.speak([Request(prompt, GREEDY)] * 3, 40, None, lambda: False))
            assert [found[n].text for n in range(3)] == ["ABC"] * 3


@pytest.mark.parametrize("adds_bos", [True, False])
@pytest.mark.parametrize("written", ["{{ bos_token }}", ""])
def test_a_text_begins_once(tmp_path: Path, adds_bos: bool, written: str) -> None:
    path = write_speaking_model(tmp_path / "m.gguf", written + MARKED, SPECIAL, [], eos="<eos>", bos="<bos>", adds_bos=adds_bos)
    with load(path, n_threads=1, n_ctx=512) as loaded:
        tokens = loaded.template.prompt(USER).tokens
        (bos,) = loaded.model.tokenize("<bos>", add_special=False, parse_special=True)
        assert tokens.count(bos) == (1 if adds_bos or written else 0)
        assert (tokens[0] == bos) == (adds_bos or bool(written))


def test_a_template_knows_the_special_tokens_by_their_usual_names(tmp_path: Path) -> None:
    names = "{{ bos_token }}{{ eos_token }}{{ pad_token }}{{ unk_token }}{{ sep_token is defined }}"
    with speaking(tmp_path / "m.gguf", names + MARKED, []) as session:
        assert session.loaded.template.render(USER).startswith("<bos><eos><|end|><|end|>False[user]Hello")


def test_another_template_on_the_same_model_has_its_own_end(make_model: Callable[..., Path]) -> None:
    with Model(make_model("m.gguf")) as model:
        (start,) = model.tokenize("<|im_start|>", add_special=False, parse_special=True)
        other = "{% for m in messages %}{{ m.content }}<|im_start|>{% endfor %}{% if add_generation_prompt %}>{% endif %}"
        assert ChatTemplate(model, other).end.tokens == {start}
        assert model.is_end(start)
        assert ChatTemplate(model, CHATML).end.tokens == frozenset()
        assert not model.is_end(start)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_text_goes_through_in_any_pieces(size: int) -> None:
    text = "one\n\nUse it\n\nUser the\n\n\n\nUser: never shown"
    stop = StopText(("\n\nUser:", "###"))
    shown = "".join(stop.feed(text[at : at + size]) for at in range(0, len(text), size))
    assert stop.met
    assert shown == "one\n\nUse it\n\nUser the\n\n"
    assert stop.feed("more") == stop.rest() == ""


def test_text_that_is_held_back_comes_in_the_end() -> None:
    stop = StopText(("abcabd",))
    assert stop.feed("xabcab") == "x"
    assert stop.feed("c") == "abc"
    assert stop.rest() == "abc"
    assert not stop.met
    assert StopText(()).feed("abc") == "abc"
