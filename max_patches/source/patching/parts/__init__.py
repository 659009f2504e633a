"""The abstractions: one module for each, which says its doors and draws it."""

from patching.parts import clips, generate, grid, model, osc, play, slot, words

MODULES = (osc, model, slot, grid, generate, play, clips, words)
ALL = tuple(module.PART for module in MODULES)
"""In the order of the help menu."""
