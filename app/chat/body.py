"""The text of a reply: finished blocks are frozen, only the last, unfinished one is drawn again while the reply grows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.chat import markdown
from app.chat.code_block import CodeBlock
from app.chat.text_body import TextBody

RUN_CHARS = 4000
"""A run of prose is closed at this length, so that adding a block to it never draws much text again."""


class ReplyBody(QWidget):
    """Markdown text that may grow."""

    link_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._raw = ""
        self._frozen = 0
        self._run_start = 0
        self._run: TextBody | None = None
        self._tail: TextBody | CodeBlock | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def text(self) -> str:
        """Return the text as it was given."""
        return self._raw

    def set_text(self, text: str, *, complete: bool) -> None:
        """Show the text; what was already frozen stays as it is where the text only grew."""
        shown = markdown.printable(text)
        if not shown.startswith(self._text[: self._frozen]):
            self._restart()
        self._raw, self._text = text, shown
        blocks = markdown.cut(shown[self._frozen :])
        base = self._frozen
        final = blocks if complete else blocks[:-1]
        for block in final:
            self._freeze(block, base)
        rest = [] if complete else blocks[-1:]
        if rest:
            self._show_tail(rest[0], base)
        else:
            self._drop_tail()

    def set_marks(self, needle: str, current: int | None = None) -> int:
        """Mark every place of the needle ("" for none), the one with index `current` more strongly; return how many there are."""
        count = 0
        for area in self._areas():
            count += area.set_marks(needle, None if current is None or current < count else current - count)
        return count

    def mark_top(self) -> int | None:
        """Return how far down the current mark stands, None where there is none."""
        for area in self._areas():
            top = area.mark_top()
            if top is not None:
                return area.y() + top
        return None

    def _areas(self) -> list[TextBody | CodeBlock]:
        items = [self._layout.itemAt(at) for at in range(self._layout.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, TextBody | CodeBlock)]

    def _restart(self) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._frozen = self._run_start = 0
        self._run = self._tail = None

    def _freeze(self, block: markdown.Block, base: int) -> None:
        start, end = base + block.start, base + block.end
        source = self._text[start:end]
        if block.kind == "prose":
            if self._run is None or end - self._run_start > RUN_CHARS:
                self._run = self._add_text()
                self._run_start = start
            self._run.show_prose(self._text[self._run_start : end])
        else:
            self._run = None
            if block.kind == "code":
                code = self._add_code()
                code.show_code(block.code, block.language, complete=True)
            else:
                self._add_text().show_plain(source.rstrip("\n"))
        self._frozen = end
        self._drop_tail()

    def _show_tail(self, block: markdown.Block, base: int) -> None:
        if block.kind == "code":
            if not isinstance(self._tail, CodeBlock):
                self._drop_tail()
                self._tail = self._add_code()
            self._tail.show_code(block.code, block.language, complete=False)
            return
        if not isinstance(self._tail, TextBody):
            self._drop_tail()
            self._tail = self._add_text()
        source = self._text[base + block.start : base + block.end]
        if block.kind == "prose":
            self._tail.show_prose(source)
        else:
            self._tail.show_plain(source)

    def _drop_tail(self) -> None:
        if self._tail is not None:
            self._layout.removeWidget(self._tail)
            self._tail.hide()
            self._tail.deleteLater()
            self._tail = None

    def _add_text(self) -> TextBody:
        body = TextBody(self)
        body.link_activated.connect(self.link_activated)
        self._insert(body)
        return body

    def _add_code(self) -> CodeBlock:
        code = CodeBlock(self)
        self._insert(code)
        return code

    def _insert(self, widget: QWidget) -> None:
        at = self._layout.count() - (1 if self._tail is not None else 0)
        self._layout.insertWidget(at, widget)
