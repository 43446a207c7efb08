"""The settings: what they are, where they are kept, and the panel that shows them."""
