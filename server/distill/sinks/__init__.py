"""The sinks for sound: a device, a file, or none in real time; each runs in its own process."""
