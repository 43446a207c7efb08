"""The column the conversation stands in: scrolling through thousands of messages while only those near the screen exist."""

# ruff: noqa: N802 (Qt calls these names)

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QVBoxLayout, QWidget

from app.chat.message_list import AnyMessage, MessageList, Page, height_at
from app.chat.scrolling import EndFollower

COLUMN_WIDTH = 720
SIDE_MARGIN = 24
EDGE = 20
PART_GAP = 18
PATIENCE = 0.008
"""Seconds that one step of scrolling may spend on making widgets; what is missing then comes within the next moments."""
FIRST_PATIENCE = 0.08
FILL_PATIENCE = 0.008
FILL_MS = 4
PAUSE_MS = 12
"""After a move nothing is made in advance for this long: the next move may come before."""
AHEAD = 1.0
"""So many screens above and below the one on show are made ready."""
KEPT = 2.5
DROPPED_AT_ONCE = 8
LINE_STEP = 20
_MOST_MOVES = 3
_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


@dataclass(slots=True)
class Anchor:
    """The message that keeps its place on the screen, and how far below the upper edge it begins."""

    index: int
    below: int


class Column(QAbstractScrollArea):
    """A head, the messages, a tail. Whoever derives from it makes the messages and guesses their heights."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(LINE_STEP)
        self._page = Page(self.viewport())
        self._page.asked.connect(self._arrange_again)
        self._head, self._head_parts = _part(self._page)
        self._tail, self._tail_parts = _part(self._page)
        self._list = MessageList(self._page, self._make, self)
        self._follower = EndFollower(self.verticalScrollBar())
        self._anchor: Anchor | None = None
        self._live_index: int | None = None
        self._arranging = False
        self._resizing = False
        self._missed_size = False
        self._guessed_for: tuple[int, int] = (0, 0)
        self._fill = QTimer(self)
        self._fill.timeout.connect(self._fill_more)

    # --- for whoever derives from it -----------------------------------------------------------------------------------------

    def _make(self, index: int) -> AnyMessage:
        """Make the widget of a message."""
        raise NotImplementedError

    def _guesses(self) -> Iterable[int]:
        """Return a height for every message, as good as can be told without making it."""
        raise NotImplementedError

    def _empty_part(self) -> QWidget | None:
        """Return what fills the column where there are no messages."""
        raise NotImplementedError

    def _bring(self, index: int, below: int = EDGE) -> None:
        """Scroll so that a message begins so far below the upper edge."""
        self._follower.let_go()
        self._anchor = Anchor(index, below)
        self._arrange(FIRST_PATIENCE)
        bar = self.verticalScrollBar()
        if bar.value() >= bar.maximum():
            self._follower.follow()

    def _follow(self) -> None:
        self._follower.follow()
        self._arrange(FIRST_PATIENCE)

    def _width(self) -> int:
        scale = max(1.0, self.fontMetrics().height() / 18)
        return max(1, min(round(COLUMN_WIDTH * min(scale, 1.6)), self.viewport().width() - 2 * SIDE_MARGIN))

    # --- arranging -----------------------------------------------------------------------------------------------------------

    def _arrange(self, patience: float = PATIENCE) -> None:
        """Measure what exists, make what is on screen, and put everything in its place."""
        if self._arranging or not self.isVisible():
            return
        self._arranging = True
        try:
            self._page.resize(self.viewport().size())
            self._guess_where_needed()
            complete = self._build_visible(time.perf_counter() + patience)
            self._place()
            if not self._follower.following:
                self._remember_anchor()
        finally:
            self._arranging = False
        if not self._fill.isActive() and (not complete or self._list.missing(self._near(AHEAD))):
            self._fill.start(FILL_MS)

    def _arrange_again(self) -> None:
        self._arrange()

    def _guess_where_needed(self) -> None:
        asked = (self._width(), self.fontMetrics().height())
        if asked != self._guessed_for:
            self._guessed_for = asked
            self._list.guess_again(self._guesses())

    def _build_visible(self, until: float) -> bool:
        """Make what is on screen, as long as there is time; returns whether everything is there."""
        width, made = self._width(), False
        while True:
            self._list.settle(width)
            self._scroll_to_anchor()
            missing = self._list.missing(self._near(0.0))
            if not missing or (made and time.perf_counter() > until):
                return not missing
            for index in reversed(missing) if self._follower.following else missing:
                self._list.build(index, width)
                made = True
                if time.perf_counter() > until:
                    break

    def _near(self, screens: float) -> range:
        """Return the messages on screen and within so many screens above and below."""
        top = self.verticalScrollBar().value() - self._list_top()
        height = self.viewport().height()
        return self._list.between(round(top - screens * height), round(top + height + screens * height))

    def _scroll_to_anchor(self) -> None:
        height = self.viewport().height()
        self._follower.set_end(max(0, self._content_height() - height), height)
        if self._follower.following or self._anchor is None:
            self._follower.move_to(self.verticalScrollBar().maximum())
        elif self._anchor.index < len(self._list.heights):
            place = self._list_top() + self._list.heights.top(self._anchor.index)
            self._follower.move_to(place - self._anchor.below)

    def _remember_anchor(self) -> None:
        """Keep the first message on screen that exists in its place: those above it may turn out to have another height."""
        near = self._near(0.0)
        if not near:
            return
        index = next((each for each in near if self._list.widget(each) is not None), near[0])
        self._anchor = Anchor(index, self._list_top() + self._list.heights.top(index) - self.verticalScrollBar().value())

    def _list_top(self) -> int:
        head = self._part_height(self._head)
        return EDGE + head + (PART_GAP if head else 0)

    def _content_height(self) -> int:
        tail = self._part_height(self._tail)
        return self._list_top() + self._list.heights.total + tail + EDGE

    def _part_height(self, part: QWidget) -> int:
        return height_at(part, self._width()) if part.sizeHint().height() > 0 else 0

    def _place(self) -> None:
        width, value = self._width(), self.verticalScrollBar().value()
        left = (self.width() - width) // 2  # not of the viewport: nothing moves sideways when the scroll bar comes
        head, tail = self._part_height(self._head), self._part_height(self._tail)
        top = self._list_top()
        self._head.setGeometry(left, EDGE - value, width, head)
        self._list.place(left, top - value, width)
        empty = self._empty_part()
        end = top + self._list.heights.total
        if empty is not None:
            height = max(empty.minimumSizeHint().height(), self.viewport().height() - top - tail - EDGE - PART_GAP)
            empty.setGeometry(left, top - value, width, height)
            end = top + height + PART_GAP
        self._tail.setGeometry(left, end - value, width, tail)

    def _fill_more(self) -> None:
        """Make a little of what may be needed next, nearest first, and drop what is far away."""
        until = time.perf_counter() + FILL_PATIENCE
        self._fill.setInterval(FILL_MS)
        on_screen = self._near(0.0)
        missing = self._list.missing(self._near(AHEAD))
        more = self._list.drop_outside(self._near(KEPT), self._live_index, DROPPED_AT_ONCE)
        if not missing:
            if not more:
                self._fill.stop()
            self._arrange()
            return
        middle = (on_screen[0] + on_screen[-1]) / 2 if on_screen else 0.0
        for index in sorted(missing, key=lambda index: abs(index - middle)):
            self._list.build(index, self._width())
            if time.perf_counter() > until:
                break
        if not self._follower.following:
            self._remember_anchor()
        self._arrange()

    # --- the focus -----------------------------------------------------------------------------------------------------------

    def show_focus(self) -> None:
        """Scroll to what has the focus in the conversation where it is out of sight; of something tall, to where it begins."""
        for _ in range(_MOST_MOVES):
            focus = QApplication.focusWidget()
            if focus is None or not self._page.isAncestorOf(focus):
                return
            self._arrange()  # what was only just made has no place before
            top = focus.mapTo(self._page, QPoint(0, 0)).y()
            move = max(0, top + focus.height() + EDGE - self.viewport().height())
            move = min(move, top - EDGE) if top - move < EDGE else move
            bar = self.verticalScrollBar()
            before = bar.value()
            bar.setValue(before + move)
            if bar.value() == before:
                return

    def focusNextPrevChild(self, next: bool) -> bool:
        """Let Tab go from message to message, also to one that does not exist yet, and show where it came to."""
        self._build_beside(1 if next else -1)
        moved = bool(super().focusNextPrevChild(next))
        self.show_focus()
        return moved

    def _build_beside(self, step: int) -> None:
        """Make the message after or before the one with the focus: Tab comes only to what exists."""
        index = self._list.holder(QApplication.focusWidget())
        if index is not None and 0 <= index + step < len(self._list.heights):
            self._list.build(index + step, self._width())

    def _show_edge(self, edge: bool) -> None:
        self._page.setProperty("edge", edge)
        self._page.style().unpolish(self._page)
        self._page.style().polish(self._page)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw an edge where Tab led here; a click needs none."""
        super().focusInEvent(event)
        self._show_edge(event.reason() in _BY_KEYBOARD)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the edge away."""
        super().focusOutEvent(event)
        self._show_edge(False)

    # --- Qt ------------------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Fit again where another size came while the one before was being taken: Qt would leave the old one on show."""
        if event.type() != QEvent.Type.Resize:
            return bool(super().event(event))
        if self._resizing:
            self._missed_size = True
            return bool(super().event(event))
        self._resizing = True
        done = bool(super().event(event))
        self._resizing = False
        if self._missed_size:
            self._missed_size = False
            QCoreApplication.sendEvent(self, QResizeEvent(self.size(), self.size()))
        return done

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Show another part."""
        self._follower.moved()
        if not self._arranging:
            self._remember_anchor()
            self._arrange()
            self._list.drop_outside(self._near(KEPT), self._live_index, DROPPED_AT_ONCE)
            self._fill.start(PAUSE_MS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the column to another size."""
        super().resizeEvent(event)
        if self._arranging:  # a scroll bar came or went meanwhile
            self._fill.start(FILL_MS)
        else:
            self._arrange(FIRST_PATIENCE)

    def showEvent(self, event: QShowEvent) -> None:
        """Make what was not needed while nobody looked."""
        super().showEvent(event)
        self._arrange(FIRST_PATIENCE)

    def changeEvent(self, event: QEvent) -> None:
        """A larger font widens the column."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_fill"):
            self._fill.start(FILL_MS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last message."""
        if event.key() == Qt.Key.Key_End:
            self._follow()
        elif event.key() == Qt.Key.Key_Home:
            self.verticalScrollBar().setValue(0)
        else:
            super().keyPressEvent(event)


def _part(page: QWidget) -> tuple[QWidget, QVBoxLayout]:
    part = QWidget(page)
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    return part, column
