"""What FedRAMP expects a document to contain, as far as the document alone shows it: warnings, with FedRAMP's ids.

For the metadata of all four kinds of document and for the system security plan: the external constraints for OSCAL 1.1.2
(src/validations/constraints/fedramp-external-constraints.xml of GSA/fedramp-automation). For the POA&M, which those leave
out: the Rev. 5 Schematron (src/validations/rules/rev5/poam.sch). They are warnings because a package is built before a person
has filled in everything, and because FedRAMP archived both generations in 2025.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from generator.oscal.allowed_values import FedrampScope
from generator.oscal.faults import FaultLog, Place
from generator.oscal.fedramp_plan import check_plan
from generator.oscal.pieces import DocumentEntry
from generator.oscal.shapes import Node, child, children, text
from generator.oscal.survey import Survey

RATING_FACETS = frozenset({"impact", "risk"})
"""NOTE: the Schematron asks for `impact`; FedRAMP's own template has `risk` in its place, so either will do."""
_DELIVERABLES = ("system-security-plan", "assessment-plan", "assessment-results", "plan-of-action-and-milestones")


def check_constraints(survey: Survey, scope: FedrampScope, faults: FaultLog) -> None:
    """The expectations for this kind of document."""
    root: Place = (None, survey.model)
    if survey.model in _DELIVERABLES:
        _check_metadata(child(survey.body, "metadata"), (root, "metadata"), scope, faults)
    if survey.model == "system-security-plan":
        check_plan(survey.body, root, scope.namespaces, faults)
    elif survey.model == "plan-of-action-and-milestones":
        _check_poam(survey.body, root, faults)


def check_entry_constraints(entry: DocumentEntry, faults: FaultLog) -> None:
    """The expectations for one entry of a POA&M's lists."""
    check = _OF_ENTRY.get(entry.path[-1])
    if check is not None and isinstance(entry.value, dict):
        check(entry.value, entry.place, faults)


def _check_metadata(metadata: Node, place: Place, scope: FedrampScope, faults: FaultLog) -> None:
    names = {(text(prop, "name"), text(prop, "ns") in scope.namespaces) for prop, _ in children(metadata, "props", place)}
    if ("fedramp-version", True) not in names:
        faults.warning("fedramp:fedramp-version", place, "metadata should say the FedRAMP version (property fedramp-version)")
    if not {("marking", True), ("marking", False)} & names:
        faults.warning("fedramp:marking", place, "metadata should say how the document is marked (property marking)")
    faults.expect("published" in metadata, "has-published-date", place, "metadata should say when the document was published")
    for party, at in children(metadata, "parties", place):
        faults.expect(text(party, "name"), "party-has-name", at, "a party should have a name")


def _check_poam(poam: Node, root: Place, faults: FaultLog) -> None:
    for name, check in _OF_ENTRY.items():
        for entry, place in children(poam, name, root):
            check(entry, place, faults)


def _check_item(item: Node, place: Place, faults: FaultLog) -> None:
    risks = item.get("related-risks")
    facts = ItemFacts(
        risks=len(risks) if isinstance(risks, list) else 0, has_observation=bool(item.get("related-observations"))
    )
    _warn(facts, place, faults)


def _check_risk(risk: Node, place: Place, faults: FaultLog) -> None:
    responses = list(children(risk, "remediations", place))
    facts = RiskFacts(
        has_deadline="deadline" in risk,
        is_rated=any(
            text(facet, "name") in RATING_FACETS
            for characterization, at in children(risk, "characterizations", place)
            for facet, _ in children(characterization, "facets", at)
        ),
        lifecycles=tuple(text(response, "lifecycle") for response, _ in responses),
        tasks=tuple(text(task, "type") for response, at in responses for task, _ in children(response, "tasks", at)),
    )
    _warn(facts, place, faults)


def _warn(facts: "ItemFacts | RiskFacts", place: Place, faults: FaultLog) -> None:
    for rule, message in facts.lacking():
        faults.warning(f"fedramp:{rule}", place, message)


class ItemFacts(NamedTuple):
    """What FedRAMP's expectations of a POA&M item are about."""

    risks: int
    has_observation: bool

    def lacking(self) -> Iterator[tuple[str, str]]:
        """Each rule that is not met, and what it says."""
        if self.risks != 1:
            yield "poam-item-has-one-associated-risk", "a POA&M item should have exactly one risk"
        if not self.has_observation:
            yield "poam-item-has-related-observation", "a POA&M item should have an observation"


class RiskFacts(NamedTuple):
    """What FedRAMP's expectations of a risk are about."""

    has_deadline: bool
    is_rated: bool
    """By a facet called as one of `RATING_FACETS`."""
    lifecycles: tuple[str, ...]
    """Of its responses."""
    tasks: tuple[str, ...]
    """Types of their tasks."""

    def lacking(self) -> Iterator[tuple[str, str]]:
        """Each rule that is not met, and what it says."""
        if not self.has_deadline:
            yield "risk-has-deadline", "a risk should have a deadline, its scheduled completion date"
        if not self.is_rated:
            message = "a risk should be characterized by a facet named impact or risk"
            yield "has-risk-impact-characterization-facet", message
        for lifecycle, rule in (("recommendation", "risk-has-recommendation"), ("planned", "risk-has-planned-response")):
            if lifecycle not in self.lifecycles:
                yield rule, f"a risk should have a response of lifecycle {lifecycle}"
        if "milestone" not in self.tasks:
            yield "risk-has-milestones", "a risk should have a response with a task of type milestone"


_OF_ENTRY: Mapping[str, Callable[[Node, Place, FaultLog], None]] = {"poam-items": _check_item, "risks": _check_risk}
"""By name of the list of a POA&M."""
