"""What SSP Appendix A says, as plain rows: every decision about the document is made here, from the OSCAL bundle.

What no evidence covers stays visibly not started and is counted; statuses are proposals until a named person approves
them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from generator.frameworks.base import Control
from generator.frameworks.fedramp_rev5 import EVERY
from generator.frameworks.rev5.assignments import assigned
from generator.model.identifiers import ControlId, Sha256
from generator.model.narrative import Narrative
from generator.model.places import evidence_path
from generator.oscal import types as o
from generator.oscal.common import NS
from generator.oscal.findings import rests_on
from generator.oscal.package import AuthorizationPackage
from generator.oscal.ssp_statements import generated_of, points_to_components, stated
from generator.renderers.appendix_a.rows import (
    AppendixA,
    CitedEvidence,
    Contradiction,
    ControlRow,
    EvidenceCitation,
    ParameterRow,
    SolutionPart,
)
from generator.renderers.appendix_a.tailoring import tailored
from generator.renderers.fedramp_controls import fedramp_requirements
from generator.renderers.oscal_reading import discrepancy_subjects

_UNWRITTEN = frozenset({"missing", "not-collected"})
"""Where nothing was collected, a part is not drafted."""

_KNOWN: Mapping[str, Control] = {control.oscal_id: control for control in EVERY}


def view(package: AuthorizationPackage) -> AppendixA:
    """The rows of the document, controls in the order of the plan."""
    plan = package.bundle.ssp
    requirements = fedramp_requirements(package)
    cited = _cited_by(requirements)
    numbers = {href: number for number, href in enumerate(cited, start=1)}
    resources = {f"#{resource.uuid}": resource for resource in plan.back_matter.resources} if plan.back_matter else {}
    days = {file.sha256: file.collected.date() for file in package.evidence if file.collected}
    titles = {href: resources[href].title or "" for href in cited}
    reader = _PlanLookup(package, numbers, titles)
    revisions = package.system.plan.revisions
    return AppendixA(
        system_id=package.system.id,
        system=plan.system_characteristics.system_name,
        provider=", ".join(reader.holders("cloud-service-provider")),
        baseline=f"FedRAMP Rev. 5 {package.system.baseline.label}",
        tailored=package.system.tailored,
        version=revisions[-1].version if revisions else package.as_of.isoformat(),
        as_of=package.as_of,
        marking=" ".join(_values(plan.metadata.props, "marking")).upper(),
        controls=tuple(reader.control(requirement) for requirement in requirements),
        evidence=tuple(_evidence(resources[href], numbers[href], days, places) for href, places in cited.items()),
        tailoring=tailored(package),
        texts_from=package.requirement_texts.source,
    )


class _PlanLookup:
    """Looks up what requirements only name: roles, checks, observations, evidence numbers."""

    def __init__(self, package: AuthorizationPackage, numbers: Mapping[str, int], titles: Mapping[str, str]) -> None:
        bundle = package.bundle
        self._narratives = {narrative.control: narrative for narrative in package.narratives}
        self._texts = package.requirement_texts.controls
        self._baseline = package.system.baseline.value
        metadata, results = bundle.ssp.metadata, bundle.assessment_results.results
        names = {party.uuid: party.name or "" for party in metadata.parties}
        self._numbers, self._titles = numbers, titles
        self._roles = {role.id: role.title for role in metadata.roles}
        self._holders = {
            responsible_party.role_id: tuple(names[uuid] for uuid in responsible_party.party_uuids)
            for responsible_party in metadata.responsible_parties
        }
        local = bundle.assessment_plan.local_definitions
        self._checks = {
            check: activity.title
            for activity in (local.activities if local else ())
            for check in _values(activity.props, "check")
        }
        concerned = {
            check: {control.control_id for control in _related_controls(activity)}
            for activity in (local.activities if local else ())
            for check in _values(activity.props, "check")
        }
        discrepancies = {
            seen.uuid: Counter(check for check, _ in discrepancy_subjects(seen))
            for result in results
            for seen in result.observations
            if "finding" in seen.types
        }
        self._counts = sum(discrepancies.values(), Counter[str]())
        self._against: dict[str, set[str]] = defaultdict(set)
        findings = [rests_on(finding) for result in results for finding in result.findings]
        undetermined = [rests_on(seen) for result in results for seen in result.observations]
        for target, related in (*findings, *undetermined):
            control = target.partition("_obj")[0]
            contradicting = {check for uuid in related for check in discrepancies.get(uuid, ())}
            self._against[control] |= {check for check in contradicting if control in concerned.get(check, {control})}

    def holders(self, role: str) -> tuple[str, ...]:
        """Names of the parties that hold a role."""
        return self._holders.get(role, ())

    def control(self, requirement: o.ImplementedRequirement) -> ControlRow:
        """One control."""
        identity, known = control_name(requirement.control_id), _KNOWN.get(requirement.control_id)
        narrative = self._narratives.get(identity)
        lines = self._texts[identity].parts if identity in self._texts else {}
        parts = tuple(
            replace(self._part(identity, statement, narrative), requirement=lines.get(_letter(statement), ()))
            for statement in requirement.statements
        )
        shown = {contradiction.check for part in parts for contradiction in part.contradictions}
        return ControlRow(
            id=identity,
            title=known.title if known else "",
            requirement=lines.get("", ()) if parts and parts[0].letter else (),
            why=requirement.remarks or "",
            roles=tuple(
                (self._roles.get(role.role_id, role.role_id), self.holders(role.role_id))
                for role in requirement.responsible_roles
            ),
            role=self._role(requirement) if narrative and narrative.role else "",
            statuses=_values(requirement.props, "implementation-status"),
            originations=(narrative and narrative.originations) or _values(requirement.props, "control-origination"),
            stated=stated(narrative) if narrative and (narrative.statuses or narrative.originations) else "",
            proposed=next(
                (prop.remarks for prop in requirement.props if prop.remarks and prop.name == "implementation-status"), ""
            ),
            inherited_from=(narrative and narrative.inherited_from) or "",
            parameters=tuple(
                ParameterRow(
                    label=parameter.label,
                    value=(narrative and narrative.parameter(parameter.label)) or "",
                    assigned=assigned(parameter, self._baseline),
                )
                for parameter in (known.parameters if known else ())
            ),
            parts=parts,
            other_contradictions=self._contradictions(self._against[requirement.control_id] - shown),
        )

    def _role(self, requirement: o.ImplementedRequirement) -> str:
        """As a person stated it; an id of system.yaml by its title, with who holds it."""
        return "; ".join(
            f"{self._roles.get(role.role_id, role.role_id)}{_in_brackets(self.holders(role.role_id))}"
            for role in requirement.responsible_roles
        )

    def _part(self, control: ControlId, statement: o.Statement, narrative: Narrative | None) -> SolutionPart:
        written = narrative.text(_letter(statement)) if narrative else ()
        drafted = tuple(
            by_component
            for by_component in statement.by_components
            if not points_to_components(by_component) and not _UNWRITTEN & _kinds(by_component)
        )
        checks = {
            check for by_component in statement.by_components for check in _values(by_component.props, "contradicted-by", NS)
        }
        places = {
            (self._numbers[link.href], self._place(link))
            for component in drafted
            for link in component.links
            if link.href in self._numbers
        }
        return SolutionPart(
            control=control,
            letter=_letter(statement),
            written=written,
            standing=narrative.standing if narrative and written else None,
            remark=stated(narrative) if narrative and written else "",
            text="\n\n".join(filter(None, map(generated_of, statement.by_components))) if drafted else "",
            drafted=bool(drafted),
            citations=tuple(EvidenceCitation(number=number, place=place) for number, place in sorted(places)),
            contradictions=self._contradictions(checks),
        )

    def _place(self, link: o.Link) -> str:
        """The link's text begins with the path of the file, which the list of evidence already gives."""
        return (link.text or "").removeprefix(self._titles[link.href]).strip()

    def _contradictions(self, checks: Iterable[str]) -> tuple[Contradiction, ...]:
        return tuple(
            Contradiction(check=check, title=self._checks.get(check, check), count=self._counts[check])
            for check in sorted(checks)
        )


