"""MIDI: controls of controllers, bound to parameters and commands by a map file."""
