"""Keel's commands for terminals and scripts."""
