"""The one style sheet. Widgets ask for a look with dynamic properties: `tone` on labels, `look` on buttons and frames."""

from __future__ import annotations

from pathlib import Path

from app.theme.colours import DARK, Colours

RADIUS = 6
CARD_RADIUS = 10
SCROLL_BAR = 10
"""How wide a scroll bar is at the usual text size."""
_ICONS = Path(__file__).resolve().parent.parent.parent / "resources" / "icons"


def style_sheet(c: Colours, points: float, zoom: float) -> str:
    """Return the style sheet for these colours; points is the size of ordinary text, zoom scales the distances."""
    return "\n".join(
        (_texts(c, points), _grounds(c, zoom), _buttons(c, zoom), _fields(c, zoom), _sliders(c, zoom), _lists(c, zoom))
    )


def _px(value: float, zoom: float) -> str:
    return f"{max(1, round(value * zoom))}px"


def _texts(c: Colours, points: float) -> str:
    return f"""
QLabel {{ background: transparent; }}
QLabel[tone="title"] {{ font-size: {points * 1.15:.2f}pt; font-weight: 600; }}
QLabel[tone="heading"] {{ font-weight: 600; }}
QLabel[tone="muted"] {{ color: {c.muted}; }}
QLabel[tone="small"] {{ color: {c.muted}; font-size: {points * 0.9:.2f}pt; }}
QLabel[tone="value"] {{ color: {c.muted}; }}
QLabel[tone="problem"] {{ color: {c.problem}; }}
QLabel[tone="steady"] {{ color: {c.steady}; font-weight: 600; }}
QLabel[tone="drifting"] {{ color: {c.drifting}; font-weight: 600; }}
QLabel[tone="away"] {{ color: {c.away}; font-weight: 600; }}
QLabel:disabled {{ color: {c.outline}; }}
QToolTip {{ color: {c.text}; background: {c.card}; border: 1px solid {c.border}; padding: 4px 6px; }}
"""


def _grounds(c: Colours, zoom: float) -> str:
    return f"""
QFrame[look="card"] {{ background: {c.card}; border: 1px solid {c.border}; border-radius: {CARD_RADIUS}px; }}
QFrame[look="notice"] {{ background: {c.notice}; border: 1px solid {c.notice_edge}; border-radius: {CARD_RADIUS}px; }}
QFrame[look="line"] {{ background: {c.border}; border: none; max-height: 1px; min-height: 1px; }}
QWidget[look="side"] {{ background: {c.sidebar}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QSplitter::handle {{ background: {c.border}; }}
QScrollBar:vertical {{ background: transparent; width: {_px(SCROLL_BAR, zoom)}; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {_px(SCROLL_BAR, zoom)}; margin: 0; }}
QScrollBar::handle {{ background: {c.outline}; border-radius: {_px(3, zoom)}; margin: 2px; min-height: {_px(28, zoom)};
  min-width: {_px(28, zoom)}; }}
QScrollBar::handle:hover {{ background: {c.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _buttons(c: Colours, zoom: float) -> str:
    pad = f"{_px(5, zoom)} {_px(12, zoom)}"
    # The edge says where the focus is; the box that Qt's own style draws within it as well is smudged by the ground.
    return f"""
QAbstractButton, QComboBox {{ outline: none; }}
QPushButton {{ color: {c.text}; background: {c.card}; border: 1px solid {c.outline}; border-radius: {RADIUS}px; padding: {pad}; }}
QPushButton:hover {{ background: {c.hover}; }}
QPushButton:pressed {{ background: {c.soft}; }}
QPushButton:focus {{ border: 2px solid {c.accent}; padding: {_px(4, zoom)} {_px(11, zoom)}; }}
QPushButton:disabled {{ color: {c.outline}; border-color: {c.border}; }}
QPushButton::menu-indicator {{ image: none; width: 0; }}
QPushButton[look="primary"] {{ color: {c.on_accent}; background: {c.accent}; border-color: {c.accent}; font-weight: 600; }}
QPushButton[look="primary"]:hover {{ background: {c.accent_strong}; border-color: {c.accent_strong}; }}
QPushButton[look="primary"]:focus {{ border-color: {c.text}; }}
QPushButton[look="primary"]:disabled {{ color: {c.muted}; background: {c.hover}; border-color: {c.border}; }}
QPushButton[look="quiet"], QToolButton {{ color: {c.text}; background: transparent; border: 1px solid transparent;
  border-radius: {RADIUS}px; }}
QToolButton {{ padding: {_px(4, zoom)}; }}
QPushButton[look="quiet"]:hover, QToolButton:hover {{ background: {c.hover}; }}
QPushButton[look="quiet"]:pressed, QToolButton:pressed, QToolButton:checked {{ background: {c.soft}; }}
QPushButton[look="quiet"]:focus, QToolButton:focus {{ border: 1px solid {c.accent}; }}
QPushButton[look="fold"] {{ color: {c.muted}; background: transparent; border: 1px solid transparent; border-radius: {RADIUS}px;
  padding: {_px(3, zoom)} {_px(4, zoom)} {_px(3, zoom)} 0; text-align: left; }}
QPushButton[look="fold"]:hover {{ color: {c.text}; background: {c.hover}; }}
QPushButton[look="fold"]:focus {{ border: 1px solid {c.accent}; }}
QFrame[look="segments"] {{ background: {c.hover}; border: 1px solid {c.border}; border-radius: {RADIUS + 2}px; }}
QPushButton[look="segment"] {{ color: {c.text}; background: transparent; border: 1px solid transparent; border-radius: {RADIUS}px;
  padding: {_px(4, zoom)} {_px(6, zoom)}; }}
