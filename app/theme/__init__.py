"""How the program looks: colours, the one style sheet, text sizes, icons."""

from app.theme.colours import DARK, LIGHT, Colours, colours
from app.theme.icons import app_icon, icon, pixmap
from app.theme.look import MODES, apply_theme, apply_zoom, is_dark, space, zoom

__all__ = [
    "DARK",
    "LIGHT",
    "MODES",
    "Colours",
    "app_icon",
    "apply_theme",
    "apply_zoom",
    "colours",
    "icon",
    "is_dark",
    "pixmap",
    "space",
    "zoom",
]
