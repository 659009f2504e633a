"""The thread that owns the session, and the supervisor of the model worker."""
