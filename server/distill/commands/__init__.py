"""THE VERBS: one frozen dataclass per command; addresses, CLI and manual come from them."""

from distill.commands import (
    capture,
    edits,
    listen,
    snapshots,
    sound,
    system,
    transport,
    variation,
    writing,
)

__all__ = [
    "capture",
    "edits",
    "listen",
    "snapshots",
    "sound",
    "system",
    "transport",
    "variation",
    "writing",
]
