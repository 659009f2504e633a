"""Codec, prior and vocoder of one model, whole and step by step."""

from distill.bundle.bundle import Bundle, build

__all__ = ["Bundle", "build"]
