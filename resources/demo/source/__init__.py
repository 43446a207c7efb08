"""The sources the demo model is made from: its corpus, its training, its export and its axis."""
