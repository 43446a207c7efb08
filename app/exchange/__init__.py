"""Taking chats along: export as JSON, Markdown and HTML, and import of chats from here and elsewhere."""
