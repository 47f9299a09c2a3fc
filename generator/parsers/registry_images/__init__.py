"""Formats that say what a registry holds."""
