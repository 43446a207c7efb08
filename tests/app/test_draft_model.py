"""A draft model as a person meets it: chosen in the settings, used from the next load on, named where the model is described."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QTextDocument
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from app.chat import receipt_words
from app.chat.text_body import plain_tooltip
from app.engine_client import EngineClient
from app.language.amounts import data_size
from app.settings.fields import DEFAULTS, SettingError, Settings
from app.settings.installed_model import InstalledModel
from app.settings.layers import at_loading, model_key
from app.settings.memory_cost import draft_note
from app.settings.model_file_editor import ModelFileEditor
from app.settings.panel import SettingsPanel
from app.settings.store import SettingsStore
from app.theme import apply_theme
from app.window import receipt
from engine.model import load
from tests.app.conftest import TIMEOUT_MS, close_window
from tests.app.test_message_flow import idle, say, stored

DEMO = Path(__file__).parents[2] / "resources" / "demo" / "keel-demo.gguf"
QUESTION = "How can I sleep better?"


@pytest.fixture
def copy(tmp_path) -> Path:
    """The demo model under another name, without what lies beside it."""
    return Path(shutil.copyfile(DEMO, tmp_path / "small sister of the demo model.gguf"))


@pytest.fixture
def store(tmp_path):
    return SettingsStore(tmp_path)


@pytest.fixture
def panel(qapp, qtbot, store):
    apply_theme(qapp, "light")
    panel = SettingsPanel(store)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    panel.show()
    qtbot.waitExposed(panel)
    unfold(panel)
    return panel


def unfold(panel) -> None:
    for button in panel.findChildren(QPushButton):
        if button.text() == "Advanced" and button.isVisible():
            button.setChecked(True)
    QApplication.processEvents()


def editor_of(panel) -> ModelFileEditor:
    editor = panel.row("draft_model").editor
    assert isinstance(editor, ModelFileEditor)
    return editor


def offered(editor) -> list[tuple[str, bool]]:
    """What the menu holds, and whether it can be chosen."""
    editor.menu.aboutToShow.emit()
    return [(action.text(), action.isEnabled()) for action in editor.menu.actions()]


def ready(qtbot, window) -> None:
    qtbot.waitUntil(lambda: idle(window), timeout=TIMEOUT_MS)


def load_it_again(qtbot, window) -> None:
    """Press the button that offers it, as it does after a change."""
    (button,) = [each for each in window.settings_panel.findChildren(QPushButton) if each.text() == "Load it again"]
    button.click()
    assert window.controller.loader.state == "loading"
    ready(qtbot, window)


# --- the control -------------------------------------------------------------------------------------------------------------


def test_none_is_set_at_first_and_a_file_is_chosen_in_a_dialog(panel, store, qtbot, copy):
    editor = editor_of(panel)
    assert editor.name.text() == "None"
    assert editor.remove.isHidden()
    QTest.mouseClick(editor.choose, Qt.MouseButton.LeftButton)
    (dialog,) = editor.findChildren(QFileDialog)
    dialog.setDirectory(str(copy.parent))
    dialog.selectFile(copy.name)
    with qtbot.waitSignal(store.changed):
        dialog.accept()
    assert store.settings.draft_model == str(copy)
    assert editor.name.toolTip() == str(copy)
    assert editor.name.accessibleName() == f"Draft model: {copy.name}"
    assert editor.verdict.isHidden()


def test_a_long_name_gives_way_in_the_middle(panel, store, copy):
    editor = editor_of(panel)
    editor.take_file(str(copy.with_name("a model with quite a long name that says what was done to it-Q4_K_M.gguf")))
    assert "…" in editor.name.text()
    assert editor.name.text().endswith("M.gguf")
    assert editor.name.fontMetrics().horizontalAdvance(editor.name.text()) < editor.name.width() - 30
    panel.resize(900, 700)
    QApplication.processEvents()
    assert "…" not in editor.name.text()


def test_a_name_is_shown_as_it_is_written(panel, copy):
    editor = editor_of(panel)
    editor.take_file(str(copy.with_name("it's.gguf")))
    assert editor.name.toolTip() == str(copy.with_name("it's.gguf"))
    editor.take_file(str(copy.with_name("<b>&.gguf")))
    assert editor.name.text() == "<b>&&.gguf"  # a single one would mark a key
    assert as_shown(editor.name.toolTip()) == str(copy.with_name("<b>&.gguf"))


@pytest.mark.parametrize(
    "text", ["a & b", "it's &lt;", "<b>bold</b> & more\n<i>x</i>", "5 < 6 > 4", "one\ntwo & three", "<img src='x'>"]
)
def test_a_tool_tip_shows_a_text_as_it_is(qapp, text):
    assert as_shown(plain_tooltip(text)) == text


def as_shown(tip: str) -> str:
    """What a person reads of a tool tip."""
    if not GuiQt.mightBeRichText(tip):
        return tip
    page = QTextDocument()
    page.setHtml(tip)
    return page.toPlainText()


def test_it_is_removed_and_reset(panel, store, copy, tmp_path):
    editor = editor_of(panel)
    editor.take_file(str(copy))
    editor.remove.setFocus()
    QTest.keyClick(editor.remove, Qt.Key.Key_Space)
    assert store.settings.draft_model == ""
    assert editor.remove.isHidden()
    assert panel.focusWidget() is editor.name
    editor.take_file(str(copy))
    panel.row("draft_model").reset.click()
    assert store.is_default("draft_model")
    assert editor.name.text() == "None"
    store.update(draft_model=str(copy))  # another program, or the other window
    assert editor.name.toolTip() == str(copy)
    assert SettingsStore(tmp_path).settings.draft_model == str(copy)


def test_one_model_may_do_without_the_one_for_all(panel, store, copy):
    store.update(draft_model=str(copy))
    panel.show_model("m", "Small")
    panel.layer.button("model").click()
    editor_of(panel).remove.click()
    assert store.settings.models == {"m": {"draft_model": ""}}
    assert store.settings.draft_model == str(copy)
    panel.layer.button("program").click()
    assert panel.row("draft_model").note.text() == "This model has its own: none"
    panel.show_chat(1, "Tea", {}, None)
    panel.layer.button("chat").click()
    assert not panel.row("draft_model").isVisible()


def test_what_is_missing_or_no_model_file_is_said_in_words(panel, store, copy):
    editor = editor_of(panel)
    editor.take_file(str(copy.with_suffix(".txt")))
    assert editor.verdict.text() == f"{copy.with_suffix('.txt').name} is no model file: those end in .gguf."
    assert editor.verdict.property("tone") == "problem"
    assert store.settings.draft_model == ""
    editor.take_file(str(copy))
    assert editor.verdict.isHidden()
    copy.unlink()
    store.update(top_k=7)
    assert "is not there now" in editor.verdict.text()
    assert editor.verdict.isVisible()
    spoken = QAccessible.queryAccessibleInterface(editor.name).text(QAccessible.Text.Description)
    assert "is not there now" in spoken
    with pytest.raises(SettingError, match=r"ends in \.gguf"):
        store.update(draft_model="/somewhere/notes.txt")


def test_every_part_of_it_is_named_and_reached_by_tab(panel, copy, qtbot):
    editor = editor_of(panel)
    editor.take_file(str(copy))
    panel.activateWindow()
    editor.name.setFocus()
    qtbot.waitUntil(editor.name.hasFocus, timeout=10_000)
    named = []
    for _ in range(3):
        widget = panel.focusWidget()
        named.append(QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name))
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert named == [f"Draft model: {copy.name}", "Choose: Draft model", "Remove: Draft model"]


def test_it_is_not_loaded_where_nothing_is_guessed(copy):
    assert at_loading(Settings(draft_model=str(copy)))["draft_path"] == str(copy)
    assert at_loading(Settings(draft_model=str(copy), guess_ahead="off"))["draft_path"] is None
    assert at_loading(DEFAULTS)["draft_path"] is None
    assert draft_note(None, Settings(draft_model=str(copy), guess_ahead="off"), ()).startswith("It is not used while")


# --- in the window -----------------------------------------------------------------------------------------------------------


def test_the_models_of_this_computer_are_offered_smallest_first(qtbot, open_window, make_model, tiny_model):
    window = open_window()
    shelf, panel = window.controller.shelf, window.settings_panel
    window.toggle_settings()
    unfold(panel)
    editor = editor_of(panel)
    large, small = make_model("large.gguf", seed=8, n_layer=8), make_model("small.gguf", seed=2, n_layer=2)
    shelf.add(large)
    shelf.add(small)
    qtbot.waitUntil(lambda: all(model.report for model in shelf.models()), timeout=TIMEOUT_MS)
    sizes = [data_size(path.stat().st_size) for path in (small, large, DEMO)]
    assert offered(editor) == [(f"tiny-2 · {sizes[0]}", True), (f"tiny-8 · {sizes[1]}", True), (f"Keel Demo · {sizes[2]}", False)]
    editor.menu.actions()[0].trigger()
    assert window.controller.settings.settings.draft_model == str(small)
    large.unlink()
    shelf.look_again()
    assert [text.split(" ·")[0] for text, _ in offered(editor)] == ["tiny-2", "Keel Demo"]


def test_it_is_used_from_the_next_load_on_and_the_reply_is_the_same(qtbot, open_window, copy):
    window = open_window(model=DEMO)
    flow, panel = window.controller, window.settings_panel
    window.toggle_settings()
    unfold(panel)
    say(qtbot, window, QUESTION)
    plain = stored(window)[-1]
    assert plain.receipt["model"]["draft"] == ""
    editor_of(panel).take_file(str(copy))
    assert flow.loader.model.draft == ""
    load_it_again(qtbot, window)
    assert flow.loader.model.draft == "Keel Demo"
    assert not flow.loader.model.notices
    assert "Draft model: Keel Demo" in window.header.model.toolTip()
    flow.open_chat.new()
    say(qtbot, window, QUESTION)
    reply = stored(window)[-1]
    assert reply.content == plain.content != ""
    assert reply.receipt["model"]["draft"] == "Keel Demo"
    shown = dict(row for _, rows in receipt_words.sections(reply) for row in rows)
    assert shown["Draft model"] == "Keel Demo"
    assert "Draft model" not in dict(row for _, rows in receipt_words.sections(plain) for row in rows)

    now = receipt.now(flow.loader)
    assert receipt.differences(plain.receipt, now) == ["the draft model"]
    older = {**plain.receipt, "model": {name: value for name, value in plain.receipt["model"].items() if name != "draft"}}
    assert receipt.differences(older, now) == []
    told = []
    flow.told.connect(told.append)
    flow.reproduce(reply.id)
    qtbot.waitUntil(lambda: bool(told) and not flow.busy, timeout=TIMEOUT_MS)
    assert told[-1].sentence == "Made again from its receipt: the text is identical."


def test_a_reply_is_made_again_with_the_guesses_it_was_made_with(qtbot, open_window, monkeypatch):
    window = open_window(model=DEMO)
    ready(qtbot, window)
    flow = window.controller
    asked: list[str] = []
    generate = EngineClient.generate

    def watched(client, *arguments, **choices):
        asked.append(choices["guess"])
        return generate(client, *arguments, **choices)

    monkeypatch.setattr(EngineClient, "generate", watched)
    flow.settings.update(guess_ahead="auto", seed=1)
    say(qtbot, window, QUESTION)
    reply = stored(window)[-1]
    assert reply.receipt["guess"] == "auto"
    assert 0 < reply.stats["guessed"] < reply.stats["tokens"]
    shown = dict(row for _, rows in receipt_words.sections(reply) for row in rows)
    assert shown["Of these guessed ahead"] == str(reply.stats["guessed"])
    flow.settings.update(guess_ahead="off")
    told = []
    flow.told.connect(told.append)
    flow.reproduce(reply.id)
    qtbot.waitUntil(lambda: bool(told) and not flow.busy, timeout=TIMEOUT_MS)
    assert asked == ["auto", "auto"]
    assert told[-1].sentence == "Made again from its receipt: the text is identical."


@pytest.mark.parametrize(("kept", "guess"), [("on", "on"), (None, "off"), ("often", "off"), (3, "off")])
def test_a_receipt_of_before_or_from_elsewhere_has_no_guesses(kept, guess):
    assert receipt.guess_of({} if kept is None else {"guess": kept}) == guess


def test_one_with_another_vocabulary_is_told_and_the_chat_works(qtbot, open_window, tiny_model):
    window = open_window(model=DEMO)
    told = []
    window.controller.told.connect(told.append)
    window.controller.settings.update(draft_model=str(tiny_model))
    window.controller.loader.load_again()
    ready(qtbot, window)
    assert window.controller.loader.model.draft == ""
    assert "has another vocabulary than the model" in told[0].sentence
    assert "Draft model" not in window.header.model.toolTip()
    say(qtbot, window, QUESTION)
    assert stored(window)[-1].content


def test_one_that_is_gone_is_told_and_the_chat_works_also_after_a_restart(qtbot, open_window, copy):
    first = open_window(model=DEMO)
    first.controller.settings.update_model(model_key(DEMO), {"draft_model": str(copy)})
    close_window(qtbot, first)
    copy.unlink()
    window = open_window(model=DEMO)
    assert any(copy.name in notice for notice in window.controller.loader.model.notices)
    say(qtbot, window, QUESTION)
    assert stored(window)[-1].content


def test_the_models_own_file_counts_as_none(qtbot, open_window, tiny_model, tmp_path):
    window = open_window()
    loader = window.controller.loader
    link = tmp_path / "link.gguf"
    os.symlink(tiny_model, link)
    for path in (tiny_model, link):
        window.controller.settings.update(draft_model=str(path))
        loader.load_again()
        ready(qtbot, window)
        assert (loader.model.draft, loader.model.notices) == ("", [])
    window.controller.settings.update(draft_model=str(tiny_model))
    assert "the model itself" in editor_of(window.settings_panel).verdict.text()
    assert window.settings_panel.row("draft_model").note.text() == ""


def test_the_first_part_stands_for_a_split_model(qtbot, make_client, tmp_path):
    client: EngineClient = make_client()
    parts = [str(tmp_path / f"m-0000{number}-of-00002.gguf") for number in (1, 2)]
    for draft, passed in ((parts[1], None), (parts[0], None), (str(tmp_path / "n.gguf"), str(tmp_path / "n.gguf"))):
        client.load(parts[0], draft_path=draft)
        assert client._last_load.draft_path == passed


def test_what_it_costs_is_what_llama_cpp_takes(qtbot, open_window, copy):
    window = open_window(model=DEMO)
    flow, panel = window.controller, window.settings_panel
    flow.settings.update(draft_model=str(copy), n_ctx=1024)
    assert panel.row("draft_model").note.text() == ""  # nobody has looked into this file yet
    flow.shelf.add(copy)
    qtbot.waitUntil(lambda: bool(panel.row("draft_model").note.text()), timeout=TIMEOUT_MS)
    with load(DEMO, n_ctx=1024, n_threads=1, draft=copy) as loaded:
        model, context = loaded.draft._model, loaded.draft._context
        weights, memory, space = model.weights_bytes, context.kv_bytes, context.compute_bytes
    assert min(weights, memory, space) > 0
    note = panel.row("draft_model").note.text()
    assert note == (
        f"It takes {data_size(weights + memory + space)} more: {data_size(weights)} for what it has learned, "
        f"{data_size(memory)} for its memory, {data_size(space)} to work in."
    )
    flow.settings.update(n_ctx=512)
    assert f"{data_size(memory // 2)} for its memory" in panel.row("draft_model").note.text()
    flow.settings.update(guess_ahead="off")
    assert panel.row("draft_model").note.text() == "It is not used while “Guess ahead” is off."


def test_a_model_that_is_not_known_costs_nothing_that_could_be_said(copy):
    here = [InstalledModel(copy, "Copy", 5)]
    assert draft_note(None, Settings(draft_model=str(copy)), here) == ""
    assert draft_note(None, DEFAULTS, here) == ""
