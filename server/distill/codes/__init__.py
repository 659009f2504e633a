"""The grid of codes in numpy and its edits: pure, seeded, without files or torch."""
