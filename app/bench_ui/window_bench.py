"""The window's part of `keel bench ui`: a long chat opened, scrolled, written into, and searched, in the real window."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QTextEdit

from app.bench_ui.conversations import reply_text, rich_tree
from app.bench_ui.meter import Doing, Paints, Turns, run_for, turn
from app.bench_ui.store_bench import LONG_CHAT, MESSAGES, Words, fill
from app.bench_window.memory import resident
from app.chat.body import ReplyBody
from app.chat.view import ChatView
from app.conversations.records import Message
from app.conversations.store import Store
from app.finding.search_dialog import SearchDialog
from app.window.start import CHATS_FILE, build_window
from app.window.window import MainWindow

TOKENS_PER_SECOND: Final = 100
CHARACTERS_PER_TOKEN: Final = 4
DELTA_SECONDS: Final = 0.033
"""The engine hands on what it wrote about thirty times a second."""
KEY_SECONDS: Final = 0.11
DRAG_STEPS: Final = 300
FRAME_SECONDS: Final = 0.016

Report = Callable[[str], None]


def measure(report: Report, *, quick: bool = False) -> dict[str, Any]:
    """Return figures in milliseconds, wall time and the window's own work, with percentiles; needs a QApplication."""
    words = Words()
    with tempfile.TemporaryDirectory(prefix="keel-bench-") as folder:
        report("writing the chats")
        store = Store(Path(folder) / CHATS_FILE)
        fill(store, words, MESSAGES // 10 if quick else MESSAGES)
        chat_id = store.add_tree(rich_tree(words, LONG_CHAT)).id
        store.close()
        with _window(Path(folder)) as window:
            figures: dict[str, Any] = {"chat_messages": LONG_CHAT, "memory_mib": {"before": _memory()}}
            report("opening")
            figures["open"] = _open(window, chat_id, 3 if quick else 15)
            figures["memory_mib"]["opened"] = _memory()
            figures["built"] = {"opened": len(window.chat_view.message_widgets)}
            report("scrolling")
            figures["scroll"] = _scroll(window.chat_view, 60 if quick else 600)
            figures["memory_mib"]["scrolled"] = _memory()
            figures["built"]["scrolled"] = len(window.chat_view.message_widgets)
            report("streaming and typing")
            figures["stream"] = _stream(window, words, 3.0 if quick else 20.0)
            report("searching")
            figures["search_to_screen"] = _search(window, words, 3 if quick else 25)
            report("replies of growing length")
            figures["reply_length"] = _reply_length(words, 2 if quick else 4)
    return figures


@contextmanager
def _window(folder: Path) -> Iterator[MainWindow]:
    window = build_window(folder)
    window.show()
    run_for(0.3)
    try:
        yield window
    finally:
        window.close()
        run_for(0.5)
        window.deleteLater()
        run_for(0.1)


def _memory() -> float | None:
    return resident("self").get("own")


def _open(window: MainWindow, chat_id: int, rounds: int) -> dict[str, Any]:
    """From the wish to see a chat to the first paint of its end."""
    view, turns = window.chat_view, Turns()
    paints = Paints([view.viewport(), view.viewport().children()[0]])  # type: ignore[list-item]
    other = window.controller.store.create_chat()
    for _ in range(rounds):
        window.controller.open_chat.open(other.id)
        run_for(0.2)
        wall, work = time.perf_counter(), time.thread_time()
        window.controller.open_chat.open(chat_id)
        paints.wait()
        turns.wall.append((time.perf_counter() - wall) * 1e3)
        turns.work.append((time.thread_time() - work) * 1e3)
        bar = view.verticalScrollBar()
        assert bar.value() == bar.maximum() > 0
        run_for(0.3)
    return turns.figures()


def _scroll(view: ChatView, pages: int) -> dict[str, Any]:
    """To the start in one leap, dragged from the end to the start, and page by page: how long the window was busy at a stretch."""
    bar, leap, drag, paged = view.verticalScrollBar(), Turns(), Turns(), Turns()
    Doing(lambda: bar.setValue(0)).turn(leap)
    run_for(0.3, leap)
    view.scroll_to_end()
    run_for(0.3)
    for step in range(DRAG_STEPS, -1, -1):
        Doing(lambda step=step: bar.setValue(round(bar.maximum() * step / DRAG_STEPS))).turn(drag)  # type: ignore[misc]
        run_for(FRAME_SECONDS, drag)
    view.scroll_to_end()
    run_for(0.3)
    for _ in range(pages):
        Doing(lambda: bar.triggerAction(QAbstractSlider.SliderAction.SliderPageStepSub)).turn(paged)
        run_for(FRAME_SECONDS, paged)
    return {"leap_to_start": leap.figures(), "drag_to_start": drag.figures(), "page_by_page": paged.figures()}


def _stream(window: MainWindow, words: Words, seconds: float) -> dict[str, Any]:
    """A reply that grows by 100 tokens a second at the end of the long chat, while someone types."""
    view, editor = window.chat_view, window.composer.editor
    text = "".join(
        reply_text(words, 8 * number) + "\n\n"
        for number in range(1, int(seconds * TOKENS_PER_SECOND * CHARACTERS_PER_TOKEN / 300) + 2)
    )
    view.append(Message(1 << 39, 1, None, "assistant", "", "growing", ""), [1 << 39])
    run_for(0.3)
    flushes, keys, paints = Turns(), Turns(), Paints([editor.viewport()])
    began = next_delta = time.perf_counter()
    next_key, shown = began + KEY_SECONDS, ""
    while (now := time.perf_counter()) < began + seconds:
        turns = Turns()
        if now >= next_delta:
            next_delta += DELTA_SECONDS
            grown = text[: int((now - began) * TOKENS_PER_SECOND * CHARACTERS_PER_TOKEN)]
            Doing(lambda grown=grown: view.grow(grown)).turn(turns)  # type: ignore[misc]
        else:
            turn(turns)
        if view.live_text() != shown:
            shown = view.live_text()
            flushes.add(turns)
        if now >= next_key:
            next_key += KEY_SECONDS
            wall, work = time.perf_counter(), time.thread_time()
            QTest.keyClick(editor, Qt.Key.Key_A)
            paints.wait()
            keys.wall.append((time.perf_counter() - wall) * 1e3)
            keys.work.append((time.thread_time() - work) * 1e3)
        time.sleep(0.0005)
    window.composer.clear()
    return {"characters": len(shown), "flush": flushes.figures(), "keystroke_to_glyph": keys.figures()}


def _search(window: MainWindow, words: Words, rounds: int) -> dict[str, Any]:
    """From the last key in the search field to the paint of the first hits."""
    turns = Turns()
    window.finding_binding.search()
    run_for(0.3)
    dialog = window.findChild(SearchDialog)
    assert dialog is not None
    paints = Paints([dialog.list.viewport()])
    for _ in range(rounds):
        dialog.field.clear()
        QTest.keyClicks(dialog.field, words.text(1)[:-1] or "a")
        run_for(0.2)
        wall, work = time.perf_counter(), time.thread_time()
        QTest.keyClick(dialog.field, Qt.Key.Key_E)
        paints.wait()
        turns.wall.append((time.perf_counter() - wall) * 1e3)
        turns.work.append((time.thread_time() - work) * 1e3)
    dialog.close()
    run_for(0.1)
    return turns.figures()


def _reply_length(words: Words, doublings: int) -> list[dict[str, float]]:
    """Work for a reply that grows to twice the length again and again: it is linear where the work per character stays the same."""
    found = []
    for size in (4000 * 2**step for step in range(doublings + 1)):
        text = ""
        while len(text) < size:
            text += reply_text(words, 8 * len(text)) + "\n\n"
        body = ReplyBody()
        body.resize(700, 500)
        body.show()
        turn()
        work, step = time.thread_time(), TOKENS_PER_SECOND * CHARACTERS_PER_TOKEN * 80 // 1000
        for end in range(step, len(text), step):
            body.set_text(text[:end], complete=False)
        body.set_text(text, complete=True)
        spent = time.thread_time() - work
        shown = sum(1 for area in body.areas() if isinstance(area, QTextEdit) and area.toPlainText())
        found.append({"characters": len(text), "seconds": round(spent, 3), "us_per_character": round(spent / len(text) * 1e6, 2)})
        assert shown
        body.deleteLater()
        turn()
    return found


def summary(figures: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Return what is asked of the window beside what was found, in milliseconds of wall time."""
    scrolled = figures["scroll"]
    stalls = [scrolled[way]["wall_ms"]["max"] for way in scrolled]
    return {
        "open to first paint, median": {"asked": 150.0, "found": figures["open"]["wall_ms"]["median"]},
        "longest stall while scrolling": {"asked": 50.0, "found": max(stalls)},
        "work per flush, p99": {"asked": 16.0, "found": figures["stream"]["flush"]["work_ms"]["p99"]},
        "keystroke to glyph, p99": {"asked": 16.0, "found": figures["stream"]["keystroke_to_glyph"]["wall_ms"]["p99"]},
        "search to screen, p95": {"asked": 60.0, "found": figures["search_to_screen"]["wall_ms"]["p95"]},
    }
