"""Everyone can use the window: controls have names and are reached by Tab, keys are listed, input methods and large text work."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAction, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from app.chat.code_block import CodeBlock
from app.finding.search_dialog import SearchDialog
from app.keys import keys_of
from app.models.fits import FitsPill
from app.theme import apply_zoom, zoom
from app.window.help_sheet import HelpSheet
from app.window.reply_details import ReplyDetails

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)
REPLY_MS = 60_000


@pytest.fixture(autouse=True)
def _as_before(qapp):
    yield
    if zoom() != 1.0:
        apply_zoom(qapp, 1.0)


def controls(window: QWidget) -> list[QWidget]:
    """What a person can act on in the window as it is now, without the parts Qt makes inside of a control."""
    found = [widget for widget in window.findChildren(QWidget) if isinstance(widget, CONTROLS) and widget.window() is window]
    return [
        widget
        for widget in found
        if widget.isVisibleTo(window)
        and widget.isEnabled()
        and not isinstance(widget, QScrollBar)
        and not widget.objectName().startswith("qt_")
        and not (isinstance(widget.parentWidget(), CONTROLS) and widget.focusPolicy() == Qt.FocusPolicy.NoFocus)
    ]


def name_of(widget: QWidget) -> str:
    """What a screen reader calls the control."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface is not None else ""


def described(widgets: Iterable[QWidget]) -> str:
    """The widgets as a failure names them."""
    lines = []
    for widget in widgets:
        chain, parent = [], widget
        while parent is not None:
            chain.append(f"{type(parent).__name__}#{parent.objectName()}" if parent.objectName() else type(parent).__name__)
            parent = parent.parentWidget()
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        lines.append(f"{' < '.join(chain[:5])} {text!r} {name_of(widget)!r}")
    return "\n".join(lines)


