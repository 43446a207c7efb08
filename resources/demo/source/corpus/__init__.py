"""The demo model's corpus: conversations written by a generator in Keel's own words, with held-out phrasings and items."""
