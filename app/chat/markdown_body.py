"""Markdown on screen: finished blocks are frozen, only the last, unfinished one is drawn again while the text grows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.chat import markdown
from app.chat.code_block import CodeBlock
from app.chat.text_body import TableBody, TextBody

RUN_CHARS = 2500
"""A run of prose is closed at this length, so that adding a block to it never draws much text again."""
STAGE_CHARS = 6000
"""Of a longer text the beginning is drawn at once and the rest in steps, so that nothing has to wait for all of it."""
STEP_SECONDS = 0.008

Area = TextBody | CodeBlock
AnyArea = TypeVar("AnyArea", bound=Area)


class MarkdownBody(QWidget):
    """Markdown text that may grow."""

    link_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._frozen = 0
        self._blocks: list[tuple[str, int]] = []
        self._run_start = 0
        self._run: TextBody | None = None
        self._tail: Area | None = None
        self._pending: list[markdown.Block] = []
        self._pending_base = 0
        self._steps = QTimer(self)
        self._steps.setInterval(0)
        self._steps.timeout.connect(self._step)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def set_text(self, text: str, *, complete: bool) -> None:
        """Show a text that went through `markdown.printable`; what was frozen stays as it is where the text only grew."""
        self.finish_drawing()
        if not text.startswith(self._text[: self._frozen]) or (complete and self._frozen and not self._is_sound(text)):
            self._restart()
        self._text = text
        base = self._frozen
        blocks = markdown.cut(text[base:])
        self._pending, self._pending_base = blocks if complete else blocks[:-1], base
        if complete and len(text) - base > STAGE_CHARS:
            self._freeze_some()
            self._steps.start()
        else:
            self.finish_drawing()
        if complete or not blocks:
            self._drop_tail()
        else:
            self._show_tail(blocks[-1], base)

    def _is_sound(self, text: str) -> bool:
        """Whether the whole text has the blocks that were frozen: a formula may end far below where it seemed to."""
        found = markdown.cut(text)[: len(self._blocks)]
        return [(block.kind, block.end) for block in found] == self._blocks

    def finish_drawing(self) -> None:
        """Draw at once what was to be drawn in steps."""
        while self._pending:
            self._freeze_some()
        self._steps.stop()

    def areas(self) -> list[Area]:
        """Return the parts that show text, from the top; all of it is drawn then."""
        self.finish_drawing()
        items = [self._layout.itemAt(at) for at in range(self._layout.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, TextBody | CodeBlock)]

    def set_marks(self, needle: str, current: int | None = None) -> int:
        """Mark every place of the needle ("" for none), the one with index `current` more strongly; return how many there are."""
        count = 0
        for area in self.areas():
            count += area.set_marks(needle, None if current is None or current < count else current - count)
        return count

    def mark_top(self) -> int | None:
        """Return how far down the current mark stands, None where there is none."""
        for area in self.areas():
            top = area.mark_top()
            if top is not None:
                return area.y() + top
        return None

    def _step(self) -> None:
        until = time.perf_counter() + STEP_SECONDS
        while self._pending and time.perf_counter() < until:
            self._freeze_some()
        if not self._pending:
            self._steps.stop()

    def _freeze_some(self) -> None:
        """Freeze the next pending blocks, about one run of them."""
        size, count = 0, 0
        while count < len(self._pending) and size <= RUN_CHARS:
            size += self._pending[count].end - self._pending[count].start
            count += 1
        blocks, self._pending = self._pending[:count], self._pending[count:]
        self._freeze(blocks)

    def _freeze(self, blocks: Sequence[markdown.Block]) -> None:
        unshown = False
        for block in blocks:
            start, end = self._pending_base + block.start, self._pending_base + block.end
            if block.kind == "prose":
                if self._run is None or end - self._run_start > RUN_CHARS:
                    self._show_run(unshown)
                    self._run, self._run_start = self._add(TextBody(self)), start
                unshown = True
            else:
                self._show_run(unshown)
                self._run, unshown = None, False
                self._freeze_alone(block, self._text[start:end])
            self._frozen = end
            self._blocks.append((block.kind, end))
        self._show_run(unshown)

    def _show_run(self, unshown: bool) -> None:
        if unshown and self._run is not None:
            self._run.show_prose(self._text[self._run_start : self._frozen])

    def _freeze_alone(self, block: markdown.Block, source: str) -> None:
        if block.kind == "code" and isinstance(self._tail, CodeBlock):
            code, self._tail = self._tail, None
            code.show_code(block.code, block.language, complete=True)
        else:
            self._draw(self._add(_area_for(block, self)), block, source, complete=True)

    def _show_tail(self, block: markdown.Block, base: int) -> None:
        wanted = _area_type(block)
        if type(self._tail) is not wanted:
            self._drop_tail()
            self._tail = self._add(_area_for(block, self))
        self._draw(self._tail, block, self._text[base + block.start : base + block.end], complete=block.closed)

    def _draw(self, area: Area | None, block: markdown.Block, source: str, *, complete: bool) -> None:
        if isinstance(area, CodeBlock):
            area.show_code(block.code, block.language, complete=complete)
        elif area is not None and block.kind == "plain":
            area.show_plain(source.rstrip("\n"))
        elif area is not None:
            area.show_prose(source)

    def _restart(self) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._frozen = self._run_start = 0
        self._blocks.clear()
        self._run = self._tail = None

    def _drop_tail(self) -> None:
        if self._tail is not None:
            self._layout.removeWidget(self._tail)
            self._tail.hide()
            self._tail.deleteLater()
            self._tail = None

    def _add(self, area: AnyArea) -> AnyArea:
        if isinstance(area, TextBody):
            area.link_activated.connect(self.link_activated)
        at = self._layout.count() - (1 if self._tail is not None else 0)
        self._layout.insertWidget(at, area)
        area.show()  # a layout would do that only later, and until then the height of the reply would be wrong
        return area


def _area_type(block: markdown.Block) -> type[Area]:
    if block.kind == "code":
        return CodeBlock
    return TableBody if block.kind == "table" else TextBody


def _area_for(block: markdown.Block, parent: QWidget) -> Area:
    return _area_type(block)(parent)
