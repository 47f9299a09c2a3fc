"""Which objectives of CMMC Level 2 the evidence is relevant to, and for what: our own mapping, for a person to confirm.

A row says what claims of some topics about some SP 800-53 controls are worth for an objective; it never says that the
objective is met. Few objectives ask for exactly what configuration, scans and sensors can show: these alone may be supported.
Of others an exception that was found is a contradiction while its absence shows nothing ("limited to authorized users": the
evidence does not say who is authorized), and for the rest the evidence is context. Most objectives ask for documents,
interviews or a look at a room, and have no row. Where the control is not one that SP 800-171 R2 Appendix D relates to the
requirement, the row is in `BEYOND`, with the reason. The objectives are those of NIST SP 800-171A (June 2018).
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum

import msgspec

from generator.frameworks.cmmc_l2 import OF_OBJECTIVE
from generator.model.claim import Claim, Support
from generator.model.identifiers import ControlId, control_ids


class Worth(IntEnum):
    """What evidence can be for an objective, the least first."""

    CONTEXT = 0
    """Worth knowing beside it."""
    REFUTES = 1
    """An exception contradicts it; that there is none shows nothing, or a part."""
    SHOWS = 2
    """It is exactly what the objective asks for: without an exception it supports it."""


class ObjectiveSupport(msgspec.Struct, frozen=True, kw_only=True):
    """Which evidence is relevant to one objective."""

    objective: str
    controls: tuple[ControlId, ...]
    """`AC-6`, or `RA-5(d)` for one part of it."""
    topics: tuple[str, ...]
    worth: Worth


def _rows(worth: Worth, table: str) -> tuple[ObjectiveSupport, ...]:
    """A line for each: objective, controls, topics, with bars between."""
    cells = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return tuple(
        ObjectiveSupport(
            objective=objective, controls=control_ids(*controls.split()), topics=tuple(topics.split()), worth=worth
        )
        for objective, controls, topics in cells
    )


_SHOWN = _rows(
    Worth.SHOWS,
    """
    CM.L2-3.4.1[d]    | CM-8(a)      | asset-inventory
    RA.L2-3.11.2[c]   | RA-5(a)      | image-scanning
    RA.L2-3.11.3[a]   | RA-5(a)      | image-scanning
    SC.L2-3.13.6[a]   | SC-7(5)      | network
    SC.L2-3.13.6[b]   | SC-7(5)      | network
    SC.L2-3.13.8[c]   | SC-8 SC-8(1) | encryption-in-transit
    SC.L2-3.13.16     | SC-28        | encryption-at-rest
    SI.L2-3.14.6[a]   | SI-4         | security-sensors
    """,
)
_REFUTED = _rows(
    Worth.REFUTES,
    """
    AC.L2-3.1.1[d]    | AC-3         | access
    AC.L2-3.1.1[e]    | AC-3         | access
    AC.L2-3.1.2[b]    | AC-3         | access
    AC.L2-3.1.3[e]    | AC-4         | network
    AC.L2-3.1.5[b]    | AC-6         | access
    AC.L2-3.1.5[d]    | AC-6         | access isolation admission image-hardening
    AU.L2-3.3.1[c]    | AU-2 AU-12   | audit
    CM.L2-3.4.1[c]    | CM-2         | change-control
    CM.L2-3.4.2[b]    | CM-6         | isolation admission image-hardening image-provenance benchmarks keys-and-credentials
    CM.L2-3.4.3[a]    | CM-3         | change-control
    CM.L2-3.4.6[b]    | CM-7         | image-hardening isolation
    RA.L2-3.11.2[b]   | RA-5(a)      | image-scanning
    RA.L2-3.11.3[b]   | RA-5(d)      | image-scanning remediation
    SC.L2-3.13.1[f]   | SC-7         | network
    SC.L2-3.13.3[c]   | SC-2         | isolation network
    SC.L2-3.13.4      | SC-4         | isolation network
    SC.L2-3.13.10[b]  | SC-12        | keys-and-credentials
    SC.L2-3.13.11     | SC-13        | cryptographic-modules encryption-in-transit
    """,
)
_CONTEXT = _rows(
    Worth.CONTEXT,
    """
    CM.L2-3.4.1[b]    | CM-2         | image-provenance image-chain build-pipeline
    CM.L2-3.4.1[c]    | CM-2         | build-pipeline admission
    CM.L2-3.4.1[e]    | CM-8         | asset-inventory image-chain validations
    CM.L2-3.4.1[f]    | CM-8(b)      | asset-inventory
    CM.L2-3.4.2[b]    | CM-6         | security-sensors validations
    CM.L2-3.4.3[a]    | CM-3         | build-pipeline
    CM.L2-3.4.3[c]    | CM-3(d)      | admission validations
    CM.L2-3.4.3[d]    | CM-3         | build-pipeline change-control image-chain
    RA.L2-3.11.2[b]   | RA-5(a)      | registry-monitoring
    RA.L2-3.11.2[c]   | RA-5(a)      | image-chain
    RA.L2-3.11.3[a]   | RA-5(b) RA-5(c) | image-scanning
    CA.L2-3.12.1[b]   | CA-2(d)      | benchmarks build-pipeline image-chain
    SC.L2-3.13.1[b]   | SC-7         | boundary
    SC.L2-3.13.10[a]  | SC-12        | keys-and-credentials
    SI.L2-3.14.1[b]   | SI-2         | image-scanning image-chain
    SI.L2-3.14.2[b]   | SI-3         | build-pipeline image-chain
    SI.L2-3.14.6[a]   | SI-4         | registry-monitoring
    SI.L2-3.14.7[b]   | SI-4         | security-sensors
    """,
)
SUPPORT: tuple[ObjectiveSupport, ...] = (*_SHOWN, *_REFUTED, *_CONTEXT)
"""What may support first."""

BEYOND: tuple[tuple[ObjectiveSupport, str], ...] = tuple(
    (row, reason)
    for worth, line, reason in (
        (
            Worth.CONTEXT,
            "AC.L2-3.1.3[c] | SC-7 PL-8 | boundary",
            "sources and destinations of flows are what the compared diagrams show",
        ),
        (
            Worth.CONTEXT,
            "AC.L2-3.1.7[c] | AC-6 | isolation",
            "a container that may not gain privileges keeps its user from privileged functions",
        ),
        (
            Worth.SHOWS,
            "SC.L2-3.13.16 | SC-28(1) | encryption-at-rest",
            "the enhancement asks for cryptography, which the requirement names as the usual way",
        ),
        (
            Worth.REFUTES,
            "SI.L2-3.14.1[b] | RA-5(a) | image-scanning",
            "flaws of what was not scanned in time were not identified in time",
        ),
        (
            Worth.CONTEXT,
            "CA.L2-3.12.4[b] | SC-7 PL-8 | boundary",
            "the boundary that the plan describes is the one of the diagrams",
        ),
    )
    for row in _rows(worth, line)
)
_ALL = (*SUPPORT, *(row for row, _ in BEYOND))


def by_objective(claims: Iterable[Claim]) -> Mapping[str, tuple[Claim, ...]]:
    """The claims relevant to each objective, in the order of the objectives; without those for which nothing was collected."""
    looked = [claim for claim in claims if claim.support is not Support.NOT_COLLECTED]
    claims_by_objective: dict[str, dict[Claim, None]] = {objective: {} for objective in OF_OBJECTIVE}
    for row in _ALL:
        claims_by_objective[row.objective].update(dict.fromkeys(claim for claim in looked if speaks(row, claim)))
    return {objective: tuple(support) for objective, support in claims_by_objective.items() if support}


def worth(objective: str, claim: Claim) -> Worth | None:
    """The most that a claim can be for an objective; None where it is not about it."""
    return max((row.worth for row in _ALL if row.objective == objective and speaks(row, claim)), default=None)


def unseen(claims: Iterable[Claim]) -> frozenset[str]:
    """Objectives of which something that would have to show them was not collected."""
    missing = [claim for claim in claims if claim.support is Support.NOT_COLLECTED]
    return frozenset(row.objective for row in _ALL if row.worth is Worth.SHOWS and any(speaks(row, claim) for claim in missing))


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
