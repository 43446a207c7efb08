"""A read-only text area as tall as its content that loads no resource and opens no link by itself."""

from __future__ import annotations

import html
from typing import Any

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QObject, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextFormat,
    QTextListFormat,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QFrame, QMessageBox, QSizePolicy, QTextBrowser, QWidget

from app.chat import markdown, marks
from app.theme import colours

ALLOWED_SCHEMES = frozenset({"http", "https", "mailto"})
MAX_SHOWN_URL = 300
PLAIN_LINE_PERCENT = 135.0
HEADINGS = {1: 1.5, 2: 1.3, 3: 1.15, 4: 1.0, 5: 1.0, 6: 1.0}
"""Size of a heading of each level, as a multiple of the text's; all are bold."""


class TextBody(QTextBrowser):
    """Text of a message; `show_prose` for Markdown, `show_plain` for text as it is."""

    link_activated = Signal(str)
    refitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("textBody")
        self.setAccessibleName(self.tr("Text of the message"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self._source = ""
        self._is_prose = False
        self._ideal: int | None = None
        self._fitting = False
        self._current_mark: QTextCursor | None = None
        self._marked: tuple[str, int | None] = ("", None)
        self._redraw_soon = QTimer(self)
        self._redraw_soon.setSingleShot(True)
        self._redraw_soon.setInterval(0)
        self._redraw_soon.timeout.connect(self._redraw)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.anchorClicked.connect(self._on_anchor)

    def show_prose(self, source: str) -> None:
        """Show Markdown source."""
        if self._is_prose and source == self._source:
            return
        self._source, self._is_prose = source, True
        self.document().setDefaultStyleSheet(self._style_sheet())
        page = markdown.to_html(source)
        self.setHtml(page)
        if "<h" in page:
            self._size_headings()
        if markdown.DONE in page or markdown.TO_DO in page:
            self._hang_boxes()

    def show_plain(self, source: str) -> None:
        """Show text character by character as it is; growing text is appended."""
        if not self._is_prose and self._source and source.startswith(self._source):
            cursor = self.textCursor()
            cursor.movePosition(cursor.MoveOperation.End)
            cursor.insertText(source[len(self._source) :])
        else:
            self.setPlainText(source)
        self._space_lines()
        self._ideal = None
        self._source, self._is_prose = source, False

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Load nothing, whatever the text asks for; for None, Qt would go and read the file itself."""
        return QByteArray(b"")

    def sizeHint(self) -> QSize:
        """As tall as the text."""
        return QSize(320, max(1, round(self.document().size().height())))

    def minimumSizeHint(self) -> QSize:
        """As narrow as needed; the text wraps."""
        return QSize(40, self.sizeHint().height())

    def ideal_width(self) -> int:
        """Return the width the text takes without wrapping."""
        if self._ideal is None:
            clone = self.document().clone(self)
            clone.setTextWidth(-1)
            self._ideal = round(clone.idealWidth()) + 2
            clone.deleteLater()
        return self._ideal

    def set_marks(self, needle: str, current: int | None = None) -> int:
        """Mark every place of the needle ("" for none), the one with index `current` more strongly; return how many there are."""
        self._marked = (needle, current)
        found = marks.places(self.document(), needle)
        self._current_mark = found[current] if current is not None and current < len(found) else None
        self.setExtraSelections(marks.selections(found, current, self))
        return len(found)

    def mark_top(self) -> int | None:
        """Return how far down the current mark stands, None where it is not here."""
        return None if self._current_mark is None else self.cursorRect(self._current_mark).top()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap to the new width and take the height that needs."""
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave scrolling to the conversation."""
        event.ignore()

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt calls it
        """Copy a formula as the source it was made from."""
        usual, copied = super().createMimeDataFromSelection(), QMimeData()
        if usual.hasHtml():
            copied.setHtml(usual.html())
        copied.setText(source_of(self.textCursor()))
        return copied

    def changeEvent(self, event: QEvent) -> None:
        """Colours are part of the document, so it is made anew when they change."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)
        if event.type() in kinds and hasattr(self, "_redraw_soon"):
            self._redraw_soon.start()

    def _space_lines(self) -> None:
        spaced = QTextBlockFormat()
        spaced.setLineHeight(PLAIN_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spaced)

    def _size_headings(self) -> None:
        """Give the headings their sizes; those that Qt takes from a style sheet are steps, of which two fall together."""
        points = self.document().defaultFont().pointSizeF()
        found, block = [], self.document().begin()
        while block.isValid():
            level, walker = block.blockFormat().headingLevel(), block.begin()
            while level and not walker.atEnd():
                fragment = walker.fragment()
                found.append((level, fragment.position(), fragment.length(), fragment.charFormat()))
                walker += 1
            block = block.next()
        cursor = QTextCursor(self.document())
        for level, start, length, form in found:
            form.clearProperty(QTextFormat.Property.FontSizeAdjustment.value)
            form.setFontPointSize(points * HEADINGS[level])
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(form)

    def _hang_boxes(self) -> None:
        """Put the boxes of tasks where the points of a list stand, so that all lines of a task begin below each other."""
        block = self.document().begin()
        while block.isValid():
            within, box = block.textList(), block.text()[:2]
            pointless = within is not None and within.format().style() == QTextListFormat.Style.ListStyleUndefined
            if pointless and box in (markdown.DONE, markdown.TO_DO):
                hanging = QTextBlockFormat()
                hanging.setTextIndent(-self.fontMetrics().horizontalAdvance(box))
                QTextCursor(block).mergeBlockFormat(hanging)
            block = block.next()

    def _redraw(self) -> None:
        if self._is_prose and self._source:
            source, self._source = self._source, ""
            self.show_prose(source)
        if self._marked[0]:  # marks lie on the document that was, in the colours that were
            self.set_marks(*self._marked)
        self._ideal = None
        self._fit()
        self.refitted.emit()

    def _fit(self) -> None:
        if self._fitting:
            return
        self._fitting = True
        height = self.sizeHint().height()
        if height != self.height():
            self.setFixedHeight(height)
        self._fitting = False

    def _style_sheet(self) -> str:
        c = colours(self)
        link, line, soft, muted = c.accent, c.border, c.sidebar, c.muted
        return f"""
            p {{ margin-top: 0px; margin-bottom: 9px; line-height: 145%; }}
            li {{ margin-bottom: 4px; line-height: 145%; }}
            ul, ol {{ margin-top: 0px; margin-bottom: 9px; }}
            h1, h2, h3, h4, h5, h6 {{ margin-top: 8px; margin-bottom: 6px; font-weight: 600; }}
            h5, h6 {{ color: {muted}; }}
            a {{ color: {link}; }}
            code {{ font-family: monospace; background-color: {soft}; }}
            pre {{ font-family: monospace; background-color: {soft}; margin: 4px; }}
            blockquote {{ color: {muted}; margin-left: 16px; margin-right: 8px; }}
            table {{ border-collapse: collapse; margin-top: 2px; margin-bottom: 10px; }}
            th, td {{ padding: 5px 10px; border: 1px solid {line}; }}
            th {{ background-color: {soft}; text-align: left; }}
        """

    def _on_anchor(self, url: QUrl) -> None:
        self.link_activated.emit(bytes(url.toEncoded().data()).decode("ascii", "replace"))


class TableBody(TextBody):
    """A table; one that is too wide scrolls sideways instead of breaking its words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrapMode(QTextOption.WrapMode.WordWrap)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.horizontalScrollBar().rangeChanged.connect(self._on_range)

    def sizeHint(self) -> QSize:
        """As tall as the table, and the scroll bar where there is one."""
        bar = self.horizontalScrollBar()
        usual = super().sizeHint()
        return QSize(usual.width(), usual.height() + (bar.sizeHint().height() + 10 if bar.maximum() > 0 else 0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll sideways only."""
        turned = event.angleDelta()
        if abs(turned.x()) > abs(turned.y()):
            QTextBrowser.wheelEvent(self, event)
        else:
            event.ignore()

    def _on_range(self, _low: int, _high: int) -> None:
        self._fit()


def source_of(cursor: QTextCursor) -> str:
    """Return the selected text, with the sources of the formulas in it; half a formula gives all of its source."""
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    lines, has_formula = [], False
    block = cursor.document().findBlock(start)
    while block.isValid() and block.position() < end:
        parts: list[str] = []
        walker, formula = block.begin(), ""
        while not walker.atEnd():
            fragment = walker.fragment()
            walker += 1
            first = max(start, fragment.position()) - fragment.position()
            last = min(end, fragment.position() + fragment.length()) - fragment.position()
            form = fragment.charFormat()
            source = "" if form.isAnchor() else form.toolTip()
            if first < last and (not source or source != formula):
                parts.append(source or fragment.text()[first:last])
            formula = source
            has_formula = has_formula or bool(source and first < last)
        lines.append("".join(parts))
        block = block.next()
    return "\n".join(lines) if has_formula else cursor.selection().toPlainText()


class LinkOpener(QObject):
    """Shows where a link leads and opens it when the person agrees; refuses everything but web and mail addresses."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.last_sentence = ""

    def offer(self, target: str) -> None:
        """Ask about one link; never blocks the window's other work."""
        url = QUrl(target, QUrl.ParsingMode.TolerantMode)
        shown = target if len(target) <= MAX_SHOWN_URL else target[:MAX_SHOWN_URL] + "…"
        box = QMessageBox(self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("Link"))
        if url.isValid() and url.scheme().lower() in ALLOWED_SCHEMES:
            self.last_sentence = self.tr("Open this address in your browser?")
            open_button = box.addButton(self.tr("Open"), QMessageBox.ButtonRole.AcceptRole)
            open_button.setProperty("target", url.toString())
            open_button.clicked.connect(self._open)
            box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        else:
            self.last_sentence = self.tr("This link is not a web or mail address, so it is not opened.")
            box.addButton(self.tr("Close"), QMessageBox.ButtonRole.RejectRole)
        box.setText(self.last_sentence)
        box.setInformativeText(markdown.printable(shown))
        box.open()

    def _open(self) -> None:
        button = self.sender()
        if button is not None:
            QDesktopServices.openUrl(QUrl(str(button.property("target"))))


def plain_tooltip(text: str) -> str:
    """Return text for a tooltip that shows it literally, also where Qt would take it for HTML."""
    if not GuiQt.mightBeRichText(text):
        return text
    return f"<qt>{html.escape(text, quote=False).replace(chr(10), '<br>')}</qt>"
