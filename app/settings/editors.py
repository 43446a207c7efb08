"""One small editor per kind of setting; each shows a value and says when a person changed it."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QIntValidator, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QSlider, QVBoxLayout, QWidget

from app.settings.fields import Choice, FieldInfo
from app.settings.segments import Segments
from app.settings.wording import in_words, number_in_words
from app.theme import space

TYPING_PAUSE_MS: Final = 400
SLIDING_PAUSE_MS: Final = 120


class Editor(QWidget):
    """Shows one setting. `edited` carries a new valid value, `preview` the words for a value that is still moving."""

    edited = Signal(object)
    preview = Signal(str)

    def __init__(self, info: FieldInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.info = info
        self.inherited: Any = None
        self.field: QWidget = self
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_value(self, value: Any) -> None:
        """Show a value without saying that it was edited."""
        raise NotImplementedError

    def set_inherited(self, value: Any) -> None:
        """Say what an unset value comes to at the moment."""
        self.inherited = value

    def commit(self) -> None:
        """Send a change that still waits for a pause."""

    def drop(self) -> None:
        """Forget a change that still waits for a pause."""

    def words(self, value: Any) -> str:
        """Return a value as it is shown beside the label, "" where the editor itself shows it."""
        return ""

    def _hold(self, field: QWidget) -> None:
        self.field = field
        self._column.addWidget(field)
        field.setAccessibleName(in_words(self.info.label))
        field.setAccessibleDescription(in_words(self.info.help))
        field.setToolTip(in_words(self.info.help))


class ChoiceEditor(Editor):
    """A few named values and, below, what the chosen one does."""

    def __init__(self, info: FieldInfo, parent: QWidget | None = None) -> None:
        super().__init__(info, parent)
        self.segments = Segments(
            [Choice(each.value, in_words(each.name), in_words(each.sentence)) for each in info.choices], in_words(info.label), self
        )
        self._column.setSpacing(space(5))
        self._column.addWidget(self.segments)
        self.field = self.segments.buttons[0]
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setProperty("tone", "small")
        self.sentence.setWordWrap(True)
        self._column.addWidget(self.sentence)
        self.segments.chosen.connect(self._chosen)

    def show_value(self, value: Any) -> None:
        """Press the button of the value and say what it does."""
        self.segments.show_value(value)
        text = next(in_words(choice.sentence) for choice in self.info.choices if choice.value == value)
        self.sentence.setText(text)
        self.sentence.setVisible(bool(text))

    @Slot(object)
    def _chosen(self, value: str | None) -> None:
        self.show_value(value)
        self.edited.emit(value)


class _CalmSlider(QSlider):
    """A slider that leaves the wheel to the page unless it has the focus, so that scrolling past it changes nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class SliderEditor(Editor):
    """A number on a line; the value is sent after a short pause, so that sliding does not write a file at every pixel."""

    def __init__(self, info: FieldInfo, parent: QWidget | None = None) -> None:
        super().__init__(info, parent)
        self.slider = _CalmSlider(Qt.Orientation.Horizontal)
        self.slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.slider.setRange(0, round((info.maximum - info.minimum) / info.step))
        self.slider.setPageStep(max(1, self.slider.maximum() // 10))
        self._hold(self.slider)
        self.caption = QLabel(_capital(in_words(info.unset)))
        self.caption.setProperty("tone", "small")
        self.caption.setWordWrap(True)
        self._column.addWidget(self.caption)
        self._shown: float | None = None
        self._showing = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SLIDING_PAUSE_MS)
        self._pause.timeout.connect(self.commit)
        self.slider.valueChanged.connect(self._moved)

    def show_value(self, value: Any) -> None:
        """Put the handle on the value, on the inherited one where it is unset; a handle in motion stays where it is."""
        if self._pause.isActive():
            return
        self._shown = value
        place = value if value is not None else self.inherited
        self._showing = True
        if place is not None:
            self.slider.setValue(round((place - self.info.minimum) / self.info.step))
        self._showing = False
        self._describe(value)

    def set_inherited(self, value: Any) -> None:
        """Move the handle along where the value is unset."""
        super().set_inherited(value)
        if self._shown is None:
            self.show_value(None)

    def words(self, value: Any) -> str:
        """Return the number with its unit, for an unset one the number it comes to."""
        known = value if value is not None else self.inherited
        if known is None:
            return ""
        return number_in_words(self.info, known)

    @Slot()
    def commit(self) -> None:
        """Send the value that is shown now."""
        if self._pause.isActive() or self.sender() is self._pause:
            self._pause.stop()
            self.edited.emit(self._value())

    def drop(self) -> None:
        """Forget a movement that was not sent yet."""
        self._pause.stop()

    @Slot(int)
    def _moved(self, _place: int) -> None:
        if self._showing:
            return
        self._shown = self._value()
        self._describe(self._shown)
        self.preview.emit(self.words(self._shown))
        self._pause.start()

    def _value(self) -> float:
        return round(self.info.minimum + self.slider.value() * self.info.step, 6)

    def _describe(self, value: Any) -> None:
        self.caption.setVisible(value is None)
        self.slider.setAccessibleDescription(f"{self.words(value)}. {in_words(self.info.help)}")


class NumberEditor(Editor):
    """A whole number, typed; empty where the setting may be unset."""

    def __init__(self, info: FieldInfo, parent: QWidget | None = None) -> None:
        super().__init__(info, parent)
        self.line = QLineEdit()
        if info.maximum < 2**31:
            self.line.setValidator(QIntValidator(0, int(info.maximum), self.line))
        self.line.setPlaceholderText(_capital(in_words(info.unset)))
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._hold(self.line)
        self._fit()
        self._value: int | None = None
        self.line.editingFinished.connect(self.commit)
        self.line.textEdited.connect(self._typed)

    def show_value(self, value: Any) -> None:
        """Show the number."""
        self._value = value
        text = "" if value is None else str(value)
        if text != self.line.text():
            self.line.setText(text)

    @Slot()
    def commit(self) -> None:
        """Send what was typed; what cannot be used gives way to the value before."""
        value = self._typed_value()
        if value is _WRONG:
            self.show_value(self._value)
        elif value != self._value:
            self._value = value
            self.edited.emit(value)

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for the longest number at every text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "line"):
            self._fit()

    def _fit(self) -> None:
        longest = max(self.line.placeholderText(), str(int(self.info.maximum)), key=len)
        self.setMaximumWidth(self.line.fontMetrics().horizontalAdvance(longest) + space(26))

    @Slot(str)
    def _typed(self, _text: str) -> None:
        if self._typed_value() is not _WRONG:
            self.commit()

    def _typed_value(self) -> Any:
        text = self.line.text().strip()
        if not text:
            return None if self.info.unset else _WRONG
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            return _WRONG
        value = int(text)
        return value if self.info.minimum <= value <= self.info.maximum else _WRONG


