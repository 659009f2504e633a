"""HTML and Markdown templates of the generated pages, and the function that renders them."""

from distill.pages.rendering import render

__all__ = ["render"]
