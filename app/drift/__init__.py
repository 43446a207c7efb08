"""What is seen of drift: the panel with gauge, trace and trajectory, and the warning strip."""
