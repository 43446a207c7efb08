"""Assistant axes: what they are, how they are stored, made and checked."""
