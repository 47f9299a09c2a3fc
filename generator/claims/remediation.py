"""Whether open weaknesses are remediated by their due dates (RA-5(d)): what the POA&M of the day says of it.

The due dates are those of the ledger, so that this is written after it and is no topic of the registry.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from generator.claims.base import Voice
from generator.ledger.item import LedgerItem
from generator.model.claim import Claim, Support
from generator.text import counted

_VOICE = Voice("remediation", "Remediation of weaknesses")


def remediation(items: Sequence[LedgerItem]) -> Iterable[Claim]:
    """One sentence, where an item is open: none past due is no remediation, and one that is past due contradicts it."""
    still_open = [item for item in items if item.closed is None]
    if not still_open:
        return
    late = [item for item in still_open if item.late]
    undated = sum(item.due is None for item in still_open)
    text = f"{len(late):,} of {counted(len(still_open), 'open POA&M item')} {'is' if len(late) == 1 else 'are'} past due"
    if late:
        ratings = Counter(item.effective for item in late)
        shown = ", ".join(f"{number:,} {rating}" for rating, number in sorted(ratings.items(), key=lambda row: row[0].position))
        since = min((item.due for item in late if item.due), default=None)
        text += f" ({shown}{f'; the earliest was due on {since.isoformat()}' if since else ''})"
    settings = sum(item.configuration for item in still_open)
    if settings:
        text += f"; {settings:,} of the {len(still_open):,} {'is a' if settings == 1 else 'are'} configuration "
        text += "finding" if settings == 1 else "findings"
    if undated:
        text += f"; {counted(undated, 'open item has', 'open items have')} no due date"
    sources = tuple(dict.fromkeys(source for item in (late or still_open) for asset in item.assets for source in asset.sources))
    support = Support.FOUND_NOT_ENFORCING if late else Support.CONTEXT
    yield _VOICE.say("RA-5(d)", support, f"{text}.", sources, in_part=not late)
