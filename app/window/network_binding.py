"""Opens the page of connections, which is made when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.downloads.ledger import LEDGER_NAME

if TYPE_CHECKING:
    from app.network.page import NetworkPage
    from app.window.window import MainWindow


class NetworkBinding(QObject):
    """The window's slots that concern the page of connections."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.page: NetworkPage | None = None
        window.settings_panel.network_requested.connect(self.open)

    @Slot()
    def open(self) -> None:
        """Show what Keel has connected to."""
        if self.page is None:
            from app.network.page import NetworkPage

            self.page = NetworkPage(self._window.controller.settings.path.parent / LEDGER_NAME, self._window)
            self.page.back_requested.connect(self._window.show_chat)
        self._window.show_page(self.page)
