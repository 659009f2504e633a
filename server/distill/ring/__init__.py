"""The shared audio ring between the process that renders sound and the process that plays it."""
