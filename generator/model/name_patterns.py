"""Patterns in which people name several things: `*` is any text and `?` one character; every other character is itself."""

from fnmatch import fnmatchcase


def fits_pattern(name: str, pattern: str) -> bool:
    """Does the whole name fit? Brackets are those of the name (`Job/seed[0]`), and no set of characters."""
    return fnmatchcase(name, pattern.replace("[", "[[]"))
