"""Chats and messages on disk: an SQLite store that loses nothing, and the hand-over text of a fresh chat. No Qt here."""
