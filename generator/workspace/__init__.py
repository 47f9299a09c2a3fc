"""A system's folder: system.yaml, decisions, sidecars, narratives, accepted packages."""
