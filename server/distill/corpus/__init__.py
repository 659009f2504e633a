"""The corpus of a model: the codes of its own sounds, from which it writes more like them."""
