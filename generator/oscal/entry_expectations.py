"""What FedRAMP expects of an entry, asked of entries that are decoded into types and have no other fault."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET

from generator.oscal.fedramp_constraints import RATING_FACETS, ItemFacts, RiskFacts
from generator.oscal.pieces import ListPath

_MOST_KNOWN = 1 << 10
_Facts: TypeAlias = ItemFacts | RiskFacts


class Expectations:
    """Of the entries of one list."""

    __slots__ = ("_facts", "_known")

    def __init__(self, path: ListPath) -> None:
        self._facts = _FACTS.get(path[-1])
        self._known = set[_Facts]()
        """Facts that meet them. Many entries have the same."""

    def are_met(self, entries: Sequence[Any]) -> bool:
        """By all of these entries?"""
        facts_of = self._facts
        if facts_of is None:
            return True
        facts = {*map(facts_of, entries)} - self._known
        if any(lacking for each in facts for lacking in each.lacking()):
            return False
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        self._known |= facts
        return True


def _of_item(item: Any) -> ItemFacts:
    return ItemFacts(risks=len(_given(item.related_risks)), has_observation=item.related_observations is not UNSET)


def _of_risk(risk: Any) -> RiskFacts:
    responses = _given(risk.remediations)
    return RiskFacts(
        has_deadline=risk.deadline is not UNSET,
        is_rated=_is_rated(risk),
        lifecycles=tuple([response.lifecycle for response in responses]),
        tasks=tuple([task.type for response in responses for task in _given(response.tasks)]),
    )


def _is_rated(risk: Any) -> bool:
    for characterization in _given(risk.characterizations):
        for facet in characterization.facets:
            if _name_of(bytes(facet)) in RATING_FACETS:
                return True
    return False


_FACTS: Mapping[str, Callable[[Any], _Facts]] = {"poam-items": _of_item, "risks": _of_risk}
"""By name of the list."""


@lru_cache(_MOST_KNOWN)
def _name_of(facet: bytes) -> str:
    """Of a facet without a fault."""
    name: str = msgspec.json.decode(facet)["name"]
    return name


def _given(members: Any) -> Sequence[Any]:
    return () if members is UNSET else members
