"""The named colours, light and dark. Text on its ground has at least 4.5 : 1, marks and edges that carry meaning at least 3 : 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Colours:
    """One set of colours, each "#rrggbb".

    window: the ground of the window; sidebar: side columns; card: raised areas; field: where one types; border: quiet lines;
    outline: edges of controls; text, muted, faint: text (faint is for marks, not for text to read); accent: the colour of action;
    on_accent: text on it; soft: ground of what is chosen; hover: ground under the pointer; steady, drifting, away: the three states
    of a reading, for text and marks; notice, notice_edge: ground and edge of the warning strip; problem: text of problems.
    """

    window: str
    sidebar: str
    card: str
    field: str
    border: str
    outline: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_strong: str
    on_accent: str
    soft: str
    hover: str
    steady: str
    drifting: str
    away: str
    notice: str
    notice_edge: str
    problem: str


LIGHT: Final = Colours(
    window="#ffffff",
    sidebar="#f4f6f7",
    card="#ffffff",
    field="#ffffff",
    border="#dde3e6",
    outline="#7d8c94",
    text="#17232a",
    muted="#53636c",
    faint="#b4c0c6",
    accent="#0b6b7f",
    accent_strong="#08566a",
    on_accent="#ffffff",
    soft="#dceef2",
    hover="#e9eef0",
    steady="#0b6b7f",
    drifting="#945a00",
    away="#a8431c",
    notice="#fff6e5",
    notice_edge="#e3b45f",
    problem="#a3271f",
)

DARK: Final = Colours(
    window="#14191d",
    sidebar="#191f24",
    card="#1f262c",
    field="#1a2025",
    border="#303a41",
    outline="#728089",
    text="#e6ecef",
    muted="#a3b1b9",
    faint="#4a5760",
    accent="#55bdd0",
    accent_strong="#7bd0df",
    on_accent="#06242c",
    soft="#1f3f48",
    hover="#28323a",
    steady="#55bdd0",
    drifting="#e9b04c",
    away="#f08f66",
    notice="#2c2617",
    notice_edge="#8a6a2a",
    problem="#ff9a8f",
)


def colours(_widget: QWidget) -> Colours:
    """Return the colours a widget shall paint itself in, from the palette now in force."""
    # not from the widget's own palette: the style sheet puts a transparent ground, which counts as black, into some of those
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def palette(chosen: Colours) -> QPalette:
    """Return the Qt palette made of these colours."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: chosen.window,
        QPalette.ColorRole.WindowText: chosen.text,
        QPalette.ColorRole.Base: chosen.field,
        QPalette.ColorRole.AlternateBase: chosen.sidebar,
        QPalette.ColorRole.Text: chosen.text,
        QPalette.ColorRole.PlaceholderText: chosen.muted,
        QPalette.ColorRole.Button: chosen.card,
        QPalette.ColorRole.ButtonText: chosen.text,
        QPalette.ColorRole.BrightText: chosen.problem,
        QPalette.ColorRole.ToolTipBase: chosen.card,
        QPalette.ColorRole.ToolTipText: chosen.text,
        QPalette.ColorRole.Highlight: chosen.accent,
        QPalette.ColorRole.HighlightedText: chosen.on_accent,
        QPalette.ColorRole.Accent: chosen.accent,
        QPalette.ColorRole.Link: chosen.accent,
        QPalette.ColorRole.LinkVisited: chosen.accent,
        QPalette.ColorRole.Light: chosen.hover,
        QPalette.ColorRole.Midlight: chosen.border,
        QPalette.ColorRole.Mid: chosen.outline,
        QPalette.ColorRole.Dark: chosen.outline,
        QPalette.ColorRole.Shadow: chosen.border,
    }
    for role, name in roles.items():
        made.setColor(role, QColor(name))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(chosen.outline))
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, QColor(chosen.faint))
    return made


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (relative luminance as in WCAG 2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(name: str) -> float:
    colour = QColor(name)
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
