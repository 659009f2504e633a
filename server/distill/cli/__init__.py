"""The command line: serve and send, and the work that needs no server."""
