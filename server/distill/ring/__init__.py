"""The band of sound between the process that makes it and the process that plays it."""
