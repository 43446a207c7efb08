"""`keel axis`: makes, shows, checks, takes over and hands on axes, in a process of its own (`python -m engine.axis_command`)."""
