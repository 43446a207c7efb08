"""The conversation on screen: messages, safe Markdown, the composer, notices."""
