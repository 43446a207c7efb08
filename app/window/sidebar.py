"""The list of chats: grouped by day, renamed in place, deleted with undo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.chat.markdown import printable
from app.conversations.records import Chat
from app.theme import colours, icon_before_words, size_before_words, space

WIDTH = 236
_ID = Qt.ItemDataRole.UserRole


class Sidebar(QWidget):
    """Shows the chats; what the person wants with one leaves as a signal."""

    new_requested = Signal()
    chat_chosen = Signal(int)
    rename_requested = Signal(int, str)
    delete_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "side")
        self._new = QPushButton("New chat", self)
        self._new.setToolTip("New chat (Ctrl+N)")
        self._new.clicked.connect(self.new_requested)
        self.list = QListWidget(self)
        self.list.setObjectName("chatList")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName("Chats")
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.itemClicked.connect(self._on_chosen)
        self.list.itemActivated.connect(self._on_chosen)
        self.list.itemChanged.connect(self._on_edited)
        self._delete = QAction("Delete", self.list)
        self._delete.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        self._delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._delete.triggered.connect(self._on_delete)
        self._rename = QAction("Rename", self.list)
        self._rename.triggered.connect(self._on_rename)
        self.list.addAction(self._delete)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._new)
        self._layout.addWidget(self.list, 1)
        self._filling = False
        self._draw()

    def show_chats(self, chats: Sequence[Chat], current: int) -> None:
        """Show these chats, the newest first, with one of them marked."""
        if self.list.state() == QAbstractItemView.State.EditingState:
            return
        self._filling = True
        at = self.list.verticalScrollBar().value()
        self.list.clear()
        group = ""
        today = datetime.now().astimezone().date()
        for chat in chats:
            name = _group(chat.updated_at, today)
            if name != group:
                group = name
                self._add_heading(name)
            self._add_chat(chat, chat.id == current)
        self.list.verticalScrollBar().setValue(at)
        self._filling = False

    def titles(self) -> list[str]:
        """Return the titles on show, headings left out."""
        rows = [self.list.item(row) for row in range(self.list.count())]
        return [item.text() for item in rows if item.data(_ID) is not None]

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the colours and the size now in force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_layout"):
            self._draw()

    def _draw(self) -> None:
        self._new.setIcon(icon_before_words("new-chat", colours(self).text, space(16)))
        self._new.setIconSize(size_before_words(space(16)))
        for row in range(self.list.count()):
            if self.list.item(row).data(_ID) is None:
                self._set_small(self.list.item(row))
        margin = space(12)
        self._layout.setContentsMargins(margin, margin, space(8), margin)
        self._layout.setSpacing(space(10))
        self.setFixedWidth(space(WIDTH) if space(100) <= 130 else space(WIDTH * 0.85))

    def _add_heading(self, name: str) -> None:
        item = QListWidgetItem(name, self.list)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._set_small(item)

    def _set_small(self, item: QListWidgetItem) -> None:
        font = QApplication.font()
        font.setPointSizeF(font.pointSizeF() * 0.88)
        item.setFont(font)

    def _add_chat(self, chat: Chat, marked: bool) -> None:
        title = " ".join(printable(chat.title).split()) or "New chat"
        item = QListWidgetItem(title, self.list)
        item.setData(_ID, chat.id)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable)
        if marked:
            self.list.setCurrentItem(item)

    def _on_chosen(self, item: QListWidgetItem) -> None:
        if item.data(_ID) is not None:
            self.chat_chosen.emit(int(item.data(_ID)))

    def _on_edited(self, item: QListWidgetItem) -> None:
        if not self._filling and item.data(_ID) is not None:
            self.rename_requested.emit(int(item.data(_ID)), item.text())

    def _on_rename(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.list.editItem(item)

    def _on_delete(self) -> None:
        item = self.list.currentItem()
        if item is not None and item.data(_ID) is not None:
            self.delete_requested.emit(int(item.data(_ID)))

    def _show_menu(self, where: QPoint) -> None:
        item = self.list.itemAt(where)
        if item is None or item.data(_ID) is None:
            return
        self.list.setCurrentItem(item)
        menu = QMenu(self.list)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._rename)
        menu.addAction(self._delete)
        menu.popup(self.list.viewport().mapToGlobal(where))


def _group(stamp: str, today: date) -> str:
    day = datetime.fromisoformat(stamp).astimezone().date()
    if day >= today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    if day > today - timedelta(days=7):
        return "This week"
    return day.strftime("%B %Y")
