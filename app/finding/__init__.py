"""Finding: in all chats, and in the one on screen."""
