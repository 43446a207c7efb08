"""Makes the PNG pictures of the program's icon from its drawing: `python -m app.theme.render_icons`, after every change of it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from app.theme.icons import APP_ICON_SIZES, ICONS


def render_app_icon(size: int) -> QImage:
    """Return the program's icon as a square picture; below 32 pixels from a drawing with less in it."""
    drawing = ICONS / ("keel-small.svg" if size < 32 else "keel.svg")
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def main() -> int:
    """Write every size; returns 0 when all were written."""
    _app = QGuiApplication.instance() or QGuiApplication(["render_icons", "-platform", "offscreen"])
    written = [render_app_icon(size).save(str(ICONS / f"keel-{size}.png")) for size in APP_ICON_SIZES]
    return 0 if all(written) else 1


if __name__ == "__main__":
    sys.exit(main())
