"""The view of the list of chats: what keys and the mouse do in it."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QListView, QWidget

from app.sidebar.delegate import ChatListDelegate
from app.sidebar.model import ChatListModel

_PLAIN = Qt.KeyboardModifier.NoModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChatList(QListView):
    """Ctrl and Shift choose several lines; a click or Enter opens a chat, and folds or unfolds a folder."""

    chat_opened = Signal(int)
    fold_requested = Signal(int, bool)
    """A folder's id, and whether its chats shall be hidden."""
    menu_requested = Signal(QPoint)
    """Where on the screen a menu for what is chosen is wanted."""
    editing_ended = Signal()

    def __init__(self, model: ChatListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setObjectName("chatList")
        self.setAccessibleName(self.tr("Chats"))
        self.setModel(model)
        self.setItemDelegate(ChatListDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._on_clicked)
        self._bare_click = False
        self._before: tuple[list[tuple[str, int]], tuple[str, int] | None] | None = None  # what was chosen before a right click

    @property
    def editing(self) -> bool:
        """Whether a name is being changed."""
        return self.state() == QAbstractItemView.State.EditingState

    def chosen(self) -> list[int]:
        """Return the ids of the chats that are chosen."""
        return self._rows.chats(self.selectionModel().selectedIndexes())

    def rename(self, kind: str, any_id: int) -> None:
        """Let the person change the name of a chat or a folder."""
        place = self._rows.place(kind, any_id)
        if place.isValid() and not self._is_being_changed(place):
            self._choose_only(place)
            self.scrollTo(place)
            self.edit(place)

    def _is_being_changed(self, place: QModelIndex) -> bool:
        return self.editing and place == self.currentIndex()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember whether the click shall open what is below it: with Ctrl or Shift it only chooses."""
        self._before = self._choice() if event.button() == Qt.MouseButton.RightButton else None
        self._bare_click = event.button() == Qt.MouseButton.LeftButton and event.modifiers() == _PLAIN
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click changes the name of a chat."""
        row = self._rows.row(self.indexAt(event.position().toPoint()))
        if row is not None and row.kind == "chat" and event.modifiers() == _PLAIN:
            self.rename(row.kind, row.id)
        else:
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, arrows to the side fold and unfold."""
        row = self._rows.row(self.currentIndex())
        key = event.key()
        if self.editing and key == Qt.Key.Key_F2:
            event.accept()  # comes from the field; Qt would begin once more what has begun already, and complain
        elif row is None or self.editing or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in _ENTER:
            self._act(self.currentIndex())
        elif row.kind == "folder" and key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space):
            folded = key == Qt.Key.Key_Left or (key == Qt.Key.Key_Space and not row.folded)
            self.fold_requested.emit(row.id, folded)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A menu for the line below the pointer, or for what the keyboard is at."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.visualRect(self.currentIndex()).center() if self.currentIndex().isValid() else self.rect().center()
        else:
            place = event.pos()
            below = self.indexAt(place)
            if below.isValid() and not self.selectionModel().isSelected(below):
                self._choose_only(below)
        self.menu_requested.emit(self.viewport().mapToGlobal(place))
        event.accept()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Tell that the name is no longer being changed."""
        super().closeEditor(editor, hint)
        self.editing_ended.emit()

    def choose_as_before(self) -> None:
        """Give back the choice that a right click took the place of: its menu was closed and nothing was done."""
        if self._before is None:
            return
        (chosen, current), self._before = self._before, None
        choice = self.selectionModel()
        choice.clearSelection()
        if current is not None:
            choice.setCurrentIndex(self._rows.place(*current), QItemSelectionModel.SelectionFlag.NoUpdate)
        for each in chosen:
            choice.select(self._rows.place(*each), QItemSelectionModel.SelectionFlag.Select)

    def _choice(self) -> tuple[list[tuple[str, int]], tuple[str, int] | None]:
        """Return what is chosen and where the keyboard is, each by kind and id."""
        rows = (self._rows.row(index) for index in self.selectionModel().selectedIndexes())
        at = self._rows.row(self.currentIndex())
        return [(row.kind, row.id) for row in rows if row is not None], None if at is None else (at.kind, at.id)

    def _on_clicked(self, index: QModelIndex) -> None:
        if self._bare_click and not self.editing:
            self._act(index)

    def _choose_only(self, index: QModelIndex) -> None:
        """Choose one line, whatever keys are held."""
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _act(self, index: QModelIndex) -> None:
        row = self._rows.row(index)
        if row is not None and row.kind == "chat":
            self.chat_opened.emit(row.id)
        elif row is not None and row.kind == "folder":
            self.fold_requested.emit(row.id, not row.folded)
