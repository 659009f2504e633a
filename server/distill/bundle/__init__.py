"""Codec, prior and vocoder as one instrument; torch stops here, above it everything is numpy."""

from distill.bundle.bundle import Bundle, build

__all__ = ["Bundle", "build"]
