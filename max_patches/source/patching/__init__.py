"""The generator of the Max patches: one description for each patch, and their file format."""
