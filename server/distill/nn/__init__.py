"""The residual quantizer: codebooks, their training, and their health."""
