"""The three steps of the first start."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.chat.notice import Notice
from app.first_run.suggestion_card import SuggestionCard
from app.language import number
from app.language.telling import told
from app.models import words
from app.models.memory import Machine
from app.models.suggestions import Suggestion
from app.theme import colours, icon, space


def label(text: str, tone: str = "") -> QLabel:
    """Return a label of plain text that breaks its lines."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    if tone:
        made.setProperty("tone", tone)
    return made


class Point(QFrame):
    """One thing worth knowing: a drawing, a heading, a sentence."""

    def __init__(self, drawing: str, heading: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self._drawing = drawing
        self._icon = QLabel()
        self._icon.setFixedSize(space(24), space(24))
        texts = QVBoxLayout()
        texts.setSpacing(space(3))
        texts.addWidget(label(heading, "heading"))
        texts.addWidget(label(sentence, "muted"))
        row = QHBoxLayout(self)
        row.setContentsMargins(space(16), space(14), space(16), space(14))
        row.setSpacing(space(14))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon in the colours and the size now in force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_icon"):
            self._draw()

    def _draw(self) -> None:
        side = space(24)
        self._icon.setFixedSize(side, side)
        self._icon.setPixmap(icon(self._drawing, colours(self).accent).pixmap(QSize(side, side), self.devicePixelRatioF()))


class Welcome(QWidget):
    """What Keel is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(12))
        column.addWidget(label(self.tr("A private chat that shows when a model drifts"), "title"))
        column.addWidget(
            label(
                self.tr(
                    "A language model runs on this computer and answers you. In long or emotional conversations such a model can"
                    " slide into another character. Keel measures that inside the model, while it writes."
                ),
                "muted",
            )
        )
        column.addWidget(
            Point(
                "device",
                self.tr("Nothing leaves this computer"),
                self.tr("No account, and no connection unless you ask for a model. A page lists every one that was made."),
            )
        )
        column.addWidget(
            Point(
                "drift",
                self.tr("You see it happen"),
                self.tr("The panel on the right shows how close each reply is to the model's usual manner."),
            )
        )
        column.addWidget(
            Point(
                "settings",
                self.tr("You decide"),
                self.tr("A warning never blocks you. In the settings Keel can also hold a model near its usual manner."),
            )
        )
        column.addStretch(1)


class Computer(QWidget):
    """What this computer is, and which models suit it."""

    fetch_requested = Signal(str)
    """Carries the key of a model in the catalogue."""
    file_requested = Signal()
    models_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = label("", "muted")
        self.device = label("", "muted")
        self.about = label("")
        self.notice = Notice(self)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(space(10))
        self.open_file = QPushButton(self.tr("Open a model file…"))
        self.open_file.clicked.connect(self.file_requested)
        self.all_models = QPushButton(self.tr("See all models"))
        self.all_models.clicked.connect(self.models_requested)
        ways = QHBoxLayout()
        ways.setSpacing(space(8))
        ways.addWidget(self.open_file)
        ways.addWidget(self.all_models)
        ways.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(12))
        column.addWidget(label(self.tr("Your computer"), "title"))
        column.addWidget(self.facts)
        column.addWidget(self.device)
        column.addWidget(self.about)
        column.addWidget(self.notice)
        column.addLayout(self._cards)
        column.addLayout(ways)
        column.addStretch(1)
        self.cards: list[SuggestionCard] = []
        self.device.hide()

    def show_machine(self, computer: Machine) -> None:
        """Say what this computer has."""
        sentence = self.tr("{cores} processor cores · {total} of memory, {free} of it free now")
        total, free = words.size(computer.total), words.size(computer.available)
        self.facts.setText(sentence.format(cores=number(str(computer.cores)), total=total, free=free))

    def show_device(self, device: str, reason: str) -> None:
        """Say what models run on: "CPU" or the name of a graphics device, and why, as the engine says it ("" not known yet)."""
        if not device:
            self.device.hide()
            return
        processor = self.tr("Models run on the processor.")
        graphics = self.tr("Models run on {device}.").format(device=device)
        self.device.setText(told(reason) or (processor if device == "CPU" else graphics))
        self.device.show()

    def show_suggestions(self, suggested: list[Suggestion]) -> None:
        """Offer these models."""
        for card in self.cards:
            self._cards.removeWidget(card)
            card.deleteLater()
        self.cards = []
        for each in suggested:
            card = SuggestionCard(each)
            card.fetch_requested.connect(self.fetch_requested)
            self._cards.addWidget(card)
            self.cards.append(card)
        if suggested:
            self.about.setText(self.tr("These models suit it. Nothing is fetched before you press a button."))
        else:
            self.about.setText(self.tr("There is little memory free, so the built-in model is the best choice for now."))


class FirstChat(QWidget):
    """A first chat, with the model that is built in."""

    example_chosen = Signal(str)

    def __init__(self, examples: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(12))
        column.addWidget(label(self.tr("Try it with the built-in model"), "title"))
        column.addWidget(
            label(
                self.tr(
                    "It is tiny and knows almost nothing, but it drifts as large models do, so you can watch the panel work at"
                    " once. Ask it for something practical, then talk about feelings for a few turns. It understands English only."
                ),
                "muted",
            )
        )
        column.addWidget(label(self.tr("Begin with one of these, or with words of your own:")))
        self.examples: list[ExampleButton] = []
        for text in examples:
            button = ExampleButton(text)
            button.chosen.connect(self.example_chosen)
            column.addWidget(button)
            self.examples.append(button)
        column.addStretch(1)


class ExampleButton(QPushButton):
    """Begins the first chat with its words."""

    chosen = Signal(str)

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAutoDefault(False)
        self.setStyleSheet("text-align: left;")
        self.setAccessibleName(self.tr("Example: {text}").format(text=text))
        self._text = text
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self._text)
