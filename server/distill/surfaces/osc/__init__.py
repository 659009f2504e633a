"""Open Sound Control over UDP: what Max, Pd, REAPER, TouchDesigner and `oscsend` speak."""
