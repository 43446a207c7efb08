"""`keel bench start` and `keel bench window`: what a person waits for, measured on the real program in a window nobody sees."""
