"""Data that ships with Keel: the demo model and its axis, personas, icons."""
