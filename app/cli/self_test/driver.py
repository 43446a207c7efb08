"""Uses the window as a person would: keys typed into the message box, buttons found by their words."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.cli.self_test.patience import Patience
from app.cli.self_test.steps import StepFailed
from app.conversations.records import Message
from app.window.window import MainWindow

REPLY_SECONDS = 60.0
STRIP_SECONDS = 10.0
CLOSE_SECONDS = 10.0


def make_application() -> QApplication:
    """Return the application object of a window that is driven and not run: closing the window does not end it."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["keel"])
    application.setApplicationName("keel")
    application.setQuitOnLastWindowClosed(False)
    return application


class Driver(QObject):
    """Hands for one window; every method returns when the window has done what was asked, or raises StepFailed."""

    def __init__(self, window: MainWindow, patience: Patience) -> None:
        super().__init__()
        self.window = window
        self.patience = patience
        self.closed = False
        self._problems: list[str] = []
        window.closed.connect(self._on_closed)
        window.controller.problem.connect(self._on_problem)

    def open(self, model: str, axis: str | None) -> None:
        """Show the window and load a model with its axis (None: the one that belongs to it)."""
        self.window.show()
        self.patience.until(self.window.isVisible, "the window to appear")
        self.window.start(model, axis)

    def wait_for_model(self) -> None:
        """Wait until the model is loaded."""
        loader = self.window.controller.loader
        self.patience.until(lambda: loader.state in ("ready", "failed"), "the model to be loaded")
        if loader.state == "failed":
            raise StepFailed(self._problems[-1] if self._problems else "the model could not be loaded")
        if loader.axis is None:
            raise StepFailed(loader.axis_problem or "the model has no axis")

    def say(self, text: str) -> Message:
        """Type a message, press Enter, and return the finished reply."""
        controller, editor = self.window.controller, self.window.composer.editor
        before = len(controller.open_chat.messages)
        editor.setFocus()
        QTest.keyClicks(editor, text)
        if self.window.composer.text() != text:
            raise StepFailed(f"the message box holds {self.window.composer.text()!r} after {text!r} was typed")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        self.patience.until(lambda: len(controller.open_chat.messages) == before + 2, "the message to be sent", 10.0)
        self.patience.until(lambda: not controller.busy, "the reply to be finished", REPLY_SECONDS)
        reply = controller.open_chat.messages[-1]
        if reply.role != "assistant" or reply.state not in ("complete", "length") or not reply.content.strip():
            raise StepFailed(f"the reply ended as {reply.state!r} with {len(reply.content)} characters")
        return reply

    def press(self, place: QWidget, words: str) -> None:
        """Click the visible button with these words somewhere in a part of the window."""
        buttons = [button for button in place.findChildren(QAbstractButton) if button.text() == words and button.isVisible()]
        if len(buttons) != 1:
            raise StepFailed(f"there are {len(buttons)} visible buttons {words!r} where one was expected")
        if not buttons[0].isEnabled():
            raise StepFailed(f"the button {words!r} cannot be pressed")
        QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)

    def buttons(self, place: QWidget) -> list[str]:
        """The words of the visible buttons in a part of the window."""
        return [button.text() for button in place.findChildren(QAbstractButton) if button.isVisible()]

    def new_chat(self) -> None:
        """Open an empty chat with the button above the list."""
        controller = self.window.controller
        self.press(self.window.sidebar, "New chat")
        self.patience.until(lambda: not controller.open_chat.messages and not self.window.composer.text(), "an empty chat", 10.0)

    def strip_is_shown(self) -> bool:
        """Whether the warning is on screen."""
        return self.window.warning_strip.isVisible()

    def close(self) -> None:
        """Close the window and wait until the engine has gone."""
        if not self.closed:
            self.window.close()
            self.patience.allow(CLOSE_SECONDS)
            self.patience.until(lambda: self.closed, "the window to close", CLOSE_SECONDS)
        if self.window.controller.client.running:
            raise StepFailed("the engine still runs after the window was closed")

    @Slot()
    def _on_closed(self) -> None:
        self.closed = True

    @Slot(object)
    def _on_problem(self, problem: object) -> None:
        self._problems.append(str(getattr(problem, "sentence", problem)))
