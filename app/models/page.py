"""The models page: what is being fetched, what is on this computer, what is on offer."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.chat.notice import Notice
from app.language import number
from app.models.card import Card, plain
from app.models.catalogue import Entry
from app.models.fetch_card import FetchCard
from app.models.installed_card import InstalledCard
from app.models.library import KnownModel
from app.models.offer_card import OfferCard
from app.models.shelf import ModelShelf
from app.models.words import size
from app.theme import space
from app.window.page import Page, scrolled

COLUMN: Final = 720
_SHOW_AT_LEAST_MS: Final = 120
"""Progress comes often; the cards follow it at this pace."""
_MEMORY_MS: Final = 3000
"""How often the free memory is looked at while the page is on show."""


class ModelsPage(Page):
    """Shows a ModelShelf; wishes that concern the rest of the window leave as signals, with paths where they name one."""

    back_requested = Signal()
    open_requested = Signal()
    load_requested = Signal(object)
    unload_requested = Signal()
    cancel_load_requested = Signal()
    calibrate_requested = Signal(object)
    import_requested = Signal(object)
    folder_requested = Signal(object)
    network_requested = Signal()

    def __init__(self, shelf: ModelShelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modelsPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Models"))
        self._shelf = shelf
        self._loading = ""
        self._chain: list[QWidget] = []
        self.installed: dict[Path, InstalledCard] = {}
        self.offered: dict[str, OfferCard] = {}
        self.fetched: dict[str, FetchCard] = {}
        self._make_widgets()
        self._lay_out()
        self._soon = self._timer(_SHOW_AT_LEAST_MS, self.refresh, single=True)
        self._fetch_soon = self._timer(_SHOW_AT_LEAST_MS, self._show_fetches, single=True)
        self._memory = self._timer(_MEMORY_MS, self._show_memory, single=False)
        shelf.changed.connect(self._on_changed)
        shelf.fetch_changed.connect(self._on_fetch_changed)

    def show_loading(self, state: str) -> None:
        """Say what the model in use is doing: "loading", "ready", "unloaded" or "" for nothing."""
        self._loading = state
        self._on_changed()

    def take_focus(self) -> None:
        """Put the focus on the search."""
        self.search.setFocus()

    def reveal(self, path: Path) -> None:
        """Bring the card of a model into view."""
        self.search.clear()
        self.refresh()
        card = self.installed.get(path)
        if card is not None:
            self._scroll.ensureWidgetVisible(card)
            card.load.setFocus()

    # --- what is shown -------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show everything as it is now."""
        if not self.isVisible():
            return
        focus = self._focus_within()
        self._show_installed()
        self._show_offers()
        self._show_fetches()
        self._show_computer()
        self._filter()
        self._order_tabs()
        if focus is not None and not focus.isVisibleTo(self):  # what had it has just gone
            self.take_focus()

    def _show_installed(self) -> None:
        models = self._shelf.models()
        paths = [model.path for model in models]
        for path in [each for each in self.installed if each not in paths]:
            self._drop(self.installed.pop(path))
        for place, model in enumerate(models):
            card = self.installed.get(model.path) or self._make_installed(model.path)
            if self._installed_column.indexOf(card) != place:
                self._installed_column.insertWidget(place, card)
            self._show_card(card, model)

    def _show_card(self, card: InstalledCard, model: KnownModel) -> None:
        current = self._shelf.is_current(model)
        fit = self._shelf.fit(model.report.shape, model.path) if model.report is not None else None
        card.show_model(
            model,
            axis_state=self._shelf.axis_of(model),
            fit=fit,
            state=self._loading if current else "",
            may_delete=self._shelf.library.may_delete(model.path),
            taken=self._shelf.taken if current and self._loading == "ready" else 0,
        )

    def _show_offers(self) -> None:
        for entry in self._shelf.offers():
            if entry.key not in self.offered:
                self._make_offer(entry)
            self._show_offer(entry)

    def _show_offer(self, entry: Entry) -> None:
        card = self.offered[entry.key]
        here = self._shelf.model_of(entry, card.file) is not None
        fetching = not here and self._shelf.fetch_of(entry, card.file) is not None
        fit = self._shelf.fit(entry.model_shape(card.file))
        card.show_state(fit, state="here" if here else "fetching" if fetching else "")

    def _show_fetches(self) -> None:
        found = {fetch.key: fetch for fetch in self._shelf.fetches()}
        for key in [each for each in self.fetched if each not in found]:
            self._drop(self.fetched.pop(key))
        for key, fetch in found.items():
            if key in self.fetched:
                self.fetched[key].show_fetch(fetch)
            else:
                self._make_fetch(FetchCard(fetch))
        self._fetch_section.setVisible(bool(found))

    def _show_memory(self) -> None:
        """Judge everything anew by the memory that is free now."""
        if self.isVisible():
            self._shelf.measure()
            self.refresh()

    def _show_computer(self) -> None:
        computer = self._shelf.computer
        told = self.tr("This computer has {cores} processor cores and {total} of memory, of which {free} are free now.")
        values = {"cores": number(str(computer.cores)), "total": size(computer.total), "free": size(computer.available)}
        self._computer.setText(told.format(**values))

    def _filter(self) -> None:
        words = self.search.text().casefold().split()
        shown = 0
        for model in self._shelf.models():
            card = self.installed.get(model.path)
            if card is not None:
                fits = _matches(model, words)
                card.setVisible(fits)
                shown += fits
        self._nothing_installed.setVisible(bool(words) and not shown)
        offers = 0
        for offer in self.offered.values():
            fits = offer.matches(words)
            offer.setVisible(fits)
            offers += fits
        self._nothing_offered.setVisible(not offers)
        none = self.tr("No model on offer matches the search.") if self.offered else self.tr("The list of models cannot be read.")
        self._nothing_offered.setText(none)

    def _order_tabs(self) -> None:
        """Tab goes through the cards as they are seen; they come and go in another order."""
        cards: list[Card] = [
            *self.fetched.values(),
            *(self.installed[model.path] for model in self._shelf.models() if model.path in self.installed),
        ]
        offers = list(self.offered.values())
        chain = [self.search, self.open, *(each for card in cards for each in card.controls()), self.network]
        chain += [each for card in offers for each in card.controls()]
        if chain != self._chain:
            self._chain = chain
            for first, second in itertools.pairwise(chain):
                QWidget.setTabOrder(first, second)

    # --- events --------------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the files and the memory again."""
        super().showEvent(event)
        self._memory.start()
        self._shelf.look_again()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look at nothing while nobody looks."""
        super().hideEvent(event)
        self._memory.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column readable: in the middle, and no wider than that."""
        super().resizeEvent(event)
        side = max(space(20), (self.width() - space(COLUMN)) // 2)
        self._sides.setContentsMargins(side, 0, side, 0)

    def _on_changed(self) -> None:
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def _on_fetch_changed(self, key: str) -> None:
        if not self.isVisible():
            return
        if not key:
            self.refresh()
        elif not self._fetch_soon.isActive():
            self._fetch_soon.start()

    def _on_search(self, _text: str) -> None:
        self._filter()

    def _on_file_chosen(self, entry: Entry) -> None:
        self._show_offer(entry)

    def _on_download(self, entry: Entry, file: object) -> None:
        self._shelf.download(entry, file)  # type: ignore[arg-type]
        self._scroll.verticalScrollBar().setValue(0)
        for card in self.fetched.values():
            if card.fetch.state in ("running", "queued"):
                card.go.setFocus()

    def _on_load_offer(self, entry: Entry, file: object) -> None:
        model = self._shelf.model_of(entry, file)  # type: ignore[arg-type]
        if model is not None:
            self.load_requested.emit(model.path)

    def _on_remove(self, path: Path) -> None:
        self._shelf.remove(path)
        self.refresh()

    def _on_delete(self, path: Path) -> None:
        self._shelf.delete(path)
        self.refresh()

    # --- how it is built -----------------------------------------------------------------------------------------------------

    def _make_installed(self, path: Path) -> InstalledCard:
        card = self.installed[path] = InstalledCard(path)
        card.load_requested.connect(self.load_requested)
        card.unload_requested.connect(self.unload_requested)
        card.cancel_requested.connect(self.cancel_load_requested)
        card.calibrate_requested.connect(self.calibrate_requested)
        card.import_requested.connect(self.import_requested)
        card.folder_requested.connect(self.folder_requested)
        card.remove_requested.connect(self._on_remove)
        card.delete_requested.connect(self._on_delete)
        return card

    def _make_offer(self, entry: Entry) -> None:
        card = self.offered[entry.key] = OfferCard(entry)
        card.download_requested.connect(self._on_download)
        card.load_requested.connect(self._on_load_offer)
        card.file_chosen.connect(self._on_file_chosen)
        self._offer_column.addWidget(card)

    def _make_fetch(self, card: FetchCard) -> None:
        self.fetched[card.fetch.key] = card
        card.pause_requested.connect(self._shelf.pause)
        card.resume_requested.connect(self._shelf.resume)
        card.cancel_requested.connect(self._shelf.cancel)
        card.discard_requested.connect(self._shelf.discard)
        self._fetch_column.addWidget(card)

    def _drop(self, card: Card) -> None:
        card.hide()
        card.setParent(None)
        card.deleteLater()

    def _focus_within(self) -> QWidget | None:
        focus = QApplication.focusWidget()
        return focus if focus is not None and self.isAncestorOf(focus) else None

    def _timer(self, interval: int, slot: object, *, single: bool) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval)
        timer.setSingleShot(single)
        timer.timeout.connect(slot)
        return timer

    def _make_widgets(self) -> None:
        self.back = QPushButton(self.tr("‹ Back to the chat"))
        self.back.setProperty("look", "fold")
        self.back.setAccessibleName(self.tr("Back to the chat"))
        self.back.clicked.connect(self.back_requested)
        self._title, self._computer = _label(self.tr("Models"), "title"), _label("", "muted")
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search models"))
        self.search.setAccessibleName(self.tr("Search models"))
        self.search.setAcceptDrops(False)  # a file that is dropped here is meant for the window
        self.search.textChanged.connect(self._on_search)
        self.open = QPushButton(self.tr("Open a model file…"))
        self.open.setAutoDefault(False)
        self.open.setToolTip(self.tr("Use a .gguf file of this computer where it is; you can also drop one onto the window"))
        self.open.clicked.connect(self.open_requested)
        self.notice = Notice(self)
        self._nothing_installed = _label(self.tr("No model on this computer matches the search."), "muted")
        self._nothing_offered = _label("", "muted")
        self._offer_note = _label(
            self.tr(
                "Nothing is fetched before you press Download. It comes from huggingface.co, and every connection is listed on the"
                " network page."
            ),
            "muted",
        )
        self.network = QPushButton(self.tr("Network page"))
        self.network.setProperty("look", "fold")
        self.network.clicked.connect(self.network_requested)

    def _lay_out(self) -> None:
        self._fetch_section, self._fetch_column = _section(self.tr("Being fetched"))
        installed, self._installed_column = _section(self.tr("On this computer"), self._nothing_installed)
        offers, self._offer_column = _section(self.tr("On offer"), self._offer_note, self.network, self._nothing_offered)
        self._fetch_section.hide()
        line = QHBoxLayout()
        line.setSpacing(space(8))
        line.addWidget(self.search, 1)
        line.addWidget(self.open)
        holder = QWidget()
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, space(10), 0, space(24))
        column.setSpacing(space(12))
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._title)
        column.addWidget(self._computer)
        column.addWidget(self.notice)
        column.addLayout(line)
        for section in (self._fetch_section, installed, offers):
            column.addWidget(section)
        column.addStretch(1)
        self._sides = QHBoxLayout(holder)
        self._sides.addWidget(whole)
        self._scroll = scrolled(holder)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)


def _matches(model: KnownModel, words: Iterable[str]) -> bool:
    facts = f"{model.report.architecture} {model.report.quantization}" if model.report is not None else ""
    said = f"{plain(model.name)} {model.path} {facts}".casefold()
    return all(word in said for word in words)


def _label(text: str, tone: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("tone", tone)
    label.setWordWrap(True)
    return label


def _section(title: str, *notes: QWidget) -> tuple[QWidget, QVBoxLayout]:
    """Return a headed part of the page and the column its cards go into."""
    section = QWidget()
    column = QVBoxLayout(section)
    column.setContentsMargins(0, space(6), 0, 0)
    column.setSpacing(space(8))
    column.addWidget(_label(title, "heading"))
    for note in notes:
        column.addWidget(note, 0, Qt.AlignmentFlag.AlignLeft if isinstance(note, QPushButton) else Qt.AlignmentFlag(0))
    cards = QVBoxLayout()
    cards.setSpacing(space(10))
    column.addLayout(cards)
    return section, cards
