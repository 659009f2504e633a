"""THE VERBS: one frozen dataclass per command; addresses, CLI and manual come from them."""

from distill.commands import (
    controllers,
    edits,
    snapshots,
    sound,
    system,
    transport,
    variation,
    writing,
)

__all__ = [
    "controllers",
    "edits",
    "snapshots",
    "sound",
    "system",
    "transport",
    "variation",
    "writing",
]
