"""The card of one model on offer: what it is good at, which file to take, and whether it fits."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.language import translate
from app.models.card import Card
from app.models.catalogue import Entry, File
from app.models.memory import Fit
from app.models.words import context, licence, parameters, size

HUB: Final = "huggingface.co"
"""As people know the place the files come from."""


class OfferCard(Card):
    """Shows an Entry of the catalogue. Signals carry the entry and the chosen file."""

    download_requested = Signal(object, object)
    load_requested = Signal(object, object)
    file_chosen = Signal(object)
    """Another file was chosen; whoever shows this card judges it anew."""

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._here = False
        self.title.setText(entry.name)
        self._facts, self._good_at = self.label("muted"), self.label("")
        for label in (self._good_at, self._facts):
            self.texts.addWidget(label)
        self._good_at.setText(translate("Catalogue", entry.good_at))
        facts = [parameters(entry.parameters), context(int(entry.shape["n_ctx_train"])), licence(entry.licence)]
        if entry.thinks:
            facts.append(self.tr("can think before it answers"))
        self._facts.setText(" · ".join(facts))
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(self.tr("Which file of {name}").format(name=entry.name))
        self.choice.setToolTip(self.tr("The same model, stored more or less exactly: smaller files need less memory"))
        for file in entry.files:
            self.choice.addItem(self._file_words(file))
        self.choice.currentIndexChanged.connect(self._on_choice)
        self.buttons.addWidget(self.choice)
        self.take = self.button()
        self.take.clicked.connect(self._on_take)
        self.setAccessibleName(f"{entry.name}, {self._facts.text()}")

    @property
    def file(self) -> File:
        """The file that is chosen."""
        return self.entry.files[max(0, self.choice.currentIndex())]

    def show_state(self, fit: Fit | None, *, state: str) -> None:
        """Show whether the chosen file fits and what can be done; state: "" on offer, "fetching" or "here"."""
        self._here = state == "here"
        self.show_fit(fit)
        self.show_mark({"here": self.tr("on this computer"), "fetching": self.tr("being fetched")}.get(state, ""))
        if state == "here":
            self.name(self.take, self.tr("Load"), self.tr("Use this model from now on; the conversation stays"))
        elif fit is not None and fit.verdict == "too_large":
            self.name(self.take, self.tr("Download anyway"), self.tr("Fetch this file although it may not fit into memory"))
        else:
            explanation = self.tr("Fetch this file from {place}; it can be paused").format(place=HUB)
            self.name(self.take, self.tr("Download"), explanation)
        self.take.setEnabled(state != "fetching")

    def matches(self, words: list[str]) -> bool:
        """Whether all words, in lower case, occur in what the card says."""
        said = f"{self.entry.name} {self.entry.family} {self._good_at.text()} {self._facts.text()}".casefold()
        return all(word in said for word in words)

    def _file_words(self, file: File) -> str:
        bytes_ = self.entry.weight_bytes(file)
        return self.tr("{quantisation} · about {size}").format(quantisation=file.quantization, size=size(bytes_))

    def _on_choice(self, _index: int) -> None:
        self.file_chosen.emit(self.entry)

    def _on_take(self) -> None:
        (self.load_requested if self._here else self.download_requested).emit(self.entry, self.file)
