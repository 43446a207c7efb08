"""The chat's page: the conversation, and below it, in the same column, everything that is said and asked about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.chat.composer import Composer
from app.chat.view import COLUMN_WIDTH, SIDE_MARGIN, ChatView
from app.drift.strip import WarningStrip
from app.finding.find_bar import FindBar
from app.theme import space

OUTSET: Final = 12
"""So far the box for messages stands out beyond the text above it, on either side."""
LINES_KEPT: Final = 4
"""So many lines of the conversation stay in view where the warning strip could as well be shorter."""
LARGEST_BOX: Final = 0.55
"""So much of the height the box for messages takes at most."""


class ChatPage(QWidget):
    """Keeps its foot below the messages, whatever width it gets, and tells its parts how much room they have.

    parts: what stands in the foot, from the top; the warning strip and the box for messages are among them.
    """

    def __init__(self, find_bar: FindBar, view: ChatView, parts: Sequence[QWidget], parent: QWidget) -> None:
        super().__init__(parent)
        self._find_bar, self._parts = find_bar, parts
        self._strip = next(part for part in parts if isinstance(part, WarningStrip))
        self._composer = next(part for part in parts if isinstance(part, Composer))
        view.setMinimumHeight(1)  # it gives way before anything below it is cut off
        self._foot = QWidget(self)
        foot = QVBoxLayout(self._foot)
        foot.setSpacing(space(8))
        for part in parts:
            foot.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(find_bar)
        column.addWidget(view, 1)
        column.addWidget(self._foot)

    def place_foot(self) -> None:
        """Put the foot below the messages, and let the warning strip fit what is left of the height."""
        layout = self._foot.layout()
        if layout is None:
            return
        line = self.fontMetrics().height()
        width = round(COLUMN_WIDTH * min(max(1.0, line / 18), 1.6)) + 2 * OUTSET
        side = max(SIDE_MARGIN - OUTSET, (self.width() - width) // 2)
        layout.setContentsMargins(side, space(4), side, space(10))
        self._composer.editor.set_limit(round(LARGEST_BOX * self.height()))
        inner = self.width() - 2 * side
        others = [part for part in self._parts if part is not self._strip and not part.isHidden()]
        taken = sum(_height(part, inner) + layout.spacing() for part in others) + space(4) + space(10)
        taken += 0 if self._find_bar.isHidden() else self._find_bar.sizeHint().height()
        self._strip.fit(inner, self.height() - taken - LINES_KEPT * line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the foot to another size."""
        super().resizeEvent(event)
        self.place_foot()

    def event(self, event: QEvent) -> bool:
        """Fit it also when one of the parts takes another height."""
        done = bool(super().event(event))
        if event.type() == QEvent.Type.LayoutRequest:
            self.place_foot()
        return done


def _height(part: QWidget, width: int) -> int:
    return part.heightForWidth(width) if part.hasHeightForWidth() else max(part.sizeHint().height(), part.minimumHeight())
