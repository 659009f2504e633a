"""The command line: start a server, talk to one, and work on files without one."""
