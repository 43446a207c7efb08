"""The first start: what Keel is, what this computer can run, and a first chat. Shown once, skipped at any moment."""
