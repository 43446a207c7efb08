"""Every chat template in the source archive of llama-cpp-python: it writes out a conversation, and its end marker ends a reply."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.jinja_template import JinjaTemplate
from engine.model import load
from engine.protocol import ChatMessage, Sampler
from engine.session import Session
from engine.template_renderer import Renderer
from engine.templates import RENDERER
from tests.engine.known_templates import CANNOT, ENDS, FOLDS_SYSTEM, NoNetworkError, page, shipped_templates
from tests.engine.speaking_model import byte_pieces, special_words, write_speaking_model

ROOT = Path(__file__).parents[2]
BOS, EOS = "<s>", "</s>"
TALK = [
    ChatMessage("system", "Speak of SYSTEMPART."),
    ChatMessage("user", "Say QUESTIONONE."),
    ChatMessage("assistant", "That was REPLYONE."),
    ChatMessage("user", "Say QUESTIONTWO."),
    ChatMessage("assistant", "That was REPLYTWO."),
    ChatMessage("user", "Say QUESTIONTHREE."),
]
GREEDY = Sampler(temperature=0.0)


@pytest.fixture(scope="session")
def shipped(request: pytest.FixtureRequest) -> dict[str, str]:
    """The templates by name; from pytest's cache folder, into which pip fetches the archive once."""
    assert request.config.cache is not None
    try:
        return shipped_templates(Path(request.config.cache.mkdir("chat-templates")))
    except NoNetworkError as error:
        pytest.skip(f"the source archive is not here and cannot be fetched without a network: {error}")


def speaking(path: Path, source: str, marker: str, renderer: Renderer = RENDERER) -> Path:
    """Write a model that carries a template, has the special tokens it writes, and says A, B, C and the marker."""
    template = JinjaTemplate(source, {"bos_token": BOS, "eos_token": EOS}, renderer)
    special = special_words(template.write(TALK, opened=True) + template.write(TALK[:-1], opened=False))
    special = list(dict.fromkeys([*special, BOS, EOS]))
    newlines = byte_pieces("\n\n")
    said = [marker] if marker in special else ["".join(newlines), *byte_pieces(marker)]
    return write_speaking_model(path, source, special, said, eos=EOS, bos=BOS, merged=["".join(newlines)])


def test_all_of_them_are_known(shipped: dict[str, str]) -> None:
    assert len(shipped) >= 60
    assert sorted(shipped) == sorted([*ENDS, *CANNOT])


@pytest.mark.parametrize("name", ENDS)
def test_a_conversation_is_written_out_and_the_end_marker_ends_the_reply(
    name: str, shipped: dict[str, str], tmp_path: Path
) -> None:
    path = speaking(tmp_path / "speaking.gguf", shipped[name], ENDS[name])
    with load(path, n_threads=1, n_ctx=16384) as loaded:
        assert loaded.template.notices == []
        text = loaded.template.render(TALK)
        places = [text.find(message.content.split()[-1].rstrip(".")) for message in TALK]
        assert -1 not in places
        assert places[1:] == sorted(places[1:])  # one template writes the system prompt in front of the last question
        folded = "Speak of SYSTEMPART.\n\nSay QUESTIONONE." in text
        assert folded == (name in FOLDS_SYSTEM)
        assert loaded.template.end.written == ENDS[name]

        session = Session(loaded)
        reply = session.generate(TALK, GREEDY, max_tokens=24)
        assert (reply.reason, reply.text) == ("stop", "ABC")

        if loaded.template.end.tokens:  # without what was learned from the template it would have gone on
            loaded.model.end_at(frozenset())
            reply = session.generate(TALK, GREEDY, max_tokens=24)
            assert reply.reason == "length"
            assert reply.text.startswith("ABC")
            assert reply.text.endswith("ZZZ")


def test_the_page_about_them_is_current() -> None:
    assert (ROOT / "docs" / "chat-templates.md").read_text(encoding="utf-8") == page()
