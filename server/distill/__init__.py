"""Distill: an instrument of discrete codes, made from a musician's own sounds."""

__version__ = "0.1.0"