QPushButton[look="segment"][column="true"] {{ text-align: left; }}
QPushButton[look="segment"]:hover {{ background: {c.soft}; }}
QPushButton[look="segment"]:checked {{ color: {c.on_accent}; background: {c.accent}; border-color: {c.accent}; }}
QPushButton[look="segment"]:focus {{ border: 1px solid {c.text}; }}
QPushButton[look="segment"]:disabled {{ color: {c.outline}; }}
QPushButton[look="segment"]:checked:disabled {{ color: {c.muted}; background: {c.border}; border-color: {c.border}; }}
"""


def _fields(c: Colours, zoom: float) -> str:
    arrow = (_ICONS / "chevron-down-grey.svg").as_posix()
    tick = (_ICONS / ("check-dark.svg" if c is DARK else "check-light.svg")).as_posix()
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {{ color: {c.text}; background: {c.field};
  border: 1px solid {c.outline}; border-radius: {RADIUS}px; padding: {_px(4, zoom)} {_px(7, zoom)};
  selection-color: {c.on_accent}; selection-background-color: {c.accent}; placeholder-text-color: {c.muted}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {{
  border: 2px solid {c.accent}; padding: {_px(3, zoom)} {_px(6, zoom)}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled, QComboBox:disabled {{ color: {c.outline};
  border-color: {c.border}; }}
QComboBox::drop-down {{ border: none; width: {_px(22, zoom)}; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: {_px(12, zoom)}; height: {_px(12, zoom)}; }}
QPushButton[look="file"] {{ text-align: left; }}
QComboBox QAbstractItemView {{ background: {c.card}; border: 1px solid {c.border}; selection-background-color: {c.soft};
  selection-color: {c.text}; }}
QCheckBox {{ spacing: {_px(8, zoom)}; background: transparent; }}
QCheckBox:disabled {{ color: {c.outline}; }}
QCheckBox::indicator {{ width: {_px(16, zoom)}; height: {_px(16, zoom)}; border: 1px solid {c.outline}; border-radius: 4px;
  background: {c.field}; }}
QCheckBox::indicator:hover {{ border-color: {c.accent}; }}
QCheckBox::indicator:focus {{ border: 2px solid {c.accent}; width: {_px(16 - 2 / zoom, zoom)};
  height: {_px(16 - 2 / zoom, zoom)}; }}
QCheckBox::indicator:checked {{ background: {c.accent}; border-color: {c.accent}; image: url("{tick}"); }}
QCheckBox::indicator:checked:focus {{ border: 2px solid {c.text}; }}
QCheckBox::indicator:checked:disabled {{ background: {c.faint}; border-color: {c.faint}; }}
"""


def _sliders(c: Colours, zoom: float) -> str:
    groove, handle = max(2, round(4 * zoom)), max(8, round(14 * zoom))
    out = (handle - groove) // 2
    return f"""
QSlider {{ min-height: {handle + 6}px; background: transparent; }}
QSlider::groove:horizontal {{ height: {groove}px; background: {c.border}; border-radius: {groove // 2}px; }}
QSlider::sub-page:horizontal {{ background: {c.accent}; border-radius: {groove // 2}px; }}
QSlider::handle:horizontal {{ width: {handle}px; height: {handle}px; margin: -{out}px 0; border-radius: {handle // 2}px;
  background: {c.accent}; border: none; }}
QSlider::handle:horizontal:hover {{ background: {c.accent_strong}; }}
QSlider::handle:horizontal:focus {{ background: {c.card}; border: {max(2, round(3 * zoom))}px solid {c.accent};
  width: {handle - 2 * max(2, round(3 * zoom))}px; height: {handle - 2 * max(2, round(3 * zoom))}px; }}
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled {{ background: {c.faint}; }}
"""


def _lists(c: Colours, zoom: float) -> str:
    return f"""
QMenu {{ background: {c.card}; border: 1px solid {c.border}; padding: 4px; }}
QToolButton::menu-indicator {{ image: none; }}
QMenu::item {{ padding: {_px(5, zoom)} {_px(18, zoom)}; border-radius: {RADIUS - 2}px; }}
QMenu::item:selected {{ background: {c.soft}; color: {c.text}; }}
QMenu::item:disabled {{ color: {c.outline}; }}
QMenu::separator {{ height: 1px; background: {c.border}; margin: 4px 6px; }}
QListView {{ background: transparent; border: none; outline: 0; }}
#helpSheet QTreeView::item {{ padding: {_px(3, zoom)} {_px(4, zoom)}; color: {c.text}; }}
#helpSheet QTreeView::item:selected {{ background: {c.soft}; color: {c.text}; }}
#helpSheet QTreeView {{ background: {c.card}; border: 1px solid {c.border}; border-radius: {RADIUS}px; }}
QListView::item {{ border-radius: {RADIUS}px; padding: {_px(5, zoom)} {_px(7, zoom)}; color: {c.text}; }}
QListView::item:hover {{ background: {c.hover}; }}
QListView::item:selected {{ background: {c.soft}; color: {c.text}; }}
QProgressBar {{ background: {c.border}; border: none; border-radius: 3px; max-height: {_px(6, zoom)}; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
"""
