"""What engine and worker say to each other, as plain values."""
