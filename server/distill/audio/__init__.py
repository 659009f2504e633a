"""Sound as numpy: its rate, its level, where two sounds meet, and how wide it stands."""
