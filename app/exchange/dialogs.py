"""Taking chats along from the window: asking where to, telling what came of it, and taking an import back."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.__main__ import version
from app.conversations.records import Chat, StoreError
from app.exchange import words
from app.exchange.found import ExchangeError
from app.exchange.runs import ExportRun, ImportRun
from app.exchange.taking_back import ImportedChats
from app.exchange.writing import SUFFIXES, check_place, file_name, form_of
from app.file_dialog import FileDialog
from app.language.telling import told as in_words
from app.window.controller import Controller
from app.window.model_loader import Problem

UNDO = "undo_import"
PATIENCE_MS = 60_000


class Exchange(QObject):
    """What the window can do with files of chats. told carries a Problem for the window's notice."""

    told = Signal(object)

    def __init__(self, controller: Controller, data_dir: Path, window: QWidget) -> None:
        super().__init__(window)
        self._flow = controller
        self._window = window
        self._wanted: list[int] = []
        self._imported = ImportedChats(controller.store, controller.open_chat)
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.exports = ExportRun(controller.store, self)
        self.exports.finished.connect(self._on_written)
        self.exports.failed.connect(self._on_failed)
        self.imports = ImportRun(data_dir, self)
        self.imports.finished.connect(self._on_imported)
        self.imports.failed.connect(self._on_not_imported)
        controller.closed.connect(self._on_closed)

    # --- writing -------------------------------------------------------------------------------------------------------------

    @Slot()
    def export_chat(self) -> None:
        """Ask where to write the chat on screen, and write it there."""
        self.export_chats([self._flow.chat.id])

    @Slot()
    def export_all(self) -> None:
        """Ask where to write all chats, the oldest first, and write them there."""
        self.export_chats([chat.id for chat in reversed(self._flow.store.chats()) if not chat.temporary])

    @Slot(object)
    def export_chats(self, chat_ids: Sequence[int]) -> None:
        """Ask where to write these chats, and write them there."""
        self._flow.open_chat.flush_draft()
        store = self._flow.store
        chats = {chat.id: chat for chat in store.chats()}
        self._wanted = [each for each in chat_ids if each in chats and _has_something(chats[each])]
        if not self._wanted:
            sentence = self.tr("There is nothing to export yet: no message has been sent here.")
            self.told.emit(Problem(sentence, tone="info"))
            return
        one = len(self._wanted) == 1
        title = chats[self._wanted[0]].title if one else self.tr("Chats")
        dialog = FileDialog(self._window, self.tr("Export the chat") if one else self.tr("Export the chats"), self._folder)
        dialog.setObjectName("exportDialog")
        dialog.setAcceptMode(FileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(FileDialog.FileMode.AnyFile)
        dialog.setNameFilters([name for _, name in self._forms()])
        dialog.setDefaultSuffix("md")
        dialog.selectFile(f"{file_name(title) or self.tr('Chat')}.md")
        dialog.filterSelected.connect(self._on_form)
        dialog.fileSelected.connect(self._on_place)
        dialog.open()

    def _forms(self) -> list[tuple[str, str]]:
        return [
            ("markdown", self.tr("Markdown, to read and edit (*.md)")),
            ("html", self.tr("Web page, to read and print (*.html)")),
            ("json", self.tr("Keel, everything, to import again (*.json)")),
        ]

    @Slot(str)
    def _on_form(self, name: str) -> None:
        dialog = self.sender()
        form = self._form_named(name)
        if isinstance(dialog, FileDialog):
            dialog.setDefaultSuffix(SUFFIXES[form].lstrip("."))
            chosen = dialog.selectedFiles()
            if chosen and form_of(Path(chosen[0])) is not None:
                dialog.selectFile(f"{Path(chosen[0]).stem}{SUFFIXES[form]}")

    def _form_named(self, name: str) -> str:
        return next((form for form, words in self._forms() if words == name), "markdown")

    @Slot(str)
    def _on_place(self, file: str) -> None:
        dialog = self.sender()
        chosen = self._form_named(dialog.selectedNameFilter()) if isinstance(dialog, FileDialog) else "markdown"
        self.write(Path(file), self._wanted, form_of(Path(file)) or chosen)

    def write(self, path: Path, chat_ids: Sequence[int], form: str) -> None:
        """Write these chats to a file; what came of it is told."""
        if self.exports.active:
            self.told.emit(Problem(self.tr("Another export is still being written. Please try again in a moment."), tone="info"))
            return
        try:
            check_place(self._flow.store, path)
        except ExchangeError as error:
            self.told.emit(Problem(in_words(error.sentence)))
            return
        self._folder = str(path.parent)
        self.exports.start(path, chat_ids, form, version())

    @Slot(str, int)
    def _on_written(self, file: str, chats: int) -> None:
        self.told.emit(Problem(words.written(chats, Path(file).name), details=file, tone="info"))

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self.told.emit(Problem(in_words(sentence)))

    # --- reading -------------------------------------------------------------------------------------------------------------

    @Slot()
    def choose_files(self) -> None:
        """Ask which files to import, and import them."""
        dialog = FileDialog(self._window, self.tr("Import chats"), self._folder)
        dialog.setObjectName("importDialog")
        dialog.setFileMode(FileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("Chats (*.json *.jsonl *.zip)"), self.tr("All files (*)")])
        dialog.filesSelected.connect(self.import_files)
        dialog.open()

    @Slot(list)
    def import_files(self, files: Sequence[str]) -> None:
        """Import these files one after the other; what came of it is told, and can be undone."""
        if self.imports.active:
            self.told.emit(Problem(self.tr("Another import is still running. Please try again in a moment."), tone="info"))
            return
        if not files:
            return
        self._folder = str(Path(files[0]).parent)
        with contextlib.suppress(StoreError):  # then no folder is removed with the chats
            self._imported.begin()
        names = ", ".join(Path(file).name for file in files[:3]) + (" …" if len(files) > 3 else "")
        self.told.emit(Problem(self.tr("{files} is being imported …").format(files=names), tone="info"))
        self._flow.store.set_patience(PATIENCE_MS)
        self.imports.start(files)

    @Slot(object)
    def _on_imported(self, results: Sequence[dict[str, Any]]) -> None:
        self._flow.store.set_patience(None)
        chat_ids = [chat_id for result in results for chat_id in result.get("chats", ())]
        noted = False
        with contextlib.suppress(StoreError):  # what cannot be read just now cannot be told from what is done next
            self._imported.note(chat_ids)
            noted = bool(chat_ids)
        self._flow.open_chat.list_changed.emit()
        if len(chat_ids) == 1:
            self._flow.open_chat.open(chat_ids[0])
        sentences, missed = [], []
        for result in results:
            if "error" in result:
                sentences.append(in_words(result["error"]))
                continue
            sentences.append(words.taken(len(result["chats"]), result["messages"], result["file"]))
            lines = words.left_out(result["left_out"])
            heading = self.tr("From {file} ({form}) these were not taken:")
            if lines:
                missed += [
                    heading.format(file=result["file"], form=words.form(result["form"])),
                    *(f"• {each}" for each in lines),
                    "",
                ]
        if missed:
            sentences.append(self.tr("Not everything could be taken; see the details."))
        failed = any("error" in result for result in results)
        undo, label = (UNDO, self.tr("Undo")) if noted else ("", "")
        self.told.emit(Problem(" ".join(sentences), undo, label, "\n".join(missed).strip(), "problem" if failed else "info"))

    @Slot(str)
    def _on_not_imported(self, sentence: str) -> None:
        self._flow.store.set_patience(None)
        self.told.emit(Problem(in_words(sentence)))

    def act(self, action: str) -> bool:
        """Do what a button of the notice offers, where it is for this part; returns whether it was."""
        if action != UNDO:
            return False
        try:
            deleted, kept = self._imported.take_back()
        except StoreError as error:
            self.told.emit(Problem(in_words(error.sentence)))
            return True
        if kept and deleted:
            sentence = self.tr("The import was undone. Chats that have been changed since were kept.")
            self.told.emit(Problem(sentence, "undo_delete", self.tr("Undo"), tone="info"))
        elif kept:
            self.told.emit(
                Problem(self.tr("The chats have been changed since they were imported, so they were kept."), tone="info")
            )
        return True

    @Slot()
    def _on_closed(self) -> None:
        self.exports.stop()
        self.imports.stop()


def _has_something(chat: Chat) -> bool:
    """Whether a chat holds words, be it only what stands in its message box."""
    return chat.leaf_id is not None or bool(chat.draft or chat.queued)
