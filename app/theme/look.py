"""Puts a theme and a text size on the whole program, and follows the system where the user asked for that."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.theme.colours import DARK, LIGHT, palette
from app.theme.style import style_sheet

MODES: Final = ("light", "dark", "system")

_MODE: Final = "keel_theme_mode"
_ZOOM: Final = "keel_zoom"
_DARK_AT_START: Final = "keel_system_was_dark_at_start"
_BASE_SIZE: Final = "keel_base_point_size"
_PUT_ON: Final = "keel_look_put_on"
_WEARS: Final = "keel_wears_the_sheet"
_FOLLOWER: Final = "keel_system_theme_follower"
_SMALLEST_ZOOM: Final = 0.5
_LARGEST_ZOOM: Final = 3.0


class _SystemFollower(QObject):
    """Puts the theme on again when the system turns light or dark."""

    @Slot(Qt.ColorScheme)
    def follow(self, _scheme: Qt.ColorScheme) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication) and app.property(_MODE) == "system":
            _put_on(app)


def apply_look(app: QApplication, mode: str, factor: float, *, sheet: bool = True) -> None:
    """Apply theme and zoom together; cheap before there are widgets, and where both are as they were.

    sheet False: colours and font only, for a program whose windows will `wear` the style sheet themselves.
    """
    app.setProperty(_ZOOM, min(max(factor, _SMALLEST_ZOOM), _LARGEST_ZOOM))
    _choose(app, mode)
    _put_on(app, sheet=sheet)


def wear(window: QWidget, more: str = "") -> None:
    """Put the style sheet, and more of its own, on a window and all that is in it; from then on the program does not wear it.

    Qt styles the widgets of a window several times faster than those of the whole program. A window that wears the sheet calls this
    again when palette or font have changed.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    window.setProperty(_WEARS, True)
    if app.styleSheet():
        app.setStyleSheet("")
    window.setStyleSheet(_sheet(app) + more)


def apply_theme(app: QApplication, mode: str) -> None:
    """Show the program "light", "dark" or as the "system" is; raises ValueError for another mode."""
    _choose(app, mode)
    _put_on(app)


def apply_zoom(app: QApplication, factor: float) -> None:
    """Scale every text and the spaces that go with it; 1.0 is the size the system asks for."""
    app.setProperty(_ZOOM, min(max(factor, _SMALLEST_ZOOM), _LARGEST_ZOOM))
    _put_on(app)


def is_dark(app: QApplication) -> bool:
    """Whether the program is shown dark at the moment."""
    mode = app.property(_MODE)
    return mode == "dark" or (mode == "system" and system_is_dark(app))


def system_is_dark(app: QApplication) -> bool:
    """Whether the system asks for a dark program; where it does not say, the palette it gave the program at the start decides."""
    scheme = app.styleHints().colorScheme()
    if scheme == Qt.ColorScheme.Unknown:
        return bool(app.property(_DARK_AT_START))
    return scheme == Qt.ColorScheme.Dark


def zoom() -> float:
    """Return the factor given to `apply_zoom`, 1.0 before it was called."""
    app = QApplication.instance()
    factor = app.property(_ZOOM) if app is not None else None
    return float(factor) if factor is not None else 1.0


def space(pixels: float) -> int:
    """Return a distance in pixels at the present zoom, at least 1."""
    return max(1, round(pixels * zoom()))


def _choose(app: QApplication, mode: str) -> None:
    if mode not in MODES:
        raise ValueError(f"The theme is {mode!r}; it has to be one of {', '.join(MODES)}.")
    first = app.property(_MODE) is None
    app.setProperty(_MODE, mode)
    if first:
        app.setProperty(_DARK_AT_START, app.palette().color(QPalette.ColorRole.Window).lightness() < 128)
    hints = app.styleHints()
    if first:
        app.setStyle("Fusion")
        follower = _SystemFollower(app)
        follower.setObjectName(_FOLLOWER)
        hints.colorSchemeChanged.connect(follower.follow)
    hints.setColorScheme({"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(mode, Qt.ColorScheme.Unknown))


def _put_on(app: QApplication, *, sheet: bool = True) -> None:
    chosen = DARK if is_dark(app) else LIGHT
    base = app.property(_BASE_SIZE)
    if base is None:
        base = app.font().pointSizeF()
        app.setProperty(_BASE_SIZE, base)
    wanted = sheet and not any(top.property(_WEARS) for top in app.topLevelWidgets())
    style = _sheet(app) if wanted else ""
    key = f"{'dark' if chosen is DARK else 'light'} {zoom()}"
    if app.property(_PUT_ON) == key and app.styleSheet() == style:  # every widget would be styled anew
        return
    app.setProperty(_PUT_ON, key)
    font = QFont(app.font())
    font.setPointSizeF(float(base) * zoom())
    app.setFont(font)
    app.setPalette(palette(chosen))
    if app.styleSheet() != style:
        app.setStyleSheet(style)


def _sheet(app: QApplication) -> str:
    return style_sheet(DARK if is_dark(app) else LIGHT, float(app.property(_BASE_SIZE)) * zoom(), zoom())
