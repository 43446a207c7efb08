"""The page of the first start: three steps, each of which can be skipped, and Escape skips all of them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.chat.empty_state import EXAMPLES
from app.first_run.steps import Computer, FirstChat, Welcome
from app.keys import KEYS_NOTE
from app.language import translate
from app.theme import space
from app.window.page import Page, scrolled

COLUMN: Final = 640


class FirstRunPage(Page):
    """Shows the steps; what is wished for goes out as signals."""

    finished = Signal(str)
    """The steps are over; carries the words to begin the chat with, "" for none."""
    computer_wanted = Signal()
    """The step about this computer comes on screen, so what it shows is wanted now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("firstRunPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Welcome to Keel"))
        self.setProperty(KEYS_NOTE, [(self.tr("Skip the first steps"), "Esc")])
        self.computer = Computer()
        self.chat = FirstChat(tuple(translate("EmptyState", text) for _, text in EXAMPLES))
        self.steps = QStackedWidget()
        for step in (Welcome(), self.computer, self.chat):
            self.steps.addWidget(step)
        self.where = QLabel()
        self.where.setTextFormat(Qt.TextFormat.PlainText)
        self.where.setProperty("tone", "small")
        self.skip = QPushButton(self.tr("Skip"))
        self.skip.setProperty("look", "quiet")
        self.skip.setAccessibleName(self.tr("Skip the first steps"))
        self.back = QPushButton(self.tr("Back"))
        self.go_on = QPushButton()
        self.go_on.setProperty("look", "primary")
        self._lay_out()
        self.skip.clicked.connect(self._on_skip)
        self.back.clicked.connect(self._on_back)
        self.go_on.clicked.connect(self._on_go_on)
        self.chat.example_chosen.connect(self.finished)
        self._show_step(0)

    def take_focus(self) -> None:
        """Put the focus on the way on."""
        self.go_on.setFocus()

    @property
    def step(self) -> int:
        """The step on show, from 0."""
        return self.steps.currentIndex()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape skips what is left; Enter presses the button that has the focus, or goes on."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_skip()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            chosen = self.focusWidget()
            (chosen if isinstance(chosen, QPushButton) else self.go_on).click()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what the steps show."""
        super().showEvent(event)
        self.computer_wanted.emit()

    def _show_step(self, step: int) -> None:
        self.steps.setCurrentIndex(step)
        last = step == self.steps.count() - 1
        text = self.tr("Step {number} of {count}").format(number=step + 1, count=self.steps.count())
        self.where.setText(text)
        if step == 0 and self.back.hasFocus():
            self.go_on.setFocus()
        self.back.setVisible(step > 0)
        self.go_on.setText(self.tr("Start chatting") if last else self.tr("Continue"))
        self.skip.setVisible(not last)
        self._scroll.verticalScrollBar().setValue(0)
        if self.steps.currentWidget() is self.computer:
            self.computer_wanted.emit()

    @Slot()
    def _on_go_on(self) -> None:
        if self.step + 1 < self.steps.count():
            self._show_step(self.step + 1)
        else:
            self.finished.emit("")

    @Slot()
    def _on_back(self) -> None:
        self._show_step(max(0, self.step - 1))

    @Slot()
    def _on_skip(self) -> None:
        self.finished.emit("")

    def _lay_out(self) -> None:
        holder = QWidget()
        self._sides = QHBoxLayout(holder)
        self._sides.addWidget(self.steps)
        self._scroll = scrolled(holder)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(space(8))
        self._foot.addWidget(self.where, 1)
        for button in (self.skip, self.back, self.go_on):
            self._foot.addWidget(button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        outer.addLayout(self._foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column readable: in the middle, and no wider than that."""
        super().resizeEvent(event)
        side = max(space(20), (self.width() - space(COLUMN)) // 2)
        self._sides.setContentsMargins(side, space(24), side, space(16))
        self._foot.setContentsMargins(side, space(10), side, space(16))
