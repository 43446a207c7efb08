"""The engine: runs a model in a process of its own, reads its residual stream and caps it."""
