"""Ableton Link: tempo and bars shared with other programs and machines on the network."""
