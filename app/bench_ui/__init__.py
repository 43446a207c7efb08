"""`keel bench ui`: how quick the chat program is for the person in front of it, measured without a display."""
