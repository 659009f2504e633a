"""Vocoders: log-mel to sound, whole for clips (Griffin-Lim), frame by frame for the stream."""
