"""Parts that learned models share: the streaming contract and the quantizer."""
