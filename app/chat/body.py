"""The text of a reply: what the model answered, and folded what it thought aloud before."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.chat import markdown, reasoning
from app.chat.markdown_body import Area, MarkdownBody
from app.chat.reasoning_fold import ReasoningFold


class ReplyBody(QWidget):
    """Markdown text that may grow, with its thinking folded away."""

    link_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._raw = ""
        self._printable = ""
        self._sections: list[MarkdownBody | ReasoningFold] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def text(self) -> str:
        """Return the text as it was given."""
        return self._raw

    def set_text(self, text: str, *, complete: bool) -> None:
        """Show the text; what has been drawn stays as it is where the text only grew."""
        parts = reasoning.split(self._printable_of(text))
        for at, part in enumerate(parts):
            wanted = ReasoningFold if part.is_reasoning else MarkdownBody
            if at < len(self._sections) and not isinstance(self._sections[at], wanted):
                self._drop_from(at)
            if at == len(self._sections):
                self._add(wanted(self))
            is_last = at == len(parts) - 1
            self._sections[at].set_text(part.text, complete=complete or not is_last or (part.is_reasoning and part.closed))
        self._drop_from(len(parts))

    def _printable_of(self, text: str) -> str:
        """Return the text as it can be drawn; only what is new is looked at where the text has grown."""
        known = len(self._raw) if text.startswith(self._raw) and not self._raw.endswith("\r") else 0
        self._printable = (self._printable if known else "") + markdown.printable(text[known:])
        self._raw = text
        return self._printable

    def areas(self) -> list[Area]:
        """Return the parts that show text, from the top."""
        return [area for section in self._sections for area in section.areas()]

    def set_marks(self, needle: str, current: int | None = None) -> int:
        """Mark every place of the needle ("" for none), the one with index `current` more strongly; return how many there are."""
        count = 0
        for section in self._sections:
            count += section.set_marks(needle, None if current is None or current < count else current - count)
        return count

    def mark_top(self) -> int | None:
        """Return how far down the current mark stands, None where there is none."""
        for section in self._sections:
            top = section.mark_top()
            if top is not None:
                return section.y() + top
        return None

    def _add(self, section: MarkdownBody | ReasoningFold) -> None:
        section.link_activated.connect(self.link_activated)
        self._layout.addWidget(section)
        section.show()
        self._sections.append(section)

    def _drop_from(self, at: int) -> None:
        for section in self._sections[at:]:
            self._layout.removeWidget(section)
            section.hide()
            section.deleteLater()
        del self._sections[at:]
