"""Models: what is on offer, what is installed, and the page that shows both."""
