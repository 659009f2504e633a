"""Where sound goes: a device, a file, or nowhere in time; each in a process that may be killed."""
