"""What a page is that takes the place of the chat."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """One page of the window: its accessible name is its title, and it puts the focus on what is done next there."""

    def take_focus(self) -> None:
        """Put the focus on what is done next here; by itself on the first control."""
        self.focusNextChild()
