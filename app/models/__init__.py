"""The models page: what is on this computer, what can be had, what is being fetched, and whether it fits."""
