"""The training loop: Lightning modules, callbacks, baselines, budgets and checkpoints."""
