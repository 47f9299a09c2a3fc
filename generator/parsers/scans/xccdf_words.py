"""The words of XCCDF for how a rule ended, for tools that carry them without XCCDF around them.

NIST IR 7275 revision 4, section 6.6.4.2 and table 26.
"""

from generator.model.scan import Disposition

_WORDS = {
    "pass": Disposition.PASSED,
    "fixed": Disposition.RESOLVED,
    "notapplicable": Disposition.NOT_APPLICABLE,
    "notselected": Disposition.NOT_APPLICABLE,
    "notchecked": Disposition.MANUAL,
    "informational": Disposition.MANUAL,
    "error": Disposition.ERROR,
    "unknown": Disposition.ERROR,
}
BLIND = frozenset({"notapplicable", "notselected", "notchecked", "error", "unknown", ""})
"""Words of rules that were not tested."""


def disposition(word: str) -> Disposition:
    """A word that the standard does not know is no reason to hide an entry: it stays open, as `fail` does."""
    return _WORDS.get(word.strip().lower(), Disposition.OPEN)
