"""The real program with busy hands: `program.py SEED DATA_DIR [MODEL [FILE]]` runs `keel` and uses its window until it is killed.

Keys are typed into the message box, messages sent and queued, replies made again and stopped, chats opened and named, FILE
imported. Every acknowledged thing is told as one JSON object per line on stdout, with the time of the system's monotonic clock.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.__main__ import main as keel
from app.conversations.records import Message
from app.exchange.importing import import_file

KEY_MS = 25


def tell(what: str, **facts: Any) -> None:
    """Write one line, whole: a kill comes before or after it."""
    line = json.dumps({"t": time.monotonic(), "what": what, **facts}) + "\n"
    os.write(1, line.encode())


class Hands(QObject):
    """Uses the window as soon as it has been painted."""

    def __init__(self, seed: int, file: Path | None) -> None:
        super().__init__()
        self.random = random.Random(seed)
        self.seed = seed
        self.file = file
        self.window: Any = None
        self.number = 0
        self.rest = ""
        self.timer = QTimer(self)
        self.timer.setInterval(KEY_MS)
        self.timer.timeout.connect(self.tick)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the first painting of the main window."""
        if event.type() == QEvent.Type.Paint and self.window is None and watched.objectName() == "mainWindow":
            self.window = watched
            QTimer.singleShot(0, self.begin)
        return False

    @Slot()
    def begin(self) -> None:
        """Listen to everything the program acknowledges, and start typing."""
        flow = self.window.controller
        flow.message_added.connect(self.added)
        flow.queue_changed.connect(self.queued)
        flow.run.grew.connect(self.grew)
        flow.run.finished.connect(self.finished)
        tell("painted")
        self.told_text()
        self.timer.start()

    @Slot(object, object)
    def added(self, message: Message, _versions: object) -> None:
        """A message is on screen."""
        tell("kept", id=message.id, role=message.role, text=message.content)

    @Slot(str)
    def queued(self, text: str) -> None:
        """A message waits."""
        tell("queued", chat=self.window.controller.chat.id, text=text)

    @Slot(int, str)
    def grew(self, _chat: int, text: str) -> None:
        """More of a reply is on screen."""
        message = self.window.controller.run.message
        if message is not None:
            tell("grew", id=message.id, length=len(text))

    @Slot(object, object)
    def finished(self, message: Message, _stats: object) -> None:
        """A reply has ended."""
        tell("finished", id=message.id, text=message.content)

    def told_text(self) -> None:
        """Tell what stands in the message box."""
        tell("typed", chat=self.window.controller.chat.id, text=self.window.composer.text())

    @Slot()
    def tick(self) -> None:
        """Do the next small thing."""
        chance = self.random.random()
        if chance < 0.985:
            self.type_on()
        elif chance < 0.990:
            self.another_chat()
        elif chance < 0.993:
            self.rename()
        elif chance < 0.997:
            self.window.controller.regenerate()
        elif chance < 0.999 or self.file is None:
            self.window.controller.stop()
        else:
            found = import_file(self.window.controller.store, self.file)
            tell("imported", chats=list(found.chat_ids))

    def type_on(self) -> None:
        """Type one more key of a message, or send it."""
        editor = self.window.composer.editor
        if not self.rest:
            self.number += 1
            self.rest = f"m{self.seed}x{self.number}z tell me more about {self.random.choice(['sleep', 'ships', 'bread'])}\n"
        key, self.rest = self.rest[0], self.rest[1:]
        if key == "\n":
            QTest.keyClick(editor, Qt.Key.Key_Return)
        else:
            QTest.keyClicks(editor, key)
        self.told_text()

    def another_chat(self) -> None:
        """Open a new chat or an older one."""
        flow = self.window.controller
        chats = [chat.id for chat in flow.store.chats()]
        if self.random.random() < 0.5:
            flow.open_chat.new()
        else:
            flow.open_chat.open(self.random.choice(chats))
        self.rest = ""
        self.told_text()

    def rename(self) -> None:
        """Give the chat on screen another name."""
        flow = self.window.controller
        title = f"named {self.seed}-{self.number}"
        flow.open_chat.rename(flow.chat.id, title)
        tell("renamed", chat=flow.chat.id, title=title)


def main(seed: int, folder: str, model: str | None, file: str | None) -> int:
    """Run the program with hands on it."""
    application = QApplication(["keel"])
    hands = Hands(seed, Path(file) if file else None)
    application.installEventFilter(hands)
    return keel(["--data-dir", folder, *(["--model", model] if model else [])])


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2], *([*sys.argv[3:5], None, None][:2])))
