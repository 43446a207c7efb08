"""Choosing how thorough a calibration shall be, with the time each size takes, or going on with one that was stopped."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.calibration.kept import Kept
from app.calibration.words import SizeWords, about, measuring, size_name, sizes
from app.drift.flow import FlowLayout
from app.drift.words import percent
from app.theme import space


class SizeCard(QPushButton):
    """One size: its name, what it is good for, and how long it takes here."""

    def __init__(self, words: SizeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = words.name
        self._words = words
        self.setObjectName("sizeCard")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        title, text, self._time = QLabel(words.title), QLabel(words.text), QLabel()
        title.setProperty("tone", "heading")
        text.setProperty("tone", "muted")
        text.setWordWrap(True)
        for label in (title, text, self._time):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._time.setProperty("tone", "value")
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._time)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(14), space(11), space(14), space(11))
        column.setSpacing(space(3))
        column.addLayout(head)
        column.addWidget(text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_time(None, is_measured=False)

    def show_time(self, seconds: float | None, *, is_measured: bool) -> None:
        """Say how long it takes; None is not known."""
        words = about(seconds) if seconds is not None else measuring() if is_measured else ""
        self._time.setText(words)
        self.setAccessibleName(f"{self._words.title}{', ' + words if words else ''}")
        self.setAccessibleDescription(self._words.text)

    def sizeHint(self) -> QSize:
        """As large as what is in it."""
        return self._column().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for any column."""
        return self._column().minimumSize()

    def heightForWidth(self, width: int) -> int:
        """As high as its text in this width."""
        return self._column().heightForWidth(width)

    def _column(self) -> QVBoxLayout:
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        return column


class KeptCard(QFrame):
    """Says that a calibration was stopped, and offers to go on with it."""

    resume_requested = Signal()
    discard_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self.resume = QPushButton(self.tr("Go on"))
        self.resume.setProperty("look", "primary")
        self.resume.clicked.connect(self.resume_requested)
        self.discard = QPushButton(self.tr("Discard"))
        self.discard.setToolTip(self.tr("Throw away the replies that were finished"))
        self.discard.clicked.connect(self.discard_requested)
        flow = FlowLayout(gap=space(8))
        for button in (self.resume, self.discard):
            button.setAutoDefault(False)
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(14), space(12), space(14), space(12))
        column.setSpacing(space(10))
        column.addWidget(self._text)
        column.addLayout(flow)

    def show_kept(self, kept: Kept | None) -> None:
        """Show what was stopped; nothing for None."""
        self.setVisible(kept is not None)
        if kept is not None:
            if kept.fraction > 0:
                text = self.tr(
                    "A calibration of this model ({size}) was stopped when {share} of it was done. It can go on from there."
                )
            else:
                text = self.tr(
                    "A calibration of this model ({size}) was stopped soon after its beginning. It can go on from there."
                )
            self._text.setText(text.format(size=size_name(kept.size), share=percent(kept.fraction)))


class Choice(QWidget):
    """The sizes, what to know before starting, and Start. `start_requested` carries the size."""

    start_requested = Signal(str)
    discard_requested = Signal()
    import_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: Kept | None = None
        self.kept_card = KeptCard()
        self.kept_card.resume_requested.connect(self._on_resume)
        self.kept_card.discard_requested.connect(self.discard_requested)
        self.cards = [SizeCard(words) for words in sizes()]
        self.cards[1].setChecked(True)
        self._hint = QLabel()
        self._hint.setProperty("tone", "muted")
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setWordWrap(True)
        self.start = QPushButton(self.tr("Start"))
        self.start.clicked.connect(self._on_start)
        self.take_over = QPushButton(self.tr("Import an axis file…"))
        self.take_over.setToolTip(self.tr("Use an axis of this model that was made elsewhere"))
        self.take_over.clicked.connect(self.import_requested)
        flow = FlowLayout(gap=space(8))
        for button in (self.start, self.take_over):
            button.setAutoDefault(False)
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(10))
        column.addWidget(self.kept_card)
        for card in self.cards:
            column.addWidget(card)
        column.addWidget(self._hint)
        column.addSpacing(space(4))
        column.addLayout(flow)

    @property
    def size_chosen(self) -> str:
        """The size that is chosen."""
        return next(card.name for card in self.cards if card.isChecked())

    def take_focus(self) -> None:
        """Put the focus on going on, or on the size that is chosen."""
        if self._kept is not None:
            self.kept_card.resume.setFocus()
        else:
            next(card for card in self.cards if card.isChecked()).setFocus()

    def show_times(self, seconds: Mapping[str, float], *, are_measured: bool) -> None:
        """Say how long each size takes on this computer."""
        for card in self.cards:
            card.show_time(seconds.get(card.name), is_measured=are_measured)

    def show_kept(self, kept: Kept | None) -> None:
        """Offer to go on with a calibration that was stopped; then that is the first thing to do, and Start the second."""
        self._kept = kept
        self.kept_card.show_kept(kept)
        self.start.setText(self.tr("Start") if kept is None else self.tr("Start anew"))
        look = "primary" if kept is None else ""
        if self.start.property("look") != look:
            self.start.setProperty("look", look)
            self.start.style().polish(self.start)

    def allow(self, possible: bool, busy: bool) -> None:
        """Let a calibration be started, or say that the model is busy."""
        for button in (self.start, self.take_over, self.kept_card.resume):
            button.setEnabled(possible and not busy)
        if busy:
            self._hint.setText(self.tr("You can start when the reply being written is finished."))
            return
        self._hint.setText(
            self.tr(
                "While it runs the model cannot answer; messages you write meanwhile wait. You can stop at any time, even close"
                " Keel, and go on later from where it was."
            )
        )

    def _on_start(self) -> None:
        self.start_requested.emit(self.size_chosen)

    def _on_resume(self) -> None:
        if self._kept is not None:
            self.start_requested.emit(self._kept.size)
