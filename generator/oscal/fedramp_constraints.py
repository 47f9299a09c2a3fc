"""What FedRAMP expects a document to contain, as far as the document alone shows it: warnings, with FedRAMP's ids.

For the metadata of all four kinds of document and for the system security plan: the external constraints for OSCAL 1.1.2
(src/validations/constraints/fedramp-external-constraints.xml of GSA/fedramp-automation). For the POA&M, which those leave
out: the Rev. 5 Schematron (src/validations/rules/rev5/poam.sch). They are warnings because a package is built before a person
has filled in everything, and because FedRAMP archived both generations in 2025.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from generator.oscal.allowed_values import FedrampScope
from generator.oscal.faults import FaultLog, Place
from generator.oscal.fedramp_plan import check_plan
from generator.oscal.pieces import DocumentEntry
from generator.oscal.shapes import Node, child, children, text
from generator.oscal.survey import Survey

_RATING_FACETS = frozenset({"impact", "risk"})
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
    check = _OF_ENTRY.get(entry.name)
    if check is not None and isinstance(entry.value, dict):
        check(entry.value, entry.place, faults)


def _check_metadata(metadata: Node, place: Place, scope: FedrampScope, faults: FaultLog) -> None:
    names = {(text(prop, "name"), text(prop, "ns") in scope.namespaces) for prop, _ in children(metadata, "props", place)}
    if ("fedramp-version", True) not in names:
        faults.warning("fedramp:fedramp-version", place, "metadata should say the FedRAMP version (property fedramp-version)")
    if not {("marking", True), ("marking", False)} & names:
        faults.warning("fedramp:marking", place, "metadata should say how the document is marked (property marking)")
    if "published" not in metadata:
        faults.warning("fedramp:has-published-date", place, "metadata should say when the document was published")
    for party, at in children(metadata, "parties", place):
        if not text(party, "name"):
            faults.warning("fedramp:party-has-name", at, "a party should have a name")


def _check_poam(poam: Node, root: Place, faults: FaultLog) -> None:
    for name, check in _OF_ENTRY.items():
        for entry, place in children(poam, name, root):
            check(entry, place, faults)


def _check_item(item: Node, place: Place, faults: FaultLog) -> None:
    risks = item.get("related-risks")
    if not isinstance(risks, list) or len(risks) != 1:
        faults.warning("fedramp:poam-item-has-one-associated-risk", place, "a POA&M item should have exactly one risk")
    if not item.get("related-observations"):
        faults.warning("fedramp:poam-item-has-related-observation", place, "a POA&M item should have an observation")


def _check_risk(risk: Node, place: Place, faults: FaultLog) -> None:
    if "deadline" not in risk:
        faults.warning("fedramp:risk-has-deadline", place, "a risk should have a deadline, its scheduled completion date")
    # NOTE: the Schematron asks for `impact`; FedRAMP's own template has `risk` in its place, so either will do.
    if not any(
        text(facet, "name") in _RATING_FACETS
        for characterization, at in children(risk, "characterizations", place)
        for facet, _ in children(characterization, "facets", at)
    ):
        message = "a risk should be characterized by a facet named impact or risk"
        faults.warning("fedramp:has-risk-impact-characterization-facet", place, message)
    responses = list(children(risk, "remediations", place))
    lifecycles = {text(response, "lifecycle") for response, _ in responses}
    for lifecycle, rule in (("recommendation", "risk-has-recommendation"), ("planned", "risk-has-planned-response")):
        if lifecycle not in lifecycles:
            faults.warning(f"fedramp:{rule}", place, f"a risk should have a response of lifecycle {lifecycle}")
    tasks = [task for response, at in responses for task, _ in children(response, "tasks", at)]
    if not any(text(task, "type") == "milestone" for task in tasks):
        faults.warning("fedramp:risk-has-milestones", place, "a risk should have a response with a task of type milestone")


_OF_ENTRY: Mapping[str, Callable[[Node, Place, FaultLog], None]] = MappingProxyType(
    {"poam-items": _check_item, "risks": _check_risk}
)
"""By name of the list of a POA&M."""
