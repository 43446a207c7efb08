"""The trace under a reply: a small course line among its badges that unfolds into the readings of every token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.drift.course import Course, columns, course_of
from app.drift.reply_picture import ReplyPicture
from app.drift.scale import height_of
from app.drift.words import figure, percent, state_within
from app.theme import colours, space

_SPARK: Final = (40, 13)
_SPARK_GAP: Final = 5
_SPARK_COLUMNS: Final = 20


class SparkButton(QToolButton):
    """A course in the height of a line with the reply's reading behind it; pressed, the trace is unfolded.

    Below the threshold the figure is left to the badge that says so.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quietButton")
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._course: Course | None = None
        self._threshold: float | None = None

    def show_course(self, course: Course | None, threshold: float | None) -> None:
        """Show a reply, None for one without readings."""
        self._course, self._threshold = course, threshold
        has_badge = course is not None and threshold is not None and course.mean < threshold
        self.setText("" if course is None or has_badge else figure(course.mean))
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the line again in the colours and the size now in force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_course"):
            self._draw()

    def _draw(self) -> None:
        if self._course is None:
            self.setIcon(QIcon())
            return
        ratio = self.devicePixelRatioF()
        size = QSize(space(_SPARK[0]), space(_SPARK[1]))
        whole = size if not self.text() else QSize(size.width() + space(_SPARK_GAP), size.height())
        pixmap = QPixmap(whole * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c, area = colours(self), QRectF(0.5, 1.0, size.width() - 1.0, size.height() - 2.0)
        if self._threshold is not None:
            painter.setPen(QPen(QColor(c.drifting), 1, Qt.PenStyle.DotLine))
            y = round(height_of(self._threshold, area)) + 0.5
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        parts = columns(self._course, _SPARK_COLUMNS)
        step = area.width() / max(1, len(parts) - 1)
        points = [QPointF(area.left() + at * step, height_of(part.smooth, area)) for at, part in enumerate(parts)]
        painter.setPen(QPen(QColor(c.muted), 1.4))
        painter.drawPolyline(QPolygonF(points if len(points) > 1 else [points[0], QPointF(area.right(), points[0].y())]))
        painter.end()
        self.setIconSize(whole)
        self.setIcon(QIcon(pixmap))


class ReplyTrace(QFrame):
    """The unfolded trace; `button` belongs into the line of badges above it and folds it away.

    Nothing of the picture is built before it is unfolded, so a long conversation of folded traces costs next to nothing.
    """

    other_cap_requested = Signal()
    """The same message is to be answered again: without the cap where the reply had one, else under it."""

    def __init__(
        self,
        readings: Sequence[float] = (),
        threshold: float | None = None,
        parent: QWidget | None = None,
        *,
        early: float | None = None,
        capped: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.setAccessibleName(self.tr("Trace of this reply"))
        self.button = SparkButton(self)
        self.button.toggled.connect(self._on_toggled)
        self._course: Course | None = None
        self._threshold: float | None = None
        self._early: float | None = None
        self._capped = False
        self._picture: ReplyPicture | None = None
        self.show_reply(readings, threshold, early=early, capped=capped)

    def show_reply(
        self, readings: Sequence[float], threshold: float | None, *, early: float | None = None, capped: bool = False
    ) -> None:
        """Show another reply, or the same one as it has grown. threshold: as it was when the reply was made, None unknown."""
        self._course = course_of(readings)
        self._threshold, self._early, self._capped = threshold, early, capped
        self.button.show_course(self._course, threshold)
        self.button.setVisible(self._course is not None)
        if self._course is None:
            self.button.setChecked(False)
        self._name_button()
        self._fill()
        self.setVisible(self.unfolded)

    @property
    def unfolded(self) -> bool:
        """Whether the picture is on show."""
        return self.button.isChecked() and self._course is not None

    @property
    def picture(self) -> ReplyPicture | None:
        """The picture, None before it was unfolded for the first time."""
        return self._picture

    def words(self) -> str:
        """Return the course in words, "" without readings."""
        course, threshold = self._course, self._threshold
        if course is None:
            return ""
        count = len(course.readings)
        parts = [self.tr("{count} tokens").format(count=count) if count != 1 else self.tr("1 token")]
        parts.append(
            self.tr("lowest {reading} at token {number}").format(reading=figure(course.lowest), number=course.lowest_at + 1)
        )
        if threshold is not None:
            share = course.below(threshold)
            below = self.tr("{share} of them below the mark at {threshold}")
            none = self.tr("none below the mark at {threshold}")
            parts.append((below if share else none).format(share=percent(share), threshold=figure(threshold)))
        return " · ".join(parts)

    def _name_button(self) -> None:
        course = self._course
        if course is None:
            return
        state = "" if self._threshold is None else f", {state_within(course.mean, self._threshold)}"
        told = self.tr("Reading {reading}").format(reading=figure(course.mean)) + state
        action = self.tr("Hide its course") if self.button.isChecked() else self.tr("Show its course, token by token")
        self.button.setToolTip(f"{told}\n{action}")
        self.button.setAccessibleName(f"{told}. {action}")

    def _build(self) -> ReplyPicture:
        column = QVBoxLayout(self)
        column.setContentsMargins(space(10), space(8), space(10), space(8))
        column.setSpacing(space(6))
        self._told = QLabel(self)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.setProperty("tone", "small")
        self._told.setWordWrap(True)
        picture = ReplyPicture(self)
        self._other = QPushButton(self)
        self._other.setAutoDefault(False)
        self._other.clicked.connect(self.other_cap_requested)
        column.addWidget(picture)
        column.addWidget(self._told)
        column.addWidget(self._other, 0, Qt.AlignmentFlag.AlignLeft)
        return picture

    def _fill(self) -> None:
        if self._picture is None:
            return
        self._picture.show_course(self._course, self._threshold, self._early)
        self._told.setText(self.words())
        self._other.setText(self.tr("Answer again without the cap") if self._capped else self.tr("Answer again under the cap"))
        self._other.setToolTip(self.tr("Makes another version of this reply; this one is kept"))

    @Slot(bool)
    def _on_toggled(self, _checked: bool) -> None:
        if self.unfolded and self._picture is None:
            self._picture = self._build()
        self._fill()
        self._name_button()
        self.setVisible(self.unfolded)
        self.setProperty("opened", self.unfolded)  # the conversation keeps what a person unfolded
