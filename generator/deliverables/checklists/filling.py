"""Fills a checklist of the Kubernetes STIG for each cluster: people's words first, then what the evidence shows, and where.

A rule is Not Reviewed unless a person judged it or the evidence answers the check text of the user's own copy. A status that a
person gave stays, and where the evidence says otherwise both are shown.
"""

from collections.abc import Iterator, Mapping

from generator.deliverables.checklists.existing_checklists import KEPT, Earlier, earlier_checklists, marked
from generator.deliverables.checklists.filled import ChecklistStatus, Filled, FilledRule
from generator.deliverables.material import Material
from generator.model.posture import ObjectCitation
from generator.model.stig import RuleAnswer, RuleReading, Stig, StigRule, StigSeen
from generator.text import left_out

_ANSWERS = {RuleAnswer.OPEN: ChecklistStatus.OPEN, RuleAnswer.NOT_A_FINDING: ChecklistStatus.NOT_A_FINDING}
_MOST_PLACES = 20
_NOT_REVIEWED = Earlier(status=ChecklistStatus.NOT_REVIEWED)
ADD = "atopack content add disa-stig FILE"
"""What brings the rules' texts."""


def filled(material: Material, stig: Stig) -> Iterator[Filled]:
    """One checklist for each cluster, sorted by name."""
    earlier = earlier_checklists(material).by_cluster
    for cluster in sorted(material.package.clusters, key=lambda seen_rule: seen_rule.name):
        seen = {seen_rule.group: seen_rule for seen_rule in material.package.stig if seen_rule.cluster == cluster.name}
        prior_entries = earlier.get(cluster.name, {})
        rules = tuple(_rule(material, rule, seen.get(rule.group), prior_entries) for rule in stig.rules)
        yield Filled(
            asset=cluster.name,
            comment=_comment(material, prior_entries),
            stig=stig,
            rules=rules,
            as_of=material.as_of,
        )


def _comment(material: Material, prior_entries: Mapping[str, Earlier]) -> str:
    day = material.as_of.isoformat()
    parts = [f"Kubernetes cluster of {material.package.system.name}, by evidence up to {day}."]
    sources = sorted({path for earlier in prior_entries.values() for path in earlier.sources})
    if sources:
        parts.append(f"Statuses and texts of earlier checklists are kept: {', '.join(sources)}.")
    return " ".join(parts)


def _rule(material: Material, rule: StigRule, seen: StigSeen | None, prior_entries: Mapping[str, Earlier]) -> FilledRule:
    earlier = prior_entries.get(rule.group, _NOT_REVIEWED)
    reading = seen.reading(rule.check) if seen else None
    answer = _ANSWERS[reading.answer] if reading and reading.answer else None
    judged = earlier.status is not ChecklistStatus.NOT_REVIEWED
    status = earlier.status if judged else answer or ChecklistStatus.NOT_REVIEWED
    ours = _ours(material, seen, reading) if seen else ()
    differs = f"A person says {earlier.status} and the evidence {answer}; the person's status was kept." if judged else ""
    lines = (*((differs,) if answer and answer is not earlier.status and differs else ()), *ours)
    mark = marked(KEPT if judged else status.value, material.as_of, "\n".join(lines)) if lines else ""
    return FilledRule(
        rule=rule,
        status=status,
        details="\n\n".join(part for part in (earlier.details, mark) if part),
        comments=earlier.comments,
        override=earlier.override,
        justification=earlier.justification,
    )


def _ours(material: Material, seen: StigSeen, reading: RuleReading | None) -> tuple[str, ...]:
    """What the evidence shows, whether it answers the rule, and where it stands."""
    if reading is not None:
        verdict = "The evidence answers the check text." if reading.answer else "The evidence does not decide this rule."
        reason = reading.because
    else:
        reason = seen.readings[0].because
        verdict = "The check text asks something else than what was looked at, so the evidence decides nothing."
    places = [_place(material, citation) for citation in seen.citations[:_MOST_PLACES]]
    left = left_out(len(seen.citations) - len(places))
    return (verdict, reason, *places, *([left] if left else []))


def _place(material: Material, citation: ObjectCitation) -> str:
    """`- kube-system/Pod/kube-apiserver in evidence/cluster/prod/pods.json /items/3 (sha256 …), collected 2026-11-18`."""
    path = material.rendered.places.of(citation.source.path)
    where = " ".join(part for part in (path, citation.source.place) if part)
    taken = f", collected {citation.taken.date().isoformat()}" if citation.taken else ""
    return f"- {citation.key} in {where} (sha256 {citation.source.sha256}){taken}"
