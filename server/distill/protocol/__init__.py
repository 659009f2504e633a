"""The messages between engine and worker, as plain values."""
