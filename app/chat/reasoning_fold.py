"""What a model thought aloud, folded into one line until someone wants to read it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.chat.markdown_body import Area, MarkdownBody
from app.chat.quiet_button import QuietButton


class ReasoningFold(QWidget):
    """A button, and below it the thoughts; they are drawn only where they have been unfolded."""

    link_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._closed = False
        self._open = False
        self._body: MarkdownBody | None = None
        self._button = QuietButton("", self)
        self._button.setProperty("flush", True)
        self._button.clicked.connect(self._on_clicked)
        self._frame = QFrame(self)
        self._frame.setObjectName("thoughts")
        inside = QHBoxLayout(self._frame)
        inside.setContentsMargins(14, 2, 0, 2)
        self._frame.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(4)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._frame)

    def set_text(self, text: str, *, complete: bool) -> None:
        """Show the thoughts so far; complete: they have come to their end."""
        self._text, self._closed = text, complete
        self._show_state()
        if self._body is not None:
            self._body.set_text(text, complete=complete)

    def is_open(self) -> bool:
        """Whether the thoughts can be read now."""
        return self._open

    def set_open(self, opened: bool) -> None:
        """Unfold the thoughts or fold them away."""
        self._open = opened
        self.setProperty("opened", opened)
        if opened and self._body is None:
            self._body = MarkdownBody(self._frame)
            self._body.link_activated.connect(self.link_activated)
            layout = self._frame.layout()
            if layout is not None:
                layout.addWidget(self._body)
            self._body.set_text(self._text, complete=self._closed)
        self._frame.setVisible(opened)
        self._show_state()

    def areas(self) -> list[Area]:
        """Return the parts that show text; none where they are folded."""
        return self._body.areas() if self._body is not None and self.is_open() else []

    def set_marks(self, needle: str, current: int | None = None) -> int:
        """Mark every place of the needle; unfolds where the current one is among the thoughts. Returns how many there are."""
        count = self._text.casefold().count(needle.casefold()) if needle else 0
        if current is not None and current < count:
            self.set_open(True)
        if self._body is not None:
            self._body.set_marks(needle, current)
        return count

    def mark_top(self) -> int | None:
        """Return how far down the current mark stands, None where there is none."""
        top = self._body.mark_top() if self._body is not None and self.is_open() else None
        return None if top is None or self._body is None else self._frame.y() + self._body.y() + top

    def _on_clicked(self) -> None:
        self.set_open(not self._open)

    def _show_state(self) -> None:
        words = self.tr("What the model thought first") if self._closed else self.tr("Thinking…")
        self._button.setText(("▾ " if self.is_open() else "▸ ") + words)
        folded = self.tr("{words}: press to read it") if not self.is_open() else self.tr("{words}: press to fold it away")
        self._button.setAccessibleName(folded.format(words=words))
