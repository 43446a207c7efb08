"""The page of connections: every one Keel has made, and what it may connect to at all."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.chat.notice import Notice
from app.downloads.ledger import Connection, Ledger
from app.language.telling import told
from app.network import words
from app.network.token_card import make_token_card
from app.theme import space
from app.window.page import Page, scrolled
from axes.os_reasons import reason as reason_of

COLUMN: Final = 720
MOST_SHOWN: Final = 500
LOOK_MS: Final = 1000
UNDO: Final = "undo_clear"


class NetworkPage(Page):
    """Shows the list of connections as it is on disk, the newest first, and follows it while it is on screen."""

    back_requested = Signal()

    def __init__(self, ledger: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("networkPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Network"))
        self._ledger = Ledger(ledger)
        self._seen: tuple[int, int] | None = None
        self._cleared = b""
        self._make_widgets()
        self._lay_out()
        self._look_again = QTimer(self)
        self._look_again.setInterval(LOOK_MS)
        self._look_again.timeout.connect(self.look)

    def take_focus(self) -> None:
        """Put the focus on the way back."""
        self.back.setFocus()

    @Slot()
    def look(self) -> None:
        """Show what is in the list now, if that has changed."""
        signature = self._signature()
        if signature == self._seen:
            return
        begun = time.monotonic()
        try:
            connections = self._ledger.entries()
        except OSError as error:
            sentence = self.tr("The list of connections cannot be read ({reason}).").format(reason=told(reason_of(error)))
            self.notice.present(sentence)
            return
        self._seen = signature
        self._show(connections)
        # A very long list is looked at less often, so that reading it never holds the window up for long.
        self._look_again.setInterval(max(LOOK_MS, round(20_000 * (time.monotonic() - begun))))

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the list while it is on screen."""
        super().showEvent(event)
        self._seen = None
        self.look()
        self._look_again.start()
        self.token.look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the list alone while nobody looks."""
        super().hideEvent(event)
        self._look_again.stop()

    # --- what is shown -------------------------------------------------------------------------------------------------------

    def _show(self, connections: list[Connection]) -> None:
        self.summary.setText(words.summary(connections, self._ledger.cleared()))
        newest = connections[::-1][:MOST_SHOWN]
        row = self.list.currentRow()
        self.list.setUpdatesEnabled(False)
        self.list.clear()
        for each in newest:
            item = QListWidgetItem(f"{words.title(each)}\n{words.facts(each)}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words.title(each)}. {words.facts(each)}")
            self.list.addItem(item)
        if newest:
            self.list.setCurrentRow(min(max(row, 0), len(newest) - 1))
        self.list.setUpdatesEnabled(True)
        self.list.setVisible(bool(newest))
        self._fit_list()
        self._more.setText(self.tr("The newest {count} are shown.").format(count=MOST_SHOWN))
        self._more.setVisible(len(connections) > MOST_SHOWN)
        if not newest and self.clear.hasFocus():
            self.back.setFocus()
        self.clear.setVisible(bool(newest))

    def _signature(self) -> tuple[int, int]:
        try:
            found = os.stat(self._ledger.path)
        except OSError:
            return (0, 0)
        return (found.st_size, found.st_mtime_ns)

    # --- clearing ------------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_clear(self) -> None:
        try:
            self._cleared = self._ledger.path.read_bytes()
            self._ledger.clear()
        except OSError as error:
            sentence = self.tr("The list of connections cannot be cleared ({reason}).").format(reason=told(reason_of(error)))
            self.notice.present(sentence)
            return
        self.look()
        self.notice.present(self.tr("The list of connections was cleared."), action=UNDO, label=self.tr("Undo"), tone="info")

    @Slot(str)
    def _on_notice(self, action: str) -> None:
        if action != UNDO or not self._cleared:
            return
        # Put at the end of what was written since: the order in the file does not matter, each line has its moment.
        try:
            handle = os.open(self._ledger.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(handle, "ab") as stream:
                stream.write(self._cleared)
        except OSError as error:
            sentence = self.tr("The list of connections cannot be written ({reason}).").format(reason=told(reason_of(error)))
            self.notice.present(sentence)
            return
        self._cleared = b""
        self.look()

    # --- how it is built -----------------------------------------------------------------------------------------------------

    def _make_widgets(self) -> None:
        self.back = QPushButton(self.tr("‹ Back to the chat"))
        self.back.setProperty("look", "fold")
        self.back.setAccessibleName(self.tr("Back to the chat"))
        self.back.clicked.connect(self.back_requested)
        self._title = QLabel(self.tr("What Keel has connected to"))
        self._title.setProperty("tone", "title")
        self._about = QLabel(
            self.tr(
                "Keel connects to nothing by itself. When you ask for a model it connects to huggingface.co and to the servers"
                " that keep its files, always encrypted, and to nothing else; every connection is in this list before it is made."
            )
        )
        self._about.setProperty("tone", "muted")
        self.summary = QLabel()
        self._more = QLabel()
        self._more.setProperty("tone", "small")
        for label in (self._title, self._about, self.summary, self._more):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.notice = Notice(self)
        self.notice.action_requested.connect(self._on_notice)
        self.list = QListWidget()
        self.list.setObjectName("connections")
        self.list.setAccessibleName(self.tr("Connections, the newest first"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setSpacing(1)
        self.clear = QPushButton(self.tr("Clear the list"))
        self.clear.clicked.connect(self._on_clear)
        card = make_token_card(self)
        self.token_card, self.token = card, card.keeper

    def _lay_out(self) -> None:
        self._card = QFrame()
        self._card.setProperty("look", "card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(space(16), space(14), space(16), space(14))
        inside.setSpacing(space(8))
        inside.addWidget(self.summary)
        inside.addWidget(self.list, 1)
        inside.addWidget(self._more)
        inside.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeft)
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setSpacing(space(12))
        self._column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self._title, self._about, self.notice, self._card, self.token_card):
            self._column.addWidget(part)
        self._column.addStretch(1)
        scroll = scrolled(holder)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column readable, and give the list the height that is there."""
        super().resizeEvent(event)
        side = max(space(20), (self.width() - space(COLUMN)) // 2)
        self._column.setContentsMargins(side, space(10), side, space(24))
        self._fit_list()

    def _fit_list(self) -> None:
        """As high as what is in it, up to half of the page."""
        most = max(space(140), min(space(360), self.height() // 2))
        rows = sum(self.list.sizeHintForRow(row) + 4 for row in range(min(self.list.count(), 30)))
        self.list.setFixedHeight(min(most, rows + 2 * self.list.frameWidth() + 2))
