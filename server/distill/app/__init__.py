"""The composition root: settings, construction of all parts, start in order and stop in reverse."""
