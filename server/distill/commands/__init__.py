"""THE VERBS: one frozen dataclass per command; addresses, CLI and manual come from them."""

from distill.commands import edits, snapshots, sound, system, transport, variation, writing

__all__ = ["edits", "snapshots", "sound", "system", "transport", "variation", "writing"]
