"""What the Max patches are made of: one description for each patch, and the format they share."""
