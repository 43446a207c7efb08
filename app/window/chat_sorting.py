"""Keeping the list of chats in order: folders, pins, moving and deleting several chats, each with an undo."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.conversations.records import Folder, StoreError
from app.conversations.store import Store
from app.window.again import offering
from app.window.flow_part import FlowPart
from app.window.model_loader import Problem
from app.window.open_chat import OpenChat


@dataclass(frozen=True, slots=True)
class _GoneFolder:
    """A folder that was deleted: what it was called, who was in it, and the order of all folders then."""

    folder: Folder
    chats: tuple[int, ...]
    order: tuple[int, ...]


class ChatSorting(FlowPart):
    """Sorts chats into folders. `told` carries a Problem for the window's notice: what was done, and how to undo it."""

    told = Signal(object)
    folder_made = Signal(int)
    """A folder that waits for a name."""

    def __init__(self, store: Store, open_chat: OpenChat, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._open = open_chat
        self._back: Callable[[], None] | None = None

    def pin(self, chat_ids: Sequence[int], pinned: bool) -> None:
        """Keep chats at the top of the list, or no longer."""
        self._change(self._pin, chat_ids, pinned)

    def move(self, chat_ids: Sequence[int], folder_id: int | None) -> None:
        """Put chats into a folder (None: into none); `undo` puts them back."""
        self._change(self._move, chat_ids, folder_id)

    def move_to_new(self, chat_ids: Sequence[int]) -> None:
        """Put chats into a folder of their own."""
        folder = self._make_folder(functools.partial(self.move_to_new, chat_ids))
        if folder is not None:
            self._change(self._move, chat_ids, folder.id, folder)
            self.folder_made.emit(folder.id)

    def add_folder(self) -> None:
        """Make an empty folder."""
        folder = self._make_folder(self.add_folder)
        if folder is not None:
            self._open.list_changed.emit()
            self.folder_made.emit(folder.id)

    def rename_folder(self, folder_id: int, name: str) -> None:
        """Give a folder another name."""
        self._change(self._store.rename_folder, folder_id, name)

    def delete_folder(self, folder_id: int) -> None:
        """Remove a folder; its chats stay. `undo` brings it back."""
        self._change(self._delete_folder, folder_id)

    def undo(self) -> None:
        """Take back the last move or the last deletion of a folder."""
        back, self._back = self._back, None
        if back is not None:
            self._change(back)

    # --- inside --------------------------------------------------------------------------------------------------------------

    def _change(self, write: Callable[..., object], *values: object) -> None:
        self.guarded(write, *values, again=functools.partial(self._change, write, *values), state=self._order)
        with contextlib.suppress(KeyError, StoreError):  # then what is on show stays as it is
            self._open.chat = self._store.chat(self._open.chat.id)
        self._open.list_changed.emit()

    def _order(self) -> object:
        """Return where everything stands, so that nothing is tried again that would undo what came after it."""
        return {chat.id: (chat.title, chat.pinned, chat.folder_id) for chat in self._store.listed()}, self._store.folders()

    def _make_folder(self, again: Callable[[], None]) -> Folder | None:
        try:
            return self._store.create_folder(self.tr("New folder"))
        except StoreError as error:
            self.problem.emit(offering(error.sentence, again, self._order))
            return None

    def _pin(self, chat_ids: Sequence[int], pinned: bool) -> None:
        for each in chat_ids:
            self._store.pin_chat(each, pinned)

    def _move(self, chat_ids: Sequence[int], folder_id: int | None, made: Folder | None = None) -> None:
        ids = set(chat_ids)
        moving = [chat for chat in self._store.listed() if chat.id in ids and not chat.temporary and chat.folder_id != folder_id]
        if not moving:
            return
        before: dict[int | None, list[int]] = {}
        for chat in moving:
            before.setdefault(chat.folder_id, []).append(chat.id)
        self._store.move_chats([chat.id for chat in moving], folder_id)
        self._back = _Moves(self._store, before, made).undo
        name = next((folder.name for folder in self._store.folders() if folder.id == folder_id), "")
        count = len(moving)
        if folder_id is None:
            one, many = self.tr("The chat was taken out of its folder."), self.tr("{count} chats were taken out of their folders.")
        else:
            one, many = self.tr("The chat was moved to “{name}”."), self.tr("{count} chats were moved to “{name}”.")
        self._tell((one if count == 1 else many).format(count=count, name=name))

    def _delete_folder(self, folder_id: int) -> None:
        folders = self._store.folders()
        folder = next((each for each in folders if each.id == folder_id), None)
        if folder is None:
            return
        chats = tuple(chat.id for chat in self._store.listed() if chat.folder_id == folder_id)
        self._store.delete_folder(folder_id)
        self._back = _Folders(self._store, _GoneFolder(folder, chats, tuple(each.id for each in folders))).undo
        self._tell(self.tr("The folder “{name}” was deleted; its chats were kept.").format(name=folder.name))

    def _tell(self, sentence: str) -> None:
        self.told.emit(Problem(sentence, "undo_sorting", self.tr("Undo"), tone="info"))


class _Moves:
    """Puts chats back into the folders they came from. made: the folder that was made for them, which goes when it is empty."""

    def __init__(self, store: Store, before: dict[int | None, list[int]], made: Folder | None = None) -> None:
        self._store = store
        self._before = before
        self._made = made

    def undo(self) -> None:
        """Put them back; a folder that is gone by now counts as none."""
        known = {folder.id for folder in self._store.folders()}
        for folder_id, chats in self._before.items():
            self._store.move_chats(chats, folder_id if folder_id in known else None)
        made = self._made
        if made is not None and made.id in known and all(chat.folder_id != made.id for chat in self._store.listed()):
            self._store.delete_folder(made.id)


class _Folders:
    """Brings a deleted folder back."""

    def __init__(self, store: Store, gone: _GoneFolder) -> None:
        self._store = store
        self._gone = gone
        self._made: Folder | None = None

    def undo(self) -> None:
        """Make it anew where it stood, with its chats that are in no other folder by now; again, it goes on where it failed."""
        made = self._made = self._made or self._store.create_folder(self._gone.folder.name)
        inside = set(self._gone.chats)
        loose = [chat.id for chat in self._store.listed() if chat.id in inside and chat.folder_id is None]
        self._store.move_chats(loose, made.id)
        now = [folder.id for folder in self._store.folders() if folder.id not in self._gone.order and folder.id != made.id]
        order = [made.id if each == self._gone.folder.id else each for each in self._gone.order]
        self._store.order_folders([*order, *now])
