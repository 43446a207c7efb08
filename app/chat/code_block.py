"""A block of code: its language, a Copy button, and the code in colours once it is complete."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QFontDatabase, QGuiApplication, QPalette, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.chat import marks
from app.chat.highlight import CodeHighlighter

COPIED_MS = 1500


class CodeArea(QPlainTextEdit):
    """Read-only code that scrolls sideways and is as tall as its lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("codeArea")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabChangesFocus(True)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)

    def show_code(self, code: str) -> None:
        """Show the code; growing code is appended."""
        current = self.toPlainText()
        if current and code.startswith(current):
            cursor = self.textCursor()
            cursor.movePosition(cursor.MoveOperation.End)
            cursor.insertText(code[len(current) :])
        else:
            self.setPlainText(code)
        self.fit()

    def fit(self) -> None:
        """Take the height of the lines, and of the scroll bar where there is one."""
        bar = self.horizontalScrollBar()
        height = self.blockCount() * self.fontMetrics().lineSpacing() + 4
        self.setFixedHeight(height + (bar.sizeHint().height() if bar.maximum() > 0 else 0))

    def minimumSizeHint(self) -> QSize:
        """As narrow as needed."""
        return QSize(60, self.height())

    def resizeEvent(self, event: object) -> None:
        """Keep the height right when the scroll bar comes or goes."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.fit()

    def wheelEvent(self, event: object) -> None:
        """Leave scrolling up and down to the conversation."""
        event.ignore()  # type: ignore[attr-defined]


class CodeBlock(QFrame):
    """Code with its header."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("codeBlock")
        self._language = QLabel(self)
        self._language.setObjectName("codeLanguage")
        self._language.setTextFormat(Qt.TextFormat.PlainText)
        self._copy = QToolButton(self)
        self._copy.setObjectName("quietButton")
        self._copy.setText(self.tr("Copy"))
        self._copy.setAccessibleName(self.tr("Copy this code"))
        self._copy.clicked.connect(self._on_copy)
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.timeout.connect(self._reset_copy)
        self._area = CodeArea(self)
        self._area.setAccessibleName(self.tr("Code"))
        self._current_mark: QTextCursor | None = None
        self._highlighter = CodeHighlighter(self._area.document())
        header = QHBoxLayout()
        header.addWidget(self._language, 1)
        header.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 10, 12)
        layout.setSpacing(6)
        layout.addLayout(header)
        layout.addWidget(self._area)
        self._set_font()

    def show_code(self, code: str, language: str, *, complete: bool) -> None:
        """Show code; colours come when it is complete."""
        self._language.setText(language or "code")
        self._area.show_code(code.removesuffix("\n"))
        if complete:
            self._highlighter.colour(self._area.toPlainText(), language, dark=self._is_dark())
            self._area.fit()

    def code(self) -> str:
        """Return the code shown."""
        return self._area.toPlainText()

    def set_marks(self, needle: str, current: int | None = None) -> int:
        """Mark every place of the needle ("" for none), the one with index `current` more strongly; return how many there are."""
        found = marks.places(self._area.document(), needle)
        self._current_mark = found[current] if current is not None and current < len(found) else None
        self._area.setExtraSelections(marks.selections(found, current, self))
        return len(found)

    def mark_top(self) -> int | None:
        """Return how far down the current mark stands, None where it is not here."""
        return None if self._current_mark is None else self._area.y() + self._area.cursorRect(self._current_mark).top()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the zoom."""
        super().changeEvent(event)
        if not hasattr(self, "_highlighter"):
            return
        if event.type() == QEvent.Type.PaletteChange:
            self._highlighter.recolour(dark=self._is_dark())
        if event.type() == QEvent.Type.FontChange:
            self._set_font()

    def _is_dark(self) -> bool:
        return self.palette().color(QPalette.ColorRole.Base).lightness() < 128

    def _set_font(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(max(6.0, self.font().pointSizeF() * 0.94))
        if self._area.font() != font:
            self._area.setFont(font)
            self._area.fit()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code())
        self._copy.setText(self.tr("Copied"))
        self._copied.start(COPIED_MS)

    def _reset_copy(self) -> None:
        self._copy.setText(self.tr("Copy"))
