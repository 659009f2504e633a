"""Evaluation of a model: metrics and listening examples."""
