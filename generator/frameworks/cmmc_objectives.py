"""Which objectives of CMMC Level 2 the evidence speaks to: our own mapping, topic by topic, for a person to confirm.

A row says that claims of some topics about some SP 800-53 controls support or contradict an objective; it never says that the
objective is met. Most objectives ask for documents, interviews or a look at a room, and have no row. Where the control is not
one that SP 800-171 R2 Appendix D relates to the requirement, the row is in `BEYOND`, with the reason.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.frameworks.cmmc_l2 import OF_OBJECTIVE
from generator.model.claim import Claim, Support
from generator.model.identifiers import ControlId, control_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveSupport:
    """Which evidence is relevant to one objective."""

    objective: str
    controls: tuple[ControlId, ...]
    """`AC-6`, or `RA-5(d)` for one part of it."""
    topics: tuple[str, ...]


def _row(objective: str, controls: str, topics: str) -> ObjectiveSupport:
    return ObjectiveSupport(objective=objective, controls=control_ids(*controls.split()), topics=tuple(topics.split()))


SUPPORT: tuple[ObjectiveSupport, ...] = (
    _row("AC.L2-3.1.1[d]", "AC-3", "access"),
    _row("AC.L2-3.1.1[e]", "AC-3", "access"),
    _row("AC.L2-3.1.2[b]", "AC-3", "access"),
    _row("AC.L2-3.1.3[e]", "AC-4", "network"),
    _row("AC.L2-3.1.5[b]", "AC-6", "access"),
    _row("AC.L2-3.1.5[d]", "AC-6", "access isolation admission image-hardening"),
    _row("AU.L2-3.3.1[c]", "AU-2 AU-12", "audit"),
    _row("CM.L2-3.4.1[b]", "CM-2", "image-provenance image-chain build-pipeline"),
    _row("CM.L2-3.4.1[c]", "CM-2", "change-control build-pipeline admission"),
    _row("CM.L2-3.4.1[d]", "CM-8", "asset-inventory"),
    _row("CM.L2-3.4.1[e]", "CM-8", "asset-inventory image-chain validations"),
    _row("CM.L2-3.4.1[f]", "CM-8(b)", "asset-inventory"),
    _row(
        "CM.L2-3.4.2[b]",
        "CM-6",
        "isolation admission image-hardening image-provenance benchmarks keys-and-credentials security-sensors validations",
    ),
    _row("CM.L2-3.4.3[a]", "CM-3", "build-pipeline change-control"),
    _row("CM.L2-3.4.3[c]", "CM-3(d)", "admission validations"),
    _row("CM.L2-3.4.3[d]", "CM-3", "build-pipeline change-control image-chain"),
    _row("CM.L2-3.4.6[b]", "CM-7", "image-hardening isolation"),
    _row("RA.L2-3.11.2[b]", "RA-5(a)", "image-scanning registry-monitoring"),
    _row("RA.L2-3.11.2[c]", "RA-5(a)", "image-scanning image-chain"),
    _row("RA.L2-3.11.3[a]", "RA-5(b) RA-5(c)", "image-scanning"),
    _row("RA.L2-3.11.3[b]", "RA-5(d)", "image-scanning"),
    _row("CA.L2-3.12.1[b]", "CA-2(d)", "benchmarks build-pipeline image-chain"),
    _row("SC.L2-3.13.1[b]", "SC-7", "boundary"),
    _row("SC.L2-3.13.1[f]", "SC-7", "network"),
    _row("SC.L2-3.13.3[c]", "SC-2", "isolation network"),
    _row("SC.L2-3.13.4", "SC-4", "isolation network"),
    _row("SC.L2-3.13.6[a]", "SC-7(5)", "network"),
    _row("SC.L2-3.13.6[b]", "SC-7(5)", "network"),
    _row("SC.L2-3.13.8[c]", "SC-8 SC-8(1)", "encryption-in-transit"),
    _row("SC.L2-3.13.10[a]", "SC-12", "keys-and-credentials"),
    _row("SC.L2-3.13.10[b]", "SC-12", "keys-and-credentials"),
    _row("SC.L2-3.13.11", "SC-13", "cryptographic-modules encryption-in-transit"),
    _row("SC.L2-3.13.16", "SC-28", "encryption-at-rest"),
    _row("SI.L2-3.14.1[b]", "SI-2", "image-scanning image-chain"),
    _row("SI.L2-3.14.2[b]", "SI-3", "build-pipeline image-chain"),
    _row("SI.L2-3.14.6[a]", "SI-4", "security-sensors registry-monitoring"),
    _row("SI.L2-3.14.7[b]", "SI-4", "security-sensors"),
)
"""In the order of SP 800-171A."""

BEYOND: tuple[tuple[ObjectiveSupport, str], ...] = (
    (
        _row("AC.L2-3.1.3[c]", "SC-7 PL-8", "boundary"),
        "sources and destinations of flows are what the compared diagrams show",
    ),
    (
        _row("AC.L2-3.1.7[c]", "AC-6", "isolation"),
        "a container that may not gain privileges keeps its user from privileged functions",
    ),
    (
        _row("SC.L2-3.13.16", "SC-28(1)", "encryption-at-rest"),
        "the enhancement asks for cryptography, which the requirement names as the usual way",
    ),
    (
        _row("CA.L2-3.12.4[b]", "SC-7 PL-8", "boundary"),
        "the boundary that the plan describes is the one of the diagrams",
    ),
)


def by_objective(claims: Iterable[Claim]) -> Mapping[str, tuple[Claim, ...]]:
    """The claims relevant to each objective, in the order of the objectives; without those for which nothing was collected."""
    looked = [claim for claim in claims if claim.support is not Support.NOT_COLLECTED and claim.sources]
    rows = (*SUPPORT, *(row for row, _ in BEYOND))
    claims_by_objective: dict[str, dict[Claim, None]] = {objective: {} for objective in OF_OBJECTIVE}
    for row in rows:
        claims_by_objective[row.objective].update(dict.fromkeys(claim for claim in looked if speaks(row, claim)))
    return {objective: tuple(support) for objective, support in claims_by_objective.items() if support}


def objectives_of(claims: Iterable[Claim]) -> Mapping[str, tuple[str, ...]]:
    """Path of each piece of evidence in the workspace to the objectives it is relevant to, in their order."""
    by_control: dict[str, dict[str, None]] = {}
    for objective, support in by_objective(claims).items():
        for path in sorted({source.path for claim in support for source in claim.sources}):
            by_control.setdefault(path, {})[objective] = None
    return {path: tuple(objectives) for path, objectives in sorted(by_control.items())}


def speaks(row: ObjectiveSupport, claim: Claim) -> bool:
    """Does the claim belong to the row?"""
    return claim.topic in row.topics and any(_concerns(control, claim) for control in row.controls)


def _concerns(control: ControlId, claim: Claim) -> bool:
    return control in (claim.control, f"{claim.control}({claim.part})")


def requirements_of(objectives: Sequence[str]) -> tuple[str, ...]:
    """The requirements of some objectives, each once, in their order."""
    return tuple(dict.fromkeys(OF_OBJECTIVE[objective].id for objective in objectives))
