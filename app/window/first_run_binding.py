"""Shows the first steps at the first start, once, and does what is wished for there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.models.catalogue import Catalogue
from app.models.memory import machine
from app.models.suggestions import suggestions
from app.window.model_loader import Problem

if TYPE_CHECKING:
    from app.first_run.page import FirstRunPage
    from app.window.window import MainWindow


class FirstRunBinding(QObject):
    """The window's slots that concern the first start."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._flow = window.controller
        self.page: FirstRunPage | None = None

    def show_if_wanted(self, model: str | None) -> None:
        """Show the steps where nobody has seen them: not for somebody who asked for a model, or has chats already."""
        settings = self._flow.settings.settings
        chats = self._flow.store.listed()
        if model is None and not settings.first_run_done and settings.model_path is None and not any(each.title for each in chats):
            self.open()

    def open(self) -> None:
        """Show the steps from the beginning."""
        if self.page is None:
            from app.first_run.page import FirstRunPage

            self.page = page = FirstRunPage(self._window)
            page.finished.connect(self._on_finished)
            page.computer_wanted.connect(self._show_computer)
            page.computer.fetch_requested.connect(self._on_fetch)
            page.computer.file_requested.connect(self._on_file)
            page.computer.models_requested.connect(self._on_models)
            self._flow.loader.changed.connect(self._show_device)
            self._flow.shelf.problem.connect(self._show_problem)
            self._flow.shelf.changed.connect(self._show_fetches)
            self._window.page_changed.connect(self._on_page)
        self._window.show_page(self.page)
        # Kept at once: whoever closes the window here has seen it.
        self._flow.settings.update(first_run_done=True)

    # --- what is shown -------------------------------------------------------------------------------------------------------

    @Slot()
    def _show_computer(self) -> None:
        if self.page is None:
            return
        computer = machine()
        self.page.computer.show_machine(computer)
        offers = Catalogue("", self._flow.shelf.offers())
        self.page.computer.show_suggestions(suggestions(offers, self._flow.settings.settings, computer))
        self._show_device()
        self._show_fetches()

    @Slot()
    def _show_device(self) -> None:
        model = self._flow.loader.model
        if self.page is not None:
            self.page.computer.show_device(model.device if model else "", model.device_reason if model else "")

    @Slot()
    def _show_fetches(self) -> None:
        for card in self.page.computer.cards if self.page is not None else ():
            shelf, wanted = self._flow.shelf, card.suggestion
            here = shelf.model_of(wanted.entry, wanted.file) is not None
            card.show_fetching(here=here, under_way=shelf.fetch_of(wanted.entry, wanted.file) is not None)

    @Slot(object)
    def _show_problem(self, problem: Problem) -> None:
        if self.page is not None:
            self.page.computer.notice.present(problem.sentence, details=problem.details, tone=problem.tone)

    # --- wishes --------------------------------------------------------------------------------------------------------------

    @Slot(str)
    def _on_finished(self, words: str) -> None:
        self._window.show_chat()
        if words:
            self._window.composer.set_text(words)
            self._window.composer.submit()

    @Slot(str)
    def _on_fetch(self, key: str) -> None:
        entry = next((each for each in self._flow.shelf.offers() if each.key == key), None)
        if entry is not None:
            self._flow.shelf.download(entry, entry.usual_file)
            self._show_fetches()

    @Slot()
    def _on_file(self) -> None:
        self._window.show_chat()
        self._window.choose_model()

    @Slot()
    def _on_models(self) -> None:
        self._window.show_page(self._window.models_binding.page)

    @Slot()
    def _on_page(self) -> None:
        if self.page is None or self._window.is_shown(self.page):
            return
        # Shown once: what it was made of is given back as soon as it has gone.
        page, self.page = self.page, None
        self._flow.loader.changed.disconnect(self._show_device)
        self._flow.shelf.problem.disconnect(self._show_problem)
        self._flow.shelf.changed.disconnect(self._show_fetches)
        self._window.page_changed.disconnect(self._on_page)
        self._window.drop_page(page)
