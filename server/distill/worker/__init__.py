"""The model's own process: carries out tasks and renders the live sound into the ring."""
