"""Where performers reach the instrument: each surface a translator and a thin server beside it."""
