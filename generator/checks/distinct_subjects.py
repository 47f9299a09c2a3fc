"""Two discrepancies of a check are never about the same subject: identifiers, links and waivers go by it.

A shape is named by its page and id, and draw.io calls every first page `Page-1`: a drawing that began as a copy of another has
the same ids on a page of the same name.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from generator.model.comparison import Discrepancy
from generator.model.evidence import EvidenceSource


def with_distinct_subjects(discrepancies: Sequence[Discrepancy]) -> tuple[Discrepancy, ...]:
    """Sorted by subject; where several share one it says the file as well, or also the place, or at last a number."""
    for more in (_file, _place):
        discrepancies = _with(discrepancies, more)
    numbered: Counter[str] = Counter()
    apart = []
    for entry in sorted(discrepancies, key=lambda discrepancy: (discrepancy.subject, discrepancy.title)):
        numbered[entry.subject] += 1
        number = numbered[entry.subject]
        apart.append(replace(entry, subject=f"{entry.subject} #{number}") if number > 1 else entry)
    return tuple(apart)


def _with(discrepancies: Sequence[Discrepancy], more: Callable[[EvidenceSource], str]) -> list[Discrepancy]:
    shared = Counter(discrepancy.subject for discrepancy in discrepancies)
    return [
        replace(discrepancy, subject=f"{discrepancy.subject} ({more(min(discrepancy.sources, key=_at))})")
        if shared[discrepancy.subject] > 1 and discrepancy.sources
        else discrepancy
        for discrepancy in discrepancies
    ]


def _file(source: EvidenceSource) -> str:
    return source.path


def _place(source: EvidenceSource) -> str:
    return source.place


def _at(source: EvidenceSource) -> tuple[str, str]:
    return source.path, source.place
