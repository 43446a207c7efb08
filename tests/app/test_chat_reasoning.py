"""What a model thought aloud is told from its answer, for the markers that templates use, and folded."""

from __future__ import annotations

import pytest

from app.chat.body import ReplyBody
from app.chat.quiet_button import QuietButton
from app.chat.reasoning import Part, answer, split
from app.conversations.records import Message
from app.window.asking import conversation

MARKED = [
    "<think>\nThought.\n</think>\n\nAnswer.",
    "<thinking>Thought.</thinking>Answer.",
    "[THINK]Thought.[/THINK]Answer.",
    "<|START_THINKING|>Thought.<|END_THINKING|><|START_RESPONSE|>Answer.<|END_RESPONSE|>",
    "<|channel|>analysis<|message|>Thought.<|end|><|start|>assistant<|channel|>final<|message|>Answer.",
    "<seed:think>Thought.</seed:think>Answer.",
    "◁think▷Thought.◁/think▷Answer.",
    "Thought.\n</think>\n\nAnswer.",
]


@pytest.mark.parametrize("text", MARKED)
def test_thoughts_and_answer_are_told_apart(text):
    assert split(text) == [Part(True, "Thought."), Part(False, "Answer.")]
    assert answer(text) == "Answer."


@pytest.mark.parametrize("text", MARKED[:-1])
def test_thoughts_that_go_on_are_thoughts_at_every_moment(text):
    begin = text.index("Thought.")
    for end in range(begin + 1, text.index("Answer.")):
        parts = split(text[:end])
        assert parts[0].is_reasoning
        assert "Thought" not in answer(text[:end])


@pytest.mark.parametrize(
    "text",
    [
        "A plain answer.",
        "",
        "Write `<think>` before and `</think>` after.",
        "```\n<think>x</think>\n```\n",
        "I <think> so.",
        "DeepSeek writes `<think>...</think>` before it answers. Then the answer follows.",
        "Great! <think>hmm</think>Done.",
        "Some write [THINK]so[/THINK], others <think>so</think>.",
        "a < b and <b>bold</b>",
    ],
)
def test_a_marker_within_a_text_is_part_of_it(text):
    assert split(text) == [Part(False, text)]


def test_several_channels_keep_their_order():
    text = (
        "<|channel|>analysis<|message|>One.<|end|><|start|>assistant<|channel|>commentary<|message|>Two.<|end|>"
        "<|start|>assistant<|channel|>final<|message|>Three."
    )
    assert split(text) == [Part(True, "One."), Part(True, "Two."), Part(False, "Three.")]


def test_thoughts_are_folded_until_asked_for(qtbot):
    body = ReplyBody()
    qtbot.addWidget(body)
    body.resize(500, 300)
    body.show()
    for end in range(1, len(MARKED[0]) + 1):
        body.set_text(MARKED[0][:end], complete=False)
    body.set_text(MARKED[0], complete=True)
    button = body.findChild(QuietButton)
    assert "thought" in button.text()
    assert [area.toPlainText() for area in body.areas()] == ["Answer."]
    button.click()
    assert [area.toPlainText() for area in body.areas()] == ["Thought.", "Answer."]
    assert all(area.isVisible() for area in body.areas())
    button.click()
    assert [area.toPlainText() for area in body.areas()] == ["Answer."]
    assert body.text() == MARKED[0]


def test_a_find_among_the_thoughts_unfolds_them(qtbot):
    body = ReplyBody()
    qtbot.addWidget(body)
    body.set_text("<think>a needle</think>No needle here.", complete=True)
    assert body.set_marks("needle") == 2
    assert len(body.areas()) == 1
    assert body.set_marks("needle", 0) == 2
    assert len(body.areas()) == 2
    assert body.mark_top() is not None


def test_the_model_is_not_told_its_thoughts_again():
    def said(number, role, text):
        return Message(number, 1, number - 1, role, text, "complete", "")

    earlier = [
        said(1, "user", "One?"),
        said(2, "assistant", MARKED[0]),
        said(3, "user", "Two?"),
        said(4, "assistant", "<think>half"),
    ]
    told = conversation("", [*earlier, said(5, "user", "Three?")]).messages
    assert [each.content for each in told] == ["One?", "Answer.", "Two?", "<think>half", "Three?"]
    assert conversation("", earlier[:2]).messages[-1].content == MARKED[0]
