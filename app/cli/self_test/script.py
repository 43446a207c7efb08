"""What the self-test does and what it wants to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.cli.self_test.conversations import Conversation, drifting_conversations
from app.cli.self_test.driver import REPLY_SECONDS, STRIP_SECONDS, Driver
from app.cli.self_test.patience import Patience
from app.cli.self_test.steps import Report, StepFailed
from app.drift.strip import FRESH_CHAT, GO_BACK, MEANT, NOT_NOW, TURN_ON
from app.paths import EVALUATION
from app.settings.fields import INFO
from app.window.start import build_window

CONVERSATIONS = 6
"""How many are held without and with the cap: one alone could hold or drift by luck."""

CAP = "standard"
EDIT = " Thank you."


@dataclass(frozen=True, slots=True)
class Held:
    """How a conversation went: the reading of each reply, how many lay below the threshold, whether the warning appeared."""

    conversation: Conversation
    readings: tuple[float, ...]
    drifted: int
    warned: bool

    def __str__(self) -> str:
        return f"{self.conversation.name} {' '.join(f'{reading:+.2f}' for reading in self.readings)}"


class Script:
    """One run of the self-test; every step goes into the report, and the first that is not seen ends it with StepFailed."""

    def __init__(self, report: Report, patience: Patience, data_dir: Path, files: tuple[Path, Path | None]) -> None:
        self._report = report
        self._model, self._axis = files
        with report.step("the window is built") as step:
            self.window = build_window(data_dir)
            self._driver = Driver(self.window, patience)
            step.detail = QApplication.platformName()
        self._patience = patience
        self._waiting = drifting_conversations(EVALUATION, CONVERSATIONS)
        self._said: list[Held] = []

    def run(self) -> None:
        """Do everything up to the closing of the window."""
        self._load()
        self._drift()
        self._start_fresh()
        self._drift_more()
        self._turn_on_cap()
        self._hold()

    def close(self) -> None:
        """Close the window; as a step of its own only where all went well so far."""
        if not self._report.ok:
            self._driver.close()
            return
        with self._report.step("the window closes, and the engine with it"):
            self._driver.close()

    def check_errors(self, errors: Sequence[BaseException]) -> None:
        """Add the last step: no error was raised anywhere in the window."""
        with self._report.step("no error was raised underneath"):
            if errors:
                raise StepFailed("; ".join(f"{type(error).__name__}: {error}" for error in errors))

    # --- the steps ------------------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        with self._report.step("the model and its axis are loaded") as step:
            # Always the likeliest token: the test then says the same thing every time on one computer.
            self.window.controller.settings.update(temperature=0.0, cap="off", warning="normal")
            self._driver.open(str(self._model), str(self._axis) if self._axis is not None else None)
            self._driver.wait_for_model()
            step.detail = self.window.controller.loader.name

    def _drift(self) -> None:
        with self._report.step("with the cap off, the replies drift until the warning appears") as step:
            while self._waiting and not (self._said and self._said[-1].warned):
                if self._said:
                    self._driver.new_chat()
                self._said.append(self._talk(self._waiting.pop(0), stop_at_warning=True))
            step.detail = "; ".join(str(held) for held in self._said)
            if not self._said[-1].warned:
                raise StepFailed(f"no warning appeared in {len(self._said)} conversations; {step.detail}")
        with self._report.step("the warning offers its ways on") as step:
            offered = self._driver.buttons(self.window.warning_strip)
            step.detail = ", ".join(offered)
            if [words for words in offered if words != GO_BACK] != [FRESH_CHAT, TURN_ON, NOT_NOW, MEANT]:
                raise StepFailed(f"it offers {step.detail or 'nothing'}")

    def _start_fresh(self) -> None:
        controller, composer = self.window.controller, self.window.composer
        old = controller.chat
        with self._report.step('"Start fresh chat with a summary" opens a new chat with the summary in the message box') as step:
            self._driver.press(self.window.warning_strip, FRESH_CHAT)
            self._patience.until(lambda: controller.chat.id != old.id, "another chat to open", REPLY_SECONDS)
            self._patience.until(lambda: bool(composer.text().strip()), "the summary", 10.0)
            step.detail = f"{len(composer.text())} characters"
        with self._report.step("the summary can be edited, and nothing was sent"):
            summary = composer.text()
            QTest.keyClicks(composer.editor, EDIT)
            self._patience.pause(1.0)
            if composer.text() != summary + EDIT:
                raise StepFailed("what was typed is not in the message box")
            if controller.store.path(controller.chat.id) or controller.busy:
                raise StepFailed("the new chat has messages already")
        with self._report.step("both chats are linked"):
            if controller.chat.continued_from != old.id:
                raise StepFailed("the new chat does not know where it came from")
            if controller.chat.id not in [chat.id for chat in controller.store.continuations(old.id)]:
                raise StepFailed("the old chat does not know the new one")

    def _drift_more(self) -> None:
        with self._report.step("further conversations with the cap off, to compare with") as step:
            while self._waiting:
                self._driver.new_chat()
                self._said.append(self._talk(self._waiting.pop(0)))
            step.detail = f"{len(self._said)} conversations, {_counts(self._said)}"

    def _turn_on_cap(self) -> None:
        with self._report.step("the cap is set to Standard in the settings") as step:
            words = next(choice.name for choice in INFO["cap"].choices if choice.value == CAP)
            if self.window.side.shown != "settings":
                self.window.toggle_settings()
            self._driver.press(self.window.settings_panel, words)
            settings = self.window.controller.settings.settings
            step.detail = f"percentile {settings.cap_percentile:g}" if settings.cap_percentile is not None else "off"
            if settings.cap != CAP:
                raise StepFailed(f"the setting is {settings.cap!r} after {words!r} was pressed")

    def _hold(self) -> None:
        with self._report.step("the same conversations hold under the cap") as step:
            under = []
            for held in self._said:
                self._driver.new_chat()
                again = Conversation(held.conversation.name, held.conversation.turns[: len(held.readings)])
                under.append(self._talk(again))
            step.detail = f"{_counts(under)}, without the cap {_counts(self._said)}"
            if 2 * sum(held.drifted for held in under) > sum(held.drifted for held in self._said):
                raise StepFailed(f"drifted replies are not halved; {step.detail}")
            if sum(held.warned for held in under) >= sum(held.warned for held in self._said):
                raise StepFailed(f"the warning appeared as often as before; {step.detail}")

    # --- talking --------------------------------------------------------------------------------------------------------------

    def _talk(self, conversation: Conversation, *, stop_at_warning: bool = False) -> Held:
        """Say the turns in the chat on screen, whose replies must all have a reading."""
        watch = self.window.controller.watch
        readings: list[float] = []
        warned = False
        for turn in conversation.turns:
            reading = self._driver.say(turn).stats.get("reading")
            if reading is None:
                raise StepFailed(f"the reply to {turn!r} has no reading")
            readings.append(float(reading))
            if watch.state.warn:
                # The strip waits until nobody has typed for a moment.
                self._patience.until(self._driver.strip_is_shown, "the warning to appear", STRIP_SECONDS)
                warned = True
            if warned and stop_at_warning:
                break
        threshold = watch.threshold if watch.threshold is not None else 0.0
        return Held(conversation, tuple(readings), sum(reading < threshold for reading in readings), warned)


def _counts(held: Sequence[Held]) -> str:
    replies = sum(len(each.readings) for each in held)
    drifted = sum(each.drifted for each in held)
    return f"{drifted} of {replies} replies drifted, {sum(each.warned for each in held)} warnings"
