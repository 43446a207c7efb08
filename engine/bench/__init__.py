"""Evaluation of the demo model and of an axis through real llama.cpp: `python -m engine.bench`."""
