"""Distill from Python: write a sound, play it, change it. Ten lines, with python-osc alone."""

import sys

from pythonosc.udp_client import SimpleUDPClient

LINES = (("generate", "a", "seconds", 4), ("play", "a"), ("randomize", "a", "neighbours", 0.5))

distill = SimpleUDPClient("127.0.0.1", int((sys.argv[1:] or ["9000"])[0]))
for verb, *values in LINES:
    distill.send_message(f"/distill/{verb}", values)
    for answer in distill.get_messages(timeout=10):
        print(answer.address, *answer.params)
        if answer.address == "/distill/error":
            sys.exit(1)
        if answer.address == "/distill/done":
            break
    else:
        sys.exit("no answer: start the server with python3 run.py in the folder of Distill")
