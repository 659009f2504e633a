"""The codec: log-mel to a grid of codes and back."""
