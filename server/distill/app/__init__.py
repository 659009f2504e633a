"""The only place that knows everyone: settings, composition, start in order and stop in reverse."""
