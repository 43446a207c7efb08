"""The menu of the list of chats: what can be done with the chats that are chosen, or with a folder."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.conversations.records import Folder
from app.sidebar.rows import Row, name_of


class ChatListMenu(QMenu):
    """Made anew each time it is wanted, and gone when it closes. `wanted` carries what was chosen, `moved` a folder (or None)."""

    wanted = Signal(str)
    moved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.triggered.connect(self._on_triggered)
        self._move: QMenu | None = None

    def fill_for_chats(self, chosen: Sequence[Row], folders: Sequence[Folder], within: int | None, *, export: bool) -> None:
        """Offer what can be done with chosen chats; within: the folder all of them are in."""
        many = len(chosen) > 1
        if not many:
            self._add(self.tr("Rename"), "rename")
        pinned = all(row.pinned for row in chosen)
        self._add(self.tr("Unpin") if pinned else self.tr("Pin to the top"), "unpin" if pinned else "pin")
        if not all(row.temporary for row in chosen):
            self._move = self.addMenu(self.tr("Move to folder"))
            self._fill_move(self._move, folders, within)
            if export:
                self._add(self.tr("Export {count} chats…").format(count=len(chosen)) if many else self.tr("Export…"), "export")
        self.addSeparator()
        self._add(self.tr("Delete {count} chats").format(count=len(chosen)) if many else self.tr("Delete"), "delete")

    def fill_for_folder(self, folder: Row) -> None:
        """Offer what can be done with a folder."""
        self._add(self.tr("Rename"), "rename")
        self._add(self.tr("Unfold") if folder.folded else self.tr("Fold"), "fold")
        self._add(self.tr("New folder"), "new_folder")
        self.addSeparator()
        self._add(self.tr("Delete folder, keep its chats"), "delete_folder")

    def fill_for_nothing(self) -> None:
        """Offer what needs no chat."""
        self._add(self.tr("New folder"), "new_folder")

    def _fill_move(self, menu: QMenu, folders: Sequence[Folder], within: int | None) -> None:
        for folder in folders:
            action = menu.addAction(name_of(folder.name).replace("&", "&&"))
            action.setData(("move", folder.id))
            action.setEnabled(folder.id != within)
        if folders:
            menu.addSeparator()
        if within is not None:
            menu.addAction(self.tr("Out of the folder")).setData(("move", None))
        menu.addAction(self.tr("New folder…")).setData("move_to_new")

    def _add(self, words: str, wish: str) -> None:
        self.addAction(words).setData(wish)

    def _on_triggered(self, action: QAction) -> None:
        data = action.data()
        if isinstance(data, str):
            self.wanted.emit(data)
        elif data is not None:
            self.moved.emit(data[1])
