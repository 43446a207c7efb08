"""The gauge: one reading between the average role and the usual Assistant, with the threshold marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.drift.scale import share, small_font, state_colour
from app.drift.words import figure
from app.theme import Colours, colours, space


class Gauge(QWidget):
    """Draws a level scale with a marker; None shows the scale alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: float | None = None
        self._threshold = 0.5
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Drift gauge"))

    @property
    def value(self) -> float | None:
        """The reading shown."""
        return self._value

    @property
    def threshold(self) -> float:
        """The reading below which a reply counts as drifted."""
        return self._threshold

    def show_value(self, value: float | None) -> None:
        """Move the marker."""
        if value != self._value:
            self._value = value
            self.update()

    def show_threshold(self, threshold: float) -> None:
        """Move the threshold mark."""
        self._threshold = threshold
        self.setToolTip(self.tr("Below the mark at {threshold} a reply counts as drifted.").format(threshold=figure(threshold)))
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the marker, the track, the tick and one line of text."""
        return QSize(space(220), space(24) + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """The same height, whatever the width."""
        return QSize(space(120), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the track in its two zones, the threshold, the ends' names and the marker."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = colours(self)
        inset = space(8)
        track = QRectF(inset, space(8), self.width() - 2 * inset, space(8))
        self._draw_track(painter, track, c)
        self._draw_ends(painter, track, c)
        if self._value is not None:
            self._draw_marker(painter, track, self._value, c)
        painter.end()

    def _draw_track(self, painter: QPainter, track: QRectF, c: Colours) -> None:
        radius = track.height() / 2
        split = track.left() + share(self._threshold) * track.width()
        painter.setPen(Qt.PenStyle.NoPen)
        for zone, name in (
            (QRectF(0, 0, split, self.height()), c.drifting),
            (QRectF(split, 0, self.width(), self.height()), c.steady),
        ):
            painter.save()
            painter.setClipRect(zone)
            tint = QColor(name)
            tint.setAlphaF(0.30 if self.isEnabled() else 0.12)
            painter.setBrush(tint)
            painter.drawRoundedRect(track, radius, radius)
            painter.restore()
        painter.setPen(QPen(QColor(c.drifting), 2))
        painter.drawLine(QPointF(split, track.top() - space(4)), QPointF(split, track.bottom() + space(4)))

    def _draw_ends(self, painter: QPainter, track: QRectF, c: Colours) -> None:
        painter.setFont(small_font(self))
        line = painter.fontMetrics().height()
        top = track.bottom() + space(6)
        painter.setPen(QPen(QColor(c.outline), 1))
        for level in (0.0, 1.0):
            x = track.left() + share(level) * track.width()
            painter.drawLine(QPointF(x, track.bottom() + 1), QPointF(x, track.bottom() + space(4)))
        painter.setPen(QColor(c.muted))
        names = ((self.tr("Average role"), self.tr("Usual Assistant")), (self.tr("Role"), self.tr("Assistant")))
        for name, (left, right) in self._places_of(names, painter.fontMetrics(), track):
            painter.drawText(QRectF(left, top, right - left, line), Qt.AlignmentFlag.AlignCenter, name)

    def _places_of(
        self, pairs: Sequence[tuple[str, str]], metrics: QFontMetrics, track: QRectF
    ) -> list[tuple[str, tuple[float, float]]]:
        """Return where the names of the two ends stand, left and right: below their ticks, as far as the edges allow.

        The first pair whose names do not touch is taken, else the last.
        """
        places: list[tuple[str, tuple[float, float]]] = []
        for names in pairs:
            places = []
            for name, level in zip(names, (0.0, 1.0), strict=True):
                width = metrics.horizontalAdvance(name) + 2
                left = track.left() + share(level) * track.width() - width / 2
                left = max(0.0, min(left, self.width() - width))
                places.append((name, (left, left + width)))
            if places[0][1][1] + space(8) <= places[1][1][0]:
                break
        return places

    def _draw_marker(self, painter: QPainter, track: QRectF, value: float, c: Colours) -> None:
        x = track.left() + share(value) * track.width()
        reach = space(7)
        painter.setBrush(state_colour(value, self._threshold, c))
        painter.setPen(QPen(QColor(c.card), 2))
        painter.drawEllipse(QPointF(x, track.center().y()), reach, reach)
