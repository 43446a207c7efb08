"""The desktop program: the window, the terminal commands and everything a person sees."""
