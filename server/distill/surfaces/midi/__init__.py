"""MIDI: knobs, faders, keys and pedals of a controller, bound to the words by a file."""
