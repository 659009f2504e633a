"""Training of models on a folder of sounds; started only from the command line."""
