"""The abstractions: one module for each, with its ports and its patch."""

from patching.parts import clips, generate, grid, model, osc, play, slot, words

MODULES = (osc, model, slot, grid, generate, play, clips, words)
ALL = tuple(module.PART for module in MODULES)
"""The abstractions in the order of the help menu."""
