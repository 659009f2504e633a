"""The training loop: Lightning modules, callbacks, budgets and checkpoints."""