class TextEditor(Editor):
    """Several lines of text, sent while one types: after a short pause and when the focus leaves."""

    def __init__(self, info: FieldInfo, parent: QWidget | None = None) -> None:
        super().__init__(info, parent)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(in_words(info.help))
        self._hold(self.text)
        self._value = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.commit)
        self.text.textChanged.connect(self._typed)
        self.text.installEventFilter(self)
        self._fit()

    def show_value(self, value: Any) -> None:
        """Show the text; one that is there already keeps its cursor and its undo steps, one being typed is left alone."""
        self._value = value
        if not self._pause.isActive() and value != self.text.toPlainText():
            self.text.setPlainText(value)
            self._pause.stop()

    @Slot()
    def commit(self) -> None:
        """Send the text as it is now."""
        self._pause.stop()
        text = self.text.toPlainText()
        if text != self._value:
            self._value = text
            self.edited.emit(text)

    def drop(self) -> None:
        """Forget what was typed and not sent yet."""
        self._pause.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Send the text when the focus leaves it."""
        if watched is self.text and isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self.commit()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for six lines at every text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "text"):
            self._fit()

    @Slot()
    def _typed(self) -> None:
        self._pause.start()

    def _fit(self) -> None:
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * 6 + space(20))


class ToggleEditor(Editor):
    """A yes or a no."""

    def __init__(self, info: FieldInfo, parent: QWidget | None = None) -> None:
        super().__init__(info, parent)
        self.box = QCheckBox(in_words(info.label))
        row = QHBoxLayout()
        row.addWidget(self.box, 1)
        self._column.addLayout(row)
        self.field = self.box
        self.box.setAccessibleDescription(in_words(info.help))
        self.box.setToolTip(in_words(info.help))
        self.box.clicked.connect(self._clicked)

    def show_value(self, value: Any) -> None:
        """Set or clear the mark."""
        self.box.setChecked(bool(value))

    @Slot(bool)
    def _clicked(self, on: bool) -> None:
        self.edited.emit(on)


_WRONG: Final = object()
_KINDS: Final[dict[str, type[Editor]]] = {
    "choice": ChoiceEditor,
    "slider": SliderEditor,
    "number": NumberEditor,
    "text": TextEditor,
    "toggle": ToggleEditor,
}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def editor_for(info: FieldInfo) -> Editor:
    """Return a new editor for a setting that the panel shows."""
    if info.kind == "template":
        from app.settings.template_editor import TemplateEditor  # it is a TextEditor, which has to be there first

        return TemplateEditor(info)
    if info.kind == "model_file":
        from app.settings.model_file_editor import ModelFileEditor

        return ModelFileEditor(info)
    return _KINDS[info.kind](info)
