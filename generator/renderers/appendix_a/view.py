"""What SSP Appendix A says, as plain rows: every decision about the document is made here, from the OSCAL bundle.

What no evidence covers stays visibly not started and is counted; statuses are proposals until a named person approves
them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from generator.frameworks.base import Control
from generator.frameworks.fedramp_rev5 import EVERY
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import ControlId, Sha256
from generator.model.narrative import Narrative
from generator.model.places import evidence_path
from generator.oscal import types as o
from generator.oscal.package import AuthorizationPackage
from generator.oscal.plan_drafts import paragraphs
from generator.oscal.ssp_statements import stated
from generator.renderers.appendix_a.rows import (
    AppendixA,
    CitedEvidence,
    CitedSentence,
    ControlRow,
    EvidenceCitation,
    ParameterRow,
    SolutionPart,
)
from generator.renderers.appendix_a.tailoring import tailored
from generator.renderers.fedramp_controls import fedramp_requirements

_KNOWN: Mapping[str, Control] = {control.oscal_id: control for control in EVERY}


def view(package: AuthorizationPackage) -> AppendixA:
    """The rows of the document, controls in the order of the plan."""
    plan = package.bundle.ssp
    requirements = fedramp_requirements(package)
    cited = _cited_by(requirements)
    numbers = {href: number for number, href in enumerate(cited, start=1)}
    resources = {f"#{resource.uuid}": resource for resource in plan.back_matter.resources} if plan.back_matter else {}
    days = {file.sha256: file.collected.date() for file in package.evidence if file.collected}
    reader = _PlanLookup(package, {_sha256(resources[href]): number for href, number in numbers.items()})
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
    """Looks up what requirements only name: roles, drafts, evidence numbers."""

    def __init__(self, package: AuthorizationPackage, numbers: Mapping[Sha256, int]) -> None:
        metadata = package.bundle.ssp.metadata
        self._narratives = {narrative.control: narrative for narrative in package.narratives}
        self._texts = package.requirement_texts.controls
        names = {party.uuid: party.name or "" for party in metadata.parties}
        self._numbers, self._drafts = numbers, package.drafts
        self._roles = {role.id: role.title for role in metadata.roles}
        self._holders = {
            responsible_party.role_id: tuple(names[uuid] for uuid in responsible_party.party_uuids)
            for responsible_party in metadata.responsible_parties
        }

    def holders(self, role: str) -> tuple[str, ...]:
        """Names of the parties that hold a role."""
        return self._holders.get(role, ())

    def control(self, requirement: o.ImplementedRequirement) -> ControlRow:
        """One control."""
        identity, known = control_name(requirement.control_id), _KNOWN.get(requirement.control_id)
        narrative = self._narratives.get(identity)
        lines = self._texts[identity].parts if identity in self._texts else {}
        parts = tuple(
            replace(self._part(identity, letter, narrative), requirement=lines.get(letter, ()))
            for letter in map(_letter, requirement.statements)
        )
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
                ParameterRow(label=parameter.label, value=(narrative and narrative.parameter(parameter.label)) or "")
                for parameter in (known.parameters if known else ())
            ),
            parts=parts,
        )

    def _role(self, requirement: o.ImplementedRequirement) -> str:
        """As a person stated it; an id of system.yaml by its title, with who holds it."""
        return "; ".join(
            f"{self._roles.get(role.role_id, role.role_id)}{_in_brackets(self.holders(role.role_id))}"
            for role in requirement.responsible_roles
        )

    def _part(self, control: ControlId, letter: str, narrative: Narrative | None) -> SolutionPart:
        written = narrative.text(letter) if narrative else ()
        return SolutionPart(
            control=control,
            letter=letter,
            written=written,
            standing=narrative.standing if narrative and written else None,
            remark=stated(narrative) if narrative and written else "",
            draft=tuple(
                tuple(CitedSentence(text=each.text, citations=self._citations(each.sources)) for each in paragraph)
                for paragraph in paragraphs(self._drafts.of(control, letter))
            ),
        )

    def _citations(self, sources: Iterable[EvidenceSource]) -> tuple[EvidenceCitation, ...]:
        """Each file once: with the line where the sentence rests on one, without where it rests on several places of it."""
        places: dict[int, set[str]] = defaultdict(set)
        for source in sources:
            if source.sha256 in self._numbers:
                places[self._numbers[source.sha256]].add(_line(source.place))
        return tuple(
            EvidenceCitation(number=number, place=next(iter(found)) if len(found) == 1 else "")
            for number, found in sorted(places.items())
        )


_LINE = re.compile(r"line \d+")


def _line(place: str) -> str:
    """The line that a reader can look up; of other places the OSCAL plan has the pointer."""
    return place if _LINE.fullmatch(place) else ""


def _sha256(resource: o.Resource) -> Sha256:
    digests = (
        rlink_hash.value for rlink in resource.rlinks for rlink_hash in rlink.hashes if rlink_hash.algorithm == "SHA-256"
    )
    return Sha256(next(digests, ""))


def _in_brackets(names: Sequence[str]) -> str:
    return f" ({', '.join(names)})" if names else ""


def control_name(oscal_id: str) -> ControlId:
    """`cm-8.3` as FedRAMP writes it: `CM-8(3)`."""
    base, _, enhancement = oscal_id.upper().partition(".")
    return ControlId(f"{base}({enhancement})" if enhancement else base)


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
    sha256 = _sha256(resource)
    return CitedEvidence(
        number=number, path=evidence_path(resource.title or ""), sha256=sha256, collected=days.get(sha256), cited_by=places
    )


def _values(props: Iterable[o.Property], name: str, namespace: str | None = None) -> tuple[str, ...]:
    return tuple(prop.value for prop in props if prop.name == name and namespace in (None, prop.ns))
