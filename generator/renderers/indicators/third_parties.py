"""Third-party information resources of the minimum assessment scope (MAS-CSO-TPR): which are used, with which status.

Sources are the verdicts about services that the evidence shows in use, the two tables of system.yaml (leveraged
authorizations, external services), and the OSCAL of other producers in `leveraged/`: what a leveraged plan offers, what named
persons took over of it, and which responsibilities it leaves. Nothing is taken for more than it says: a plan that no row of
system.yaml names, and a component that a supplier defines, are resources of others of which no authorization is stated.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from generator.frameworks.base import printed_id
from generator.model.evidence import EvidenceFile
from generator.model.leveraged import Inheritance, LeveragedPlan, SuppliedComponent
from generator.model.places import evidence_path
from generator.model.posture import JudgedSubject
from generator.model.system import System
from generator.oscal.package import AuthorizationPackage
from generator.text import counted

SERVICES = "service-authorization"
NOT_STATED = "not stated"
NOT_SEEN = "not seen in use"
_PLAN, _DEFINITION = "system-security-plan", "component-definition"
_NO_ROW = "no row of plan.leveraged-authorizations in system.yaml names it, so which authorization it holds is not stated"


class ScopeDocumentOfAnother(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """OSCAL of the resource's producer, in `leveraged/`."""

    kind: str
    """`system-security-plan` or `component-definition`."""
    path: str
    """In the package; in the workspace where it is no part of the package."""
    sha256: str
    title: str
    provides: int
    """Statements and controls that it offers or describes."""
    inherited: tuple[str, ...] = ()
    """Controls that named persons took over."""
    decided_by: tuple[str, ...] = ()
    """`A. Lovelace, 2026-11-01`."""
    responsibilities: int = 0
    """Left to this system."""
    answered: int = 0
    """Of these, by a named person."""


