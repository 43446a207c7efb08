"""One model that suits this computer, with what it takes and a button to fetch it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.language import translate
from app.models import words
from app.models.suggestions import Suggestion
from app.theme import space


class SuggestionCard(QFrame):
    """Shows a suggestion; the button asks for its file."""

    fetch_requested = Signal(str)

    def __init__(self, suggestion: Suggestion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.suggestion = suggestion
        entry, fit = suggestion.entry, suggestion.fit
        self.name = QLabel(entry.name)
        self.name.setProperty("tone", "heading")
        self.good_at = QLabel(translate("Catalogue", entry.good_at))
        bytes_of_file = words.size(entry.weight_bytes(suggestion.file))
        to_fetch = self.tr("{size} to download") if suggestion.file.size is not None else self.tr("about {size} to download")
        facts = (to_fetch.format(size=bytes_of_file), words.licence(entry.licence))
        self.facts = QLabel(" · ".join(facts))
        self.facts.setProperty("tone", "small")
        self.pill = QLabel(words.verdict(fit.verdict))
        self.pill.setObjectName("badge")
        self.pill.setProperty("tone", words.TONES[fit.verdict])
        self.pill.setToolTip(words.in_short(fit))
        self.pill.setAccessibleDescription(words.in_short(fit))
        for made in (self.name, self.good_at, self.facts, self.pill):
            made.setTextFormat(Qt.TextFormat.PlainText)
        for made in (self.good_at, self.facts):
            made.setWordWrap(True)
        self.fetch = QPushButton(self.tr("Download"))
        self.fetch.setAccessibleName(self.tr("Download {name}").format(name=entry.name))
        self.fetch.clicked.connect(self._on_fetch)
        head = QHBoxLayout()
        head.setSpacing(space(10))
        head.addWidget(self.name)
        head.addWidget(self.pill)
        head.addStretch(1)
        texts = QVBoxLayout()
        texts.setSpacing(space(4))
        texts.addLayout(head)
        texts.addWidget(self.good_at)
        texts.addWidget(self.facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(space(16), space(12), space(16), space(12))
        row.setSpacing(space(14))
        row.addLayout(texts, 1)
        row.addWidget(self.fetch, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_fetching(self, *, here: bool, under_way: bool) -> None:
        """Say whether the model is on this computer already, or on its way."""
        if under_way and self.fetch.hasFocus():
            self.focusNextChild()
        self.fetch.setEnabled(not (here or under_way))
        names = (self.tr("Is here already"), self.tr("Being downloaded"), self.tr("Download"))
        self.fetch.setText(names[0] if here else names[1] if under_way else names[2])

    @Slot()
    def _on_fetch(self) -> None:
        self.fetch_requested.emit(self.suggestion.entry.key)
