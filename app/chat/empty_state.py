"""What an empty chat shows: three things to start with, the model's name, and that everything stays on this computer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.language import QT_TRANSLATE_NOOP, translate
from app.theme import space

EXAMPLES = (
    (QT_TRANSLATE_NOOP("EmptyState", "A fact"), QT_TRANSLATE_NOOP("EmptyState", "What is the capital of France?")),
    (QT_TRANSLATE_NOOP("EmptyState", "How to"), QT_TRANSLATE_NOOP("EmptyState", "How do I make tea?")),
    (QT_TRANSLATE_NOOP("EmptyState", "A feeling"), QT_TRANSLATE_NOOP("EmptyState", "I feel a bit lonely this evening.")),
)


class ExampleCard(QPushButton):
    """A way to start; a click puts its text into the composer."""

    chosen = Signal(str)

    def __init__(self, kind: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setObjectName("exampleCard")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Example: {text}").format(text=text))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        title = QLabel(kind, self)
        title.setObjectName("mutedLabel")
        body = QLabel(text, self)
        body.setObjectName("exampleText")
        body.setWordWrap(True)
        for label in (title, body):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(4)
        layout.addWidget(title)
        layout.addWidget(body, 1, Qt.AlignmentFlag.AlignTop)
        self.setMinimumHeight(layout.sizeHint().height() + body.fontMetrics().lineSpacing())
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.chosen.emit(self._text)


class EmptyState(QWidget):
    """Shown in the middle of a chat without messages; while the model loads, with its progress and Cancel."""

    example_chosen = Signal(str)
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._continues = False
        self._title = QLabel(self.tr("What would you like to talk about?"), self)
        self._title.setObjectName("emptyTitle")
        self._where = QLabel(self)
        self._where.setObjectName("mutedLabel")
        self._progress = QProgressBar(self)
        self._progress.setRange(0, 1000)
        self._progress.setTextVisible(False)
        self._progress.setFixedSize(260, 6)
        self._cancel = QPushButton(self.tr("Cancel"), self)
        self._cancel.clicked.connect(self.cancel_requested)
        self._hint = QLabel(self)
        self._hint.hide()
        for label in (self._title, self._where, self._hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        self._cards = QWidget(self)
        cards = QHBoxLayout(self._cards)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(12)
        for kind, text in EXAMPLES:
            card = ExampleCard(translate("EmptyState", kind), translate("EmptyState", text), self._cards)
            card.chosen.connect(self.example_chosen)
            cards.addWidget(card, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(self._title)
        layout.addWidget(self._where)
        layout.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(20)
        layout.addWidget(self._hint)
        layout.addWidget(self._cards)
        layout.addStretch(3)
        self._scale_title()
        self.show_model("")

    def show_continuation(self, continues: bool) -> None:
        """A chat that continues another one has a text to look at instead of examples."""
        self._continues = continues
        fresh = self.tr("A fresh start")
        self._title.setText(fresh if continues else self.tr("What would you like to talk about?"))
        self._fit()
        self._tell_box(self.tr("The box below holds a text to go on with from the earlier chat."))
        self._hint.setVisible(continues)

    def show_hand_over(self, *, summary: bool) -> None:
        """Say which text of the earlier chat is in the box: a summary, else the last exchange; call after `show_continuation`."""
        if self._continues:
            is_there = self.tr("The box below holds a summary of the earlier chat.")
            self._tell_box(is_there if summary else self.tr("The box below holds the last exchange of the earlier chat."))

    def _tell_box(self, sentence: str) -> None:
        self._hint.setText(f"{sentence}\n{self.tr('Change what you like. Nothing is sent before you send it.')}")

    def show_temporary(self, temporary: bool) -> None:
        """A chat that is kept in memory only says so; call it after `show_continuation`."""
        if temporary and not self._continues:
            self._title.setText(self.tr("A temporary chat"))
            self._hint.setText(self.tr("Nothing of it is written to the disk. It is gone when Keel is closed."))
            self._hint.show()

    def show_model(self, name: str) -> None:
        """Name the model, "" where there is none."""
        here = self.tr("{model} · runs on this computer").format(model=name)
        self._where.setText(here if name else self.tr("No model is loaded"))
        self._progress.hide()
        self._cancel.hide()

    def show_loading(self, text: str, fraction: float) -> None:
        """Show how far the model is loaded, 0..1."""
        self._where.setText(text)
        self._progress.setValue(round(fraction * 1000))
        self._progress.show()
        self._cancel.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for the examples, as with very large text, the title is enough."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        words = self._title.heightForWidth(max(1, self.width())) + self._where.sizeHint().height()
        room = self.height() - words - space(60)
        self._cards.setVisible(not self._continues and room >= self._cards.sizeHint().height())

    def changeEvent(self, event: object) -> None:
        """Keep the title larger than the text at every zoom."""
        super().changeEvent(event)  # type: ignore[arg-type]
        if hasattr(self, "_title") and event.type() == event.Type.FontChange:  # type: ignore[attr-defined]
            self._scale_title()

    def _scale_title(self) -> None:
        font = QFont(self.font())
        font.setPointSizeF(self.font().pointSizeF() * 1.7)
        font.setWeight(QFont.Weight.DemiBold)
        if self._title.font() != font:
            self._title.setFont(font)
