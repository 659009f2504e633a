"""Open Sound Control over UDP, for Max, Pd, REAPER, TouchDesigner and `oscsend`."""
