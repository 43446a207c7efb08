"""The messages of a chat one below the other, of which only those near the part on screen exist as widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.chat.heights import Heights
from app.chat.message import ReplyMessage, UserMessage

GAP = 22
_OUT_OF_SIGHT = 1 << 15
_MOST_ROUNDS = 4

AnyMessage = UserMessage | ReplyMessage


class Page(QWidget):
    """Where the messages stand; tells when one of them asks for another size."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chatPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def event(self, event: QEvent) -> bool:
        """Pass requests for another size on: there is no layout that would answer them."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.asked.emit()
        return bool(done)


class MessageList:
    """Knows the height of every message, measured or guessed, and makes and drops widgets. All places count from its own top.

    make(index) makes the widget of a message, without placing or showing it. before: what Tab leaves to come to the first message.
    """

    def __init__(self, page: QWidget, make: Callable[[int], AnyMessage], before: QWidget) -> None:
        self._page = page
        self._before = before
        self._make = make
        self._built: dict[int, AnyMessage] = {}
        self._line: QWidget | None = None
        self._line_at = 0
        self.heights = Heights()

    def reset(self, guesses: Iterable[int]) -> None:
        """Drop every widget and begin with messages of these heights."""
        for widget in self._built.values():
            _drop(widget)
        self._built = {}
        self.heights = Heights(guess + GAP for guess in guesses)

    def guess_again(self, guesses: Iterable[int]) -> None:
        """Take other heights, for another width; those that exist are measured at the next `settle`."""
        self.heights = Heights(guess + GAP for guess in guesses)

    def append(self, guess: int) -> None:
        """Add a message at the end."""
        self.heights.append(guess + GAP)

    def set_line(self, line: QWidget | None, index: int = 0) -> None:
        """Put a widget above a message, None for none; the one before is dropped."""
        if self._line is not None:
            discard(self._line)
        self._line, self._line_at = line, index
        if line is not None:
            line.show()

    def widget(self, index: int) -> AnyMessage | None:
        """Return a message's widget, None where it does not exist now."""
        return self._built.get(index)

    def widgets(self) -> list[AnyMessage]:
        """Return the widgets that exist now, from the top."""
        return [self._built[index] for index in sorted(self._built)]

    def existing(self) -> list[int]:
        """Return which messages have a widget, from the top."""
        return sorted(self._built)

    def holder(self, inner: QWidget | None) -> int | None:
        """Return which message a widget is in, None where it is in none of them."""
        if inner is None or not self._page.isAncestorOf(inner):
            return None
        return next((index for index, widget in self._built.items() if widget.isAncestorOf(inner)), None)

    def between(self, top: int, bottom: int) -> range:
        """Return the indices of the messages that stand between two places."""
        if not len(self.heights) or bottom <= 0 or top >= self.heights.total:
            return range(0)
        return range(self.heights.at(top), self.heights.at(bottom - 1) + 1)

    def missing(self, wanted: Iterable[int]) -> list[int]:
        """Return which of these messages have no widget."""
        return [index for index in wanted if index not in self._built]

    def build(self, index: int, width: int) -> AnyMessage:
        """Return a message's widget, made where it does not exist."""
        known = self._built.get(index)
        if known is not None:
            return known
        widget = self._make(index)
        widget.setParent(self._page)
        widget.setGeometry(0, _OUT_OF_SIGHT, width, max(1, self.heights[index] - GAP))
        # The order of the children is the order in which a screen reader goes through them.
        below = min((other for other in self._built if other > index), default=None)
        if below is not None:
            widget.stackUnder(self._built[below])
        widget.show()
        self._built[index] = widget
        self.put_in_tab_order(index)
        return widget

    def put_in_tab_order(self, index: int) -> None:
        """Let Tab come to a message after the one above it; Qt would take the order in which they were made."""
        widget = self._built.get(index)
        if widget is None:
            return
        above = max((other for other in self._built if other < index), default=None)
        stops = _tab_stops(self._built[above]) if above is not None else []
        last = stops[-1] if stops else self._before
        for stop in _tab_stops(widget):
            QWidget.setTabOrder(last, stop)
            last = stop

    def drop_outside(self, kept: range, live: int | None, at_most: int) -> bool:
        """Drop some of the widgets outside a range, but none the person is at work in; returns whether there are more to drop.

        Deleting one takes nearly as long as making it, so that many at once would be felt.
        """
        focus = QApplication.focusWidget()
        outside = [index for index in self._built if index not in kept and index != live]
        for index in outside:
            widget = self._built[index]
            if not (focus is not None and widget.isAncestorOf(focus)) and not _was_opened(widget):
                if not at_most:
                    return True
                at_most -= 1
                del self._built[index]
                _drop(widget)
        return False

    def settle(self, width: int) -> None:
        """Give every widget the width and the height it needs at that width."""
        for _ in range(_MOST_ROUNDS):
            for widget in self._built.values():
                if widget.width() != width:
                    widget.resize(width, widget.height())
            # What texts and layouts inside ask of each other has to be answered before the outermost can be asked.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            # No any() here: every one has to be measured.
            if not sum([self._measure(index, widget, width) for index, widget in self._built.items()]):
                return

    def place(self, left: int, top: int, width: int) -> None:
        """Move the widgets to where they stand when the list begins at `top` of the page and is `width` wide."""
        for index, widget in self._built.items():
            widget.move(left, top + self.heights.top(index) + self._above(index))
        if self._line is not None and self._line_at < len(self.heights):
            height = self._line.sizeHint().height()
            self._line.setGeometry(left, top + self.heights.top(self._line_at), width, height)

    def _measure(self, index: int, widget: AnyMessage, width: int) -> bool:
        height = height_at(widget, width)
        changed = self.heights.set(index, height + GAP + self._above(index))
        if widget.height() != height:
            widget.resize(width, height)
            return True
        return changed

    def _above(self, index: int) -> int:
        return self._line.sizeHint().height() + GAP if self._line is not None and index == self._line_at else 0


def height_at(widget: QWidget, width: int) -> int:
    """Return the height a widget with a layout needs at a width."""
    layout = widget.layout()
    if layout is not None and layout.hasHeightForWidth():
        return max(1, layout.totalHeightForWidth(width))
    return max(1, widget.sizeHint().height())


def discard(widget: QWidget) -> None:
    """Take a widget away at once; it is deleted when nothing runs in it any more."""
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()


def _tab_stops(widget: AnyMessage) -> list[QWidget]:
    """Return what Tab stops at in a message: the text, then what can be done with it, in the order in which that stands there."""
    stops = [child for child in widget.findChildren(QWidget) if child.focusPolicy() & Qt.FocusPolicy.TabFocus]
    line = widget.footer.layout()
    items = [line.itemAt(place) for place in range(line.count())] if line is not None else []
    parts = [item.widget() for item in items if item is not None]
    inside = [(place, part) for place, part in enumerate(parts) if part is not None]
    places = {stop: place for place, part in inside for stop in stops if part is stop or part.isAncestorOf(stop)}
    return sorted(stops, key=lambda stop: places.get(stop, len(parts) if widget.footer.isAncestorOf(stop) else -1))


def _drop(widget: QWidget) -> None:
    """Delete a message soon; to take it out of the page first would cost more than to delete it."""
    widget.hide()
    widget.deleteLater()


def _was_opened(widget: QWidget) -> bool:
    """Whether the person unfolded something in it; it would be folded again if it was made anew."""
    return any(child.property("opened") for child in widget.findChildren(QWidget))
