"""Addresses of the server: no page, patch or script may expect another one."""

ANSWERS = {
    "ack", "done", "error", "progress", "pong", "synced", "codes/page",
    "state", "output", "late", "clock", "input", "listening", "startup", "model", "clip", "midi",
    "slot", "preset", "snapshot", "link", "source",
}  # fmt: skip
"""Addresses that only the server sends."""
