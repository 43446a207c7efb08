"""How the program looks: colours, the one style sheet, text sizes, icons."""

from app.theme.colours import DARK, LIGHT, Colours, colours
from app.theme.icons import app_icon, icon, icon_before_words, pixmap, size_before_words
from app.theme.look import MODES, apply_look, apply_theme, apply_zoom, is_dark, space, wear, zoom
from app.theme.style import SCROLL_BAR

__all__ = [
    "DARK",
    "LIGHT",
    "MODES",
    "SCROLL_BAR",
    "Colours",
    "app_icon",
    "apply_look",
    "apply_theme",
    "apply_zoom",
    "colours",
    "icon",
    "icon_before_words",
    "is_dark",
    "pixmap",
    "size_before_words",
    "space",
    "wear",
    "zoom",
]
