"""atopack: from evidence about a containerized system to its authorization package."""

__version__ = "0.1.0"
