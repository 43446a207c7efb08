"""Keel's own icons: SVG drawings in `resources/icons`, drawn in whatever colour the place asks for."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

ICONS: Final = Path(__file__).resolve().parent.parent.parent / "resources" / "icons"
APP_ICON_SIZES: Final = (16, 24, 32, 48, 64, 128, 256, 512)
_SIZES: Final = (14, 16, 18, 20, 24, 28, 32, 36, 40, 48, 64, 96)


def icon(name: str, colour: str) -> QIcon:
    """Return the icon in a colour ("#rrggbb"), sharp at every usual size; raises KeyError for a name there is no drawing for."""
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(pixmap(name, colour, size))
    return made


def icon_before_words(name: str, colour: str, size: int) -> QIcon:
    """Return the icon with a gap on its right, for a button with words; its size is `size_before_words(size)`.

    Under a style sheet Qt puts a button's words right against its icon.
    """
    made = QIcon()
    for ratio in (1.0, 1.25, 1.5, 2.0, 3.0):
        room = size_before_words(size)
        wide = QPixmap(round(room.width() * ratio), round(room.height() * ratio))
        wide.fill(Qt.GlobalColor.transparent)
        wide.setDevicePixelRatio(ratio)
        painter = QPainter(wide)
        painter.drawPixmap(QPointF(0, 0), pixmap(name, colour, size, ratio))
        painter.end()
        made.addPixmap(wide)
    return made


def size_before_words(size: int) -> QSize:
    """Return the size of an icon of `size` pixels with the gap between it and the words."""
    return QSize(size + round(size * 0.38), size)


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return the icon as a square picture of `size` pixels of the screen's own measure at a device pixel ratio."""
    side = max(1, round(size * ratio))
    key = f"keel/{name}/{colour}/{side}/{ratio}"
    made = QPixmap()
    if QPixmapCache.find(key, made):
        return made
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace(b"currentColor", QColor(colour).name().encode())))
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, made)
    return made


def app_icon() -> QIcon:
    """Return the program's own icon."""
    made = QIcon()
    for size in APP_ICON_SIZES:
        made.addFile(str(ICONS / f"keel-{size}.png"))
    return made


@functools.cache
def _drawing(name: str) -> bytes:
    try:
        return (ICONS / f"{name}.svg").read_bytes()
    except FileNotFoundError as error:
        raise KeyError(f"There is no icon named {name}.") from error
