"""The commands: one frozen dataclass each; addresses, CLI and manual are made from them."""

from distill.commands import (
    capture,
    carried,
    controllers,
    edits,
    files,
    finding,
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
    "carried",
    "controllers",
    "edits",
    "files",
    "finding",
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
