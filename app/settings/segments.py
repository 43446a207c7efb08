"""A choice among a few named values, side by side, or in a column where the width does not allow that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QSizePolicy, QWidget

from app.settings.fields import Choice

_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class Segments(QFrame):
    """A row of buttons of which one is pressed; the arrow keys move along it, and a screen reader hears radio buttons."""

    chosen = Signal(object)
    """Carries the value a person chose; showing one from code sends nothing."""

    def __init__(self, choices: Sequence[Choice], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "segments")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._values = [choice.value for choice in choices]
        self._buttons = [self._button(choice, name) for choice in choices]
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(2, 2, 2, 2)
        self._row.setSpacing(2)
        for button in self._buttons:
            self._row.addWidget(button)

    @property
    def value(self) -> str | None:
        """The value whose button is pressed."""
        return next((value for value, button in zip(self._values, self._buttons, strict=True) if button.isChecked()), None)

    @property
    def buttons(self) -> list[QPushButton]:
        """The buttons, in the order of the values."""
        return list(self._buttons)

    def show_value(self, value: str | None) -> None:
        """Press the button of this value."""
        self._buttons[self._values.index(value)].setChecked(True)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest button, so that the column form is always possible."""
        widest = max(button.sizeHint().width() for button in self._buttons)
        return QSize(widest + 6, self._row.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between row and column with the width."""
        super().resizeEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        """Change between row and column with the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_row"):
            self._turn()

    def _turn(self) -> None:
        needed = sum(button.sizeHint().width() for button in self._buttons) + 2 * (len(self._buttons) + 1) + 2
        side_by_side = needed <= self.width()
        direction = QBoxLayout.Direction.LeftToRight if side_by_side else QBoxLayout.Direction.TopToBottom
        if direction != self._row.direction():
            self._row.setDirection(direction)
            for button in self._buttons:
                button.setProperty("column", not side_by_side)
                button.style().polish(button)
            self.updateGeometry()

    def _button(self, choice: Choice, name: str) -> QPushButton:
        button = QPushButton(choice.name, self)
        button.setProperty("look", "segment")
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.setAutoDefault(False)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setAccessibleName(f"{name}: {choice.name}")
        button.setAccessibleDescription(choice.sentence)
        button.setToolTip(choice.sentence)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(self._clicked)
        button.installEventFilter(self)
        return button

    @Slot()
    def _clicked(self) -> None:
        self.chosen.emit(self.value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose the next or the previous value with the arrow keys, in a row and in a column alike."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched in self._buttons:
            step = _STEPS.get(Qt.Key(event.key()), 0)
            place = self._buttons.index(watched) + step
            if step:
                if 0 <= place < len(self._buttons):
                    self._buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
                    self._buttons[place].click()
                return True
        return super().eventFilter(watched, event)
