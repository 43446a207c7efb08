"""One start of the program, watched from inside: when its window was painted, and when the first token of a reply was on screen.

Run as `python -m app.bench_window.start_child BEGUN DATA_DIR [MODEL]`; BEGUN is the time at which the process was asked for.
"""

from __future__ import annotations

import sys
import time
from typing import Final

BEGUN: Final = float(sys.argv[1])


def main() -> int:
    """Start the program, ask something, report and close."""
    import json

    from PySide6.QtCore import QEvent, QObject, QTimer, Slot
    from PySide6.QtWidgets import QApplication

    from app.__main__ import main as keel
    from app.bench_window.memory import resident

    class Watch(QObject):
        """Sees the first paint of the window, then sends a message as soon as it can be sent."""

        def __init__(self) -> None:
            super().__init__()
            self.times: dict[str, float] = {}
            self.memory: dict[str, dict[str, float]] = {}
            self.window: QObject | None = None

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            """Wait for the first paint event of the main window."""
            if event.type() == QEvent.Type.Paint and self.window is None and watched.objectName() == "mainWindow":
                self.window = watched
                QTimer.singleShot(0, self.painted)
            return False

        @Slot()
        def painted(self) -> None:
            """The window is on screen: type and send."""
            self.times["painted"] = time.time() - BEGUN
            flow = self.window.controller  # type: ignore[union-attr]
            flow.reply_grew.connect(self.grew)
            flow.reply_finished.connect(self.finished)
            flow.send("How can I sleep better?")

        @Slot()
        def grew(self) -> None:
            """Text has arrived in the window."""
            self.times.setdefault("first_token", time.time() - BEGUN)

        @Slot()
        def finished(self) -> None:
            """Let it come to rest, then measure and close."""
            QTimer.singleShot(1500, self.rest)

        @Slot()
        def rest(self) -> None:
            """Measure memory and close."""
            flow = self.window.controller  # type: ignore[union-attr]
            self.memory = {"window": resident("self"), "engine": resident(str(flow.client.pid))}
            self.window.close()  # type: ignore[union-attr]

    watch, application = Watch(), QApplication(["keel"])
    application.installEventFilter(watch)
    status = keel(["--data-dir", sys.argv[2], *(["--model", sys.argv[3]] if len(sys.argv) > 3 else [])])
    heavy = [name for name in ("numpy", "llama_cpp", "gguf", "jinja2", "torch") if name in sys.modules]
    sys.stdout.write(json.dumps({"seconds": watch.times, "memory_mib": watch.memory, "imported": heavy}) + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
