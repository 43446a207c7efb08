"""The measurement `window`: the speed of replies through engine, pipe and window, idle and busy, and of llama-cpp-python's chat.

Every round asks all of them for the same reply in turn, so that a machine that gets slower or faster meanwhile favours none.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Slot

from app import paths
from app.cli.self_test.driver import Driver, make_application
from app.cli.self_test.patience import Patience
from app.conversations.records import Chat, Message, Role, Tree
from app.window.start import build_window
from app.window.window import MainWindow
from engine.protocol import ReplyStats

QUESTION: Final = "How can I sleep better?"
OLD_MESSAGES: Final = 2000
OLD: Final = "2020-01-01T00:00:00.000+00:00"
SCROLL_MS: Final = 16
LIMIT_SECONDS: Final = 1800.0

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class WindowPlan:
    """What is timed: `pairs` rounds of replies of at most `tokens` tokens on a model file, with a cap where it has an axis."""

    model: Path
    pairs: int = 7
    tokens: int = 64
    threads: int = 1


class _Watch(QObject):
    """Notes when the first and the last text of a reply are in the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.first: float | None = None
        self.last: float | None = None
        self.stats: ReplyStats | None = None
        window.controller.reply_grew.connect(self._grew)
        window.controller.reply_finished.connect(self._finished)

    def begin(self) -> None:
        """Forget the last reply."""
        self.first = self.last = self.stats = None

    @Slot(str)
    def _grew(self, _text: str) -> None:
        self.last = time.perf_counter()
        if self.first is None:
            self.first = self.last

    @Slot(object, object)
    def _finished(self, _message: object, stats: object) -> None:
        self.stats = stats if isinstance(stats, ReplyStats) else None


