"""A chat template of one's own for a model, with what it makes of a sample chat shown beside it as one types."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget

from app.settings.editors import TextEditor
from app.settings.info import FieldInfo
from app.theme import space

SHOWN_LINES: Final = 9
LONGEST: Final = 1 << 17
"""Characters of a template; the engine takes no more."""


class TemplateEditor(TextEditor):
    """A text that the engine tries on a sample while it is typed. What is typed is kept, also while it cannot be used yet."""

    check_requested = Signal(str)
    """Carries a template to be tried, "" for the model's own; `show_check` takes the answer."""

    def __init__(self, info: FieldInfo, parent: QWidget | None = None) -> None:
        super().__init__(info, parent)
        self._wants_own = False
        self.text.setObjectName("templateText")
        self.text.setPlaceholderText(self.tr("The model's own template is used."))
        self.own = QPushButton(self.tr("Start from the model's own"))
        self.own.setAutoDefault(False)
        self.own.setToolTip(self.tr("Put the template that came with the model here, to change it"))
        self.verdict = QLabel()
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.verdict.setWordWrap(True)
        self.verdict.setProperty("tone", "small")
        self.caption = QLabel(self.tr("A sample chat, as the model reads it:"))
        self.caption.setProperty("tone", "small")
        self.caption.setWordWrap(True)
        self.sample = QPlainTextEdit()
        self.sample.setObjectName("templateSample")
        self.sample.setReadOnly(True)
        self.sample.setTabChangesFocus(True)
        self.sample.setAccessibleName(self.tr("A sample chat, as the model reads it"))
        self.caption.setBuddy(self.sample)
        self._column.setSpacing(space(6))
        self._column.addWidget(self.own, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.verdict, self.caption, self.sample):
            self._column.addWidget(widget)
            widget.hide()
        self.own.clicked.connect(self._ask_for_own)
        self._fit()

    def show_value(self, value: str) -> None:
        """Show the template that is set, and try it."""
        shown = self.text.toPlainText()
        super().show_value(value)
        if self.text.toPlainText() != shown and self.isVisible():
            self.check()

    @Slot()
    def commit(self) -> None:
        """Send the text as it is now, and try it."""
        before = self._value
        super().commit()
        if self._value != before:
            self.check()

    def check(self) -> None:
        """Ask what the template makes of the sample; the model's own where none is set."""
        self.check_requested.emit(self.text.toPlainText())

    def show_check(self, ok: bool, text: str, sentence: str, source: str) -> None:
        """Show what came of trying a template; an answer for a text that has changed since is not shown."""
        if self._wants_own and source:
            self._wants_own = False
            self.text.setPlainText(source)
            self.commit()
            return
        typed = self.text.toPlainText()
        if typed and source and typed != source:
            return
        self._say(sentence if typed else "", problem=not ok)
        self.sample.setPlainText(text)
        for widget in (self.caption, self.sample):
            widget.setVisible(ok)

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for the same number of lines at every text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "sample"):
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Try the template once it is seen."""
        super().showEvent(event)
        self.check()

    @Slot()
    def _ask_for_own(self) -> None:
        self._wants_own = True
        self.check_requested.emit("")

    def _say(self, sentence: str, *, problem: bool) -> None:
        self.verdict.setText(sentence)
        self.verdict.setVisible(bool(sentence))
        self.verdict.setProperty("tone", "problem" if problem else "small")
        self.verdict.style().polish(self.verdict)

    def _fit(self) -> None:
        super()._fit()
        if hasattr(self, "sample"):
            for field in (self.text, self.sample):
                field.setFixedHeight(field.fontMetrics().lineSpacing() * SHOWN_LINES + space(20))
