"""Processes of ours that may die: what keeps them alive."""
