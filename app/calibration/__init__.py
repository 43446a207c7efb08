"""Making an axis for the loaded model from the window: choosing, watching, and what came of it."""
