"""The left side of the window: a new chat, the search, and the list of chats."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.conversations.records import Folder
from app.sidebar.chat_list import ChatList
from app.sidebar.dates import today
from app.sidebar.menu import ChatListMenu
from app.sidebar.model import ChatListModel
from app.sidebar.rows import Listed, Row, rows_of
from app.theme import colours, icon, icon_before_words, size_before_words, space, zoom

WIDTH = 236
LARGE_TEXT = 1.3


class Sidebar(QWidget):
    """Shows the chats; what the person wants with them leaves as a signal. Signals with `object` carry a list of chat ids."""

    new_requested = Signal()
    search_requested = Signal()
    chat_chosen = Signal(int)
    rename_requested = Signal(int, str)
    delete_requested = Signal(object)
    pin_requested = Signal(object, bool)
    move_requested = Signal(object, object)
    """Ids of chats, and the id of a folder or None."""
    move_to_new_requested = Signal(object)
    export_requested = Signal(object)
    folder_requested = Signal()
    folder_renamed = Signal(int, str)
    folder_delete_requested = Signal(int)
    folds_changed = Signal(object)
    """The ids of the folders that are folded now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "side")
        self._chats: list[Listed] = []
        self._folders: list[Folder] = []
        self._folded: set[int] = set()
        self._current = 0
        self._shown: object = None
        self._waiting = False
        self._exports = False
        self._acted = False
        self._menu_gone = QTimer(self)  # what was chosen in a menu is told after the menu has gone
        self._menu_gone.setSingleShot(True)
        self._menu_gone.setInterval(0)
        self._menu_gone.timeout.connect(self._after_menu)
        self._model = ChatListModel(self)
        self._model.renamed.connect(self._on_renamed)
        self._new = QPushButton(self.tr("New chat"), self)
        self._new.setToolTip(self.tr("New chat (Ctrl+N)"))
        self._new.clicked.connect(self.new_requested)
        self._search = QToolButton(self)
        self._search.setToolTip(self.tr("Search all chats (Ctrl+K)"))
        self._search.setAccessibleName(self.tr("Search all chats"))
        self._search.clicked.connect(self.search_requested)
        self.list = ChatList(self._model, self)
        self.list.chat_opened.connect(self.chat_chosen)
        self.list.fold_requested.connect(self.fold)
        self.list.menu_requested.connect(self._show_menu)
        self.list.editing_ended.connect(self._on_editing_ended)
        self._add_action(self.tr("Delete the chosen chats"), Qt.Key.Key_Delete, self._on_delete)
        self._add_action(self.tr("Rename the chat or folder"), Qt.Key.Key_F2, self._on_rename)
        self._layout = QVBoxLayout(self)
        self._top = QHBoxLayout()
        self._top.addWidget(self._new, 1)
        self._top.addWidget(self._search)
        self._layout.addLayout(self._top)
        self._layout.addWidget(self.list, 1)
        self._draw()

    # --- what is shown -------------------------------------------------------------------------------------------------------

    def show_chats(self, chats: Sequence[Listed], current: int, folders: Sequence[Folder] = ()) -> None:
        """Show these chats, given with the one used last first, with the open one marked. While a name is changed, they wait."""
        moved = current != self._current
        state = (list(chats), list(folders), current, today())
        if state == self._shown:
            return
        first, self._shown = self._shown is None, state
        self._chats, self._current, self._folders = state[0], current, state[1]
        if moved and not first:  # at the start everything is as it was left
            self._unfold_for(current)
        if self.list.editing:
            self._waiting = True
        else:
            self._refresh(moved)

    def set_growing(self, chat_id: int) -> None:
        """Mark the chat that gets a reply now, 0 for none."""
        self._model.set_growing(chat_id)

    def allow_export(self) -> None:
        """Offer to export chats; `export_requested` follows."""
        self._exports = True

    def titles(self) -> list[str]:
        """Return the titles of the chats on show, from top to bottom."""
        return [row.text for row in self._model.rows() if row.kind == "chat"]

    def rows(self) -> list[Row]:
        """Return every line on show."""
        return self._model.rows()

    def chosen(self) -> list[int]:
        """Return the ids of the chosen chats; the open one where none is chosen."""
        return self.list.chosen() or [self._current]

    def fold(self, folder_id: int, folded: bool) -> None:
        """Hide or show the chats of a folder."""
        self._set_folded(folder_id, folded)
        self._refresh(False)

    def begin_with_folds(self, folded: Collection[int]) -> None:
        """Take over which folders are folded, before the first chats are shown."""
        self._folded = set(folded)

    def name_folder(self, folder_id: int) -> None:
        """Let the person name a folder that was just made."""
        self.list.setFocus()
        self.list.rename("folder", folder_id)

    def _unfold_for(self, chat_id: int) -> None:
        folder = next((chat.folder_id for chat in self._chats if chat.id == chat_id), None)
        if folder is not None:
            self._set_folded(folder, False)

    def _set_folded(self, folder_id: int, folded: bool) -> None:
        if (folder_id in self._folded) == folded:
            return
        (self._folded.add if folded else self._folded.discard)(folder_id)
        self.folds_changed.emit(self._folded & {folder.id for folder in self._folders})

    def _refresh(self, moved: bool) -> None:
        """Take the lines over. Choice, place of the keyboard and scrolling stay, unless another chat was opened."""
        chosen, at = self.list.chosen(), self._model.row(self.list.currentIndex())
        bar = self.list.verticalScrollBar()
        value = bar.value()
        others = self._model.show(rows_of(self._chats, self._folders, self._folded, today()), self._current)
        if moved or (others and (at is None or not self._model.place(at.kind, at.id).isValid())):
            self._choose([self._current], ("chat", self._current))
        elif others and at is not None:
            self._choose(chosen, (at.kind, at.id))
        if others:
            bar.setValue(value)
        if moved and self._model.place("chat", self._current).isValid():
            self.list.scrollTo(self._model.place("chat", self._current))

    def _choose(self, chats: Sequence[int], current: tuple[str, int]) -> None:
        choice = self.list.selectionModel()
        choice.clearSelection()
        place = self._model.place(*current)
        if place.isValid():
            choice.setCurrentIndex(place, QItemSelectionModel.SelectionFlag.NoUpdate)
        for each in chats:
            found = self._model.place("chat", each)
            if found.isValid():
                choice.select(found, QItemSelectionModel.SelectionFlag.Select)

    # --- what the person wants -----------------------------------------------------------------------------------------------

    def _add_action(self, name: str, key: Qt.Key, slot: object) -> None:
        action = QAction(name, self.list)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(slot)
        self.list.addAction(action)

    def _on_renamed(self, kind: str, any_id: int, name: str) -> None:
        (self.folder_renamed if kind == "folder" else self.rename_requested).emit(any_id, name)

    def _on_editing_ended(self) -> None:
        if self._waiting:
            self._waiting = False
            self._refresh(False)

    def _on_delete(self) -> None:
        row = self._model.row(self.list.currentIndex())
        chosen = self.list.chosen()
        if chosen:
            self.delete_requested.emit(chosen)
        elif row is not None and row.kind == "folder":
            self.folder_delete_requested.emit(row.id)

    def _on_rename(self) -> None:
        row = self._model.row(self.list.currentIndex())
        if row is not None:
            self.list.rename(row.kind, row.id)

    def _show_menu(self, where: QPoint) -> None:
        self._acted = False
        menu = self.menu()
        menu.aboutToHide.connect(self._menu_gone.start)
        menu.popup(where)

    def _after_menu(self) -> None:
        if not self._acted:
            self.list.choose_as_before()

    def menu(self) -> ChatListMenu:
        """Return a new menu for what is chosen now."""
        menu = ChatListMenu(self)
        menu.wanted.connect(self._on_wanted)
        menu.moved.connect(self._on_moved)
        ids = set(self.list.chosen())
        chosen = [row for row in self._model.rows() if row.kind == "chat" and row.id in ids]
        at = self._model.row(self.list.currentIndex())
        if chosen:
            within = {chat.folder_id for chat in self._chats if chat.id in ids}
            menu.fill_for_chats(chosen, self._folders, within.pop() if len(within) == 1 else None, export=self._exports)
        elif at is not None and at.kind == "folder":
            menu.fill_for_folder(at)
        else:
            menu.fill_for_nothing()
        return menu

    def _on_moved(self, folder_id: int | None) -> None:
        self._acted = True
        self.move_requested.emit(self.list.chosen(), folder_id)

    def _on_wanted(self, wish: str) -> None:
        self._acted, chosen = True, self.list.chosen()
        if wish == "rename":
            self._on_rename()
        elif wish in ("pin", "unpin"):
            self.pin_requested.emit(chosen, wish == "pin")
        elif wish in ("delete", "delete_folder"):
            self._on_delete()
        elif wish == "export":
            self.export_requested.emit(chosen)
        elif wish == "move_to_new":
            self.move_to_new_requested.emit(chosen)
        elif wish == "new_folder":
            self.folder_requested.emit()
        elif wish == "fold":
            row = self._model.row(self.list.currentIndex())
            if row is not None:
                self.fold(row.id, not row.folded)

    # --- looks ---------------------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the colours and the size now in force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_layout"):
            self._draw()

    def _draw(self) -> None:
        c = colours(self)
        self._new.setIcon(icon_before_words("new-chat", c.text, space(16)))
        self._new.setIconSize(size_before_words(space(16)))
        self._search.setIcon(icon("search", c.text))
        self._search.setIconSize(QSize(space(18), space(18)))
        margin = space(12)
        self._layout.setContentsMargins(margin, margin, space(8), margin)
        self._layout.setSpacing(space(10))
        self._top.setSpacing(space(6))
        self.list.doItemsLayout()
        self.setFixedWidth(space(WIDTH) if zoom() <= LARGE_TEXT else space(WIDTH * 0.85))
