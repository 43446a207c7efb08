"""Draws the lines of the list of chats, and gives the field in which a name is changed."""

from __future__ import annotations

import re

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.sidebar.model import GROWING, OPEN, ROW
from app.sidebar.rows import Row
from app.theme import Colours, colours, pixmap, space

SMALL = 0.88
NAME_CHARS = 240
LEAST_BEGINNING = 0.4
"""Share of a name's width that its beginning keeps."""
Index = QModelIndex | QPersistentModelIndex


_ENDING = re.compile(r".*\S( \([^()]+\))", re.DOTALL)


def elided(text: str, metrics: QFontMetrics, width: int) -> str:
    """Return a name cut to a width, in pixels. An ending in brackets stays: it tells chats apart that begin with the same words."""
    ending = _ENDING.fullmatch(text)
    if ending is None or metrics.horizontalAdvance(text) <= width:
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    room = width - metrics.horizontalAdvance(ending.group(1))
    if room < width * LEAST_BEGINNING:
        return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)
    beginning = text[: ending.start(1)]
    return metrics.elidedText(beginning, Qt.TextElideMode.ElideRight, room) + ending.group(1)


class ChatListDelegate(QStyledItemDelegate):
    """One line high each: headings small, folders with an arrow, chats with signs at their end."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All lines have the same height, which keeps lists of thousands quick."""
        return QSize(space(80), option.fontMetrics.height() + space(12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        row = index.data(ROW)
        if not isinstance(row, Row):
            return
        c = colours(option.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.kind == "heading":
            self._heading(painter, option, row, c)
        else:
            self._ground(painter, option, bool(index.data(OPEN)), c)
            left, right = self._signs(painter, option, row, bool(index.data(GROWING)), c)
            self._name(painter, option, row, QRect(left, option.rect.top(), right - left, option.rect.height()), c)
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the field for a new name."""
        editor = QLineEdit(parent)
        editor.setMaxLength(NAME_CHARS)
        row = index.data(ROW)
        folder = isinstance(row, Row) and row.kind == "folder"
        editor.setAccessibleName(self.tr("Name of the folder") if folder else self.tr("Title of the chat"))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """The field takes the whole line, as far as it can be seen."""
        line, seen = option.rect.adjusted(0, space(1), 0, -space(1)), editor.parentWidget()
        width = line.width() if seen is None else min(line.width(), seen.width() - line.left())
        editor.setGeometry(line.left(), line.top(), width, line.height())

    # --- parts of a line -----------------------------------------------------------------------------------------------------

    def _heading(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, c: Colours) -> None:
        font = QFont(option.font)
        font.setPointSizeF(font.pointSizeF() * SMALL)
        painter.setFont(font)
        painter.setPen(QColor(c.muted))
        place = option.rect.adjusted(space(7), 0, -space(7), -space(3))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, row.text)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, is_open: bool, c: Colours) -> None:
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        # The open chat has its bar; were its ground that of a chosen line, two would look chosen where another one is.
        ground = c.soft if chosen else c.hover if state & QStyle.StateFlag.State_MouseOver else ""
        place = QRectF(option.rect).adjusted(0, 0.5, 0, -0.5)
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(place, 6, 6)
        if is_open:
            bar = QRectF(place.left(), place.top() + space(6), space(3), place.height() - 2 * space(6))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.accent))
            painter.drawRoundedRect(bar, space(1.5), space(1.5))
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setPen(QPen(QColor(c.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _signs(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, growing: bool, c: Colours) -> tuple[int, int]:
        """Draw what stands before and behind the name; returns where its room begins and ends."""
        rect, size = option.rect, space(16)
        left, right = rect.left() + space(9), rect.right() - space(6)
        ratio = painter.device().devicePixelRatioF()
        middle = rect.center().y() + 1
        if row.kind == "folder":
            for name in ("chevron-right" if row.folded else "chevron-down", "folder"):
                painter.drawPixmap(QPointF(left - space(3), middle - size / 2), pixmap(name, c.muted, size, ratio))
                left += size + space(2)
            return left, self._count(painter, option, row, right, c)
        left += space(18) if row.inside else 0
        signs = [("waiting", c.accent)] if growing else []
        signs += [("pin", c.muted)] if row.pinned else []
        for name, colour in signs:
            painter.drawPixmap(QPointF(right - size, middle - size / 2), pixmap(name, colour, size, ratio))
            right -= size + space(2)
        if row.drifted:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.away))
            painter.drawEllipse(QPointF(right - space(7), middle), space(4), space(4))
            right -= size
        return left, right

    def _count(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, right: int, c: Colours) -> int:
        font = QFont(option.font)
        font.setPointSizeF(font.pointSizeF() * SMALL)
        painter.setFont(font)
        painter.setPen(QColor(c.muted))
        text = str(row.count)
        width = painter.fontMetrics().horizontalAdvance(text)
        place = QRect(right - width, option.rect.top(), width, option.rect.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        return right - width - space(6)

    def _name(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, place: QRect, c: Colours) -> None:
        font = QFont(option.font)
        font.setItalic(row.temporary)
        painter.setFont(font)
        painter.setPen(QColor(c.text))
        text = elided(row.text, painter.fontMetrics(), place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
