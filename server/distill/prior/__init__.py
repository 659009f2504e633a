"""The prior: it has listened to the codes of many sounds and says which code is likely next."""
