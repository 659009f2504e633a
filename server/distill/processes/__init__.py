"""Supervision of child processes: starts, watches and replaces them."""
