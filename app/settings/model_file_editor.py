"""A model file as a setting: one of the models that are here, or any other file; what keeps it from being used is said below."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from app.chat.markdown import printable
from app.chat.text_body import plain_tooltip
from app.file_dialog import FileDialog
from app.language.amounts import data_size
from app.settings.editors import Editor
from app.settings.info import MODEL_ENDING, FieldInfo
from app.settings.installed_model import InstalledModel
from app.settings.wording import in_words
from app.theme import colours, icon, space

_LONGEST: Final = 48
_SPARE_TOKENS: Final = 128
"""Vocabularies of one family differ by no more; a larger difference cannot be used, a smaller one the engine looks at itself."""


class ModelFileEditor(Editor):
    """A button with the file's name and a menu of the models that are here, and two to choose a file and to use none."""

    def __init__(self, info: FieldInfo, parent: QWidget | None = None) -> None:
        super().__init__(info, parent)
        self._value = ""
        self._models: Sequence[InstalledModel] = ()
        self._own: Path | None = None
        self._own_tokens: int | None = None
        self._label = in_words(info.label)
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.menu.triggered.connect(self._picked)
        self.name = _NameButton(self)
        self.name.clicked.connect(self.open_menu)
        self._hold(self.name)
        self.choose = self._button(self.tr("Choose…"), self.tr("Choose a file"))
        self.choose.clicked.connect(self.open_dialog)
        self.remove = self._button(self.tr("Remove"), self.tr("Use none"))
        self.remove.clicked.connect(self._remove)
        self.verdict = QLabel()
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.verdict.setWordWrap(True)
        self.verdict.setProperty("tone", "small")
        self.verdict.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(space(6))
        buttons.addWidget(self.choose)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        self._column.setSpacing(space(5))
        self._column.addLayout(buttons)
        self._column.addWidget(self.verdict)
        self.show_value("")

    def show_value(self, value: str) -> None:
        """Show the file that is set, "" for none, and whether it is there."""
        self._value = value
        shown = _plain(Path(value).name) if value else self.tr("None")
        self.name.show_text(shown)
        self.name.setAccessibleName(f"{self._label}: {shown}")
        self.name.setToolTip(plain_tooltip(_plain(value)) if value else in_words(self.info.help))
        self.remove.setVisible(bool(value))
        self._judge()

    def show_models(self, models: Sequence[InstalledModel], own: Path | None, tokens: int | None) -> None:
        """Offer these models; own: the file of the model that the setting is for, tokens: how many its vocabulary has."""
        self._models = sorted((model for model in models if model.path != own), key=_by_size)
        self._own, self._own_tokens = own, tokens
        self._judge()

    @Slot()
    def open_menu(self) -> None:
        """Offer the models that are here."""
        self.menu.setMinimumWidth(self.name.width())
        self.menu.popup(self.name.mapToGlobal(QPoint(0, self.name.height())))

    @Slot()
    def open_dialog(self) -> None:
        """Let the person choose a file; nothing waits for the answer."""
        place = Path(self._value or self._own or Path.home())
        folder = place.parent if place != Path.home() and place.parent.is_dir() else Path.home()
        dialog = FileDialog(self, self.tr("Choose a smaller model"), str(folder), self.tr("Models") + f" (*{MODEL_ENDING})")
        dialog.setFileMode(FileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    @Slot(str)
    def take_file(self, name: str) -> None:
        """Use this file; what is no model file by its name is refused in a sentence."""
        if not name.lower().endswith(MODEL_ENDING):
            text = self.tr("{name} is no model file: those end in {ending}.")
            self._say(text.format(name=_plain(Path(name).name), ending=MODEL_ENDING), problem=True)
            return
        self._set(os.path.abspath(name))

    @Slot()
    def _fill_menu(self) -> None:
        self.menu.clear()
        for model in self._models:
            name = _plain(model.name)
            shown = name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
            action = self.menu.addAction(f"{shown} · {data_size(model.size)}".replace("&", "&&"))
            action.setData(str(model.path))
            action.setCheckable(True)
            action.setChecked(str(model.path) == self._value)
            fits = self._may_guess(model)
            action.setEnabled(fits)
            place, other = _plain(str(model.path)), self.tr("It has another vocabulary than the model.")
            action.setToolTip(plain_tooltip(place if fits else other))
        if not self._models:
            self.menu.addAction(self.tr("There is no other model here")).setEnabled(False)

    def _may_guess(self, model: InstalledModel) -> bool:
        if model.shape is None or self._own_tokens is None:
            return True
        return abs(model.shape.n_vocab - self._own_tokens) <= _SPARE_TOKENS

    @Slot(QAction)
    def _picked(self, action: QAction) -> None:
        self._set(str(action.data()))

    @Slot()
    def _remove(self) -> None:
        self.name.setFocus()  # the button goes, and the focus would go anywhere
        self._set("")

    def _set(self, value: str) -> None:
        if value != self._value:
            self.show_value(value)
            self.edited.emit(value)

    def _judge(self) -> None:
        """Say what keeps the file from being used, as far as that can be seen from here."""
        if self._value and not os.path.isfile(self._value):
            self._say(self.tr("This file is not there now, so the model is loaded without it."), problem=True)
        elif self._value and self._own is not None and Path(self._value) == self._own:
            self._say(self.tr("This is the model itself, so it is loaded without it."))
        else:
            self._say("")

    def _say(self, sentence: str, *, problem: bool = False) -> None:
        self.verdict.setText(sentence)
        self.verdict.setVisible(bool(sentence))
        self.verdict.setProperty("tone", "problem" if problem else "small")
        self.verdict.style().polish(self.verdict)
        self.name.setAccessibleDescription(" ".join(filter(None, (sentence, in_words(self.info.help)))))

    def _button(self, text: str, explanation: str) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setToolTip(explanation)
        button.setAccessibleName(f"{text.removesuffix('…')}: {self._label}")
        button.setAccessibleDescription(explanation)
        return button


class _NameButton(QPushButton):
    """A button as of a list that opens; its text gives way in the middle, so that the end of a long file name stays in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = ""
        self.setProperty("look", "file")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show this text, as much of it as there is room for."""
        self._full = text
        self._elide()

    def sizeHint(self) -> QSize:
        """Take what width there is."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Need no more width than a few letters, however long the name."""
        return QSize(space(90), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text to the new width."""
        super().resizeEvent(event)
        self._elide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign of a list at the right; a real menu indicator would take the padding of the text with it."""
        super().paintEvent(event)
        side = space(12)
        place = QRect(self.width() - side - space(10), (self.height() - side) // 2, side, side)
        icon("chevron-down", colours(self).muted).paint(QPainter(self), place)

    def _elide(self) -> None:
        room = max(0, self.width() - space(52))
        text = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideMiddle, room).replace("&", "&&")
        if text != self.text():
            self.setText(text)


def _by_size(model: InstalledModel) -> tuple[int, str]:
    return model.size, model.name.casefold()


def _plain(text: str) -> str:
    """Return a text from a file's name in one line without control characters."""
    return " ".join(printable(text).split())
