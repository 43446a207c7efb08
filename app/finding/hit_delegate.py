"""Draws what a search found: title and day above, a line of the text below, with the finds in bold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.chat.markdown import printable
from app.conversations.records import Hit
from app.finding.hits import HIT
from app.sidebar.dates import written
from app.sidebar.rows import name_of
from app.theme import Colours, colours, space

SMALL = 0.9
EARLIEST = 0.6
"""Where the first find ends behind this share of the line, the text before it is cut."""
Index = QModelIndex | QPersistentModelIndex


class HitDelegate(QStyledItemDelegate):
    """Two lines high each, so that long lists stay quick."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a title and a line of the text."""
        small = QFontMetrics(_small(option.font))
        return QSize(space(200), option.fontMetrics.height() + small.height() + space(20))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one hit."""
        hit = index.data(HIT)
        if not isinstance(hit, Hit):
            return
        c = colours(option.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.soft if chosen else c.hover))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(0, 1, 0, -1), 6, 6)
        place = option.rect.adjusted(space(12), space(9), -space(12), -space(9))
        below = self._title_line(painter, option, hit, place, c)
        text = hit.snippet if hit.message_id is not None else self.tr("Title of the chat")
        marks = hit.marks if hit.message_id is not None else []
        room = QRect(place.left(), below, place.width(), place.bottom() - below)
        font = _small(option.font)
        text, marks = from_first_mark(text, marks, QFontMetrics(font), round(room.width() * EARLIEST))
        _draw(painter, font, text, marks, room, c.muted, c)
        painter.restore()

    def _title_line(self, painter: QPainter, option: QStyleOptionViewItem, hit: Hit, place: QRect, c: Colours) -> int:
        """Draw title and day; returns where the next line begins."""
        small = _small(option.font)
        day = written(hit.created_at)
        width = QFontMetrics(small).horizontalAdvance(day)
        height = option.fontMetrics.height()
        painter.setFont(small)
        painter.setPen(QColor(c.muted))
        painter.drawText(QRect(place.right() - width, place.top(), width + 1, height), Qt.AlignmentFlag.AlignCenter, day)
        room = QRect(place.left(), place.top(), place.width() - width - space(12), height)
        in_title = hit.message_id is None and bool(hit.marks)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.Normal if in_title else QFont.Weight.DemiBold)
        # a hit in a title has the title as its snippet, on which the marks lie
        text = hit.snippet if in_title else name_of(hit.title)
        _draw(painter, font, text, hit.marks if in_title else [], room, c.text, c)
        return place.top() + height + space(2)


def formats_of(text: str, marks: Sequence[tuple[int, int]], c: Colours) -> list[QTextLayout.FormatRange]:
    """Return how the marks of a text are drawn; marks count characters, Qt counts 16-bit units."""
    made = []
    for start, end in marks:
        each = QTextLayout.FormatRange()
        each.start = _units(text[:start])
        each.length = _units(text[start:end])
        look = QTextCharFormat()
        look.setFontWeight(QFont.Weight.Bold)
        look.setForeground(QColor(c.text))
        look.setBackground(QColor(c.notice))
        each.format = look
        made.append(each)
    return made


def from_first_mark(
    text: str, marks: Sequence[tuple[int, int]], metrics: QFontMetrics, room: int
) -> tuple[str, list[tuple[int, int]]]:
    """Return the text with its beginning cut at a word where the first mark would else end beyond this many pixels."""
    cut = 0
    if marks:
        start, end = marks[0]
        while cut < start and metrics.horizontalAdvance(text[cut:end]) > room:
            space_at = text.find(" ", cut, start)
            cut = start if space_at < 0 else space_at + 1
    if not cut:
        return text, list(marks)
    return "…" + text[cut:], [(start - cut + 1, end - cut + 1) for start, end in marks]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(made.pointSizeF() * SMALL)
    return made


def _draw(
    painter: QPainter, font: QFont, text: str, marks: Sequence[tuple[int, int]], room: QRect, colour: str, c: Colours
) -> None:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.Bold)  # no find may be wider than it was measured
    shown = printable(text)
    if len(shown) != len(text):
        marks = ()
    shown = QFontMetrics(bold).elidedText(shown, Qt.TextElideMode.ElideRight, room.width())
    layout = QTextLayout(shown, font, painter.device())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.setFormats(formats_of(shown, [each for each in marks if each[1] <= len(shown)], c))
    layout.beginLayout()
    line = layout.createLine()
    if line.isValid():
        line.setLineWidth(room.width())
    layout.endLayout()
    painter.setPen(QColor(colour))
    painter.save()
    painter.setClipRect(room.adjusted(-2, -2, 2, 2))
    layout.draw(painter, QPointF(room.topLeft()))
    painter.restore()
