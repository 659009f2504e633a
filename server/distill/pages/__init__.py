"""Templates of the pages that people read, and the one function that fills them in."""

from distill.pages.rendering import render

__all__ = ["render"]
