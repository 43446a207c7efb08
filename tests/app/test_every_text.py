"""Every text that is on screen, in a tooltip or told to a screen reader comes from the translation, except what is data.

The program is run in a language that puts every text into brackets; what has none was written past the translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QModelIndex, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

REPLY_MS = 60_000
MESSAGE = "zebra crossing"
DATA = re.compile(
    rf"{MESSAGE}|tiny\w*|Keel|English|Deutsch|Esc|Del|Enter|Ctrl|Shift|Alt|Return|Left|Right|F\d+|"
    r"\*\.\w+|https?://\S+|SHA-256|\b(?:llama|F32|keel)\b|[a-f0-9]{12,}|\d[\d.,:/  ]*(?:AM|PM|KiB|MiB|[kMG]B|tokens?)?"
)


class Brackets(QTranslator):
    """A language in which every text stands in brackets."""

    def translate(self, _context: str, text: str, _note: str = "", _n: int = -1) -> str:  # type: ignore[override]
        return f"⟦{text}⟧" if re.search("[A-Za-z]{2}", text) else text

    def isEmpty(self) -> bool:  # noqa: N802 - Qt asks it before it uses a translator
        return False


@pytest.fixture
def brackets(qapp: Any) -> Iterator[None]:
    """Run the program in that language; the tiny window around it is made after this."""
    translator = Brackets()
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


def shown_texts(widget: QWidget) -> Iterator[str]:
    """Everything a widget says about itself; not what a person or the model wrote."""
    yield widget.toolTip()
    yield widget.whatsThis()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    if widget.isWindow():
        yield widget.windowTitle()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(place) for place in range(widget.count()))
    if isinstance(widget, QMenu):
        yield widget.title()
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from item_texts(widget.model(), QModelIndex())
    for action in widget.actions() + widget.findChildren(QAction, options=Qt.FindChildOption.FindDirectChildrenOnly):
        yield action.text()
        yield action.toolTip()


def item_texts(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    """The texts of a list or tree."""
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            yield str(model.data(index, role) or "")
        yield from item_texts(model, index)


def data_of_models(window: Any) -> list[str]:
    """What the models page shows that is no text of Keel's: names and files, the longest first."""
    shelf = window.controller.shelf
    found = {entry.name for entry in shelf.offers()} | {file.quantization for entry in shelf.offers() for file in entry.files}
    for model in shelf.models():
        found |= {str(model.path), model.name, model.report.quantization if model.report is not None else model.name}
    return sorted(found, key=len, reverse=True)


def past_the_translation(root: QWidget, data: Sequence[str] = ()) -> set[str]:
    """The texts without brackets, what is data left out."""
    bad = set()
    for widget in [root, *root.findChildren(QWidget)]:
        for text in shown_texts(widget):
            plain = re.sub(r"<[^>]+>|&", "", text)
            for each in data:
                plain = plain.replace(each, "")
            rest = DATA.sub("", re.sub(r"⟦[^⟦⟧]*(?:⟦[^⟦⟧]*⟧[^⟦⟧]*)*⟧", "", plain))
            if re.search(r"[A-Za-z]{2}", rest):
                bad.add(f"{type(widget).__name__}: {text!r}")
    return bad


def test_no_text_goes_around_the_translation(brackets, open_window, qtbot, always_drifted_axis):
    window = open_window(always_drifted_axis)
    bad = past_the_translation(window)
    flow = window.controller
    for _ in range(2):
        window.composer.set_text(MESSAGE)
        window.composer.submit()
        qtbot.waitUntil(lambda: not flow.busy and flow.open_chat.messages[-1].state != "growing", timeout=REPLY_MS)
    assert "⟦" in window.composer.button.text(), "the language of brackets is not in use"
    window.toggle_settings()
    window.warning_strip.present(True)
    bad |= past_the_translation(window)
    window.toggle_drift()
    window.calibration_binding.open()
    bad |= past_the_translation(window)
    window.models_binding.open()
    models = data_of_models(window)
    bad |= past_the_translation(window, models)
    window.header.model_menu.aboutToShow.emit()
    bad |= past_the_translation(window.header.model_menu, models)
    window.show_chat()
    window.show_help()
    window.finding_binding.search()
    window.finding_binding.find()
    qtbot.wait(50)
    bad |= past_the_translation(window, models)
    for dialog in window.findChildren(QDialog):
        dialog.close()
    flow.open_chat.delete(flow.chat.id)
    bad |= past_the_translation(window, models)
    bad |= {text for top in QApplication.topLevelWidgets() if isinstance(top, QMenu) for text in past_the_translation(top, models)}
    assert not bad, "\n".join(sorted(bad))
