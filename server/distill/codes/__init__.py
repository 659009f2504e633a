"""The grid of codes as numpy, and what hands may do to it: pure, seeded, without files or torch."""
