"""How commands end: one number a kind of outcome.

0 clean · 1 discrepancies, or a person is asked for (the package is written) · 2 usage or configuration · 3 evidence that could
not be read, under --strict · 4 output that failed validation (nothing is published)
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.model.discrepancy import Discrepancy
    from generator.model.evidence import Gap

CLEAN, DISCREPANCIES, USAGE, INCOMPLETE, INVALID = range(5)


def of_assessment(discrepancies: Iterable["Discrepancy"], gaps: Collection["Gap"], *, strict: bool) -> int:
    """Of a command that compares: accepted discrepancies do not count, gaps only under `strict`."""
    if strict and gaps:
        return INCOMPLETE
    return DISCREPANCIES if any(row.waiver is None for row in discrepancies) else CLEAN