class ScopeThirdParty(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """A resource of somebody else (MAS-CSO-TPR)."""

    name: str
    status: str
    """What the verdict about its authorization says: `passes`, `fails`, `unknown`, or that no evidence shows it in use."""
    because: str
    seen: bool
    """Does evidence show it in use?"""
    authorization: str
    """As system.yaml states it."""
    usage: str
    justification: str
    mitigation: str
    compensating: str
    missing: tuple[str, ...]
    """What MAS-CSO-TPR asks for and no person states."""
    documents: tuple[ScopeDocumentOfAnother, ...] = ()


def third_parties(package: AuthorizationPackage) -> Iterator[ScopeThirdParty]:
    """Each resource once, by name."""
    judged = {
        subject.name: subject
        for posture in package.postures
        if posture.requirement.id == SERVICES
        for subject in posture.subjects
    }
    stated = tuple(_stated(package.system, package.inheritance))
    known = {name for use in stated for name in use.names}
    seen = {name.casefold() for name in judged}
    rows = [_third_party(name, subject, _use_of(name, stated)) for name, subject in judged.items()]
    rows += [_third_party(use.name, None, use) for use in stated if use.name.casefold() not in seen]
    rows += [_unbound(plan, file) for plan, file in package.inheritance.unbound]
    rows += [_supplied(name, defined) for name, defined in _components(package.inheritance, seen | known)]
    yield from sorted(rows, key=lambda each: (each.name.casefold(), each.name, each.because))


def third_party_words(each: ScopeThirdParty) -> str:
    """Why it has its status, what its producer's documents say, and what is not stated."""
    parts = [each.because]
    for document in each.documents:
        if document.kind == _DEFINITION:
            continue
        taken = f"{counted(len(document.inherited), 'control')} inherited" if document.inherited else "none of it inherited"
        by = f" by decision of {'; '.join(document.decided_by)}" if document.decided_by else ""
        left = f"; {document.answered:,} of {counted(document.responsibilities, 'responsibility', 'responsibilities')} answered"
        parts.append(f"{document.path} offers {document.provides:,} statements, {taken}{by}{left}")
    if each.missing:
        parts.append(f"not stated: {', '.join(each.missing)}")
    return "; ".join(parts)


class _StatedUse(msgspec.Struct, frozen=True, kw_only=True):
    """What people state of a resource. What system.yaml says has other names than MAS-CSO-TPR's."""

    name: str = ""
    others: tuple[str, ...] = ()
    """Services of it, each of which the evidence may show alone."""
    authorization: str = ""
    usage: str = ""
    justification: str = ""
    mitigation: str = ""
    compensating: str = ""
    documents: tuple[ScopeDocumentOfAnother, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """By which it may be meant."""
        return frozenset(name.casefold() for name in (self.name, *self.others) if name)


def _third_party(name: str, subject: JudgedSubject | None, stated: _StatedUse) -> ScopeThirdParty:
    required = {
        "general usage and configuration": stated.usage,
        "an explanation or justification for use": stated.justification,
        "mitigation measures": stated.mitigation,
        "compensating controls": stated.compensating,
    }
    return ScopeThirdParty(
        name=name,
        status=str(subject.outcome) if subject else NOT_SEEN,
        because=(subject.reason if subject else "system.yaml lists it, and no evidence shows it in use") or "it is authorized",
        seen=subject is not None,
        authorization=stated.authorization or NOT_STATED,
        usage=stated.usage or NOT_STATED,
        justification=stated.justification or NOT_STATED,
        mitigation=stated.mitigation or NOT_STATED,
        compensating=stated.compensating or NOT_STATED,
        missing=tuple(what for what, value in required.items() if not value),
        documents=stated.documents,
    )


def _unbound(plan: LeveragedPlan, file: EvidenceFile) -> ScopeThirdParty:
    use = _StatedUse(documents=(_of_plan(plan, file, file.path),))
    return msgspec.structs.replace(_third_party(plan.title, None, use), because=f"its plan is {file.path}, and {_NO_ROW}")


def _supplied(name: str, defined: Sequence[tuple[SuppliedComponent, EvidenceFile]]) -> ScopeThirdParty:
    documents = tuple(
        ScopeDocumentOfAnother(
            kind=_DEFINITION,
            path=evidence_path(file.path),
            sha256=file.sha256,
            title=component.title,
            provides=len(component.controls),
        )
        for component, file in defined
    )
    paths = ", ".join(file.path for _, file in defined)
    because = f"its supplier defines it in {paths}, the plan names it as a component, and no authorization of it is stated"
    use = _StatedUse(usage=defined[0][0].description, documents=documents)
    return msgspec.structs.replace(_third_party(name, None, use), because=because)


def _components(
    inheritance: Inheritance, known: Iterable[str]
) -> Iterator[tuple[str, Sequence[tuple[SuppliedComponent, EvidenceFile]]]]:
    """Components by title; without those that the evidence or system.yaml names already."""
    named, titles = frozenset(known), dict.fromkeys(component.title for component, _ in inheritance.supplied)
    for title in titles:
        if title.casefold() not in named:
            yield title, [(component, file) for component, file in inheritance.supplied if component.title == title]


def _use_of(name: str, stated: Iterable[_StatedUse]) -> _StatedUse:
    """By its own name first, else as a service of a leveraged authorization."""
    folded = name.casefold()
    uses = sorted((use for use in stated if folded in use.names), key=lambda use: use.name.casefold() != folded)
    return uses[0] if uses else _StatedUse()


def _stated(system: System, inheritance: Inheritance) -> Iterator[_StatedUse]:
    for row in system.plan.leveraged:
        level = f"FedRAMP authorization, {row.impact_level.value}"
        yield _StatedUse(
            name=row.name,
            others=row.services,
            authorization=f"{level}, authorized {row.authorized}" if row.authorized else level,
            usage=row.description or ", ".join(row.services),
            mitigation=level,
            documents=tuple(_bound(row.id, inheritance)),
        )
    for service in system.external_services:
        connection = service.connection
        yield _StatedUse(
            name=service.name,
            authorization=service.authorization or "",
            usage=connection.details or "",
            justification=service.purpose,
            mitigation=f"connection secured by {connection.security}" if connection.security else "",
            compensating=connection.risk or "",
        )


def _bound(row: str, inheritance: Inheritance) -> Iterator[ScopeDocumentOfAnother]:
    """The plan of a leveraged authorization, where one was imported."""
    if row not in inheritance.plans:
        return
    plan, file = inheritance.plans[row]
    inherited = dict.fromkeys(printed_id(provided.control_id) for provided in inheritance.inherited(row))
    decided = dict.fromkeys(f"{taken.by}, {taken.day}" for taken in inheritance.taken if taken.leveraged == row)
    met = frozenset(each.uuid for each in inheritance.met)
    yield _of_plan(plan, file, evidence_path(file.path), inherited=tuple(inherited), decided=tuple(decided), met=met)


def _of_plan(
    plan: LeveragedPlan,
    file: EvidenceFile,
    path: str,
    *,
    inherited: tuple[str, ...] = (),
    decided: tuple[str, ...] = (),
    met: frozenset[str] = frozenset(),
) -> ScopeDocumentOfAnother:
    return ScopeDocumentOfAnother(
        kind=_PLAN,
        path=path,
        sha256=file.sha256,
        title=plan.title,
        provides=len(plan.provided),
        inherited=inherited,
        decided_by=decided,
        responsibilities=len(plan.responsibilities),
        answered=sum(left.uuid.lower() in met for left in plan.responsibilities),
    )
