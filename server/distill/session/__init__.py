"""The instrument as pure state: slots, undo, parameters, transport; no files, threads or torch."""
