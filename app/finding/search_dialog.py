"""Searching all titles and texts as one types, and going to what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from app.conversations.records import Hit
from app.finding.hit_delegate import HitDelegate
from app.finding.hits import HitModel
from app.theme import colours, icon, space

PAUSE_MS = 15
"""The search waits this long after a key, so that fast typing asks once. It answers within a few milliseconds."""
LIMIT = 50
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
Find = Callable[[str, int], Sequence[Hit]]


class SearchDialog(QDialog):
    """A field and what it finds. `chosen` carries chat, message (0 for the chat itself) and what was typed.

    find answers for a text and a limit; without a text it gives the chats used last. It may raise nothing.
    """

    chosen = Signal(int, int, str)

    def __init__(self, find: Find, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Search all chats"))
        self._find = find
        self._model = HitModel(self)
        self.field = QLineEdit(self)
        self.field.setObjectName("searchField")
        self.field.setPlaceholderText(self.tr("Search in all titles and messages"))
        self.field.setAccessibleName(self.tr("Search in all titles and messages"))
        self.field.setClearButtonEnabled(True)
        self.field.addAction(QAction(icon("search", colours(self).muted), "", self), QLineEdit.ActionPosition.LeadingPosition)
        self.field.textEdited.connect(self._on_typed)
        self.field.installEventFilter(self)
        self.list = QListView(self)
        self.list.setObjectName("searchHits")
        self.list.setAccessibleName(self.tr("What was found"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(HitDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._on_chosen)
        self.list.activated.connect(self._on_chosen)
        self.count = QLabel(self)
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setProperty("tone", "small")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.search_now)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(14), space(14), space(14), space(10))
        column.setSpacing(space(8))
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(self.count)
        self.search_now()

    def hits(self) -> list[Hit]:
        """Return what is listed."""
        found = (self._model.hit(self._model.index(row)) for row in range(self._model.rowCount()))
        return [hit for hit in found if hit is not None]

    def search_now(self) -> None:
        """List what the text in the field finds."""
        self._pause.stop()
        text = self.field.text()
        found = list(self._find(text, LIMIT))
        self._model.show(found)
        if found:
            self.list.setCurrentIndex(self._model.index(0))
        self.list.scrollToTop()
        self.count.setText(self._words(text, len(found)))
        self.field.setAccessibleDescription(self.count.text())

    def _words(self, text: str, found: int) -> str:
        if not text.strip():
            return self.tr("The chats used last. Type to search.")
        if not found:
            return self.tr("Nothing was found.")
        if found >= LIMIT:
            return self.tr("The first {count} are listed. More words find fewer.").format(count=found)
        return self.tr("{count} found").format(count=found)

    def _on_typed(self) -> None:
        self._pause.start()

    def _on_chosen(self, index: QModelIndex) -> None:
        hit = self._model.hit(index)
        if hit is not None:
            text = self.field.text()
            self.accept()
            self.chosen.emit(hit.chat_id, hit.message_id or 0, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow keys move through the finds while one types, and Enter takes the current one."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _MOVES:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._pause.isActive():
                    self.search_now()
                self._on_chosen(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Stand in the upper half of the window."""
        super().showEvent(event)
        window = self.parentWidget()
        if window is not None:
            whole = window.window().frameGeometry()
            self.resize(self.sizeHint().boundedTo(QSize(whole.width() - space(60), whole.height() - space(90))))
            self.move(whole.center().x() - self.width() // 2, whole.top() + max(space(48), whole.height() // 10))
        self.field.setFocus()

    def sizeHint(self) -> QSize:
        """Wide enough for a line of text."""
        return QSize(space(640), space(520))
