"""Fetching models from the hub: only when asked, resumable, checked, and every connection written down."""
