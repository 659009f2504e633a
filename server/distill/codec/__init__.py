"""The codec: a sound's picture to a grid of codes, and back."""
