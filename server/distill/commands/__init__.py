"""THE VERBS: one frozen dataclass per command; addresses, CLI and manual come from them."""
