"""The lines of the list of chats as Qt's views read them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.chat.text_body import plain_tooltip
from app.sidebar.rows import Row

ROW = Qt.ItemDataRole.UserRole
GROWING = Qt.ItemDataRole.UserRole + 1
OPEN = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ChatListModel(QAbstractListModel):
    """Rows, which of the chats is open and which gets a reply now. A new name leaves as a signal: (kind, id, name)."""

    renamed = Signal(str, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._places: dict[tuple[str, int], int] = {}
        self._open = 0
        self._growing = 0

    def show(self, rows: Sequence[Row], open_chat: int) -> bool:
        """Take these rows over; returns whether there are others now, so that every index is void."""
        rows = list(rows)
        same = [(row.kind, row.id) for row in rows] == [(row.kind, row.id) for row in self._rows]
        if not same:
            self.beginResetModel()
        old, self._rows = self._rows, rows
        before, self._open = self._open, open_chat
        if not same:
            self._places = {(row.kind, row.id): place for place, row in enumerate(rows) if row.kind != "heading"}
            self.endResetModel()
            return True
        for place, (one, other) in enumerate(zip(old, rows, strict=True)):
            if one != other or (before != open_chat and one.id in (before, open_chat)):
                self._changed(place)
        return False

    def set_growing(self, chat_id: int) -> None:
        """Mark the chat that gets a reply now, 0 for none."""
        before, self._growing = self._growing, chat_id
        for each in {before, chat_id} if before != chat_id else set():
            place = self._places.get(("chat", each))
            if place is not None:
                self._changed(place)

    def place(self, kind: str, any_id: int) -> QModelIndex:
        """Return where a chat or a folder stands; an invalid index where it is not listed."""
        found = self._places.get((kind, any_id))
        return QModelIndex() if found is None else self.index(found)

    def row(self, index: Index) -> Row | None:
        """Return the line at an index."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def chats(self, indexes: Collection[Index]) -> list[int]:
        """Return the ids of the chats among these lines, in the order of the list."""
        rows = (self._rows[place] for place in sorted(index.row() for index in indexes))
        return [row.id for row in rows if row.kind == "chat"]

    def rows(self) -> list[Row]:
        """Return all lines."""
        return list(self._rows)

    def _changed(self, place: int) -> None:
        index = self.index(place)
        self.dataChanged.emit(index, index)

    # --- what Qt asks --------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings can be read, all others chosen and renamed."""
        row = self.row(index)
        if row is None or row.kind == "heading":
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what stands in a line, or what is said about it."""
        row = self.row(index)
        if row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.text
        if role == ROW:
            return row
        if role == GROWING:
            return row.kind == "chat" and row.id == self._growing
        if role == OPEN:
            return row.kind == "chat" and row.id == self._open
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((row.text, *self._notes(row)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip("\n".join((row.text, *self._notes(row)))).replace("\n", "<br>")
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another name; it is shown when it has been kept."""
        row = self.row(index)
        if row is None or role != Qt.ItemDataRole.EditRole or not str(value).strip() or str(value) == row.text:
            return False
        self.renamed.emit(row.kind, row.id, str(value))
        return True

    def _notes(self, row: Row) -> list[str]:
        """What the signs of a line mean."""
        if row.kind == "folder":
            folded = self.tr("folded") if row.folded else self.tr("unfolded")
            return [self.tr("folder, {count} chats").format(count=row.count), folded]
        notes = []
        if row.kind == "chat" and row.id == self._growing:
            notes.append(self.tr("a reply is being made"))
        if row.drifted:
            notes.append(self.tr("replies moved away from the usual manner"))
        if row.pinned:
            notes.append(self.tr("pinned"))
        if row.temporary:
            notes.append(self.tr("temporary, not saved"))
        return notes
