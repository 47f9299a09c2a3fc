"""Words for invented reports, so that their entries are as long as real ones."""

_WORDS = "a flaw in the handling of crafted input lets a remote attacker read memory or stop the service when parsing ".split()


def sentence(number: int, length: int) -> str:
    """About `length` characters, different for every number."""
    text = " ".join(_WORDS) + f" request {number}. "
    return (text * (length // len(text) + 1))[:length]


def vector(number: int) -> str:
    """A CVSS 3.1 vector."""
    return f"CVSS:3.1/AV:{'NALP'[number % 4]}/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:{'NLH'[number % 3]}"


def score(number: int) -> float:
    """A base score."""
    return 3 + number % 70 / 10


def digest(number: int) -> str:
    """A SHA-256 of an image."""
    return f"sha256:{number:064x}"
