"""Starting the window: settings, chats, engine and widgets are made here, once, and handed down."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.cli.interrupt import Interrupt
from app.conversations.store import Store
from app.downloads.queue import DownloadQueue
from app.engine_client import EngineClient
from app.language.choice import install
from app.settings.store import SettingsStore
from app.theme import app_icon, apply_look
from app.window.controller import Controller
from app.window.file_requests import FileRequests
from app.window.kept_view import KeptView
from app.window.single_instance import SingleInstance
from app.window.unexpected import UnexpectedErrors
from app.window.window import MainWindow

CHATS_FILE = "chats.db"
SENTINEL_FILE = "loading"


def build_window(data_dir: Path, *, downloads: DownloadQueue | None = None) -> MainWindow:
    """Return the window with everything behind it, not shown and nothing loaded; `window.start(model, axis)` begins.

    downloads: the list of downloads, None for the usual one. Needs a QApplication. Raises StoreError where the chats can neither be
    opened nor put aside.
    """
    store = Store(data_dir / CHATS_FILE)
    settings = SettingsStore(data_dir)
    app = QApplication.instance()
    assert app is not None
    install(app, settings.settings.language)
    if isinstance(app, QApplication):  # before there are widgets, which would have to be styled a second time
        apply_look(app, settings.settings.theme, settings.settings.zoom, sheet=False)
    client = EngineClient(sentinel=data_dir / SENTINEL_FILE)
    controller = Controller(data_dir, store, settings, client, downloads=downloads)
    client.setParent(controller)
    settings.setParent(controller)
    return MainWindow(controller)


def run_window(data_dir: Path, model: str | None = None, axis: str | None = None) -> int:
    """Show the window and return the exit code when it has been closed; model and axis None mean the chosen or built-in ones."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("keel")
    app.setApplicationDisplayName("Keel")
    app.setDesktopFileName("app.keel.Keel")
    app.setWindowIcon(app_icon())
    app.setQuitOnLastWindowClosed(False)
    instance = SingleInstance(data_dir)
    if not instance.acquire(model, axis):
        return 0
    window = build_window(data_dir)
    instance.called.connect(window.show_again)
    instance.given.connect(window.models_binding.open_given)
    requests = FileRequests(app)
    requests.requested.connect(window.models_binding.open_given)
    app.installEventFilter(requests)
    window.closed.connect(app.quit)
    interrupt = Interrupt(window)
    interrupt.requested.connect(window.close)
    interrupt.install()
    errors = UnexpectedErrors(window)
    errors.problem.connect(window.binding.show_problem)
    errors.install()
    KeptView(window, data_dir).restore()
    window.show()
    window.start(model, axis)
    try:
        return int(app.exec())
    finally:
        errors.remove()
        interrupt.remove()
        instance.release()