class _Scroller(QObject):
    """Moves the conversation on screen up and down without a pause, as a person does who looks for something."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._bar = window.chat_view.verticalScrollBar()
        self._step = -120
        self._timer = QTimer(self)
        self._timer.setInterval(SCROLL_MS)
        self._timer.timeout.connect(self._move)

    def start(self) -> None:
        """Begin."""
        self._timer.start()

    def stop(self) -> None:
        """End."""
        self._timer.stop()

    @Slot()
    def _move(self) -> None:
        if not self._bar.minimum() < self._bar.value() < self._bar.maximum():
            self._step = -self._step if self._bar.value() in (self._bar.minimum(), self._bar.maximum()) else self._step
        self._bar.setValue(self._bar.value() + self._step)


def measure_window(plan: WindowPlan, report: Report) -> dict[str, Any]:
    """Return medians in tokens/s and, as medians of paired runs, the ratios window / llama-cpp-python and busy / idle."""
    make_application()
    runs: dict[str, list[float]] = {"reference": [], "window": [], "idle": [], "busy": []}
    tokens: list[int] = []
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="keel-bench-"))
        window, driver = stack.enter_context(_open(Path(folder), plan))
        ask = stack.enter_context(_reference(plan))
        watch, scroller = _Watch(window), _Scroller(window)
        long_chat = _long_chat(window)
        for number in range(plan.pairs + 1):
            report(f"round {number} of {plan.pairs}")
            other = ask()
            shown, idle, count = _reply(window, driver, watch, None, scroller)
            _, busy, _ = _reply(window, driver, watch, long_chat, scroller)
            if number:  # the first warms everything up
                tokens.append(count)
                for kind, rate in (("reference", other), ("window", shown), ("idle", idle), ("busy", busy)):
                    runs[kind].append(rate)
        loader = window.controller.loader
        name, capped = loader.name, loader.caps
    figures: dict[str, Any] = {f"{kind}_tokens_per_second": statistics.median(rates) for kind, rates in runs.items()}
    for kind, over, under in (("window_to_reference", "window", "reference"), ("busy_to_idle", "busy", "idle")):
        pairs = [one / other for one, other in zip(runs[over], runs[under], strict=True)]
        figures[kind] = statistics.median(pairs)
        figures[f"{kind}_spread"] = [min(pairs), max(pairs)]
    return {"model": name, "capped": capped, "threads": plan.threads, "pairs": plan.pairs, "tokens": max(tokens)} | figures


def table(figures: dict[str, Any]) -> str:
    """Return the figures as a table for a person."""
    return "\n".join(
        [
            f"{figures['model']}, {figures['threads']} threads, {figures['pairs']} paired runs of up to {figures['tokens']} tokens",
            f"{'llama-cpp-python chat':28}{figures['reference_tokens_per_second']:8.1f} tokens/s",
            f"{'Keel, through the window':28}{figures['window_tokens_per_second']:8.1f} tokens/s",
            f"{'the engine, window idle':28}{figures['idle_tokens_per_second']:8.1f} tokens/s",
            f"{'the engine, window scrolled':28}{figures['busy_tokens_per_second']:8.1f} tokens/s",
            f"{'Keel / llama-cpp-python':28}{figures['window_to_reference']:8.3f}",
            f"{'busy / idle':28}{figures['busy_to_idle']:8.3f}",
        ]
    )


# --- the window --------------------------------------------------------------------------------------------------------------


@contextmanager
def _open(folder: Path, plan: WindowPlan) -> Iterator[tuple[MainWindow, Driver]]:
    window = build_window(folder)
    choices = {"max_tokens": plan.tokens, "temperature": 0.0, "n_threads": plan.threads, "n_ctx": 1024, "warning": "off"}
    window.controller.settings.update(**choices)
    driver = Driver(window, Patience(LIMIT_SECONDS))
    with closing(driver):
        driver.open(str(plan.model), None)
        loader = window.controller.loader
        driver.patience.until(lambda: loader.state in ("ready", "failed"), "the model to be loaded")
        if loader.caps:
            window.controller.settings.update(cap="standard")
        yield window, driver


def _long_chat(window: MainWindow) -> int:
    """Make a chat of two thousand messages and return its id."""
    store = window.controller.store
    text = "Message {}.\n\n- one\n- two\n\nSome *more* text in `{}` words that fills a line or two of the window."
    sides: tuple[Role, ...] = ("user", "assistant")
    messages = [
        Message(number, 1, number - 1 or None, sides[number % 2], text.format(number, number), "complete", OLD)
        for number in range(1, OLD_MESSAGES + 1)
    ]
    chat = Chat(1, "A long chat", True, None, "", "", OLD_MESSAGES, None, (), OLD, OLD)
    return store.add_tree(Tree(chat, messages)).id


def _reply(window: MainWindow, driver: Driver, watch: _Watch, look_at: int | None, scroller: _Scroller) -> tuple[float, float, int]:
    """Ask in a new chat; returns tokens/s as they come on screen (0 where they do not), as the engine speaks them, and tokens.

    look_at: a chat to scroll through meanwhile.
    """
    flow = window.controller
    flow.open_chat.open(flow.store.create_chat().id)
    watch.begin()
    flow.send(QUESTION)
    if look_at is not None:
        flow.open_chat.open(look_at)
        scroller.start()
    driver.patience.until(lambda: not flow.busy, "the reply to be finished", LIMIT_SECONDS)
    scroller.stop()
    stats = flow.store.path(_newest(window))[-1].stats
    spoken, tokens = float(stats["tokens_per_second"]), int(stats["tokens"])
    if watch.first is None or watch.last is None or watch.last == watch.first:
        return 0.0, spoken, tokens
    return (tokens - 1) / (watch.last - watch.first), spoken, tokens


def _newest(window: MainWindow) -> int:
    return max(chat.id for chat in window.controller.store.chats())


# --- the other -----------------------------------------------------------------------------------------------------------------


@contextmanager
def _reference(plan: WindowPlan) -> Iterator[Callable[[], float]]:
    """Start llama-cpp-python's chat on the same file; yields what asks it once."""
    chosen = ("--model", str(plan.model), "--threads", str(plan.threads), "--tokens", str(plan.tokens))
    command, environment = paths.module_command("engine.bench.reference", *chosen)
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        into, out = child.stdin, child.stdout

        def ask() -> float:
            into.write(json.dumps({"text": QUESTION}) + "\n")
            into.flush()
            found = json.loads(out.readline())
            return float((found["tokens"] - 1) / (found["last"] - found["first"]))

        try:
            yield ask
        finally:
            into.close()
            child.wait()
