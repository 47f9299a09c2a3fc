"""The authorization that a narrative inherits from, and Table 6.1 of the plan: both name the same one.

FedRAMP SSP template v1.1, Table 6.1 (leveraged authorizations) and Appendix A ("Inherited from pre-existing FedRAMP
Authorization for", with the name); SSP guide, section 6.2.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.model.evidence import Gap, GapKind
from generator.model.narrative import Narrative
from generator.model.plan import LeveragedAuthorizationRow

_INHERITED = "inherited"
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b", re.ASCII)
_ROWS = "`plan.leveraged-authorizations` of system.yaml"


def inherits_from(narrative: Narrative, rows: Iterable[LeveragedAuthorizationRow]) -> tuple[LeveragedAuthorizationRow, ...]:
    """Rows that the narrative names, in their order: by name or package id, whole words in any case."""
    parts = _parts(narrative)
    return tuple(row for row in rows if any(_names(part, row) for part in parts))


def inheritance_gaps(narratives: Iterable[Narrative], rows: Sequence[LeveragedAuthorizationRow]) -> Iterator[Gap]:
    """Narratives that inherit from what Table 6.1 does not name, name nothing, or give another day of authorization."""
    for narrative in narratives:
        if _INHERITED not in narrative.originations:
            continue
        parts = _parts(narrative)
        if not parts:
            yield _gap(narrative, "it inherits the control and does not say from which authorization")
        for part in parts:
            named = [row for row in rows if _names(part, row)]
            if not named:
                yield _gap(narrative, f"it inherits from “{part}”, which Table 6.1 (leveraged authorizations) does not name")
            for row in named:
                days = set(_DAY.findall(part))
                if row.authorized and days and row.authorized.isoformat() not in days:
                    said, known = ", ".join(sorted(days)), row.authorized.isoformat()
                    yield _gap(narrative, f"it gives {said} as the day of {row.name}, and Table 6.1 gives {known}")


def _parts(narrative: Narrative) -> tuple[str, ...]:
    """Several authorizations are divided by semicolons."""
    return tuple(part for each in (narrative.inherited_from or "").split(";") if (part := each.strip()))


def _names(part: str, row: LeveragedAuthorizationRow) -> bool:
    return any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", part, re.IGNORECASE) for name in (row.name, row.package_id) if name
    )


def _gap(narrative: Narrative, reason: str) -> Gap:
    return Gap(
        path=narrative.file,
        place="inherited-from",
        kind=GapKind.UNDECIDED,
        reason=reason,
        next_step=f"name the authorization as {_ROWS} does, or add it there",
    )
