"""THE VERBS: one frozen dataclass per command; addresses, CLI and manual come from them."""

from distill.commands import (
    capture,
    controllers,
    edits,
    listen,
    presets,
    snapshots,
    sound,
    system,
    telemetry,
    transport,
    variation,
    watching,
    writing,
)

__all__ = [
    "capture",
    "controllers",
    "edits",
    "listen",
    "presets",
    "snapshots",
    "sound",
    "system",
    "telemetry",
    "transport",
    "variation",
    "watching",
    "writing",
]
