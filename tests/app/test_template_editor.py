"""A chat template of one's own: tried by the engine while it is typed, kept for its model, and used when that is loaded."""

from __future__ import annotations

import hashlib

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.settings.layers import model_key
from app.settings.template_editor import LONGEST, TemplateEditor
from tests.app.conftest import TIMEOUT_MS
from tests.app.test_message_flow import act, idle, say, stored
from tests.conftest import CHATML

OWN = (
    "{% for m in messages %}<|im_start|>{{ m.role }} says\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant says\n{% endif %}"
)


@pytest.fixture
def window(open_window):
    window = open_window()
    window.toggle_settings()
    unfold(window)
    return window


def unfold(window) -> None:
    panel = window.settings_panel
    next(button for button in panel.layer.segments.buttons if button.text() == "This model").click()
    for button in panel.findChildren(QPushButton):
        if button.text() == "Advanced" and button.isVisible():
            button.setChecked(True)


def editor_of(window) -> TemplateEditor:
    editor = window.settings_panel.row("chat_template").editor
    assert isinstance(editor, TemplateEditor)
    return editor


def kept(window) -> str | None:
    settings = window.controller.settings.settings
    return settings.models.get(model_key(window.controller.loader.model.path), {}).get("chat_template")


def test_the_models_own_is_shown_until_one_is_written(qtbot, window):
    editor = editor_of(window)
    assert editor.text.toPlainText() == ""
    qtbot.waitUntil(lambda: editor.sample.isVisible(), timeout=TIMEOUT_MS)
    assert editor.sample.toPlainText().startswith("<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nWhat is a river?")
    assert editor.sample.toPlainText().endswith("<|im_start|>assistant\n")
    assert editor.verdict.isHidden()
    assert editor.sample.accessibleName()


def test_what_it_makes_of_a_sample_is_shown_as_one_types(qtbot, window):
    editor = editor_of(window)
    editor.text.setFocus()
    editor.text.setPlainText(OWN)
    qtbot.waitUntil(lambda: editor.verdict.text() == "This template works.", timeout=TIMEOUT_MS)
    assert "<|im_start|>user says\nAnd a lake?<|im_end|>" in editor.sample.toPlainText()
    assert kept(window) == OWN

    QTest.keyClicks(editor.text, "{% if ")
    qtbot.waitUntil(lambda: "cannot be used: line " in editor.verdict.text(), timeout=TIMEOUT_MS)
    assert editor.verdict.property("tone") == "problem"
    assert editor.sample.isHidden()
    assert kept(window) == editor.text.toPlainText() != OWN  # nothing that was typed is lost

    for _ in range(len("{% if ")):
        editor.text.undo()
        if editor.text.toPlainText() == OWN:
            break
    qtbot.waitUntil(lambda: editor.sample.isVisible(), timeout=TIMEOUT_MS)
    assert editor.verdict.property("tone") == "small"


def test_one_may_start_from_the_models_own_and_go_back(qtbot, window):
    editor = editor_of(window)
    editor.own.click()
    qtbot.waitUntil(lambda: editor.text.toPlainText() == CHATML, timeout=TIMEOUT_MS)
    assert kept(window) == CHATML
    row = window.settings_panel.row("chat_template")
    assert row.reset.isVisible()
    assert row.reset.toolTip() == "Back to the default: Chat template"
    row.reset.click()
    assert editor.text.toPlainText() == ""
    assert kept(window) is None
    qtbot.waitUntil(lambda: editor.sample.isVisible() and editor.verdict.isHidden(), timeout=TIMEOUT_MS)


def test_a_hostile_one_is_answered_in_a_sentence_while_the_engine_lives(qtbot, window):
    editor = editor_of(window)
    engine = window.controller.client.pid
    editor.text.setPlainText("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")
    editor.commit()
    qtbot.waitUntil(lambda: editor.verdict.text() == "This template cannot be used: it takes too long.", timeout=TIMEOUT_MS)
    editor.text.setPlainText("x" * (LONGEST + 1))
    editor.commit()
    qtbot.waitUntil(lambda: "far too long" in editor.verdict.text(), timeout=TIMEOUT_MS)
    assert window.controller.client.pid == engine
    say(qtbot, window, "hello")
    assert stored(window)[-1].role == "assistant"


def test_it_is_tried_while_a_reply_is_generated(qtbot, window):
    window.controller.settings.update(max_tokens=400)
    editor = editor_of(window)
    window.composer.set_text("tell me everything")
    window.composer.submit()
    qtbot.waitUntil(lambda: bool(stored(window)) and not idle(window), timeout=TIMEOUT_MS)
    editor.text.setPlainText(OWN)
    editor.commit()
    qtbot.waitUntil(lambda: editor.verdict.text() == "This template works.", timeout=TIMEOUT_MS)
    assert not idle(window)
    window.controller.stop()
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)


def test_it_is_used_from_the_next_load_on_and_the_exact_prompt_shows_it(qtbot, window):
    from app.window.reply_details import ReplyDetails

    say(qtbot, window, "hello")
    editor = editor_of(window)
    editor.text.setPlainText(OWN)
    editor.commit()
    section = window.settings_panel.findChildren(QPushButton)
    reload = next(button for button in section if button.text() == "Load it again")
    reload.click()
    loader = window.controller.loader
    qtbot.waitUntil(lambda: loader.state == "ready", timeout=TIMEOUT_MS)
    assert loader.model.template_sha256 == hashlib.sha256(OWN.encode()).hexdigest()
    assert not any("template" in notice for notice in loader.model.notices)
    assert [message.content for message in stored(window)][:1] == ["hello"]  # the chat is still there

    say(qtbot, window, "and now")
    reply = stored(window)[-1]
    assert reply.receipt["model"]["template_sha256"] == loader.model.template_sha256
    act(window, reply.id, "Details…")
    (details,) = window.findChildren(ReplyDetails)
    details.prompt_button.click()
    qtbot.waitUntil(lambda: bool(details.prompt_verdict()), timeout=TIMEOUT_MS)
    assert "exactly what the model read" in details.prompt_verdict()
    assert "<|im_start|>user says\nand now<|im_end|>\n<|im_start|>assistant says\n" in details.prompt_text()


def test_one_that_cannot_be_used_gives_way_with_a_notice(qtbot, window):
    editor = editor_of(window)
    editor.text.setPlainText("{% nothing %}")
    editor.commit()
    window.controller.loader.load_again()
    qtbot.waitUntil(lambda: window.controller.loader.state == "ready", timeout=TIMEOUT_MS)
    model = window.controller.loader.model
    assert model.template_sha256 == hashlib.sha256(CHATML.encode()).hexdigest()
    assert any("set for this model cannot be used" in notice for notice in model.notices)


def test_it_is_for_one_model_alone(qtbot, window):
    panel = window.settings_panel
    for button in panel.layer.segments.buttons:
        button.click()
        assert panel.row("chat_template").isVisible() == (button.text() == "This model")
