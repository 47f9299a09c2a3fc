"""The version that documents, sidecars and requests name."""

VERSION = "0.1.0"
