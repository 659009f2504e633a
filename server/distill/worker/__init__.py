"""The model's own process: runs tasks and renders the live sound into the ring."""