def _in_brackets(names: Sequence[str]) -> str:
    return f" ({', '.join(names)})" if names else ""


def control_name(oscal_id: str) -> ControlId:
    """`cm-8.3` as FedRAMP writes it: `CM-8(3)`."""
    base, _, enhancement = oscal_id.upper().partition(".")
    return ControlId(f"{base}({enhancement})" if enhancement else base)


def _kinds(answer: o.ByComponent) -> set[str]:
    """What kind of text the evidence gave."""
    return set(_values(answer.props, "evidence-text", NS) or _values(answer.props, "text", NS))


def _letter(statement: o.Statement) -> str:
    return statement.statement_id.partition("_smt")[2].removeprefix(".")


def _cited_by(requirements: Iterable[o.ImplementedRequirement]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Back-matter reference to the parts that cite it, in the order of the first citation."""
    citing: dict[str, dict[tuple[str, str], None]] = {}
    for href, part in _links(requirements):
        citing.setdefault(href, {})[part] = None
    return {href: tuple(parts) for href, parts in citing.items()}


def _links(requirements: Iterable[o.ImplementedRequirement]) -> Iterator[tuple[str, tuple[str, str]]]:
    for requirement in requirements:
        for statement in requirement.statements:
            part = (control_name(requirement.control_id), _letter(statement))
            places = (link for by_component in statement.by_components for link in by_component.links if link.rel == "evidence")
            for link in sorted(places, key=lambda link: link.text or ""):
                yield link.href, part


def _evidence(
    resource: o.Resource, number: int, days: Mapping[Sha256, date], places: tuple[tuple[str, str], ...]
) -> CitedEvidence:
    digests = (
        rlink_hash.value for rlink in resource.rlinks for rlink_hash in rlink.hashes if rlink_hash.algorithm == "SHA-256"
    )
    sha256 = Sha256(next(digests, ""))
    return CitedEvidence(
        number=number, path=evidence_path(resource.title or ""), sha256=sha256, collected=days.get(sha256), cited_by=places
    )


def _related_controls(activity: o.Activity) -> Iterator[o.SelectControl]:
    """What follows from a discrepancy may concern other controls than its cause: each check says which are its own."""
    for selection in activity.related_controls.control_selections if activity.related_controls else ():
        yield from selection.include_controls


def _values(props: Iterable[o.Property], name: str, namespace: str | None = None) -> tuple[str, ...]:
    return tuple(prop.value for prop in props if prop.name == name and namespace in (None, prop.ns))
