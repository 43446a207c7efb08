"""The main window, and the conversation flow behind it."""
