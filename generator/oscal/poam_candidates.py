"""Candidates in the plan of action and milestones: an observation each, which says since when the cross-check concludes it.

No item and no risk belongs to one that is not accepted. The next package reads the day, so that a clock starts with the first
evidence however late a person decides.
"""

from collections.abc import Iterable

from generator.ledger.candidates import candidate_id
from generator.model.candidate import SeenCandidate
from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.common import NS, by_tool, line, moment, prop, text
from generator.oscal.components import Naming
from generator.oscal.properties import day_of, own_of


def candidates(rows: Iterable[SeenCandidate], naming: Naming) -> tuple[o.Observation, ...]:
    """One observation for each, in their order."""
    return tuple(
        o.Observation(
            uuid=naming.ids.object("observation", "candidate", row.check, row.key),
            title=line(f"Candidate {candidate_id(naming.ids, row.check, row.key)}: {row.check} of {row.key}"),
            description=text(
                f"The cross-check concludes {row.check} of {row.key} since {row.first}; a person decides whether it is an item."
            ),
            props=(prop(n.CANDIDATE, row.check, NS), prop(n.CANDIDATE_SUBJECT, row.key, NS)),
            methods=("EXAMINE",),
            types=("discovery",),
            origins=by_tool(naming.comparer),
            collected=moment(row.first),
        )
        for row in rows
    )


def candidate_of(seen: o.Observation) -> SeenCandidate | None:
    """What an observation says of a candidate; None of another one."""
    props, first = own_of(seen.props), day_of(seen.collected)
    if n.CANDIDATE not in props or n.CANDIDATE_SUBJECT not in props or first is None:
        return None
    return SeenCandidate(check=props[n.CANDIDATE], key=props[n.CANDIDATE_SUBJECT], first=first)
