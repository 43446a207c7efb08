"""One setting on the panel: its label, its value, a way back to the default, and its editor."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.settings.editors import NumberEditor, ToggleEditor, editor_for
from app.settings.fields import FieldInfo
from app.settings.wording import in_words
from app.theme import colours, icon, space


class SettingRow(QWidget):
    """Shows a setting made from its row in the table."""

    edited = Signal(str, object)
    """Carries the setting's name and the new value."""

    reset_requested = Signal(str)
    """Carries the name of the setting that shall have its default again."""

    def __init__(self, name: str, info: FieldInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.info = name, info
        self.editor = editor_for(info)
        self.label = QLabel(in_words(info.label))
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setBuddy(self.editor.field)
        self.label.setToolTip(in_words(info.help))
        self.value = QLabel()
        self.value.setTextFormat(Qt.TextFormat.PlainText)
        self.value.setProperty("tone", "value")
        self.note = QLabel()
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setProperty("tone", "small")
        self.note.setWordWrap(True)
        self.note.hide()
        self.reset = QToolButton()
        self.reset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._lay_out()
        self._draw_icon()
        self.editor.edited.connect(self._edited)
        self.editor.preview.connect(self._show_words)
        self.reset.clicked.connect(self._reset)

    def show_value(self, value: Any, is_default: bool) -> None:
        """Show a value and, where it is not the default, the way back."""
        self.editor.show_value(value)
        self._show_words(self.editor.words(value))
        self.reset.setVisible(not is_default)

    def set_way_back(self, words: str) -> None:
        """Say what the reset button does; {setting} stands for the label."""
        text = words.format(setting=in_words(self.info.label))
        self.reset.setToolTip(text)
        self.reset.setAccessibleName(text)

    def set_note(self, text: str) -> None:
        """Say something below the setting, "" for nothing."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def show_inherited(self, inherited: Any, value: Any) -> None:
        """Say what the unset setting comes to."""
        self.editor.set_inherited(inherited)
        self._show_words(self.editor.words(value))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon again in the colours and the size now in force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "reset"):
            self._draw_icon()

    @Slot(str)
    def _show_words(self, words: str) -> None:
        self.value.setText(words)
        self.value.setVisible(bool(words))

    @Slot(object)
    def _edited(self, value: Any) -> None:
        self.edited.emit(self.name, value)

    @Slot()
    def _reset(self) -> None:
        self.editor.drop()
        self.reset_requested.emit(self.name)

    def _lay_out(self) -> None:
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)
        head = QHBoxLayout()
        head.setSpacing(space(6))
        if isinstance(self.editor, ToggleEditor):
            head.addWidget(self.editor, 1)
            head.addWidget(self.reset)
        else:
            head.addWidget(self.label, 1)
            head.addWidget(self.reset)
            head.addWidget(self.editor if isinstance(self.editor, NumberEditor) else self.value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addLayout(head)
        if not isinstance(self.editor, (ToggleEditor, NumberEditor)):
            column.addWidget(self.editor)
        column.addWidget(self.note)
        for label in (self.label, self.value):
            if label.parentWidget() is None:  # not wanted by this editor; without a parent it would go at any moment
                label.setParent(self)
                label.hide()

    def _draw_icon(self) -> None:
        side = space(14)
        self.reset.setIcon(icon("reset", colours(self).muted))
        self.reset.setIconSize(QSize(side, side))
