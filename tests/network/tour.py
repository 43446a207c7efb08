"""One tour of the whole program with the internet forbidden; run as `python -m tests.network.tour DATA_DIR`.

The real program runs here, started by its own main function, with real processes behind it. Ends with 0 where every step worked,
and writes what was done as one line of JSON.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from app.cli.self_test.driver import Driver
from app.cli.self_test.patience import Patience
from app.window.window import MainWindow
from tests.network.ban import forbid_internet, internet_sockets

SECONDS = 240.0


class Tour(QObject):
    """Walks through the window once it is there."""

    def __init__(self, data_dir: Path, way: str) -> None:
        super().__init__()
        self.data_dir = data_dir
        self.report: dict[str, Any] = {"way": way, "steps": [], "sockets": [], "deaths": 0, "problem": ""}

    @Slot()
    def begin(self) -> None:
        """Do everything, then close the window, whatever happened."""
        window = next(each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow))
        window.controller.client.died.connect(self._on_died)
        self.patience = Patience(SECONDS)
        self.driver = Driver(window, self.patience)
        try:
            for step in (self.first_run, self.chat, self.cap, self.settings, self.search, self.export, self.pages):
                step(window)
                self._note(step)
        except Exception:  # noqa: BLE001 - told to the test, which fails
            self.report["problem"] = traceback.format_exc()
        finally:
            self.patience.end()
            window.close()

    def _note(self, step: Callable[..., None]) -> None:
        self.report["steps"].append(step.__name__)
        here = psutil.Process()
        for each in [here, *here.children(recursive=True)]:
            self.report["sockets"] += sorted(internet_sockets(each.pid))

    @Slot(object)
    def _on_died(self, _death: object) -> None:
        self.report["deaths"] += 1

    # --- the steps -----------------------------------------------------------------------------------------------------------

    def first_run(self, window: MainWindow) -> None:
        """The three steps of the first start."""
        page = window.first_run_binding.page
        assert page is not None
        assert window.is_shown(page)
        for _ in range(2):
            QTest.mouseClick(page.go_on, Qt.MouseButton.LeftButton)
            self.patience.pause(0.2)
        QTest.mouseClick(page.go_on, Qt.MouseButton.LeftButton)
        self.patience.until(window.composer.isVisible, "the chat")
        self.driver.wait_for_model()

    def chat(self, window: MainWindow) -> None:
        """Two messages are answered, with readings."""
        for text in ("What is the capital of France?", "How do I make tea?"):
            reply = self.driver.say(text)
            assert reply.readings, "the reply has no readings"

    def cap(self, window: MainWindow) -> None:
        """A reply under the cap."""
        window.controller.settings.update(cap="strong")
        assert self.driver.say("I feel so lost today.").stats["percentile"] == 90.0

    def settings(self, window: MainWindow) -> None:
        """The settings open, and a change is kept."""
        window.toggle_settings()
        window.settings_panel.row("temperature").editor.edited.emit(0.3)
        assert json.loads((self.data_dir / "settings.json").read_text())["temperature"] == 0.3
        window.toggle_settings()

    def search(self, window: MainWindow) -> None:
        """A chat is found by its words."""
        from app.finding.search_dialog import SearchDialog

        window.finding_binding.search()
        dialog = window.findChild(SearchDialog)
        QTest.keyClicks(dialog.field, "France")
        self.patience.until(lambda: "found" in dialog.count.text() and bool(dialog.hits()), "the chat to be found")
        dialog.close()

    def export(self, window: MainWindow) -> None:
        """The chat is written out as a page."""
        from PySide6.QtWidgets import QFileDialog

        file = self.data_dir / "out.html"
        window.exchange_binding.export_chat.trigger()
        dialog = window.findChild(QFileDialog, "exportDialog")
        dialog.fileSelected.emit(str(file))
        dialog.close()
        self.patience.until(lambda: not window.exchange_binding.exchange.exports.active, "the chat to be written")
        assert "What is the capital of France?" in file.read_text(encoding="utf-8")

    def pages(self, window: MainWindow) -> None:
        """The pages of models, of calibration and of connections."""
        window.show_page(window.models_binding.page)
        self.patience.until(lambda: "Qwen3" in _all_text(window.models_binding.page), "the models on offer")
        window.calibration_binding.open()
        self.patience.until(lambda: "minute" in _all_text(window.calibration_page), "how long a calibration takes")
        window.show_network()
        page = window.network_binding.page
        assert page is not None
        assert page.summary.text() == "Keel has not connected to anything."
        QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
        assert window.composer.isVisible()


def _all_text(widget: QWidget) -> str:
    labels = [each.text() for each in widget.findChildren(QLabel)]
    return "\n".join(labels + [each.text() for each in widget.findChildren(QAbstractButton)])


def main() -> int:
    """Forbid, then run the program with the tour in it."""
    way = forbid_internet()
    from app.__main__ import main as keel

    data_dir = Path(sys.argv[1])
    application = QApplication(["keel"])
    tour = Tour(data_dir, way)
    QTimer.singleShot(300, tour, tour.begin)
    status = keel(["--data-dir", str(data_dir)])
    assert application is not None
    sys.stdout.write(json.dumps(tour.report) + "\n")
    return status or (1 if tour.report["problem"] else 0)


if __name__ == "__main__":
    sys.exit(main())
