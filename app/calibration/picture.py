"""The live picture: one mark per role and per default prompt, moving apart as the replies come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEasingCurve, QEvent, QPointF, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QToolTip, QWidget

from app.calibration.words import role_words, standing
from app.chat.text_body import plain_tooltip
from app.drift.scale import small_font
from app.drift.words import figure
from app.theme import Colours, colours, space

LEAST: Final = (-0.6, 1.4)
MOST: Final = (-2.5, 3.0)
"""The range drawn is never smaller than the first and never larger than the second; marks outside sit at the edge."""
MOVE_MS: Final = 450
NEAR: Final = 12


@dataclass(slots=True)
class _Mark:
    """One mark: whose it is, where it was, where it belongs, and its line above or below the middle."""

    role: str
    before: float
    value: float
    line: int = 0


class Picture(QWidget):
    """Draws default prompts as discs and roles as diamonds along the axis: 0 the average role, 1 the usual assistant.

    New points glide to their places. The pointer, and a screen reader, are told in words.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: list[_Mark] = []
        self._range = LEAST
        self._glide = QVariantAnimation(self)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.setDuration(MOVE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.valueChanged.connect(self._on_glide)
        self._share = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Roles and usual replies along the axis"))
        self.setMouseTracking(True)
        self.show_points([])

    @property
    def points(self) -> list[tuple[str, float]]:
        """What is shown: (role or "" for a default prompt, reading)."""
        return [(mark.role, mark.value) for mark in self._marks]

    def show_points(self, points: Sequence[tuple[str, float]]) -> None:
        """Move the marks to these readings; new ones appear where they belong."""
        old: dict[str, list[float]] = {}
        for mark in self._marks:
            old.setdefault(mark.role, []).append(self._now(mark))
        self._marks = []
        for role, value in points:
            earlier = old.get(role)
            self._marks.append(_Mark(role, earlier.pop(0) if earlier else value, value))
        values = [value for _, value in points]
        low, high = min(values, default=0.0) - 0.1, max(values, default=1.0) + 0.1
        self._range = (max(MOST[0], min(LEAST[0], low)), min(MOST[1], max(LEAST[1], high)))
        self._arrange()
        self.setAccessibleDescription(standing(list(points)))
        self._glide.stop()
        moves = self.isVisible() and self.style().styleHint(QStyle.StyleHint.SH_Widget_Animate, None, self)
        self._share = 0.0 if moves else 1.0
        if moves:
            self._glide.start()
        self.update()

    def sizeHint(self) -> QSize:
        """A low, wide picture."""
        return QSize(space(420), space(180))

    def minimumSizeHint(self) -> QSize:
        """The same height, whatever the width."""
        return QSize(space(160), self.sizeHint().height())

    # --- where the marks are -------------------------------------------------------------------------------------------------

    def position(self, place: int) -> QPointF:
        """Return the middle of a mark, by its place in the list of points."""
        mark, area = self._marks[place], self._area()
        return QPointF(self._x(self._now(mark), area), area.center().y() + mark.line * self._step())

    def _now(self, mark: _Mark) -> float:
        return mark.before + (mark.value - mark.before) * self._share

    def _area(self) -> QRectF:
        text = QFontMetrics(small_font(self)).height()
        return QRectF(self.rect()).adjusted(space(14), space(8), -space(14), -(text + space(14)))

    def _x(self, value: float, area: QRectF) -> float:
        low, high = self._range
        return area.left() + (min(max(value, low), high) - low) / (high - low) * area.width()

    def _reach(self) -> float:
        return float(space(6))

    def _step(self) -> float:
        return self._reach() * 1.9

    def _arrange(self) -> None:
        """Give every mark the line nearest to the middle on which it touches no other."""
        area, apart = self._area(), self._reach() * 2.1
        lines = max(0, int((area.height() / 2 - self._reach()) // self._step()))
        order = sorted(range(len(self._marks)), key=lambda place: (bool(self._marks[place].role), self._marks[place].value))
        taken: dict[int, list[float]] = {}
        choices = sorted(range(-lines, lines + 1), key=lambda line: (abs(line), line))
        for place in order:
            x = self._x(self._marks[place].value, area)
            free = (line for line in choices if all(abs(x - other) >= apart for other in taken.get(line, ())))
            line = next(free, min(choices, key=lambda line: len(taken.get(line, ()))))
            taken.setdefault(line, []).append(x)
            self._marks[place].line = line

    # --- drawing -------------------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the scale and the marks; the usual replies lie on top."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c, area = colours(self), self._area()
        self._draw_scale(painter, area, c)
        order = sorted(range(len(self._marks)), key=lambda place: not self._marks[place].role)
        for place in order:
            self._draw_mark(painter, self.position(place), bool(self._marks[place].role), c)
        painter.end()

    def _draw_scale(self, painter: QPainter, area: QRectF, c: Colours) -> None:
        painter.setFont(small_font(self))
        metrics = painter.fontMetrics()
        painter.setPen(QPen(QColor(c.border), 1))
        painter.drawLine(QPointF(area.left(), area.bottom() + 0.5), QPointF(area.right(), area.bottom() + 0.5))
        room = self._x(1.0, area) - self._x(0.0, area) - space(10)
        wordings = (self.tr("Average role"), self.tr("Usual assistant")), (self.tr("Role"), self.tr("Assistant"))
        names = next((pair for pair in wordings if sum(map(metrics.horizontalAdvance, pair)) / 2 <= room), wordings[-1])
        self._draw_zones(painter, area, c)
        for level, name, tone in ((0.0, names[0], c.drifting), (1.0, names[1], c.steady)):
            x = self._x(level, area)
            painter.setPen(QPen(QColor(tone), 1.2, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.setPen(QColor(c.muted))
            width = metrics.horizontalAdvance(name)
            left = min(max(x - width / 2, 0.0), self.width() - width)
            painter.drawText(QPointF(left, area.bottom() + space(6) + metrics.ascent()), name)

    def _draw_zones(self, painter: QPainter, area: QRectF, c: Colours) -> None:
        """Tint the two sides of the middle between the average role and the usual assistant."""
        middle = self._x(0.5, area)
        for left, right, tone in ((area.left(), middle, c.drifting), (middle, area.right(), c.steady)):
            tint = QColor(tone)
            tint.setAlphaF(0.07)
            painter.fillRect(QRectF(left, area.top(), right - left, area.height()), tint)

    def _draw_mark(self, painter: QPainter, at: QPointF, is_role: bool, c: Colours) -> None:
        reach = self._reach()
        painter.setPen(QPen(QColor(c.card), 1.2))
        if not is_role:
            painter.setBrush(QColor(c.steady))
            painter.drawEllipse(at, reach * 1.25, reach * 1.25)
            return
        painter.setBrush(QColor(c.drifting))
        painter.drawPolygon([at + QPointF(x * reach, y * reach) for x, y in ((0, -1), (1, 0), (0, 1), (-1, 0))])

    def _on_glide(self, share: object) -> None:
        if isinstance(share, float):
            self._share = share
            self.update()

    # --- words ---------------------------------------------------------------------------------------------------------------

    def words_at(self, point: QPointF) -> str:
        """Return what the mark under a point stands for, "" where there is none."""
        near = [(place, self.position(place) - point) for place in range(len(self._marks))]
        place, away = min(near, key=lambda each: each[1].manhattanLength(), default=(-1, QPointF()))
        if place < 0 or away.manhattanLength() > space(NEAR):
            return ""
        mark = self._marks[place]
        return f"{role_words(mark.role) if mark.role else self.tr('usual replies')}: {figure(mark.value)}"

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what a mark stands for."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = plain_tooltip(self.words_at(QPointF(event.pos())))
            QToolTip.showText(event.globalPos(), words, self) if words else QToolTip.hideText()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the marks for the new width."""
        super().resizeEvent(event)
        self._arrange()