def reached_by_tab(window: QWidget) -> set[QWidget]:
    """Every widget that gets the focus while Tab is pressed until it comes round."""
    reached: set[QWidget] = set()
    for _ in range(400):
        focus = QApplication.focusWidget()
        assert focus is not None, "the focus got lost"
        if focus in reached and focus is not window:
            break
        reached.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is focus:  # a field that takes Tab for itself would be a trap
            QTest.keyClick(focus, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    return reached


def in_a_reached_group(widget: QWidget, reached: set[QWidget]) -> bool:
    """Of buttons of which one is pressed, Tab reaches one and the arrow keys the others."""
    if not isinstance(widget, QAbstractButton):
        return False
    group = widget.group()
    if group is not None and group.exclusive():
        return any(button in reached for button in group.buttons())
    if widget.autoExclusive():
        return any(each in reached for each in widget.parentWidget().children() if isinstance(each, QAbstractButton))
    return False


def check(window: QWidget) -> None:
    """Every control has a name and can be reached."""
    found = controls(window)
    assert found
    nameless = [widget for widget in found if not name_of(widget)]
    assert not nameless, "without a name:\n" + described(nameless)
    reached = reached_by_tab(window)
    missed = [
        widget
        for widget in found
        if widget not in reached and widget.focusProxy() not in reached and not in_a_reached_group(widget, reached)
    ]
    assert not missed, "not reached by Tab:\n" + described(missed)


@pytest.fixture
def window(open_window: Any, qtbot: Any) -> Any:
    """The real window with the tiny model, active, with a small conversation in it."""
    made = open_window()
    made.resize(1240, 800)
    made.activateWindow()
    qtbot.waitUntil(lambda: made.isActiveWindow())
    return made


def converse(qtbot: Any, window: Any, text: str = "Hello **there**") -> None:
    """Send a message and wait for the reply."""
    window.composer.set_text(text)
    window.composer.submit()
    replies = lambda: [m for m in window.controller.open_chat.messages if m.role == "assistant" and m.state != "growing"]  # noqa: E731
    qtbot.waitUntil(lambda: bool(replies()) and not window.controller.busy, timeout=REPLY_MS)


def test_the_empty_chat(window):
    window.composer.setFocus()
    check(window)


def test_a_conversation(qtbot, window):
    converse(qtbot, window)
    window.composer.setFocus()
    check(window)


RICH = """<think>Shall I?</think>Look at *this* [link](https://example.org):

```python
print("hello")
```

| a | b |
|---|---|
| 1 | 2 |

- [x] done

$$ x^2 $$
"""


def open_rich_chat(window: Any) -> None:
    """Show a stored chat with everything a reply may hold, drifted and in two versions."""
    store = window.controller.store
    chat = store.create_chat("Rich")
    asked = store.add_message(chat.id, "user", "Show me", parent_id=None)
    for state in ("stopped", "complete"):
        reply = store.add_message(chat.id, "assistant", "", parent_id=asked.id, state="growing", receipt={"seed": 1})
        stats = {"reading": 0.1, "tokens": 3, "percentile": 50.0, "engaged": 0.5}
        store.finish(reply.id, RICH, [0.4, 0.2, 0.1], state, stats=stats, drifted=True)
    window.controller.open_chat.open(chat.id)


def test_a_reply_with_code_table_maths_and_reasoning(qtbot, window):
    open_rich_chat(window)
    qtbot.waitUntil(lambda: bool(window.chat_view.findChildren(CodeBlock)))
    window.warning_strip.present(True)
    window.notice.present("Something", action="undo", label="Undo", details="Details of it")
    for fold in window.chat_view.findChildren(QAbstractButton):
        if fold.isCheckable() and not fold.isChecked():
            fold.click()
    window.finding_binding.find()
    window.composer.setFocus()
    check(window)


def test_how_a_reply_was_made(qtbot, window):
    converse(qtbot, window)
    window.message_binding.show_details(window.controller.open_chat.messages[-1].id)
    dialog = window.findChild(ReplyDetails)
    dialog.activateWindow()
    qtbot.waitUntil(lambda: dialog.isActiveWindow() and dialog.focusWidget() is not None)
    check(dialog)
    dialog.close()


def test_the_settings_with_everything_unfolded(qtbot, window):
    window.toggle_settings()
    for button in window.settings_panel.findChildren(QAbstractButton):
        if button.property("look") == "fold" and not button.isChecked():
            button.click()
    window.composer.setFocus()
    check(window)


def test_the_calibration_page(window):
    window.calibration_binding.open()
    check(window)


def test_the_models_page_with_everything_unfolded(qtbot, window, tmp_path):
    broken, gone = tmp_path / "broken.gguf", tmp_path / "gone.gguf"
    broken.write_bytes(b"GGUF")
    for path in (broken, gone):
        window.controller.shelf.add(path)
    window.models_binding.open()
    page = window.models_binding.page
    known = [model for model in window.controller.shelf.models() if not model.missing]
    look = window.controller.shelf.library.model
    qtbot.waitUntil(lambda: all(look(each.path).report or look(each.path).problem for each in known))
    page.refresh()
    for pill in page.findChildren(FitsPill):
        if pill.isVisible() and not pill.isChecked():
            pill.click()
    page.notice.present("Something", action="show_models", label="Show", details="Details of it")
    page.take_focus()
    check(window)


def test_tab_goes_through_the_models_as_they_are_seen(qtbot, window, make_model):
    window.models_binding.open()
    page = window.models_binding.page
    other = make_model("other.gguf", seed=4)  # comes after everything on offer was made
    window.controller.shelf.add(other)
    qtbot.waitUntil(lambda: other in page.installed and page.installed[other].pill.isVisible())
    page.refresh()
    page.take_focus()
    seen: list[int] = []
    reached = set()
    while QApplication.focusWidget() is not page.offered["qwen3-4b"].take:
        focus = QApplication.focusWidget()
        if any(card.isAncestorOf(focus) for card in (*page.installed.values(), *page.offered.values())):
            seen.append(focus.mapTo(page.back.parentWidget(), QPoint(0, 0)).y())
        reached.add(focus)
        assert len(seen) < 200
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert len(seen) > 10
    assert page.installed[other].load in reached
    rows = [place // 12 for place in seen]
    assert rows == sorted(rows)


def test_the_first_steps(window):
    window.first_run_binding.open()
    page = window.first_run_binding.page
    for _ in range(page.steps.count()):
        page.take_focus()
        check(window)
        page.go_on.click()


def test_the_page_of_connections(qtbot, window, tmp_path, monkeypatch):
    import keyring

    from app.downloads.ledger import LEDGER_NAME, Ledger
    from tests.downloads.file_keyring import FileKeyring

    monkeypatch.setenv("KEEL_TEST_KEYRING", str(tmp_path / "ring.json"))
    before = keyring.get_keyring()
    keyring.set_keyring(FileKeyring())
    try:
        Ledger(window.controller.settings.path.parent / LEDGER_NAME).opened("huggingface.co", "a test").ended(1, 2, "200")
        window.show_network()
        page = window.network_binding.page
        qtbot.waitUntil(lambda: page.token.state == "none")
        page.token_card.field.setText("hf_something")
        assert page.list.isVisible()
        page.take_focus()
        check(window)
        page.token_card.keep.click()
        qtbot.waitUntil(lambda: page.token.state == "kept")
        page.clear.click()
        page.take_focus()
        check(window)
    finally:
        keyring.set_keyring(before)


def test_the_find_bar(window):
    window.finding_binding.find()
    check(window)


def test_the_search(qtbot, window):
    window.controller.store.create_chat("a chat to find")
    window.finding_binding.search()
    dialog = window.findChild(SearchDialog)
    dialog.activateWindow()
    qtbot.waitUntil(lambda: dialog.isActiveWindow() and dialog.field.hasFocus())
    check(dialog)
    dialog.close()


def test_the_help_sheet(qtbot, window):
    window.show_help()
    sheet = window.findChild(HelpSheet)
    sheet.activateWindow()
    qtbot.waitUntil(lambda: sheet.isActiveWindow() and sheet.list.hasFocus())
    check(sheet)
    sheet.close()


# --- keys --------------------------------------------------------------------------------------------------------------------


def test_the_help_sheet_lists_every_key_that_is_really_there(qtbot, window):
    window.show_help()
    sheet = window.findChild(HelpSheet)
    rows = [sheet.list.topLevelItem(place) for place in range(sheet.list.topLevelItemCount())]
    listed = {row.text(1): row.text(0) for row in rows}
    for action in window.findChildren(QAction):
        name = action.text().replace("&", "").removesuffix("…")
        for key in action.shortcuts():
            assert key.toString(QKeySequence.SequenceFormat.NativeText) in listed[name], name
    late = QAction("A thing of tomorrow", window)
    late.setShortcut(QKeySequence("Ctrl+Alt+Shift+F9"))
    window.addAction(late)
    assert ("A thing of tomorrow", ["Ctrl+Alt+Shift+F9"]) in keys_of(window)
    sheet.close()


def test_the_help_sheet_follows_the_keys_of_the_box(window):
    native = {key: QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in ("Enter", "Shift+Enter", "Up")}
    assert dict(keys_of(window))["Send the message"] == [native["Enter"]]
    window.controller.settings.update(enter_sends=False)
    assert dict(keys_of(window))["Send the message"] == [native["Shift+Enter"]]
    assert dict(keys_of(window))["New line"] == [native["Enter"]]
    assert native["Up"] in dict(keys_of(window))["Change the last message, in an empty box"]


def test_no_two_actions_share_a_key(window):
    owners: dict[str, list[str]] = {}
    for action in window.findChildren(QAction):
        if action.shortcutContext() in (Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut):
            for key in action.shortcuts():
                owners.setdefault(key.toString(), []).append(action.text())
    assert owners
    assert not {key: names for key, names in owners.items() if len(names) > 1}


def test_the_keys_people_expect_are_there(window):
    found = {key for _, keys in keys_of(window) for key in keys}
    expected = "Esc Ctrl+N Ctrl+K Ctrl+F Ctrl+, Ctrl+B Ctrl+R Alt+Return Alt+Left Alt+Right Ctrl+Shift+C Ctrl+0 Ctrl+- Ctrl+/"
    expected += " Ctrl+M Ctrl+O"
    native = {QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in expected.split(" ")}
    assert native <= found


# --- input methods -----------------------------------------------------------------------------------------------------------


def test_enter_belongs_to_an_input_method_while_it_composes(qtbot, window):
    editor, sent = window.composer.editor, []
    window.composer.submitted.connect(sent.append)
    editor.setFocus()
    QApplication.sendEvent(editor, QInputMethodEvent("に", []))
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert not sent
    finished = QInputMethodEvent("", [])
    finished.setCommitString("日本")
    QApplication.sendEvent(editor, finished)
    assert window.composer.text() == "日本"
    assert not sent
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert sent == ["日本"]


# --- large text --------------------------------------------------------------------------------------------------------------


def test_the_window_can_be_used_at_every_text_size(qtbot, window):
    converse(qtbot, window)
    for size in ((800, 600), (1240, 800)):
        window.resize(*size)
        for factor in (0.5, 1.0, 2.0, 3.0):
            window.controller.settings.update(zoom=factor)
            qtbot.wait(150)
            assert zoom() == factor
            assert (window.width(), window.height()) == size, "the window grew to hold its parts"
            check_room(window)
            check_panel(qtbot, window)


def check_panel(qtbot: Any, window: Any) -> None:
    """The settings can be opened, are not cut off at the side, and there is a way back with the mouse."""
    window.toggle_settings()
    qtbot.wait(60)
    if window.side.covers_chat:
        assert window.side.width() == window.width()
        back = next(each for each in window.side.findChildren(QAbstractButton) if "Back to the chat" in each.text())
        QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    else:
        qtbot.waitUntil(lambda: window.side.x() + window.side.width() <= window.width())
        window.toggle_settings()
    qtbot.wait(60)
    assert not window.side.shown
    assert window.composer.isVisible()


def check_room(window: Any) -> None:
    """There is room to read and to write, and nothing that is needed for it lies outside."""
    whole = QRect(QPoint(0, 0), window.size())
    for widget in (window.composer.editor, window.composer.button, window.header, window.chat_view):
        place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        assert whole.contains(place), (zoom(), window.size(), type(widget).__name__, place)
    editor, button = window.composer.editor, window.composer.button
    line = editor.fontMetrics().lineSpacing()
    assert editor.height() >= line, zoom()
    assert editor.viewport().width() >= 4 * line, zoom()
    assert button.width() >= button.fontMetrics().horizontalAdvance(button.text()), zoom()
    assert window.chat_view.height() >= 2 * line, zoom()
