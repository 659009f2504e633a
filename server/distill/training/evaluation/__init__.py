"""How good a model is: metrics, baselines and listening examples."""
