"""The drift panel: where the replies stand between the usual Assistant and the average role, and what the cap did about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.drift.absent import AbsentCard
from app.drift.chat_card import ChatCard
from app.drift.gauge import Gauge
from app.drift.marks import MarkSample
from app.drift.trace import Trace
from app.drift.trajectory import Trajectory
from app.drift.words import TONES, TurnReading, cap_sentence, figure, live_cap_sentence, state_words
from app.language import number
from app.theme import colours, pixmap, space
from engine.drift import manner
from engine.protocol import AxisFacts, ReplyStats

__all__ = ["DriftPanel", "TurnReading"]

REPAINT_MS: Final = 66


class DriftPanel(QWidget):
    """Shows the readings of the reply being made and of those before it.

    The window calls `begin_reply`, `add_readings` for every delta, `finish_reply`, and then `set_history` with all replies of the
    chat. While a reply is made the gauge shows the mean of its tokens so far, which at the end is the reply's reading. However fast
    tokens come, the pictures are drawn about fifteen times a second, and a screen reader hears of finished replies only.
    """

    turn_selected = Signal(int)
    """Carries the index of a reply chosen on the trajectory."""

    version_selected = Signal(int)
    """Carries the index of another version of a reply chosen there."""

    calibrate_requested = Signal()
    import_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Drift"))
        self._axis: AxisFacts | None = None
        self._problem: str | None = None
        self._offer = self._stopped = self._calibrating = False
        self._live = False
        self._live_engaged: float | None = None
        self._icon_name, self._tone = "waiting", "muted"
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.setInterval(REPAINT_MS)
        self._tick.timeout.connect(self._show_live)
        self._make_widgets()
        self._lay_out()
        self.set_axis(None, None)

    # --- what the window calls -------------------------------------------------------------------------------------------------

    def set_axis(self, facts: AxisFacts | None, problem: str | None = None) -> None:
        """Show readings on this axis; without one that gives them, say that there are none and, where it is known, why."""
        self._axis, self._problem = facts, problem
        self.clear()
        if facts is not None:
            self.set_threshold(facts.threshold)
        self._show_page()

    def offer_calibration(self, possible: bool, *, stopped: bool = False) -> None:
        """Offer to make an axis for the model, or to go on with one that was begun; not where that is not possible."""
        self._offer, self._stopped, self._calibrating = possible, stopped, False
        self._show_page()

    def show_calibration(self, fraction: float, text: str, *, offer: bool = True) -> None:
        """Show that the model is being calibrated and how far that is, 0..1, until `offer_calibration` is called.

        offer: whether its page can be shown.
        """
        self._calibrating = True
        self._absent.show_progress(fraction, text, offer=offer)
        self._pages.setCurrentWidget(self._absence)

    def _show_page(self) -> None:
        if self._calibrating:
            return
        self._again.setVisible(self._offer)
        if self._axis is not None and self._axis.reads:
            self._pages.setCurrentWidget(self._readings)
            return
        message, reason = self.tr("Waiting for a model"), self.tr("The readings appear here once a model is loaded.")
        if self._axis is not None:
            message, reason = self.tr("This axis shows no readings"), self._problem or ""
        elif self._problem:
            message, reason = self.tr("Not available for this model"), self._problem
        self._absent.show_absence(message, reason, offer=self._offer, stopped=self._stopped)
        self._pages.setCurrentWidget(self._absence)

    def set_threshold(self, threshold: float) -> None:
        """Draw this threshold instead of the axis's own (a user may have chosen another)."""
        for picture in (self._gauge, self._trace, self._trajectory):
            picture.show_threshold(threshold)
        self._show_value(self._gauge.value)

    def begin_reply(self) -> None:
        """A reply is about to be made."""
        self._live, self._live_engaged = True, None
        self._trace.clear()
        self._trace_caption.setText("")
        self._gauge.show_value(None)
        self._show_state("waiting", "muted", self.tr("Reading the message"), "")

    def add_readings(self, readings: Sequence[float], engaged: float | None = None) -> None:
        """New tokens came; engaged is the share of steps lifted so far, None without a cap."""
        self._trace.add(readings)
        self._live, self._live_engaged = True, engaged
        if not self._tick.isActive():
            self._tick.start()

    def finish_reply(self, stats: ReplyStats) -> None:
        """The reply is done: show its figures as they are stored."""
        self._tick.stop()
        self._live = False
        reading = stats.reading if stats.reading is not None else self._trace.buffer.mean
        self._trace.show_early(stats.early)
        self._caption(stats.tokens)
        self._show_value(reading)
        if reading is None:
            self._show_state("waiting", "muted", self.tr("No reading for this reply"), "")
        self._cap.setText(cap_sentence(stats.engaged, stats.mean_lift, stats.percentile is not None))
        self._cap_card.setVisible(True)
        self._describe(reading)

    def show_reply(self, readings: Sequence[float], stats: Mapping[str, Any]) -> None:
        """Show a reply as it is stored, unless one is being made; stats: its figures by the names of `ReplyStats`."""
        if self._live:
            return
        self._trace.clear()
        self._trace.add(readings)
        self._trace.show_early(stats.get("early"))
        self._caption(len(readings) or int(stats.get("tokens") or 0))
        reading = stats.get("reading")
        self._show_value(reading)
        if reading is None:
            self._show_state("waiting", "muted", self.tr("No reading for this reply"), "")
        self._cap.setText(cap_sentence(stats.get("engaged"), stats.get("mean_lift"), stats.get("percentile") is not None))
        self._cap_card.setVisible(reading is not None)
        self._describe(reading)

    def set_history(self, turns: Sequence[TurnReading]) -> None:
        """Show all replies of the chat on the trajectory; between replies the gauge stands at the newest reading."""
        self._trajectory.show_turns(turns)
        self._trajectory_card.setVisible(bool(turns))
        every = [*turns, *(other for turn in turns for other in turn.others)]
        self._capped_key.setVisible(any(turn.capped for turn in every))
        self._others_key.setVisible(len(every) > len(turns))
        known = [turn for turn in turns if turn.reading is not None]
        if known and not self._live and self._gauge.value is None:
            self._show_value(known[-1].reading)
            self._describe(known[-1].reading)

    def clear(self) -> None:
        """Forget the chat that was shown."""
        self._tick.stop()
        self._live, self._live_engaged = False, None
        self._trace.clear()
        self._trace_caption.setText(self.tr("No reply yet"))
        self._gauge.show_value(None)
        self._cap.setText("")
        self._cap_card.setVisible(False)
        self.set_history([])
        self._show_state("waiting", "muted", self.tr("Waiting for the first reply"), "")
        self._describe(None)

    # --- what is shown ---------------------------------------------------------------------------------------------------------

    @Slot()
    def _show_live(self) -> None:
        self._trace.update()
        self._caption(self._trace.buffer.tokens)
        if self._trace.buffer.mean is not None:
            self._show_value(self._trace.buffer.mean)
        self._cap.setText(live_cap_sentence(self._live_engaged))
        self._cap_card.setVisible(True)

    def _caption(self, tokens: int) -> None:
        words = self.tr("1 token") if tokens == 1 else self.tr("{count} tokens").format(count=number(f"{tokens:,}"))
        self._trace_caption.setText(words if tokens else "")  # a reply whose figures are not known, as from another program

    def _show_value(self, value: float | None) -> None:
        self._gauge.show_value(value)
        if value is None:
            return
        where = manner(value, self._gauge.threshold)
        self._show_state(TONES[where], TONES[where], state_words(value, self._gauge.threshold), figure(value))

    def _show_state(self, icon_name: str, tone: str, words: str, reading: str) -> None:
        self._state.setText(words)
        self._number.setText(reading)
        if tone != self._tone:
            self._tone = tone
            self._state.setProperty("tone", tone)
            self._state.style().polish(self._state)
        self._icon_name = icon_name
        self._draw_icon()

    def _draw_icon(self) -> None:
        c = colours(self)
        colour = {"steady": c.steady, "drifting": c.drifting, "away": c.away}.get(self._tone, c.muted)
        self._icon.setPixmap(pixmap(self._icon_name, colour, space(18), self.devicePixelRatioF()))

    def _describe(self, value: float | None) -> None:
        if value is None:
            self._gauge.setAccessibleDescription(self._state.text())
            return
        told = self.tr("{state}: {reading}; drifted below {threshold}")
        threshold = self._gauge.threshold
        self._gauge.setAccessibleDescription(
            told.format(state=state_words(value, threshold), reading=figure(value), threshold=figure(threshold))
        )

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon again in the colours and the size now in force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_icon"):
            self._draw_icon()

    # --- how it is built -------------------------------------------------------------------------------------------------------

    def _make_widgets(self) -> None:
        self._icon, self._state, self._number = QLabel(), _label("muted"), _label("value")
        self._icon.setAccessibleName("")
        self._state.setWordWrap(True)
        self._gauge, self._trace, self._trajectory = Gauge(), Trace(), Trajectory()
        self._trajectory.turn_selected.connect(self.turn_selected)
        self._trajectory.version_selected.connect(self.version_selected)
        self._trace_caption = _label("small")
        self._legend = _label("small", self.tr("In the tinted part, below the dashed line, a reply counts as drifted."))
        self._capped_key = _key(
            (MarkSample(capped=False), self.tr("without a cap")), (MarkSample(capped=True), self.tr("under a cap"))
        )
        self._others_key = _key((MarkSample(capped=False, hollow=True), self.tr("other versions of a reply")))
        self.chat_card = ChatCard()
        self._cap = _label("")
        self._cap.setWordWrap(True)
        self._cap.setToolTip(self.tr("A step is one token in one of the layers that the cap holds."))
        self._legend.setWordWrap(True)
        self._absent = AbsentCard()
        self._absent.calibrate_requested.connect(self.calibrate_requested)
        self._absent.import_requested.connect(self.import_requested)
        self._again = QPushButton(self.tr("Calibrate again…"))
        self._again.setProperty("look", "fold")
        self._again.setToolTip(self.tr("Measure this model’s axis again on this computer"))
        self._again.setAutoDefault(False)
        self._again.clicked.connect(self.calibrate_requested)

    def _lay_out(self) -> None:
        self._trajectory_card = _card(
            self.tr("Over the conversation"), self._trajectory, self._capped_key, self._others_key, self._legend
        )
        self._cap_card = _card(self.tr("What the cap did"), self._cap)
        trace_head = _row(_label("heading", self.tr("This reply")), self._trace_caption)
        state = _row(self._icon, self._state, self._number, stretch=1)
        self._readings = QWidget()
        column = QVBoxLayout(self._readings)
        column.setContentsMargins(space(12), space(12), space(12), space(12))
        column.setSpacing(space(10))
        column.addWidget(_card("", state, self._gauge))
        column.addWidget(_card("", trace_head, self._trace))
        column.addWidget(self._trajectory_card)
        column.addWidget(self._cap_card)
        column.addWidget(self.chat_card)
        column.addStretch(1)
        column.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        self._absence = QWidget()
        column = QVBoxLayout(self._absence)
        column.setContentsMargins(space(12), space(12), space(12), space(12))
        column.addWidget(self._absent)
        column.addStretch(1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._readings)
        self._pages.addWidget(self._absence)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._pages)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)


def _label(tone: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("tone", tone)
    return label


def _row(*widgets: QWidget, stretch: int = 0) -> QWidget:
    """Return a line of widgets; the one at `stretch` takes the room that is left."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(space(7))
    for place, widget in enumerate(widgets):
        line.addWidget(widget, 1 if place == stretch else 0)
    return row


def _key(*entries: tuple[QWidget, str]) -> QWidget:
    """Return a line that explains marks."""
    key = QWidget()
    line = QHBoxLayout(key)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(space(4))
    for mark, words in entries:
        line.addWidget(mark)
        line.addWidget(_label("small", words))
        line.addSpacing(space(8))
    line.addStretch(1)
    return key


def _card(title: str, *widgets: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("look", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(space(12), space(10), space(12), space(10))
    column.setSpacing(space(6))
    if title:
        heading = _label("heading", title)
        heading.setWordWrap(True)
        column.addWidget(heading)
    for widget in widgets:
        column.addWidget(widget)
    return card
