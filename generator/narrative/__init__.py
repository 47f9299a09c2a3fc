"""Narratives: the Markdown that people write about controls, read, written and merged."""
