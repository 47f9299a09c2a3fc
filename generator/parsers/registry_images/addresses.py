"""Addresses as builds write them into labels and statements, which may carry a token that the build fetched its source with."""

from generator.parsers.late_patterns import late_re

_USER = late_re(r"(?<=://)[^/@\s]{1,2000}@")


def without_user(address: str) -> str:
    """`https://token@git.example/shop` is `https://git.example/shop`: what stands before the host may be a credential."""
    return _USER.sub("", address)
