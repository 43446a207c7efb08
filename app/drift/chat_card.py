"""What holds for this chat alone: how firmly its replies are held, whether a role is meant, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from app.theme import space


class ChatCard(QFrame):
    """The person's choices leave it as signals; what is shown changes only when the window says so."""

    cap_chosen = Signal(object)
    """Carries the name of a step, None to hold this chat as all others."""

    role_play_chosen = Signal(bool)
    go_back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        heading = QLabel(self.tr("In this chat"), self)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setProperty("tone", "heading")
        self._label = QLabel(self.tr("Hold its replies steady"), self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self.cap = QComboBox(self)
        self.cap.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.cap.setMinimumContentsLength(10)
        self.cap.setAccessibleName(self._label.text())
        self.cap.activated.connect(self._on_cap)
        self._label.setBuddy(self.cap)
        self.role_play = QCheckBox(self.tr("A role is meant to be played"), self)
        self.role_play.setToolTip(self.tr("Its replies are read as before, and nothing warns"))
        self.role_play.clicked.connect(self.role_play_chosen)
        self.back = QPushButton(self.tr("Go back to the last steady reply"), self)
        self.back.setToolTip(self.tr("Opens a copy of this chat that ends with that reply; this chat stays as it is"))
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self.go_back_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(12), space(10), space(12), space(12))
        column.setSpacing(space(7))
        for widget in (heading, self._label, self.cap, self.role_play):
            column.addWidget(widget)
        column.addSpacing(space(2))
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.back.hide()

    def show_cap(self, steps: Sequence[tuple[str, str]], own: str | None, inherited: str, *, possible: bool) -> None:
        """Show how this chat is held. steps: names with their words; own: its own step; inherited: the one of all chats."""
        words = dict(steps)
        self.cap.clear()
        self.cap.addItem(self.tr("As in all chats ({step})").format(step=words.get(inherited, inherited)), None)
        for name, shown in steps:
            self.cap.addItem(shown, name)
        self.cap.setCurrentIndex(max(0, self.cap.findData(own)) if own is not None else 0)
        for widget in (self._label, self.cap):
            widget.setVisible(possible)

    def show_role_play(self, role_play: bool) -> None:
        """Show whether a role is meant."""
        self.role_play.setChecked(role_play)

    def offer_way_back(self, possible: bool) -> None:
        """Offer to go back to the last steady reply, where there is one."""
        self.back.setVisible(possible)

    @Slot(int)
    def _on_cap(self, place: int) -> None:
        self.cap_chosen.emit(self.cap.itemData(place))
