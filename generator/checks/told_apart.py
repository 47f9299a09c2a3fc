"""Two discrepancies of a check are never about the same subject: identifiers, links and waivers go by it.

A shape is named by its page and id, and draw.io calls every first page `Page-1`: a drawing that began as a copy of another has
the same ids on a page of the same name.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from generator.model.comparison import Discrepancy
from generator.model.evidence import Source


def told_apart(found: Sequence[Discrepancy]) -> tuple[Discrepancy, ...]:
    """Sorted by subject; where several share one it says the file as well, or also the place, or at last a number."""
    for more in (_file, _place):
        found = _with(found, more)
    numbered: Counter[str] = Counter()
    apart = []
    for one in sorted(found, key=lambda one: (one.subject, one.title)):
        numbered[one.subject] += 1
        number = numbered[one.subject]
        apart.append(replace(one, subject=f"{one.subject} #{number}") if number > 1 else one)
    return tuple(apart)


def _with(found: Sequence[Discrepancy], more: Callable[[Source], str]) -> list[Discrepancy]:
    shared = Counter(one.subject for one in found)
    return [
        replace(one, subject=f"{one.subject} ({more(min(one.sources, key=_at))})")
        if shared[one.subject] > 1 and one.sources
        else one
        for one in found
    ]


def _file(source: Source) -> str:
    return source.path


def _place(source: Source) -> str:
    return source.place


def _at(source: Source) -> tuple[str, str]:
    return source.path, source.place
