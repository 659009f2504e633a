"""Sound as a picture of loudness over pitch and time, the way the codec looks at it."""
