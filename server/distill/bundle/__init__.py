"""Codec, prior and vocoder of one model; the interface is numpy, torch stays inside."""

from distill.bundle.bundle import Bundle, build

__all__ = ["Bundle", "build"]
