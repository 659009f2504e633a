"""Making a model from one's own sounds; started only from the command line."""
